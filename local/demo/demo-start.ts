import { addBusinessDays, isClosed } from '../../worker/manual/calendar.ts';
import { addDays, civilDate, clockTime, instantOf } from '../../worker/manual/jst.ts';
import { DEFAULT_SETTINGS } from '../../worker/manual/settings.ts';
import type { CivilDate, Instant } from '../../worker/manual/types.ts';

const HISTORY_DAYS = 5;

/** When a newcomer enters: now, if the office is at work, else 10:00 of its next day. */
export function demoStart(now: Instant): Instant {
  const today = civilDate(now);
  const time = clockTime(now);
  if (!isClosed(today, DEFAULT_SETTINGS, []) && time >= '09:30' && time < '16:00') return now;
  const first = !isClosed(today, DEFAULT_SETTINGS, []) && time < '09:30' ? today : nextBusinessDay(today);
  return instantOf(first, '10:00');
}

/** The business days the demo tells of: the last is the day of `start`, the first lies five before it. */
export function demoDays(start: Instant): CivilDate[] {
  const days = [civilDate(start)];
  while (days.length <= HISTORY_DAYS) {
    let day = addDays(days[0] ?? '', -1);
    while (isClosed(day, DEFAULT_SETTINGS, [])) day = addDays(day, -1);
    days.unshift(day);
  }
  return days;
}

export function nextBusinessDay(after: CivilDate): CivilDate {
  return addBusinessDays(after, 1, DEFAULT_SETTINGS, []);
}

/** So many business days after a day, soonest first. */
export function businessDaysAfter(after: CivilDate, count: number): CivilDate[] {
  return Array.from({ length: count }, (_, i) => addBusinessDays(after, i + 1, DEFAULT_SETTINGS, []));
}
