import {
  addBusinessDays,
  addDays,
  civilDate,
  clockTime,
  closedBecause,
  instantOf,
  isClosed,
  MINUTE,
  minutesOf,
  weekday,
} from '../../manual/calendar.ts';
import { minuteOfDay } from '../../manual/jst.ts';
import { shortInstant } from '../../manual/say.ts';
import type { Settings } from '../../manual/settings.ts';
import type { CivilDate, ContactMethod, Instant, WeeklyHours } from '../../manual/types.ts';
import type { SlotClash, Suggestions } from '../../views/cases.ts';
import type { DayPart } from '../../views/shared.ts';
import type { Booked } from './booked.ts';

/** A time that somebody thinks of offering. */
export interface Span {
  startsAt: Instant;
  endsAt: Instant;
  place: string;
}

/** Everything a time is held against. */
export interface Diary {
  now: Instant;
  settings: Settings;
  closures: readonly CivilDate[];
  method: ContactMethod;
  counselor: string;
  booked: readonly Booked[];
  /** Providers who take part and have hours of their own. */
  partners: readonly { name: string; hours: WeeklyHours }[];
  /** Parts of days that participants said suit them, where no times had been offered. */
  wished: readonly { name: string; date: CivilDate; part: DayPart }[];
}

/** Why a time does not fit, in words; nothing where it fits. */
export function clashesOf(time: Span, diary: Diary): SlotClash[] {
  const { settings, closures } = diary;
  const date = civilDate(time.startsAt);
  const clashes: SlotClash[] = [];
  const add = (kind: SlotClash['kind'], words: string) => clashes.push({ kind, words });
  for (const other of diary.booked) {
    const when = `${shortInstant(other.startsAt)}–${clockTime(other.endsAt)}`;
    if (time.startsAt < other.endsAt && other.startsAt < time.endsAt) {
      if (other.mine && other.fixed)
        add('overlap', `${diary.counselor}さんの予定（${when} ${other.client}さん）と重なります`);
      else if (other.mine) add('offered', `${other.client}さんに出している候補（${when}）と重なります`);
      else add('overlap', `${other.participants}さんの別の予定（${when}）と重なります`);
    } else if (other.mine && other.fixed && !travelled(time, other, diary)) {
      add(
        'travel',
        `${other.client}さんの予定（${when}）との間が、移動の${settings.travelMinutes}分より短いです`,
      );
    }
  }
  const closed = closedBecause(date, settings, closures);
  if (closed) add('closed', `事業所の休み（${closed}）です`);
  if (outside(time, settings.replyFrom, settings.replyUntil))
    add('hours', `業務時間（${settings.replyFrom}–${settings.replyUntil}）の外です`);
  for (const { name, hours } of diary.partners) {
    const own = hours[weekday(date)];
    if (!own || outside(time, own.from, own.to))
      add('partner', `${name}さんの受付時間（${own ? `${own.from}–${own.to}` : 'この曜日は休み'}）の外です`);
  }
  return clashes;
}

/** The business days looked at, from the third on: people need time to answer. */
const LEAD_DAYS = 3;
const LOOKED_AT = 15;
const STEP = 30;
const LUNCH = { from: 12 * 60, until: 13 * 60 };
/** Mornings and afternoons in turn, so that there is something for everybody. */
const LIKED = ['10:00', '14:00', '11:00', '15:00', '13:30'].map(minutesOf);

/** 午前, 午後, 夕方 as the mini-app asks for them. */
const PARTS: Readonly<Record<DayPart, { from: number; until: number; words: string }>> = {
  morning: { from: 0, until: 12 * 60, words: '午前' },
  afternoon: { from: 12 * 60, until: 16 * 60, words: '午後' },
  evening: { from: 16 * 60, until: 24 * 60, words: '夕方' },
};

/**
 * Up to five free times on different days: in office hours and those of the providers, on open days, clear of the
 * counselor's fixed meetings with the way between them, and of times on offer elsewhere. Where participants
 * named parts of days, times in those, what most of them named first.
 */
export function suggestTimes(
  diary: Diary,
  wish: { minutes: number; place: string; known: readonly Pick<Span, 'startsAt' | 'endsAt'>[] },
): Pick<Suggestions, 'times' | 'leftOut'> {
  const asWished = timesAsWished(diary, wish);
  if (asWished.length > 0) return { times: asWished, leftOut: [] };
  const times: Suggestions['times'] = [];
  const leftOut: Suggestions['leftOut'] = [];
  let date = addBusinessDays(civilDate(diary.now), LEAD_DAYS, diary.settings, diary.closures);
  const last = addBusinessDays(date, LOOKED_AT, diary.settings, diary.closures);
  for (; date <= last && times.length < LIKED.length; date = addDays(date, 1)) {
    const because = closedBecause(date, diary.settings, diary.closures);
    if (because && !/曜日$/.test(because)) leftOut.push({ date, because });
    // Another day says more to whoever chooses than another hour.
    if (wish.known.some((each) => civilDate(each.startsAt) === date)) continue;
    if (isClosed(date, diary.settings, diary.closures)) continue;
    const free = startsOn(date, diary, wish);
    const liked = LIKED[times.length] ?? 0;
    const [best] = free.sort(
      (a, b) => Math.abs(minuteOfDay(a) - liked) - Math.abs(minuteOfDay(b) - liked) || a - b,
    );
    if (best === undefined) leftOut.push({ date, because: '空いている時間がありません' });
    else times.push({ startsAt: best, endsAt: best + wish.minutes * MINUTE, why: whyFits(date, diary) });
  }
  return { times, leftOut };
}

function timesAsWished(diary: Diary, wish: Parameters<typeof suggestTimes>[1]): Suggestions['times'] {
  const named = new Map<string, { date: CivilDate; part: DayPart; names: string[] }>();
  for (const { name, date, part } of diary.wished) {
    const known = named.get(`${date} ${part}`) ?? { date, part, names: [] };
    named.set(`${date} ${part}`, { ...known, names: [...known.names, name] });
  }
  const order: DayPart[] = ['morning', 'afternoon', 'evening'];
  return [...named.values()]
    .sort(
      (a, b) =>
        b.names.length - a.names.length ||
        a.date.localeCompare(b.date) ||
        order.indexOf(a.part) - order.indexOf(b.part),
    )
    .flatMap(({ date, part, names }) => {
      const { from, until, words } = PARTS[part];
      const [first] = startsOn(date, diary, wish).filter(
        (at) => at > diary.now && minuteOfDay(at) >= from && minuteOfDay(at) + wish.minutes <= until,
      );
      if (first === undefined) return [];
      const why = `${names.map((name) => `${name}さん`).join('と')}が${words}を希望しています`;
      return [{ startsAt: first, endsAt: first + wish.minutes * MINUTE, why }];
    })
    .slice(0, LIKED.length)
    .sort((a, b) => a.startsAt - b.startsAt);
}

function startsOn(date: CivilDate, diary: Diary, wish: Parameters<typeof suggestTimes>[1]): Instant[] {
  const from = minutesOf(diary.settings.replyFrom);
  const until = minutesOf(diary.settings.replyUntil) - wish.minutes;
  const starts: Instant[] = [];
  for (let minute = Math.ceil(from / STEP) * STEP; minute <= until; minute += STEP) {
    if (minute < LUNCH.until && LUNCH.from < minute + wish.minutes) continue;
    const startsAt = instantOf(date, '00:00') + minute * MINUTE;
    const time = { startsAt, endsAt: startsAt + wish.minutes * MINUTE, place: wish.place };
    const known = wish.known.some((each) => time.startsAt < each.endsAt && each.startsAt < time.endsAt);
    if (!known && clashesOf(time, diary).length === 0) starts.push(startsAt);
  }
  return starts;
}

function whyFits(date: CivilDate, diary: Diary): string {
  const busy = diary.booked.filter((each) => each.mine && each.fixed && civilDate(each.startsAt) === date);
  const partners = diary.partners.map((each) => each.name);
  return [
    busy.length === 0
      ? `${diary.counselor}さんに、ほかの予定のない日です`
      : `${diary.counselor}さんの予定${busy.length}件と、移動の時間をあけています`,
    ...(partners.length > 0 ? [`${partners.join('・')}さんの受付時間の中です`] : []),
  ].join('。');
}

/** The way between two places needs its time; where nobody goes anywhere, none. */
function travelled(time: Span, other: Booked, diary: Diary): boolean {
  const goes = diary.method === 'visit' || other.method === 'visit';
  if (!goes || time.place === other.place) return true;
  const gap = Math.max(time.startsAt - other.endsAt, other.startsAt - time.endsAt);
  return gap >= diary.settings.travelMinutes * MINUTE;
}

function outside(time: Span, from: string, until: string): boolean {
  const start = instantOf(civilDate(time.startsAt), '00:00');
  return time.startsAt < start + minutesOf(from) * MINUTE || time.endsAt > start + minutesOf(until) * MINUTE;
}
