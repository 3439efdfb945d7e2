import type { CivilDate, ClockTime, Instant } from './types.ts';

// JST has had no daylight saving since 1951: a fixed offset is exact for every date this product meets.
const OFFSET = 9 * 3_600_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** The civil date in JST at an instant. */
export function civilDate(instant: Instant): CivilDate {
  return dateOfDayNumber(Math.floor((instant + OFFSET) / DAY));
}

/** The wall clock in JST at an instant, `HH:MM`. */
export function clockTime(instant: Instant): ClockTime {
  const minutes = Math.floor(minuteOfDay(instant));
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** The instant of a wall-clock time in JST; `24:00` is the midnight that ends the date. */
export function instantOf(date: CivilDate, time: ClockTime): Instant {
  return dayNumber(date) * DAY + minutesOf(time) * MINUTE - OFFSET;
}

/** 0 = Sunday. */
export function weekday(date: CivilDate): 0 | 1 | 2 | 3 | 4 | 5 | 6 {
  const day = (dayNumber(date) + 4) % 7;
  return (day < 0 ? day + 7 : day) as 0 | 1 | 2 | 3 | 4 | 5 | 6;
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return dateOfDayNumber(dayNumber(date) + days);
}

/** Days from `from` to `to`; negative when `to` lies before. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The same day some months on; the month's last day where it has no such day. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const [year, month, day] = partsOf(date);
  const index = year * 12 + (month - 1) + months;
  const toYear = Math.floor(index / 12);
  const toMonth = index - toYear * 12 + 1;
  return compose(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether a text is a real civil date (`2026-02-29` is not). */
export function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = partsOf(text);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Minutes since midnight of `HH:MM` (up to `24:00`). */
export function minutesOf(time: ClockTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Minutes since midnight in JST, with the fraction, so that a comparison is exact to the millisecond. */
export function minuteOfDay(instant: Instant): number {
  const shifted = instant + OFFSET;
  return (shifted - Math.floor(shifted / DAY) * DAY) / MINUTE;
}

/** Year, month and day of a civil date. */
export function partsOf(date: CivilDate): readonly [year: number, month: number, day: number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

/** Days since 1970-01-01 (proleptic Gregorian). */
export function dayNumber(date: CivilDate): number {
  const [year, month, day] = partsOf(date);
  // The year is taken to begin in March, so that the leap day is its last one.
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

function dateOfDayNumber(number: number): CivilDate {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1;
  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  return compose(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function compose(year: number, month: number, day: number): CivilDate {
  return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`;
}

function pad(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
