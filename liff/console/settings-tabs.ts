import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { staffSession } from './staff-session.ts';
import type { Place } from './urls.ts';
import { urls } from './urls.ts';

const TABS: readonly [page: Place['page'], words: string, href: () => string, managers: boolean][] = [
  ['settings', '時間と目安', urls.settings, true],
  ['closures', '休み', urls.closures, true],
  ['templates', 'ひな形', urls.templates, true],
  ['rules', '留意点', urls.rules, true],
  ['staff', '職員', urls.staff, true],
  ['access', '開いた記録', urls.access, true],
  ['changes', '変更の記録', urls.changes, true],
  ['exports', '書き出し', urls.exports, false],
  ['sessions', '端末', urls.sessions, false],
];

/** Where one is among the pages of the settings, and the way to the others. */
export function settingsTabs(here: Place['page']): TemplateResult {
  const manager = staffSession.me?.role === 'manager';
  return html`<nav class="tabs" aria-label="設定の画面" ${ref(showChosen)}>${TABS.map(
    ([page, words, href, managers]) =>
      managers && !manager
        ? nothing
        : html`<a class="tab" href=${href()} aria-current=${page === here ? 'page' : nothing}>${words}</a>`,
  )}</nav>`;
}

/** Where the strip is wider than the screen it starts at the chosen tab. */
function showChosen(strip?: Element): void {
  requestAnimationFrame(() => {
    const chosen = strip?.querySelector<HTMLElement>('[aria-current]');
    if (!strip || !chosen) return;
    const [outer, inner] = [strip.getBoundingClientRect(), chosen.getBoundingClientRect()];
    strip.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  });
}

/** Reads what only managers are told; for others nothing is asked, and the page says so. */
export function managersRead<T>(read: () => Promise<T>): Promise<T> {
  return staffSession.me?.role === 'manager' ? read() : new Promise(() => {});
}

/** What somebody sees who is no manager. */
export function managersOnly(title: string): TemplateResult {
  return html`<div class="lone"><h1>${title}</h1><p>この画面を使うのは管理者です。管理者に声をかけてください。</p><p><a class="b b-quiet" href=${urls.today()}>今日へもどる</a></p></div>`;
}
