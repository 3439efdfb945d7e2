import { matchesOf } from './sentences.ts';

/** A number that identifies somebody, in a `spaced` text. */
export interface NumberFound {
  kind: 'phone' | 'postal' | 'recipient' | 'my-number' | 'account' | 'number';
  start: number;
  end: number;
}

const KANJI_DIGITS: Readonly<Record<string, string>> = {
  〇: '0',
  零: '0',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};

/** Kanji digits as digits, one for one, so that positions stay. */
export function withDigits(text: string): string {
  return text.replace(/[〇零一二三四五六七八九]/g, (each) => KANJI_DIGITS[each] ?? each);
}

// What only looks like a number of a person: links, dates, times, and digits with a counter behind them.
const LINK = /https?:\/\/[!-~]+/g;
const DATE_OR_TIME =
  /(?<!\d)\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}(?!\d|-\d)日?|(?<![\d-])\d{1,2}\/\d{1,2}(?![\d/])|(?<!\d)\d{1,2}:\d{2}(?!\d)|(?<![\d-])(?:1[89]|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d-])/g;
const COUNTED =
  /(?<![\d-])\d{1,3}(?:,\d{3}){1,4}|(?<![\d-])\d{1,9}(?=円|万|年|月|日|時|分|名|人|回|階|歳|才|個|本|枚|件|か|ヶ|つ|度|%|cm|kg|km|m|週|点|組|号室|丁目|番地|番(?!号)|ページ|行|袋|錠|杯)/g;
const GROUP = /\d+/g;
/** What may stand between the groups of one number. */
const SEPARATOR = /^[-\s().‐-―−ーｰ・/]{1,3}$/;

const BANK =
  /(?:銀行|信金|信用金庫|信組|農協|ゆうちょ|郵便局|支店|口座|普通|当座|貯蓄|記号|通帳|振込先?|振り込み先)[^。]{0,16}$/;
const RECIPIENT = /(?:受給者|受給|証の?番号|番号|証番)[^。]{0,12}$/;

/** R9: phone numbers, postal codes, 受給者証番号, マイナンバー and accounts, whatever separates their digits. */
export function findNumbers(text: string, officePhones: readonly string[]): NumberFound[] {
  const blank = (match: string) => '\u0001'.repeat(match.length);
  const digits = withDigits(text).replace(LINK, blank).replace(DATE_OR_TIME, blank).replace(COUNTED, blank);
  const office = new Set(officePhones.map((phone) => phone.replace(/\D/g, '')));
  const groups = matchesOf(GROUP, digits).map((each) => ({
    ...each,
    digits: digits.slice(each.start, each.end),
  }));
  const found: NumberFound[] = [];
  for (let first = 0; first < groups.length; ) {
    const run = runFrom(groups, first, digits);
    const taken = readRun(run, digits, office);
    if (taken.found) found.push(taken.found);
    first += taken.groups;
  }
  return found;
}

interface Group {
  digits: string;
  start: number;
  end: number;
}

/** Groups that only separators part, from one on. A number has few groups; more are a list. */
function runFrom(groups: readonly Group[], first: number, text: string): Group[] {
  const run = [groups[first]!];
  for (let next = first + 1; next < groups.length && run.length < 12; next += 1) {
    const before = run.at(-1)!;
    const each = groups[next]!;
    if (each.start !== before.end && !SEPARATOR.test(text.slice(before.end, each.start))) break;
    run.push(each);
  }
  return run;
}

function readRun(
  run: readonly Group[],
  text: string,
  office: ReadonlySet<string>,
): { groups: number; found: NumberFound | null } {
  let joined = '';
  const start = run[0]!.start;
  const before = text.slice(Math.max(0, start - 30), start).replace(/\s/g, '');
  const plus = /\+$/.test(before);
  for (let index = 0; index < run.length; index += 1) {
    joined += run[index]!.digits;
    const end = run[index]!.end;
    const national = plus && joined.startsWith('81') ? `0${joined.slice(2).replace(/^0/, '')}` : joined;
    const next = run[index + 1];
    // A group that goes on without a stop belongs to the number: 090 12 3456 78.
    if (
      national.startsWith('0') &&
      isPhone(national) &&
      (next === undefined || !isPhone(national + next.digits))
    ) {
      const groups = index + 1;
      return office.has(national)
        ? { groups, found: null }
        : { groups, found: { kind: 'phone', start, end } };
    }
    if (joined.length === 12 && index <= 4) {
      return { groups: index + 1, found: { kind: 'my-number', start, end } };
    }
    if (
      joined.length === 10 &&
      (index <= 1 || RECIPIENT.test(before) || evenly(run.slice(0, index + 1), 5))
    ) {
      return { groups: index + 1, found: { kind: 'recipient', start, end } };
    }
  }
  for (let index = 1; index <= 2 && index < run.length; index += 1) {
    const part = run.slice(0, index + 1);
    const total = part.reduce((sum, each) => sum + each.digits.length, 0);
    const end = part.at(-1)!.end;
    if (total === 7 && /[-‐-―−ーｰ]/.test(text.slice(start, end))) {
      return { groups: index + 1, found: { kind: 'postal', start, end } };
    }
  }
  const one = run[0]!;
  if (one.digits.length >= 4 && one.digits.length <= 8 && BANK.test(before)) {
    return { groups: 1, found: { kind: 'account', start, end: one.end } };
  }
  if (one.digits.length >= 7) {
    const kind = /〒$/.test(before) ? 'postal' : 'number';
    return { groups: 1, found: { kind, start, end: one.end } };
  }
  return { groups: 1, found: null };
}

function evenly(run: readonly Group[], length: number): boolean {
  return run.every((each) => each.digits.length === length);
}

/** Ten digits for fixed lines and 0120, eleven for 0x0 numbers and 0800. */
function isPhone(digits: string): boolean {
  if (!/^0[1-9]/.test(digits)) return false;
  return /^0[5-9]0/.test(digits) || digits.startsWith('0800') ? digits.length === 11 : digits.length === 10;
}

/** マイナンバー: the check digit over the first eleven (総務省令85号 5条). */
export function isMyNumber(digits: string): boolean {
  if (!/^\d{12}$/.test(digits)) return false;
  let sum = 0;
  for (let n = 1; n <= 11; n += 1) sum += Number(digits[11 - n]) * (n <= 6 ? n + 1 : n - 5);
  const rest = sum % 11;
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
}
