import { html, type TemplateResult } from 'lit';
import { calendarLink } from '../data/app.ts';
import { type Dated, googleCalendarLink } from '../data/calendar-link.ts';
import { inLine } from '../data/line.ts';
import { icon } from '../parts/icon.ts';
import { plain, r } from '../parts/ruby.ts';
import { longDate } from '../parts/say-ruby.ts';

/** Two ways to put an appointment into a calendar; a screen reader hears which appointment. */
export function calendarButtons(fixed: Dated, onTap: () => void): TemplateResult {
  const of = html`<span class="vh">${plain(`${longDate(fixed.startsAt)}の {予定|よてい}`)}の </span>`;
  return html`<button class="btn" type="button" @click=${onTap}>
      ${icon('calplus')}<span>${of}${r('カレンダーに {入|い}れる')}</span>
    </button>
    <a class="btn" href=${outside(googleCalendarLink(fixed))} target="_blank" rel="noopener noreferrer">
      ${icon('calplus')}<span>${of}${r('Google カレンダー')}</span>
    </a>`;
}

/** Opens the calendar file. */
export async function openCalendar(caseId: string): Promise<void> {
  const { url } = await calendarLink(caseId);
  location.assign(outside(new URL(url, location.href)));
}

/** LINE's own browser can't take files and isn't signed in anywhere: the phone's is asked to. */
function outside(target: URL): string {
  if (inLine()) target.searchParams.set('openExternalBrowser', '1');
  return target.href;
}
