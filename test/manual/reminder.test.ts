import { describe, expect, it } from 'vitest';
import { reminderInstant } from '../../worker/manual/rules/r11.ts';
import { DEFAULT_SETTINGS } from '../../worker/manual/settings.ts';
import type { WeeklyHours } from '../../worker/manual/types.ts';
import { at, sampleFacts } from './sample-facts.ts';

const nineToFive: WeeklyHours = Object.fromEntries(
  [1, 2, 3, 4, 5].map((day) => [day, { from: '09:00', to: '17:00' }]),
);
const provider = { kind: 'provider', hours: nineToFive, suspended: false, name: 'つばさ作業所' } as const;
const instant = (startsAt: number, time: string, facts = sampleFacts()) =>
  reminderInstant(startsAt, time, facts, DEFAULT_SETTINGS);

describe('when a reminder goes (R11)', () => {
  it('is the day before, at the chosen time', () => {
    expect(instant(at('11-26', '10:00'), '18:00')).toBe(at('11-25', '18:00'));
  });

  it('is the last open day before, when that day is closed', () => {
    expect(instant(at('11-30', '10:00'), '18:00')).toBe(at('11-27', '18:00'));
    expect(instant(at('2027-01-04', '10:00'), '08:00')).toBe(at('12-28', '08:00'));
  });

  it('is moved into a provider’s own hours, never into the day itself', () => {
    const facts = sampleFacts({ partner: provider });
    expect(instant(at('11-26', '10:00'), '18:00', facts)).toBe(at('11-25', '16:59'));
    expect(instant(at('11-26', '10:00'), '08:00', facts)).toBe(at('11-25', '09:00'));
  });

  it('is never, when the partner has no open day', () => {
    expect(instant(at('11-26', '10:00'), '18:00', sampleFacts({ partner: { ...provider, hours: {} } }))).toBe(
      null,
    );
  });
});
