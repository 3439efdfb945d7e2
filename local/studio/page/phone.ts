import type { StudioState } from '../server.ts';
import { bubbleOf, type Json, quickRepliesOf } from './bubble.ts';
import { ask, byId, make, order } from './dom.ts';
import { dayInWords, timeInWords } from './japan-time.ts';
import { MenuBelow } from './menu.ts';
import { question } from './question.ts';

type Person = StudioState['users'][number];
interface ChatItem {
  id: string;
  at: number;
  from: 'user' | 'account';
  message: Json;
  unsent?: boolean;
}

const KEPT = 'studio-person';

/** The phone of one person: the chat, and the mini-app above it. */
export class PhoneSide {
  #state: StudioState | null = null;
  #person: Person | null = null;
  #frame: HTMLIFrameElement | null = null;
  readonly #menu = new MenuBelow((action) => void this.#tap(action));
  readonly #changed: () => Promise<void>;
  readonly #openConsole: (userId: string, path: string) => Promise<void>;

  /**
   * @param changed reads the world anew, when people have changed
   * @param openConsole opens a page of the console as a member of staff
   */
  constructor(changed: () => Promise<void>, openConsole: (userId: string, path: string) => Promise<void>) {
    this.#changed = changed;
    this.#openConsole = openConsole;
    byId('person').addEventListener('change', () => this.choose(byId<HTMLSelectElement>('person').value));
    byId('add-person').addEventListener('click', () => void this.#addPerson());
    byId('toggle-friend').addEventListener('click', () => void this.#toggleFriend());
    byId('show-chat').addEventListener('click', () => this.#showApp(false));
    byId('close-app').addEventListener('click', () => this.#closeApp());
    byId('show-app').addEventListener('click', () =>
      this.#frame ? this.#showApp(true) : void this.openApp(''),
    );
    byId('say').addEventListener('submit', (event) => void this.#say(event));
    byId('scan').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#scan(byId<HTMLInputElement>('address').value);
    });
    byId('scan-newest').addEventListener('click', () => void this.#scanNewest());
  }

  hear(state: StudioState): void {
    this.#state = state;
    const people = state.users.filter((user) => user.staff === null);
    const staff = state.users.filter((user) => user.staff !== null);
    const optionsOf = (of: Person[]) =>
      of.map((user) => make('option', { value: user.userId }, user.displayName));
    byId('person').replaceChildren(
      ...optionsOf(people),
      ...(staff.length > 0 ? [make('optgroup', { label: '職員' }, ...optionsOf(staff))] : []),
    );
    const wanted = this.#person?.userId ?? sessionStorage.getItem(KEPT);
    const person = state.users.find((user) => user.userId === wanted) ?? people[0];
    if (person) this.choose(person.userId);
  }

  /** Takes this person's phone in hand. */
  choose(userId: string): void {
    const person = this.#state?.users.find((user) => user.userId === userId);
    if (!person) return;
    if (this.#person?.userId !== userId) this.#closeApp();
    this.#person = person;
    sessionStorage.setItem(KEPT, userId);
    byId<HTMLSelectElement>('person').value = userId;
    byId('friendship').textContent = person.blocked
      ? 'ブロック中'
      : person.friend
        ? '友だち'
        : '友だちでない';
    byId('toggle-friend').textContent = person.friend && !person.blocked ? 'ブロック' : '友だち追加';
    byId('say').hidden = !person.friend || person.blocked;
    void this.#menu.show(this.#control(), byId('say').hidden ? null : userId);
    void this.readChat();
  }

  async readChat(): Promise<void> {
    const person = this.#person;
    if (!person) return;
    const items = await ask<ChatItem[]>(`${this.#control()}/users/${person.userId}/chat`);
    if (person === this.#person) this.#showChat(items);
  }

  /** Opens the mini-app as LINE does: a new start with this person's tokens. */
  async openApp(path: string): Promise<void> {
    if (!this.#person || !this.#state) return;
    const { userId } = this.#person;
    await order('/studio/sign-in', { userId, kind: 'user' });
    const { url } = await order<{ url: string }>('/studio/phone', { userId, path });
    this.#frame?.remove();
    this.#frame = make('iframe', { title: '利用者のミニアプリ', name: `phone-${userId}`, src: url });
    byId('liff').append(this.#frame);
    this.#showApp(true);
  }

  /** After a jump of the clock: a new session, and the page looks again. */
  async refresh(): Promise<void> {
    void this.readChat();
    if (!this.#frame || !this.#person || !this.#state) return;
    await order('/studio/sign-in', { userId: this.#person.userId, kind: 'user' });
    this.#frame.contentWindow?.postMessage('studio:look-again', this.#state.productUrl);
  }

  async befriend(): Promise<void> {
    if (!this.#person) return;
    await order(`${this.#control()}/users/${this.#person.userId}/friend`);
    await this.#changed();
  }

  closeApp(): void {
    this.#closeApp();
  }

  #control(): string {
    return `${this.#state?.lineUrl}/_control`;
  }

  #showChat(items: ChatItem[]): void {
    const lines: HTMLElement[] = [];
    let day = '';
    for (const item of items) {
      const its = dayInWords(item.at);
      if (its !== day) lines.push(make('li', { class: 'dt' }, its));
      day = its;
      lines.push(this.#lineOf(item));
    }
    const last = items.at(-1);
    const quick =
      last?.from === 'account' ? quickRepliesOf(last.message, (action) => void this.#tap(action)) : null;
    if (quick) lines.push(make('li', {}, quick));
    if (items.length === 0) lines.push(make('li', { class: 'dt' }, 'まだ トークは ありません'));
    byId('talk').replaceChildren(...lines);
    byId('talk').scrollTop = byId('talk').scrollHeight;
  }

  #lineOf(item: ChatItem): HTMLElement {
    const bubble = item.unsent
      ? make('div', { class: 'bb gone' }, '送信を取り消しました')
      : bubbleOf(item.message, (action) => void this.#tap(action));
    const time = make('span', { class: 'tm num' }, timeInWords(item.at));
    return make('li', { class: item.from === 'user' ? 'out' : 'in' }, bubble, time);
  }

  /** A link of ours opens the mini-app; everything else LINE does itself. */
  async #tap(action: Json): Promise<void> {
    if (action.type === 'uri') {
      this.#scan(String(action.uri));
      return;
    }
    await order(`${this.#control()}/users/${this.#person?.userId}/tap`, { action, label: action.label });
    await this.readChat();
  }

  async #say(event: Event): Promise<void> {
    event.preventDefault();
    const words = byId<HTMLInputElement>('words');
    if (!this.#person || words.value.trim() === '') return;
    await order(`${this.#control()}/users/${this.#person.userId}/text`, { text: words.value });
    words.value = '';
    await this.readChat();
  }

  async #scanNewest(): Promise<void> {
    const { url } = await order<{ url: string | null }>('/studio/newest-invitation');
    if (url) this.#scan(url);
    else byId('scan-said').textContent = '相談員の画面に QR が まだ 出ていません。';
  }

  #scan(address: string): void {
    byId('scan-said').textContent = '';
    // A chat outlives a restart on other ports: only the part that names the mini-app counts.
    const base = this.#state?.liffUrl ?? '';
    const ours = base.slice(base.indexOf('liff.line.me/'));
    const rest = base === '' ? null : afterFirst(address, ours);
    if (rest !== null && /^(?:$|[/?])/.test(rest)) {
      void this.openApp(rest);
      return;
    }
    const console = `${this.#state?.productUrl}/console`;
    if (this.#person?.staff && address.startsWith(console)) {
      void this.#openConsole(this.#person.userId, address.slice(console.length));
      return;
    }
    if (/^https?:\/\//.test(address)) window.open(address, '_blank', 'noopener');
    else byId('scan-said').textContent = '招待のアドレスでは ありません。';
  }

  async #toggleFriend(): Promise<void> {
    if (!this.#person) return;
    const { userId, friend, blocked } = this.#person;
    if (friend && !blocked) await order(`${this.#control()}/users/${userId}/block`);
    else await order(`${this.#control()}/users/${userId}/friend`);
    await this.#changed();
  }

  async #addPerson(): Promise<void> {
    const displayName = await question('LINE を使う人を、ひとり足します。', '足す', '表示名');
    if (!displayName) return;
    const user = await order<{ userId: string }>(`${this.#control()}/users`, { displayName });
    await this.#changed();
    this.choose(user.userId);
  }

  #closeApp(): void {
    this.#frame?.remove();
    this.#frame = null;
    this.#showApp(false);
  }

  #showApp(shown: boolean): void {
    byId('liff').hidden = !shown;
    byId('show-app').setAttribute('aria-pressed', String(shown));
    byId('show-chat').setAttribute('aria-pressed', String(!shown));
  }
}

function afterFirst(text: string, part: string): string | null {
  const at = text.indexOf(part);
  return at < 0 ? null : text.slice(at + part.length);
}
