import { civilDate, clockTime, minutesOf, partsOf, weekday } from './jst.ts';
import type { CivilDate, ClockTime, Instant } from './types.ts';

export const WEEKDAYS = ['日', '月', '火', '水', '木', '金', '土'] as const;

/** 12月4日（金曜日） */
export function sayDate(date: CivilDate): string {
  const [, month, day] = partsOf(date);
  return `${month}月${day}日（${WEEKDAYS[weekday(date)]}曜日）`;
}

/** 2026年12月4日（金曜日） */
export function sayLongDate(date: CivilDate): string {
  return `${partsOf(date)[0]}年${sayDate(date)}`;
}

/** 午前10時 / 午後2時30分 / お昼の12時 */
export function sayTime(time: ClockTime): string {
  const total = minutesOf(time);
  const hour = Math.floor(total / 60);
  const minute = total % 60;
  const tail = minute === 0 ? '' : `${minute}分`;
  if (hour === 12) return `お昼の12時${tail}`;
  return hour < 12 ? `午前${hour}時${tail}` : `午後${hour - 12}時${tail}`;
}

/** 12月4日（金曜日）午前10時 */
export function sayInstant(instant: Instant): string {
  return `${sayDate(civilDate(instant))}${sayTime(clockTime(instant))}`;
}

/** 午前10時から午後2時30分まで */
export function saySpan(from: Instant, until: Instant): string {
  return `${sayTime(clockTime(from))}から${sayTime(clockTime(until))}まで`;
}

/** 12月4日（金曜日）午前10時から午前11時まで */
export function sayMeeting(from: Instant, until: Instant): string {
  return `${sayDate(civilDate(from))}${saySpan(from, until)}`;
}

/** 2026年12月 */
export function sayMonth(month: string): string {
  return `${Number(month.slice(0, 4))}年${Number(month.slice(5, 7))}月`;
}

/** 12/4（金）: the console's short form. */
export function shortDate(date: CivilDate): string {
  const [, month, day] = partsOf(date);
  return `${month}/${day}（${WEEKDAYS[weekday(date)]}）`;
}

/** 10:00: the console's short form. */
export function shortTime(instant: Instant): string {
  return clockTime(instant);
}

/** 12/4（金）10:00: the console's short form. */
export function shortInstant(instant: Instant): string {
  return `${shortDate(civilDate(instant))}${clockTime(instant)}`;
}
