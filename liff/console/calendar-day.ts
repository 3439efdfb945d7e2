import { html, nothing, type TemplateResult } from 'lit';
import { clockTime, partsOf, weekday } from '../../worker/manual/jst.ts';
import { WEEKDAYS } from '../../worker/manual/say.ts';
import type { CivilDate } from '../../worker/manual/types.ts';
import type { CalendarDay, CalendarMeeting } from '../../worker/views/calendar.ts';
import { CASE_KIND, METHOD } from '../data/console-labels.ts';
import { icon } from './icons.ts';
import { urls } from './urls.ts';

/** How a day is drawn: in a week with everything, in a month with the first few. */
export interface DayLook {
  today: CivilDate;
  /** `YYYY-MM` of the month that is shown; days of its neighbours stand back. null: a week. */
  month: string | null;
  /** Whether several people's meetings are shown together, so that each needs its name. */
  named: boolean;
  openDay: (date: CivilDate) => void;
}

/** What a month's square holds before it only says how many there are. */
const IN_SQUARE = 3;

/** One day: its number, why it is special, and its meetings in order. */
export function calendarDay(day: CalendarDay, meetings: CalendarMeeting[], look: DayLook): TemplateResult {
  const [, month, date] = partsOf(day.date);
  const isToday = day.date === look.today;
  const outside = look.month !== null && !day.date.startsWith(look.month);
  const shown = look.month !== null && meetings.length > IN_SQUARE + 1 ? IN_SQUARE : meetings.length;
  const classes = ['day', isToday && 'today', day.closed && 'shut', outside && 'out'].filter(Boolean);
  // A list of days on a narrow screen leaves out those of which there is nothing to say.
  if (meetings.length === 0 && !isToday && special(day) === null) classes.push('bare');
  return html`<li class=${classes.join(' ')}><h2 class="num" aria-current=${isToday ? 'date' : nothing}>${
    outside || date === 1 || look.month === null ? `${month}/` : ''
  }${date}<span>（${WEEKDAYS[weekday(day.date)]}）</span>${isToday ? html`<b class="now">今日</b>` : nothing}</h2>
    ${special(day) ? html`<p class="s why-shut">${special(day)}</p>` : day.closed ? html`<p class="vh">休み</p>` : nothing}
    <ul>${meetings.slice(0, shown).map((meeting) => html`<li>${entry(meeting, look)}</li>`)}</ul>
    ${
      shown < meetings.length
        ? html`<button class="textlike" type="button" @click=${() => look.openDay(day.date)}>ほか${meetings.length - shown}件<span class="vh">（${month}月${date}日の週を見る）</span></button>`
        : nothing
    }</li>`;
}

function entry(meeting: CalendarMeeting, look: DayLook): TemplateResult {
  const { client, kind, method, place, state, counselor } = meeting;
  const times = `${clockTime(meeting.startsAt)}–${clockTime(meeting.endsAt)}`;
  const words = html`<b class="num">${look.month === null ? times : clockTime(meeting.startsAt)}</b> <span class="name">${client.name}</span>${
    look.month === null
      ? html`<span class="s">${CASE_KIND[kind]}・${METHOD[method]}${place ? `・${place}` : ''}</span>${look.named ? html`<span class="s">担当 ${counselor.name}</span>` : nothing}`
      : html`<span class="vh">${CASE_KIND[kind]}${look.named ? `・担当 ${counselor.name}` : ''}</span>`
  }${mark(state, look.month !== null)}`;
  const href = meeting.caseId === null ? urls.client(meeting.clientId) : urls.case(meeting.caseId);
  return html`<a class="meet ${state}" href=${href}>${words}</a>`;
}

/** What became of a meeting, in a drawing and in words; a square of a month has room for the drawing only. */
function mark(state: CalendarMeeting['state'], small: boolean): TemplateResult | typeof nothing {
  if (state === 'fixed') return nothing;
  const held = state === 'held';
  const words = held ? '実施済み' : '実施の記録がまだ';
  return html`<span class="state ${held ? 'ok' : 'wait'}">${icon(held ? 'check' : 'wait')}<span class=${small ? 'vh' : ''}>${words}</span></span>`;
}

/** The name of a day that is not like others; an ordinary weekend needs none. */
function special(day: CalendarDay): string | null {
  const closed = day.closed && !/曜日$/.test(day.closed) ? day.closed : null;
  if (day.holiday && closed && closed !== day.holiday) return `${day.holiday}・${closed}`;
  return day.holiday ?? closed;
}
