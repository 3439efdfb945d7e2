import { describe, expect, test } from 'vitest';
import { decide } from '../../worker/manual/decide.ts';
import { ROW_OF, ROWS } from '../../worker/manual/rows.ts';
import { RULES } from '../../worker/manual/rules/all.ts';
import { countExcess } from '../../worker/manual/rules/r2.ts';
import { countsAsContact, keptUntil } from '../../worker/manual/rules/r5.ts';
import { DEFAULT_SETTINGS } from '../../worker/manual/settings.ts';
import type { RuleId, Severity } from '../../worker/manual/types.ts';
import { RULE_CASES } from './rule-cases.ts';
import { at, sampleFacts, sampleSend } from './sample-facts.ts';

const WORST: readonly Severity[] = ['refuse', 'hold', 'warn', 'human'];

for (const id of Object.keys(RULE_CASES) as RuleId[]) {
  describe(id, () => {
    test.each(RULE_CASES[id])('$says: $name', ({ says, action, facts, settings }) => {
      const decision = decide(action, facts, settings);
      const own = decision.findings.filter((each) => each.rule === id);
      const worst = WORST.find((severity) => own.some((each) => each.severity === severity)) ?? 'silent';
      expect(worst).toBe(says);
      expect(own.every((each) => each.row === ROW_OF[id])).toBe(true);
    });
  });
}

describe('a decision', () => {
  test('allows what no rule objects to, with a permit for this act', () => {
    const decision = decide(sampleSend(), sampleFacts(), DEFAULT_SETTINGS);
    expect(decision).toMatchObject({ outcome: 'allow', findings: [], next: [] });
    expect('permit' in decision && decision.permit.notBefore).toBe(at('11-24', '17:40'));
  });

  test('names every rule it rests on, and refusal wins over hold', () => {
    const facts = sampleFacts({ now: at('11-24', '21:00'), consent: null, calls: [] });
    const decision = decide(sampleSend({ greeting: '', body: '明日は中止です。' }), facts, DEFAULT_SETTINGS);
    expect(decision.outcome).toBe('refuse');
    expect(decision.findings.map((each) => each.rule)).toEqual(['R0', 'R1', 'R3', 'R6', 'R10', 'R11']);
    expect('permit' in decision).toBe(false);
    expect(decision.next.map((each) => each.step)).toEqual(['consent', 'phone', 'visit', 'edit']);
  });

  test('holds to the next opening and says until when', () => {
    const decision = decide(sampleSend(), sampleFacts({ now: at('11-24', '21:00') }), DEFAULT_SETTINGS);
    expect(decision).toMatchObject({ outcome: 'hold', until: at('11-25', '08:00') });
    expect(decision.next[0]).toEqual({ step: 'wait', until: at('11-25', '08:00') });
    expect('permit' in decision && decision.permit.notBefore).toBe(at('11-25', '08:00'));
  });

  test('says how many calls are left', () => {
    const calls = sampleFacts().calls.slice(0, 2);
    const [finding] = decide(sampleSend(), sampleFacts({ calls }), DEFAULT_SETTINGS).findings;
    expect(finding?.message).toBe('電話はあと1回です。3回つながらなければ、LINEで折り返しをお願いできます。');
  });

  test('marks where the words stand, in greeting and body together', () => {
    const send = sampleSend({ greeting: '体調はいかがですか。', body: '明日は中止です。' });
    const finding = decide(send, sampleFacts(), DEFAULT_SETTINGS).findings.find(
      (each) => each.rule === 'R10',
    );
    const text = `${send.greeting}\n${send.body}`;
    expect(finding?.spans.map((span) => text.slice(span.start, span.end))).toEqual(['中止']);
  });
});

describe('the table of the office', () => {
  test('every rule stands on a row, every row carries a rule', () => {
    expect(Object.keys(RULES).sort()).toEqual(Object.keys(ROW_OF).sort());
    expect(new Set(Object.values(ROW_OF))).toEqual(new Set(ROWS.map((row) => row.row)));
  });
});

describe('R2 counts conversations', () => {
  const five = (date: string) => ['09:00', '10:00', '11:00', '12:00', '13:00'].map((time) => at(date, time));
  const inbound = [...five('11-20'), ...five('11-22'), ...five('11-24')].map((each) => ({
    at: each,
    exempt: false,
  }));

  test('five on three of the last seven days open a review', () => {
    expect(countExcess(inbound, at('11-24', '18:00'), DEFAULT_SETTINGS)).toMatchObject({
      busyDays: 3,
      review: true,
    });
    expect(countExcess(inbound.slice(1), at('11-24', '18:00'), DEFAULT_SETTINGS).review).toBe(false);
    expect(countExcess(inbound, at('11-27', '00:00'), DEFAULT_SETTINGS).review).toBe(false);
    expect(countExcess(inbound, at('11-27', '00:00') - 1, DEFAULT_SETTINGS).review).toBe(true);
  });

  test('a gap of 30 minutes starts a conversation, one millisecond less goes on', () => {
    const first = at('11-24', '09:00');
    const count = (gap: number) =>
      countExcess(
        [first, first + gap].map((each) => ({ at: each, exempt: false })),
        at('11-24', '18:00'),
        DEFAULT_SETTINGS,
      ).perDay;
    expect(count(30 * 60_000)).toEqual([{ date: '2026-11-24', conversations: 2 }]);
    expect(count(30 * 60_000 - 1)).toEqual([{ date: '2026-11-24', conversations: 1 }]);
  });

  test('緊急 and 基本相談 are left out', () => {
    const exempt = inbound.map((each) => ({ ...each, exempt: true }));
    expect(countExcess(exempt, at('11-24', '18:00'), DEFAULT_SETTINGS).perDay).toEqual([]);
  });
});

test('R5: five years, also from a leap day; only what was sent is a contact', () => {
  expect(keptUntil('2026-11-24')).toBe('2031-11-24');
  expect(keptUntil('2024-02-29')).toBe('2029-02-28');
  expect(countsAsContact('sent')).toBe(true);
  expect(countsAsContact('failed')).toBe(false);
});
