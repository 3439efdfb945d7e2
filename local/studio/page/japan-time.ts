const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const JST = 9 * HOUR;

/** 12月8日（火） */
export function dayInWords(instant: number): string {
  const date = new Date(instant + JST);
  return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日（${'日月火水木金土'[date.getUTCDay()]}）`;
}

/** 9:05 */
export function timeInWords(instant: number): string {
  const date = new Date(instant + JST);
  return `${date.getUTCHours()}:${String(date.getUTCMinutes()).padStart(2, '0')}`;
}

/** 12/8 9:05 */
export function shortTime(instant: number): string {
  const date = new Date(instant + JST);
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()} ${timeInWords(instant)}`;
}

/** How much of the day has passed, 0 to 1. */
export function shareOfDay(instant: number): number {
  return ((instant + JST) % DAY) / DAY;
}

/** 8:00 of the next day in Japan. */
export function tomorrowMorning(instant: number): number {
  return Math.floor((instant + JST) / DAY) * DAY + DAY + 8 * HOUR - JST;
}

/** R11: whether this time of day lies in the manual's window. */
export function isInWindow(instant: number): boolean {
  const hour = shareOfDay(instant) * 24;
  return hour >= 8 && hour < 21;
}
