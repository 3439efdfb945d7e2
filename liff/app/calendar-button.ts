import { html, type TemplateResult } from 'lit';
import { calendarLink } from '../data/app.ts';
import { inLine } from '../data/line.ts';
import { icon } from '../parts/icon.ts';
import { plain, r } from '../parts/ruby.ts';

/** Puts an appointment into the phone's calendar; `of` says which one to a screen reader. */
export function calendarButton(of: string, onTap: () => void): TemplateResult {
  return html`<button class="btn" type="button" @click=${onTap}>
    ${icon('calplus')}<span><span class="vh">${plain(of)}の </span>${r('カレンダーに {入|い}れる')}</span>
  </button>`;
}

/** Opens the calendar file. LINE's own browser can't take files: the phone's is asked to. */
export async function openCalendar(caseId: string): Promise<void> {
  const { url } = await calendarLink(caseId);
  const target = new URL(url, location.href);
  if (inLine()) target.searchParams.set('openExternalBrowser', '1');
  location.assign(target);
}
