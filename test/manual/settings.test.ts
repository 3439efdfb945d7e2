import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS, parseSettings, settingsInForce } from '../../worker/manual/settings.ts';
import { at } from './sample-facts.ts';

describe('settings', () => {
  test('what is left out is the manual', () => {
    expect(parseSettings({})).toEqual({ ok: true, settings: DEFAULT_SETTINGS });
  });

  test.each([
    { sendFrom: '07:59' },
    { sendUntil: '21:01' },
    { sendFrom: '12:00', sendUntil: '12:00' },
    { replyUntil: '18:30' },
    { replySameDayBefore: '15:00' },
    { replyNextDayBy: '13:00' },
    { closedWeekdays: [0] },
    { closedWeekdays: [0, 1, 2, 3, 4, 5, 6] },
    { yearEndFrom: '12-30' },
    { yearEndUntil: '01-02' },
    { autoOnClosedDays: true },
    { callsNeeded: 2 },
    { callsNeeded: 3.5 },
    { callsSpreadMinutes: 29 },
    { stageTwoWaitDays: 1 },
    { excessConversations: 6 },
    { excessDays: 4 },
    { excessWindowDays: 6 },
    { conversationGapMinutes: 31 },
    { maxCharacters: 201 },
    { maxQuestions: 3 },
    { approver: 'staff' },
    { monitoringNoticeDays: 29 },
    { nightText: '夜分に申し訳ございません。' },
    { nightText: '' },
    { officePhones: ['123'] },
    { sendFrom: '8時' },
    { colour: 'red' },
  ])('refuses %o, and says why in Japanese', (weaker) => {
    const parsed = parseSettings(weaker);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.problems.length).toBeGreaterThan(0);
    for (const problem of parsed.problems) {
      expect(problem.message).toMatch(/[ぁ-ん]/);
      expect(problem.field).not.toBe('');
    }
  });

  test.each([
    { sendFrom: '09:00', sendUntil: '18:00' },
    { callsNeeded: 5 },
    { closedWeekdays: [0, 3, 6] },
    { stageTwoWaitDays: 3 },
    { excessConversations: 3 },
    { nightText: '受付は午前9時からです。お急ぎのときは119へおかけください。' },
    { officePhones: ['086-987-6543', '0869876544'] },
  ])('takes %o', (stricter) => {
    expect(parseSettings(stricter)).toEqual({ ok: true, settings: { ...DEFAULT_SETTINGS, ...stricter } });
  });

  test('null is no settings', () => expect(parseSettings(null).ok).toBe(false));
});

describe('settings in force', () => {
  const versions = [
    { version: 3, effectiveFrom: '2026-12-01', settings: { ...DEFAULT_SETTINGS, callsNeeded: 5 } },
    { version: 1, effectiveFrom: '2026-11-01', settings: { ...DEFAULT_SETTINGS, callsNeeded: 4 } },
    { version: 2, effectiveFrom: '2026-12-01', settings: { ...DEFAULT_SETTINGS, callsNeeded: 6 } },
  ];

  test.each([
    [at('10-31', '23:59'), 0, 3],
    [at('11-01', '00:00'), 1, 4],
    [at('12-01', '00:00') - 1, 1, 4],
    [at('12-01', '00:00'), 3, 5],
  ])('at %d version %d', (instant, version, callsNeeded) => {
    expect(settingsInForce(versions, instant)).toMatchObject({ version, settings: { callsNeeded } });
  });
});
