import { civilDate, clockTime, minutesOf, partsOf, weekday } from '../../worker/manual/jst.ts';
import type { CivilDate, ClockTime, ContactMethod, Instant } from '../../worker/manual/types.ts';
import type { Person } from '../../worker/views/shared.ts';
import { quote } from './ruby.ts';

// Dates, times and names in ruby notation. Always JST, whatever zone the phone is in.

const DAY_READINGS: Readonly<Record<number, string>> = {
  1: 'ついたち',
  2: 'ふつか',
  3: 'みっか',
  4: 'よっか',
  5: 'いつか',
  6: 'むいか',
  7: 'なのか',
  8: 'ようか',
  9: 'ここのか',
  10: 'とおか',
  14: 'じゅうよっか',
  20: 'はつか',
  24: 'にじゅうよっか',
};
const WEEKDAYS = [
  '{日|にち}',
  '{月|げつ}',
  '{火|か}',
  '{水|すい}',
  '{木|もく}',
  '{金|きん}',
  '{土|ど}',
] as const;
const LONG_WEEKDAYS = [
  '{日曜日|にちようび}',
  '{月曜日|げつようび}',
  '{火曜日|かようび}',
  '{水曜日|すいようび}',
  '{木曜日|もくようび}',
  '{金曜日|きんようび}',
  '{土曜日|どようび}',
] as const;

/** 12月8日 */
export function monthDay(date: CivilDate): string {
  const [, month, day] = partsOf(date);
  const reading = DAY_READINGS[day];
  return `${month}{月|がつ}${reading ? `{${day}日|${reading}}` : `${day}{日|にち}`}`;
}

/** 12月8日（火曜日）, each half kept whole. */
export function longDate(instant: Instant): string {
  const date = civilDate(instant);
  return `[${monthDay(date)}][（${weekdayName(date)}）]`;
}

/** 12月8日（火） */
export function shortDate(instant: Instant): string {
  const date = civilDate(instant);
  return `[${monthDay(date)}][（${WEEKDAYS[weekday(date)]}）]`;
}

/** 火曜日 */
export function weekdayName(date: CivilDate): string {
  return LONG_WEEKDAYS[weekday(date)];
}

/** 午前10時 / 午後2時30分 / お昼の12時 */
export function time(clock: ClockTime): string {
  const total = minutesOf(clock);
  const hour = Math.floor(total / 60);
  if (hour === 12) return `お{昼|ひる}の${hourAndMinute(12, total % 60)}`;
  return hour < 12
    ? `{午前|ごぜん}${hourAndMinute(hour, total % 60)}`
    : `{午後|ごご}${hourAndMinute(hour - 12, total % 60)}`;
}

function hourAndMinute(hour: number, minute: number): string {
  if (minute === 0) return `${hour}{時|じ}`;
  const reading = [1, 3, 4, 6, 8, 0].includes(minute % 10) ? 'ぷん' : 'ふん';
  return `${hour}{時|じ}${minute}{分|${reading}}`;
}

/** 午前10時 at an instant. */
export function timeAt(instant: Instant): string {
  return time(clockTime(instant));
}

/** 午前10時から 11時まで: the half of the day is said again only where it changes. */
export function span(from: Instant, until: Instant): string {
  const end = timeAt(until);
  const half = /^\{午[前後]\|[^}]*\}/;
  const same = half.exec(timeAt(from))?.[0] === half.exec(end)?.[0];
  return `[${timeAt(from)}から] [${same ? end.replace(half, '') : end}まで]`;
}

/** Whether an instant lies in the morning. */
export function isMorning(instant: Instant): boolean {
  return minutesOf(clockTime(instant)) < 12 * 60;
}

/** A name with its reading. Parts are matched one to one where both sides have as many. */
export function nameOf(person: Person): string {
  return nameParts(person).join(' ');
}

/** The family name with さん; the whole name where it has one part only. */
export function callName(person: Person): string {
  return `${nameParts(person)[0]}さん`;
}

/** The whole name with さん: brothers and sisters share a family name. */
export function fullCallName(person: Person): string {
  return `${nameOf(person)}さん`;
}

/** The family name alone, as the office speaks of its own people. */
export function familyName(person: Person): string {
  return nameParts(person)[0] ?? '';
}

function nameParts(person: Person): string[] {
  const names = person.name.trim().split(/[\s　]+/);
  const readings = person.kana?.trim().split(/[\s　]+/) ?? [];
  if (names.length === readings.length) return names.map((name, i) => withReading(name, readings[i] ?? ''));
  return person.kana ? [withReading(names.join(' '), person.kana)] : names.map(quote);
}

/** Longer names lose their reading: a word with ruby can't break, and would leave the screen. */
const LONGEST_WITH_READING = 10;

function withReading(name: string, reading: string): string {
  const needless = !/\p{Script=Han}/u.test(name) || reading === '' || name.length > LONGEST_WITH_READING;
  return needless ? quote(name) : `{${quote(name)}|${quote(reading)}}`;
}

const METHODS: Readonly<Record<ContactMethod, string>> = {
  visit: '{家|いえ}に {行|い}きます',
  office: '{事務所|じむしょ}で {会|あ}います',
  phone: '{電話|でんわ}で {話|はな}します',
  video: 'テレビ{電話|でんわ}で {話|はな}します',
  line: 'LINEで {話|はな}します',
  mail: 'メールで {連絡|れんらく}します',
  fax: 'FAXで {連絡|れんらく}します',
  post: '{手紙|てがみ}で {連絡|れんらく}します',
};

/** How the two will meet; a visit may lead elsewhere than home. */
export function methodOf(method: ContactMethod, elsewhere = false): string {
  return method === 'visit' && elsewhere ? '{会|あ}いに {行|い}きます' : METHODS[method];
}

const PLACES: Readonly<Record<string, string>> = {
  自宅: '{自宅|じたく}',
  ご自宅: 'ご{自宅|じたく}',
  事務所: '{事務所|じむしょ}',
  事業所: '{事業所|じぎょうしょ}',
  相談室: '{相談室|そうだんしつ}',
  電話: '{電話|でんわ}',
  市役所: '{市役所|しやくしょ}',
  区役所: '{区役所|くやくしょ}',
  病院: '{病院|びょういん}',
  学校: '{学校|がっこう}',
  会議室: '{会議室|かいぎしつ}',
};

/** A place as staff wrote it, with readings for the words that are known. */
export function placeOf(place: string): string {
  const words = Object.keys(PLACES).sort((a, b) => b.length - a.length);
  return quote(place).replace(new RegExp(words.join('|'), 'g'), (word) => PLACES[word] ?? word);
}
