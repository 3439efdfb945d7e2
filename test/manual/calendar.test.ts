import { describe, expect, test } from 'vitest';
import {
  addBusinessDays,
  addMonths,
  civilDate,
  clockTime,
  closedBecause,
  holidayName,
  instantOf,
  isCivilDate,
  isClosed,
  isHoliday,
  monthsDue,
  nextOpening,
  replyClockStart,
  replyDue,
  stageTwoDue,
  turns18At,
  type Window,
  weekday,
} from '../../worker/manual/calendar.ts';
import {
  sayDate,
  sayInstant,
  sayLongDate,
  sayMonth,
  saySpan,
  sayTime,
  shortDate,
  shortInstant,
} from '../../worker/manual/say.ts';
import { DEFAULT_SETTINGS as D } from '../../worker/manual/settings.ts';
import { at } from './sample-facts.ts';

const Z = (iso: string) => Date.parse(iso);

describe('JST', () => {
  test.each([
    ['2026-12-03T14:59:59.999Z', '2026-12-03', '23:59'],
    ['2026-12-03T15:00:00.000Z', '2026-12-04', '00:00'],
    ['1969-12-31T14:59:59.999Z', '1969-12-31', '23:59'],
    ['2028-02-28T15:00:00.000Z', '2028-02-29', '00:00'],
  ])('%s is %s %s', (iso, date, time) => {
    expect(civilDate(Z(iso))).toBe(date);
    expect(clockTime(Z(iso))).toBe(time);
    expect(Math.abs(instantOf(date, time) - Z(iso))).toBeLessThan(60_000);
  });

  test('weekdays, months and real dates', () => {
    expect([weekday('2026-11-24'), weekday('1970-01-01'), weekday('1900-01-01')]).toEqual([2, 4, 1]);
    expect(addMonths('2027-01-31', 1)).toBe('2027-02-28');
    expect(addMonths('2028-01-31', 1)).toBe('2028-02-29');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addMonths('2026-12-15', 1)).toBe('2027-01-15');
    expect([isCivilDate('2028-02-29'), isCivilDate('2026-02-29'), isCivilDate('2026-13-01')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('closed days', () => {
  test.each([
    ['2026-09-22', '休日'],
    ['2026-05-06', 'こどもの日 振替休日'],
    ['2027-03-22', '春分の日 振替休日'],
    ['2029-02-12', '建国記念の日 振替休日'],
    ['2030-11-04', '文化の日 振替休日'],
  ])('%s is %s', (date, name) => expect(holidayName(date)).toBe(name));

  test('every year to 2030 has its holidays', () => {
    for (const year of [2026, 2027, 2028, 2029, 2030]) {
      expect([`${year}-01-01`, `${year}-05-03`, `${year}-11-03`, `${year}-11-23`].every(isHoliday)).toBe(
        true,
      );
    }
  });

  test('weekends, 年末年始, own closures, and why', () => {
    expect(
      ['2026-12-28', '2026-12-29', '2027-01-03', '2027-01-04'].map((date) => isClosed(date, D, [])),
    ).toEqual([false, true, true, false]);
    expect(closedBecause('2026-11-28', D, [])).toBe('土曜日');
    expect(closedBecause('2026-11-25', D, ['2026-11-25'])).toBe('休業日');
    expect(closedBecause('2026-12-31', D, [])).toBe('年末年始');
    expect(closedBecause('2026-11-25', D, [])).toBeNull();
    expect(addBusinessDays('2026-11-20', 1, D, [])).toBe('2026-11-24');
    expect(addBusinessDays('2026-11-21', 0, D, [])).toBe('2026-11-24');
  });
});

describe('windows', () => {
  const open: Window = { from: '08:00', until: '21:00', hours: null, closed: () => false };

  test.each([
    ['2026-12-03T22:59:59.999Z', '2026-12-03T23:00:00.000Z'],
    ['2026-12-03T23:00:00.000Z', '2026-12-03T23:00:00.000Z'],
    ['2026-12-04T11:59:59.999Z', '2026-12-04T11:59:59.999Z'],
    ['2026-12-04T12:00:00.000Z', '2026-12-04T23:00:00.000Z'],
  ])('%s opens at %s', (from, to) => expect(nextOpening(Z(from), open)).toBe(Z(to)));

  test('the intersection with a partner, and none at all', () => {
    const hours = { 1: { from: '09:00', to: '17:00' }, 2: { from: '06:00', to: '08:30' } };
    expect(nextOpening(at('12-07', '17:00'), { ...open, hours })).toBe(at('12-08', '08:00'));
    expect(nextOpening(at('12-08', '08:30'), { ...open, hours })).toBe(at('12-14', '09:00'));
    expect(
      nextOpening(at('12-08', '08:30'), { ...open, hours: { 2: { from: '05:00', to: '08:00' } } }),
    ).toBeNull();
    expect(nextOpening(at('12-08', '08:30'), { ...open, closed: () => true })).toBeNull();
  });
});

describe('R12: reply deadlines', () => {
  test.each([
    ['2026-11-24', '10:00', '2026-11-24', '18:00'],
    ['2026-11-24', '07:00', '2026-11-24', '18:00'],
    ['2026-11-24', '16:00', '2026-11-25', '12:00'],
    ['2026-12-04', '22:00', '2026-12-07', '12:00'],
    ['2026-12-05', '10:00', '2026-12-07', '12:00'],
    ['2026-12-28', '17:00', '2027-01-04', '12:00'],
  ])('received %s %s, due %s %s', (date, time, dueDate, dueTime) => {
    expect(replyDue(at(date, time), D, [])).toBe(at(dueDate, dueTime));
  });

  test('one millisecond before four is the same day', () => {
    expect(replyDue(at('11-24', '16:00') - 1, D, [])).toBe(at('11-24', '18:00'));
  });

  test('the clock starts in office hours', () => {
    expect(replyClockStart(at('12-04', '22:00'), D, [])).toBe(at('12-07', '09:00'));
    expect(replyClockStart(at('11-24', '10:00'), D, [])).toBe(at('11-24', '10:00'));
  });
});

describe('R4: stage 2', () => {
  test('two business days, over weekend and closure', () => {
    expect(stageTwoDue(at('12-04', '17:40'), D, [])).toBe(at('12-08', '18:00'));
    expect(stageTwoDue(at('12-28', '10:00'), D, [])).toBe(at('2027-01-05', '18:00'));
    expect(stageTwoDue(at('12-04', '17:40'), D, ['2026-12-07'])).toBe(at('12-09', '18:00'));
  });
});

describe('ages and months', () => {
  test('18 at JST midnight, from 1 March when born on 29 February', () => {
    expect(turns18At('2008-11-25')).toBe(at('11-25', '00:00'));
    expect(turns18At('2008-02-29')).toBe(at('03-01', '00:00'));
  });

  test('monitoring months by the calendar', () => {
    const states = (on: string) => monthsDue(['2028-02', '2027-11'], on, D).map((each) => each.state);
    expect(states('2027-10-01')).toEqual(['later', 'later']);
    expect(states('2027-10-02')).toEqual(['notice', 'later']);
    expect(states('2027-11-30')).toEqual(['due', 'later']);
    expect(states('2028-02-29')).toEqual(['overdue', 'due']);
    expect(states('2028-03-01')).toEqual(['overdue', 'overdue']);
    expect(monthsDue(['2028-02'], '2028-02-01', D)[0]).toMatchObject({ lastDay: '2028-02-29', daysLeft: 28 });
  });
});

describe('how dates and times are said', () => {
  test.each([
    ['10:00', '午前10時'],
    ['14:30', '午後2時30分'],
    ['12:00', 'お昼の12時'],
    ['12:30', 'お昼の12時30分'],
    ['00:00', '午前0時'],
    ['21:00', '午後9時'],
  ])('%s', (time, said) => expect(sayTime(time)).toBe(said));

  test('dates', () => {
    expect(sayDate('2026-12-04')).toBe('12月4日（金曜日）');
    expect(sayLongDate('2026-12-04')).toBe('2026年12月4日（金曜日）');
    expect(sayInstant(at('12-04', '10:00'))).toBe('12月4日（金曜日）午前10時');
    expect(saySpan(at('12-04', '10:00'), at('12-04', '11:30'))).toBe('午前10時から午前11時30分まで');
    expect(sayMonth('2026-12')).toBe('2026年12月');
    expect(shortDate('2026-12-04')).toBe('12/4（金）');
    expect(shortInstant(at('12-04', '10:00'))).toBe('12/4（金）10:00');
  });
});
