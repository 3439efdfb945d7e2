import {
  addDays,
  addMonths,
  daysBetween,
  daysInMonth,
  isCivilDate,
  partsOf,
  weekday,
} from '../../worker/manual/jst.ts';
import { sayMonth, shortDate } from '../../worker/manual/say.ts';
import type { CivilDate, Instant } from '../../worker/manual/types.ts';
import type { CalendarMeeting, CalendarView } from '../../worker/views/calendar.ts';
import type { NewFeed, OwnFeed } from '../../worker/views/feeds.ts';
import { call } from './console-http.ts';

/** `counselor` null: everybody's. */
export function fetchCalendar(
  { from, until }: DaySpan,
  counselor: string | null,
  signal?: AbortSignal,
): Promise<CalendarView> {
  const asked = new URLSearchParams({ from, until, ...(counselor === null ? {} : { counselor }) });
  return call('GET', `/api/console/calendar?${asked}`, undefined, signal);
}

/** Whether one's own meetings have a private address that other calendars follow. */
export function fetchOwnFeed(signal?: AbortSignal): Promise<OwnFeed> {
  return call('GET', '/api/console/calendar-feed', undefined, signal);
}

/** The address is answered this once; an older one ends. */
export function makeOwnFeed(): Promise<NewFeed> {
  return call('POST', '/api/console/calendar-feed');
}

export function endOwnFeed(): Promise<{ createdAt: Instant | null }> {
  return call('DELETE', '/api/console/calendar-feed');
}

export type Scale = 'week' | 'month';

export interface DaySpan {
  from: CivilDate;
  until: CivilDate;
}

/** What the address of the page says, whatever was typed into it. */
export function scaleOf(text: string | null): Scale {
  return text === 'month' ? 'month' : 'week';
}

/** A date out of an address; null: today. */
export function dateOf(text: string | null): CivilDate | null {
  return text !== null && isCivilDate(text) ? text : null;
}

/** The week from Monday on, or the whole weeks that hold a month. */
export function spanOf(scale: Scale, date: CivilDate): DaySpan {
  if (scale === 'week') return { from: monday(date), until: addDays(monday(date), 6) };
  const first = `${date.slice(0, 7)}-01`;
  const [year, month] = partsOf(date);
  const last = addDays(first, daysInMonth(year, month) - 1);
  return { from: monday(first), until: addDays(monday(last), 6) };
}

/** The same day one step further on or back. */
export function stepped(scale: Scale, date: CivilDate, step: -1 | 1): CivilDate {
  return scale === 'week' ? addDays(date, 7 * step) : addMonths(date, step);
}

/** 「12/7（月）から 12/13（日）まで」「2026年12月」 */
export function saySpanOf(scale: Scale, date: CivilDate): string {
  if (scale === 'month') return sayMonth(date.slice(0, 7));
  const { from, until } = spanOf(scale, date);
  return `${from.slice(0, 4)}年 ${shortDate(from)}から ${shortDate(until)}`;
}

/** The meetings of each day of a span, in its order. */
export function byDay(view: CalendarView, dateAt: (at: Instant) => CivilDate): CalendarMeeting[][] {
  const days: CalendarMeeting[][] = view.days.map(() => []);
  const [first] = view.days;
  if (!first) return days;
  for (const meeting of view.meetings) days[daysBetween(first.date, dateAt(meeting.startsAt))]?.push(meeting);
  return days;
}

function monday(date: CivilDate): CivilDate {
  return addDays(date, -((weekday(date) + 6) % 7));
}
