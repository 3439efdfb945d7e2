import { describe, expect, it } from 'vitest';
import { civilDate, clockTime, HOUR } from '../../worker/manual/calendar.ts';
import { DEFAULT_SETTINGS } from '../../worker/manual/settings.ts';
import type { Booked } from '../../worker/services/case/booked.ts';
import { clashesOf, type Diary, suggestTimes } from '../../worker/services/case/suggest-times.ts';
import { jst } from '../support/scene.ts';

const booked = (over: Partial<Booked> = {}): Booked => ({
  caseId: 'other',
  startsAt: jst('2026-12-16T14:00'),
  endsAt: jst('2026-12-16T15:00'),
  place: 'ご自宅',
  method: 'visit',
  fixed: true,
  mine: true,
  counselor: '中村 さおり',
  client: '三浦 翔',
  participants: null,
  ...over,
});

// Tuesday.
const diary = (over: Partial<Diary> = {}): Diary => ({
  now: jst('2026-12-08T10:00'),
  settings: DEFAULT_SETTINGS,
  closures: [],
  method: 'visit',
  counselor: '中村 さおり',
  booked: [],
  partners: [],
  wished: [],
  ...over,
});

const wish = { minutes: 60, place: 'ご自宅（大野）', known: [] };
const kinds = (at: string, over: Partial<Diary> = {}, minutes = 60) => {
  const startsAt = jst(at);
  const time = { startsAt, endsAt: startsAt + minutes * 60_000, place: wish.place };
  return clashesOf(time, diary(over)).map((each) => each.kind);
};

describe('free times', () => {
  it('are five on different open days, mornings and afternoons in turn, from the third business day on', () => {
    const { times } = suggestTimes(diary(), wish);
    expect(times.map((each) => `${civilDate(each.startsAt)} ${clockTime(each.startsAt)}`)).toEqual([
      '2026-12-11 10:00',
      '2026-12-14 14:00',
      '2026-12-15 11:00',
      '2026-12-16 15:00',
      '2026-12-17 13:30',
    ]);
    expect(times.every((each) => each.endsAt - each.startsAt === HOUR)).toBe(true);
  });

  it('pass over holidays, the year’s end and own closures, and say so', () => {
    const { times, leftOut } = suggestTimes(
      diary({ now: jst('2026-12-24T10:00'), closures: ['2027-01-05'] }),
      wish,
    );
    expect(times.map((each) => civilDate(each.startsAt))).toEqual([
      '2027-01-04',
      '2027-01-06',
      '2027-01-07',
      '2027-01-08',
      '2027-01-12',
    ]);
    expect(leftOut).toContainEqual({ date: '2027-01-05', because: '休業日' });
    expect(leftOut).toContainEqual({ date: '2027-01-11', because: '成人の日' });
  });

  it('lie in the hours of every provider who takes part', () => {
    const hours = { 2: { from: '15:00', to: '17:00' }, 4: { from: '15:00', to: '17:00' } };
    const { times } = suggestTimes(diary({ partners: [{ name: 'ひだまり', hours }] }), wish);
    expect(times.length).toBeGreaterThan(2);
    for (const each of times) {
      expect(['15:00', '15:30', '16:00']).toContain(clockTime(each.startsAt));
      expect(each.why).toContain('ひだまりさんの受付時間の中');
    }
  });

  it('never collide with anything they know of', () => {
    const meetings = [10, 11, 13, 14, 15, 16].map((hour) => {
      const startsAt = jst(`2026-12-14T${hour}:00`);
      return booked({ startsAt, endsAt: startsAt + HOUR });
    });
    const { times, leftOut } = suggestTimes(diary({ booked: meetings }), wish);
    expect(leftOut).toContainEqual({ date: '2026-12-14', because: '空いている時間がありません' });
    for (const time of times)
      expect(clashesOf({ ...time, place: wish.place }, diary({ booked: meetings }))).toEqual([]);
  });

  it('follow the parts of days that people named, what most named first and in the order of days', () => {
    const wished = [
      { name: '大野', date: '2026-12-18', part: 'afternoon' },
      { name: 'ひだまり', date: '2026-12-18', part: 'afternoon' },
      { name: '大野', date: '2026-12-15', part: 'morning' },
      { name: '大野', date: '2026-12-12', part: 'morning' },
    ] as const;
    const { times } = suggestTimes(diary({ wished }), wish);
    expect(times.map((each) => [each.startsAt, each.why])).toEqual([
      [jst('2026-12-15T09:00'), '大野さんが午前を希望しています'],
      [jst('2026-12-18T13:00'), '大野さんとひだまりさんが午後を希望しています'],
    ]);
  });

  it('lie on other days than those on offer already', () => {
    const known = [{ startsAt: jst('2026-12-11T10:00'), endsAt: jst('2026-12-11T11:00') }];
    const { times } = suggestTimes(diary(), { ...wish, known });
    expect(times).toHaveLength(5);
    expect(times.map((each) => civilDate(each.startsAt))).not.toContain('2026-12-11');
  });
});

describe('a time', () => {
  it.each([
    ['lies free', '2026-12-16T11:00', {}, []],
    ['overlaps a fixed meeting', '2026-12-16T14:30', { booked: [booked()] }, ['overlap']],
    ['overlaps an offer elsewhere', '2026-12-16T14:30', { booked: [booked({ fixed: false })] }, ['offered']],
    ['leaves too little for the way', '2026-12-16T15:15', { booked: [booked()] }, ['travel']],
    ['leaves just enough for the way', '2026-12-16T15:30', { booked: [booked()] }, []],
    ['ends just early enough for the way', '2026-12-16T12:30', { booked: [booked()] }, []],
    ['ends too late for the way', '2026-12-16T12:45', { booked: [booked()] }, ['travel']],
    [
      'needs no way where nobody goes',
      '2026-12-16T15:00',
      { method: 'phone', booked: [booked({ method: 'office' })] },
      [],
    ],
    ['is on a Sunday', '2026-12-13T10:00', {}, ['closed']],
    ['is on a holiday', '2027-01-11T10:00', {}, ['closed']],
    ['is too late in the day', '2026-12-16T17:30', {}, ['hours']],
    [
      'is when a participant is elsewhere',
      '2026-12-16T14:00',
      { booked: [booked({ mine: false, participants: '三浦 陽子' })] },
      ['overlap'],
    ],
  ] as [string, string, Partial<Diary>, string[]][])('%s', (_, at, over, expected) => {
    expect(kinds(at, over)).toEqual(expected);
  });

  it('is said to collide in words, with the name and the hour', () => {
    const startsAt = jst('2026-12-16T14:30');
    const [clash] = clashesOf(
      { startsAt, endsAt: startsAt + HOUR, place: '' },
      diary({ booked: [booked()] }),
    );
    expect(clash?.words).toBe('中村 さおりさんの予定（12/16（水）14:00–15:00 三浦 翔さん）と重なります');
  });
});
