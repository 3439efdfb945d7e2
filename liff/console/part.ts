import { LitElement } from 'lit';
import { navigation } from './navigation.ts';
import { staffSession } from './staff-session.ts';

/** Base of every console element: light DOM, so that the page's styles reach it, and no box of its own. */
export class Part extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.classList.add('contents');
  }
}

/** Base of every page: names the document after what waits for a person and its h1, and moves the focus there once. */
export class Page extends Part {
  private arrived = false;

  protected override updated(): void {
    const heading = this.querySelector('h1');
    if (!heading) return;
    const words = heading.textContent?.replace(/\s+/g, ' ').trim() ?? '';
    const waiting = staffSession.work ? `(${staffSession.work}) ` : '';
    document.title = `${waiting}${words}｜サンクスシェア相談員画面`;
    if (this.arrived) return;
    this.arrived = true;
    heading.tabIndex = -1;
    if (navigation.moved) heading.focus({ preventScroll: true });
  }
}
