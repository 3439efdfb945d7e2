import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { state } from 'lit/decorators/state.js';
import { getHome } from '../data/app.ts';
import { handOnTarget } from '../data/hand-on.ts';
import { askEarly, type Failure, failureOf } from '../data/http.ts';
import { office } from '../data/office.ts';
import { heldBy, openUserSession, signInOnly } from '../data/session.ts';
import { answerTapsFirst } from '../parts/answer-first.ts';
import { icon } from '../parts/icon.ts';
import { LightElement } from '../parts/light-element.ts';
import { plain } from '../parts/ruby.ts';
import type { AppPage } from './app-page.ts';
import { note, skeleton } from './blocks.ts';
import { failurePage, lostPage } from './failure.ts';
import { help } from './help.ts';
import { looks } from './look.ts';
import { lookChoice } from './look-choice.ts';
import { PAGES, type PageName } from './page-table.ts';
import { fetchAhead, firstCall, followLink, loadPage, placeAt, to, whenMoved } from './routes.ts';

/** The frame around every page: the bar, the page, help at the foot, and the one live region. */
@customElement('app-shell')
export class AppShell extends LightElement {
  @state() private page: AppPage<unknown> | null = null;
  @state() private failure: Failure | 'lost' | null = null;
  @state() private lookOpen = false;
  @state() private reading = false;
  @state() private said = '';
  /** Why this device can't read aloud, once it has turned out. */
  @state() private unread: string | undefined;
  private stopWatching = (): void => {};
  private again = (): void => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.replaceChildren();
    office.addEventListener('learnt', this.redraw);
    looks.addEventListener('chosen', this.redraw);
    answerTapsFirst(this);
    this.addEventListener('click', followLink);
    this.addEventListener('page-shown', this.onPageShown as EventListener);
    this.addEventListener('say', this.onSay as EventListener);
    window.addEventListener('online', this.onOnline);
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    office.removeEventListener('learnt', this.redraw);
    looks.removeEventListener('chosen', this.redraw);
    window.removeEventListener('online', this.onOnline);
    this.stopWatching();
  }

  /** What could not be opened for want of a network opens as soon as there is one. */
  private readonly onOnline = (): void => {
    if (this.failure === 'offline') this.again();
  };

  /** Nothing is routed before LINE's SDK has put the real address in place. */
  private async begin(): Promise<void> {
    const liffId = document.documentElement.dataset.liffId ?? '';
    const elsewhere = handOnTarget(new URL(location.href));
    if (elsewhere === null) bringAlong(new URL(location.href));
    try {
      if (elsewhere !== null) {
        await signInOnly(liffId);
        location.replace(elsewhere);
        return;
      }
      await openUserSession(liffId);
    } catch (error) {
      this.failure = failureOf(error);
      this.again = () => void this.begin();
      return;
    }
    this.failure = null;
    this.stopWatching();
    this.stopWatching = whenMoved(() => void this.move());
    await this.move();
    if (!office.known.phone) getHome().catch(() => {});
  }

  private async move(): Promise<void> {
    stopReading();
    this.reading = false;
    this.unread = undefined;
    const { href } = location;
    const place = placeAt(new URL(href));
    if (!place) {
      this.failure = 'lost';
      return;
    }
    const name = place.page as PageName;
    const stays = this.page?.place.page === place.page && sameParams(this.page.place.params, place.params);
    if (!stays) {
      try {
        await loadPage(name);
      } catch {
        this.failure = 'offline';
        this.again = () => void this.move();
        return;
      }
      // Somebody who goes on before a page is there wants the next one.
      if (location.href !== href) return;
    }
    this.failure = null;
    const page =
      stays && this.page ? this.page : (document.createElement(PAGES[name].tag) as AppPage<unknown>);
    page.place = place;
    this.page = page;
    window.scrollTo(0, 0);
  }

  private readonly redraw = (): void => {
    this.requestUpdate();
    this.page?.requestUpdate();
  };

  private readonly onPageShown = (event: CustomEvent<string>): void => {
    if (this.page) fetchAhead(this.page.place.page);
    document.title = [event.detail, office.known.name].filter((part) => part !== '').join('｜');
  };

  private readonly onSay = (event: CustomEvent<string>): void => {
    this.said = event.detail;
  };

  protected override render(): TemplateResult {
    return html`<a class="skip" href="#main" @click=${this.skip}>ほんぶんへ</a>
      <div class="wrap">
        ${this.bar()}
        <section class="look" id="look" aria-label="みやすさ" ?hidden=${!this.lookOpen}>${lookChoice('bar')}</section>
        ${this.unread ? note('wait', 'info', this.unread) : nothing} ${this.body()} ${help()}
      </div>
      <div class="vh" role="status">${this.said}</div>`;
  }

  private body() {
    if (this.failure === 'lost') return lostPage();
    if (this.failure) return failurePage(this.failure, this.again);
    return this.page ?? skeleton();
  }

  private bar(): TemplateResult {
    return html`<header class="bar">
      <a class="brand" href=${to('home')}><svg viewBox="0 0 28 28" aria-hidden="true"><use href="#i-brand"></use></svg
        ><span>${office.known.name}</span></a>
      ${
        canReadAloud()
          ? html`<button class="tool" type="button" aria-pressed=${this.reading} @click=${this.toggleReading}>
              ${icon('say')}<span>${this.reading ? 'とめる' : 'よみあげ'}</span>
            </button>`
          : nothing
      }
      <button
        class="tool"
        type="button"
        aria-expanded=${this.lookOpen}
        aria-controls="look"
        aria-label="もじ・ふりがなの せってい"
        @click=${() => {
          this.lookOpen = !this.lookOpen;
        }}
      >${icon('moji')}<span>もじ</span></button>
    </header>`;
  }

  private readonly toggleReading = (): void => {
    const main = this.querySelector('main');
    this.reading = !this.reading && main !== null;
    if (!this.reading || !main) {
      stopReading();
      return;
    }
    const done = (words?: string) => {
      this.reading = false;
      this.unread = words;
      if (words) this.said = plain(words);
    };
    import('./read-aloud.ts').then(
      ({ readAloud }) => readAloud(main, () => this.reading, done),
      () => done(),
    );
  };

  private readonly skip = (event: Event): void => {
    event.preventDefault();
    this.querySelector<HTMLElement>('main h1')?.focus();
  };

  protected override updated(changed: PropertyValues): void {
    if (this.failure && changed.has('failure'))
      this.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }
}

/** The page's code and what it shows come while LINE's SDK starts; where that fails, the page says so itself. */
function bringAlong(url: URL): void {
  const place = url.searchParams.has('liff.state') ? null : placeAt(url);
  if (!place) return;
  const name = place.page as PageName;
  loadPage(name).catch(() => {});
  const first = heldBy() === null ? undefined : firstCall(place);
  if (first) askEarly(first);
}

/** Whether this device can read aloud at all; where it can't, the button isn't there. */
function canReadAloud(): boolean {
  return 'speechSynthesis' in window && 'SpeechSynthesisUtterance' in window;
}

function stopReading(): void {
  if (canReadAloud()) window.speechSynthesis.cancel();
}

function sameParams(a: Record<string, string>, b: Record<string, string>): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
