import holidayJp from '@holiday-jp/holiday_jp';
import {
  addDays,
  addMonths,
  civilDate,
  daysBetween,
  daysInMonth,
  instantOf,
  minuteOfDay,
  minutesOf,
  partsOf,
  weekday,
} from './jst.ts';
import type { Settings } from './settings.ts';
import type { CivilDate, ClockTime, Instant, WeeklyHours } from './types.ts';

// The one date module of the product: the plain arithmetic is split off only so that screens can leave the table out.
export {
  addDays,
  addMonths,
  civilDate,
  clockTime,
  DAY,
  daysBetween,
  daysInMonth,
  HOUR,
  instantOf,
  isCivilDate,
  MINUTE,
  minutesOf,
  weekday,
} from './jst.ts';

const HOLIDAYS: Readonly<Record<string, { readonly name: string }>> = holidayJp.holidays;

/** What the calendar needs of the settings. */
export type OfficeDays = Pick<Settings, 'closedWeekdays' | 'yearEndFrom' | 'yearEndUntil'>;
export type ReplyHours = OfficeDays &
  Pick<Settings, 'replyFrom' | 'replyUntil' | 'replySameDayBefore' | 'replyNextDayBy'>;

/** 祝日, 振替休日 and 国民の休日, asked by the JST date as a string. */
export function isHoliday(date: CivilDate): boolean {
  return Object.hasOwn(HOLIDAYS, date);
}

/** The holiday's name, null on other days. */
export function holidayName(date: CivilDate): string | null {
  return isHoliday(date) ? (HOLIDAYS[date]?.name ?? null) : null;
}

/** 年末年始, which spans two years. */
export function isYearEnd(
  date: CivilDate,
  settings: Pick<Settings, 'yearEndFrom' | 'yearEndUntil'>,
): boolean {
  const monthDay = date.slice(5);
  return monthDay >= settings.yearEndFrom || monthDay <= settings.yearEndUntil;
}

/** A day on which the office is closed: its weekdays, 祝日, 年末年始, own closures. */
export function isClosed(date: CivilDate, settings: OfficeDays, closures: readonly CivilDate[]): boolean {
  return (
    settings.closedWeekdays.includes(weekday(date)) ||
    isHoliday(date) ||
    isYearEnd(date, settings) ||
    closures.includes(date)
  );
}

/** Why a day is closed, for people: 土曜日, 勤労感謝の日, 年末年始, 休業日; null on open days. */
export function closedBecause(
  date: CivilDate,
  settings: OfficeDays,
  closures: readonly CivilDate[],
): string | null {
  const holiday = holidayName(date);
  if (holiday) return holiday;
  if (isYearEnd(date, settings)) return '年末年始';
  if (closures.includes(date)) return '休業日';
  return settings.closedWeekdays.includes(weekday(date)) ? `${'日月火水木金土'[weekday(date)]}曜日` : null;
}

/** The n-th business day after a date; the next open day from the date on when n is 0. */
export function addBusinessDays(
  date: CivilDate,
  days: number,
  settings: OfficeDays,
  closures: readonly CivilDate[],
): CivilDate {
  let at = date;
  if (days === 0) {
    while (isClosed(at, settings, closures)) at = addDays(at, 1);
    return at;
  }
  for (let left = days; left > 0; ) {
    at = addDays(at, 1);
    if (!isClosed(at, settings, closures)) left -= 1;
  }
  return at;
}

/** When something may be done: daily hours, the partner's own, and days that are out. Half-open (R11). */
export interface Window {
  from: ClockTime;
  until: ClockTime;
  hours: WeeklyHours | null;
  closed: (date: CivilDate) => boolean;
}

/** A year and a bit: a window shut for longer has no opening. */
const SEARCH_DAYS = 400;

/** The minutes of a date in which the window is open; null when it stays shut. */
export function openingOf(date: CivilDate, window: Window): { from: number; until: number } | null {
  if (window.closed(date)) return null;
  let from = minutesOf(window.from);
  let until = minutesOf(window.until);
  if (window.hours !== null) {
    const own = window.hours[weekday(date)];
    if (!own) return null;
    from = Math.max(from, minutesOf(own.from));
    until = Math.min(until, minutesOf(own.to));
  }
  return from < until ? { from, until } : null;
}

/** R11: whether an instant lies in the window. */
export function isOpen(instant: Instant, window: Window): boolean {
  const opening = openingOf(civilDate(instant), window);
  const minute = minuteOfDay(instant);
  return opening !== null && minute >= opening.from && minute < opening.until;
}

/** R11: the first instant from `instant` on that lies in the window; null when it never opens. */
export function nextOpening(instant: Instant, window: Window): Instant | null {
  if (isOpen(instant, window)) return instant;
  const today = civilDate(instant);
  for (let offset = 0; offset <= SEARCH_DAYS; offset += 1) {
    const date = addDays(today, offset);
    const opening = openingOf(date, window);
    if (!opening) continue;
    const start = instantOf(date, '00:00') + opening.from * 60_000;
    if (start >= instant) return start;
  }
  return null;
}

/** R12: when the reply clock of an inbound message starts: at once in reply hours, else when they begin. */
export function replyClockStart(
  receivedAt: Instant,
  settings: ReplyHours,
  closures: readonly CivilDate[],
): Instant {
  const opening = nextOpening(receivedAt, {
    from: settings.replyFrom,
    until: settings.replyUntil,
    hours: null,
    closed: (date) => isClosed(date, settings, closures),
  });
  return opening ?? receivedAt;
}

/** R12: by when a person must have answered: the same business day if early enough, else noon of the next. */
export function replyDue(receivedAt: Instant, settings: ReplyHours, closures: readonly CivilDate[]): Instant {
  const date = civilDate(receivedAt);
  const early = minuteOfDay(receivedAt) < minutesOf(settings.replySameDayBefore);
  if (early && !isClosed(date, settings, closures)) return instantOf(date, settings.replyUntil);
  return instantOf(addBusinessDays(date, 1, settings, closures), settings.replyNextDayBy);
}

/** R4: when stage 2 becomes a staff task, at the end of the last business day of the wait. */
export function stageTwoDue(
  stage1At: Instant,
  settings: OfficeDays & Pick<Settings, 'replyUntil' | 'stageTwoWaitDays'>,
  closures: readonly CivilDate[],
): Instant {
  const date = addBusinessDays(civilDate(stage1At), settings.stageTwoWaitDays, settings, closures);
  return instantOf(date, settings.replyUntil);
}

/** R1: the JST midnight from which a person's own consent is needed; born on 29 February, from 1 March (民法143). */
export function turns18At(birthDate: CivilDate): Instant {
  const [year, month, day] = partsOf(birthDate);
  const start = `${String(year + 18).padStart(4, '0')}-${birthDate.slice(5)}`;
  const exists = day <= daysInMonth(year + 18, month);
  return instantOf(exists ? start : `${start.slice(0, 4)}-03-01`, '00:00');
}

/** A monitoring month of the 受給者証 seen from a date. */
export interface MonthDue {
  /** `YYYY-MM` */
  month: string;
  firstDay: CivilDate;
  lastDay: CivilDate;
  /** From this date on the office is told that it comes. */
  noticeOn: CivilDate;
  state: 'later' | 'notice' | 'due' | 'overdue';
  /** Days left until the month ends; negative once it is over. */
  daysLeft: number;
}

/** The monitoring months (`YYYY-MM`, as written on the 受給者証) as they stand on a date, in order. */
export function monthsDue(
  months: readonly string[],
  on: CivilDate,
  settings: Pick<Settings, 'monitoringNoticeDays'>,
): MonthDue[] {
  return [...new Set(months)].sort().map((month) => {
    const firstDay = `${month}-01`;
    const lastDay = addDays(addMonths(firstDay, 1), -1);
    const noticeOn = addDays(firstDay, -settings.monitoringNoticeDays);
    const state = on > lastDay ? 'overdue' : on >= firstDay ? 'due' : on >= noticeOn ? 'notice' : 'later';
    return { month, firstDay, lastDay, noticeOn, state, daysLeft: daysBetween(on, lastDay) };
  });
}
