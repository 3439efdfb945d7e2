import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { navigation } from './navigation.ts';
import { Part } from './part.ts';
import { remembered } from './remembered.ts';
import { urls } from './urls.ts';

const PLACES: readonly [key: string, words: string, path: string][] = [
  ['t', '今日', urls.today()],
  ['m', 'やりとり', urls.threads()],
  ['y', '予定', urls.calendar()],
  ['c', '利用者', urls.clients()],
  ['r', '記録', urls.drafts()],
  ['d', '検討', urls.reviews()],
];
/** What a row is worked with: its first button or link. */
const HANDLES = '.sheet .q :is(.acts a, .acts button, .who a)';

/** Keys for those who work without a mouse; 「?」 lists them, and they can be switched off (WCAG 2.1.4). */
@customElement('key-help')
export class KeyHelp extends Part {
  @state() private open = false;
  @state() private on = remembered.get('keys') !== '0';

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.hear);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.hear);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.open) return nothing;
    return html`<dialog class="keys" aria-labelledby="keys-h" @close=${this.closed}>
      <h2 id="keys-h" tabindex="-1">キーボードで使う</h2>
      <dl>${PLACES.map(([key, words]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${words}</dd></div>`)}
        <div><dt><kbd>j</kbd><kbd>k</kbd></dt><dd>つぎの行・前の行</dd></div>
        <div><dt><kbd>/</kbd></dt><dd>さがす</dd></div>
        <div><dt><kbd>?</kbd></dt><dd>この表</dd></div></dl>
      <label class="tick"><input type="checkbox" ?checked=${this.on} @change=${this.turn} /><span>1文字のキーを使う（この端末だけ）</span></label>
      <form method="dialog"><button class="b b-main" type="submit">とじる</button></form></dialog>`;
  }

  protected override updated(): void {
    const dialog = this.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }

  /** Told a moment after it closed: by then it may have been asked for again. */
  private readonly closed = (event: Event): void => {
    this.open = (event.target as HTMLDialogElement).open;
  };

  private readonly turn = (event: Event): void => {
    this.on = (event.target as HTMLInputElement).checked;
    remembered.set('keys', this.on ? '1' : '0');
  };

  private readonly hear = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = (event.target as Element | null)?.closest('input, textarea, select, [contenteditable]');
    if (typing || document.querySelector('dialog[open]') || document.body.classList.contains('plain')) return;
    // The list of keys stays within reach: it is where they are switched on again.
    if (event.key === '?') this.show();
    else if (!this.on || !this.act(event.key)) return;
    event.preventDefault();
  };

  private show(): void {
    this.open = true;
    this.requestUpdate();
  }

  private act(key: string): boolean {
    if (key === 'j' || key === 'k') return step(key === 'j' ? 1 : -1);
    if (key === '/') return reach('input[type=search]');
    const place = PLACES.find(([each]) => each === key);
    if (place) navigation.go(place[2]);
    return place !== undefined;
  }
}

/** To the first handle of the next row, or of the row before. */
function step(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll('.sheet .q')].filter((row) => row.querySelector(HANDLES));
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at < 0 ? (by === 1 ? 0 : rows.length - 1) : at + by];
  next?.querySelector<HTMLElement>(HANDLES)?.focus();
  return next !== undefined;
}

function reach(selector: string): boolean {
  const field = document.querySelector<HTMLElement>(selector);
  field?.focus();
  return field !== null;
}
