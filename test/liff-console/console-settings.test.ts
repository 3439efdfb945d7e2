import { describe, expect, it } from 'vitest';
import { outcomeOf, reviewDays } from '../../liff/data/console-reviews.ts';
import {
  baseOf,
  changesOf,
  fieldRefused,
  historyOf,
  profileOf,
  SETTING_GROUPS,
} from '../../liff/data/console-settings.ts';
import { quotaShare } from '../../liff/data/console-today.ts';
import { DEFAULT_SETTINGS } from '../../worker/manual/settings.ts';
import { review, settingsView } from '../browser/console-office.ts';

const fields = SETTING_GROUPS.flatMap((group) => group.fields);

/** What the form holds when nobody has touched it. */
const untouched = {
  ...Object.fromEntries(fields.map(({ name }) => [name, String(DEFAULT_SETTINGS[name])])),
  officePhones: DEFAULT_SETTINGS.officePhones.join('\n'),
  yearEndFrom: '12-29',
  yearEndUntil: '01-03',
};

describe('the settings form', () => {
  it.each(fields.map((each) => [each.name, each] as const))(
    '%s begins as the manual has it',
    (name, field) => {
      expect(field.initial).toBe(DEFAULT_SETTINGS[name]);
    },
  );

  it('asks for nothing while nothing was touched', () => {
    expect(changesOf(DEFAULT_SETTINGS, untouched, [])).toEqual({});
    const { profile } = settingsView();
    const typed = Object.fromEntries(
      Object.entries(profile).map(([name, value]) => [`profile.${name}`, value]),
    );
    expect(profileOf(profile, typed)).toBeUndefined();
  });

  it('asks for what was changed, with digits of any width, and leaves nonsense to the manual', () => {
    const typed = { ...untouched, callsNeeded: '４', stageTwoWaitDays: 'たくさん', nightText: '119へ' };
    expect(changesOf(DEFAULT_SETTINGS, typed, ['3'])).toEqual({
      callsNeeded: 4,
      stageTwoWaitDays: 'たくさん',
      nightText: '119へ',
      closedWeekdays: [0, 3, 6],
    });
    expect(changesOf({ ...DEFAULT_SETTINGS, nightText: '119へ' }, untouched, [])).toEqual({
      nightText: null,
    });
  });

  it('builds on the newest version, also before it begins', () => {
    const view = settingsView();
    expect(baseOf(view).settings.closedWeekdays).toEqual([0, 3, 6]);
    expect(baseOf({ ...view, versions: [] }).settings).toBe(view.settings);
  });

  it('knows which field a refusal speaks of', () => {
    expect(fieldRefused('settings.officePhones.1')).toBe('officePhones');
    expect(fieldRefused('profile.phone')).toBe('profile.phone');
    expect(fieldRefused('effectiveFrom')).toBe('effectiveFrom');
  });

  it('tells what each version changed of the one before', () => {
    const [second, first] = settingsView().versions;
    expect(historyOf(first!, null)).toEqual(['LINE の前にかける電話：3回 → 4回']);
    expect(historyOf(second!, first!)).toEqual([
      '休みの曜日：日・土 → 日・水・土',
      '利用者に見せる電話番号：086-000-0000',
    ]);
  });
});

describe('a review card (R2)', () => {
  it('shows every day of the window, also those without contact', () => {
    const days = reviewDays(review());
    expect(days.map((day) => day.conversations)).toEqual([3, 5, 0, 6, 2, 7, 4]);
    expect(days.filter((day) => day.busy).map((day) => day.date)).toEqual([
      '2026-12-03',
      '2026-12-05',
      '2026-12-07',
    ]);
  });

  it('writes down only what was filled in', () => {
    expect(outcomeOf({ background: '不安', members: '' })).toBe('背景：不安');
  });
});

it('says how much of the month is used', () => {
  expect(quotaShare({ limit: 200, used: 165 })).toBe(82);
  expect(quotaShare({ limit: 0, used: 0 })).toBe(100);
  expect(quotaShare({ limit: null, used: 9 })).toBeNull();
});
