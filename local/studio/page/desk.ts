import type { StudioState } from '../server.ts';
import { byId, make, order } from './dom.ts';
import { shortTime } from './japan-time.ts';

type Person = StudioState['users'][number];
interface Happening {
  id: number;
  at: number;
  text: string;
  bad: boolean;
}

/** The counselor's side: whose console is open, and what happened behind both screens. */
export class DeskSide {
  #productUrl = '';
  #staff: Person[] = [];
  #open: string | null = null;
  #frame: HTMLIFrameElement | null = null;

  hear(state: StudioState): void {
    this.#productUrl = state.productUrl;
    this.#staff = state.users.filter((user) => user.staff !== null);
    byId('log').replaceChildren(...state.happenings.map(lineOf).reverse());
    byId('staff').replaceChildren(...this.#staff.map((person) => this.#switch(person)));
    if (this.#staff.length === 0) this.#invite();
    else if (!this.#staff.some((person) => person.userId === this.#open))
      void this.open(this.#staff[0]?.userId ?? '');
    else this.#mark();
  }

  happened(happening: Happening): void {
    byId('log').prepend(lineOf(happening));
  }

  /** Opens the console as this person; `path`: which page of it. */
  async open(userId: string, path = ''): Promise<void> {
    this.#open = userId;
    this.#mark();
    await order('/studio/sign-in', { userId, kind: 'staff' });
    const frame = make('iframe', {
      title: '相談員の画面',
      name: 'console',
      src: `${this.#productUrl}/console${path}`,
    });
    this.#frame = frame;
    byId('screen').replaceChildren(frame);
  }

  /** After a jump of the clock the session may have run out: opens a new one, then the page looks again. */
  async refresh(): Promise<void> {
    if (!this.#open || !this.#frame) return;
    await order('/studio/sign-in', { userId: this.#open, kind: 'staff' });
    this.#frame.contentWindow?.postMessage('studio:look-again', this.#productUrl);
  }

  #switch(person: Person): HTMLElement {
    const button = make('button', { type: 'button', 'data-user': person.userId }, person.staff ?? '');
    button.addEventListener('click', () => void this.open(person.userId));
    return button;
  }

  #mark(): void {
    for (const button of document.querySelectorAll<HTMLElement>('#staff button')) {
      button.setAttribute('aria-pressed', String(button.dataset.user === this.#open));
    }
  }

  /** Nobody works here yet: the console itself lets the first manager in. */
  #invite(): void {
    if (this.#frame) return;
    this.#frame = make('iframe', {
      title: '相談員の画面',
      name: 'console',
      src: `${this.#productUrl}/console`,
    });
    byId('screen').replaceChildren(this.#frame);
  }
}

function lineOf(happening: Happening): HTMLElement {
  const time = make('time', { class: 'num' }, shortTime(happening.at));
  return make('li', happening.bad ? { class: 'bad' } : {}, time, happening.text);
}
