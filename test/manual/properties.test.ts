import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOpen, weekday } from '../../worker/manual/calendar.ts';
import { decide } from '../../worker/manual/decide.ts';
import { countCalls } from '../../worker/manual/rules/calls.ts';
import { sendWindow } from '../../worker/manual/rules/r11.ts';
import { DEFAULT_SETTINGS as D } from '../../worker/manual/settings.ts';
import type { CallFact, Facts, MeetingFact, WeeklyHours } from '../../worker/manual/types.ts';
import { at, sampleFacts, sampleSend } from './sample-facts.ts';

const MINUTE = 60_000;
const instant = fc.integer({ min: at('2026-11-01', '00:00'), max: at('2027-02-01', '00:00') });
const clock = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((minutes) => {
    const pad = (number: number) => String(number).padStart(2, '0');
    return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
  });
const day = fc.record({ from: clock(0, 840), to: clock(841, 1439) });
const hours: fc.Arbitrary<WeeklyHours | null> = fc.option(
  fc.record({ 0: day, 1: day, 2: day, 3: day, 4: day, 5: day, 6: day }, { requiredKeys: ['1', '3'] }),
);
const partner = fc.record({
  kind: fc.constantFrom('person' as const, 'guardian' as const, 'provider' as const),
  hours,
  suspended: fc.constant(false),
  name: fc.constant(''),
});
const send = fc
  .record({
    purpose: fc.constantFrom('callback-request' as const, 'info' as const, 'reply' as const),
    origin: fc.constantFrom('staff' as const, 'auto' as const),
  })
  .map((changes) => sampleSend(changes));
const call: fc.Arbitrary<CallFact> = fc.record({
  at: instant,
  outcome: fc.constantFrom('no-answer', 'voicemail', 'busy', 'family', 'wrong-number', 'reached'),
  reached: fc.constantFrom(true, false, null),
});
const facts: fc.Arbitrary<Facts> = fc
  .record({
    now: instant,
    partner,
    calls: fc.array(call, { maxLength: 8 }),
    closures: fc.constant(['2026-11-25']),
  })
  .map((changes) => sampleFacts(changes));

describe('R11 whatever the facts', () => {
  test('nothing is ever allowed outside the window', () => {
    fc.assert(
      fc.property(send, facts, (action, given) => {
        const decision = decide(action, given, D);
        if (decision.outcome === 'refuse' || decision.outcome === 'hold') return;
        expect(isOpen(given.now, sendWindow(action, given, D))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a hold lies in the window and is the first such instant', () => {
    fc.assert(
      fc.property(send, facts, (action, given) => {
        const decision = decide(action, given, D);
        if (decision.outcome !== 'hold') return;
        const window = sendWindow(action, given, D);
        expect(isOpen(decision.until, window)).toBe(true);
        expect(decision.until).toBeGreaterThan(given.now);
        expect(isOpen(decision.until - 1, window)).toBe(false);
        const days = Math.min(decision.until - given.now, 4 * 86_400_000);
        for (let passed = 0; passed < days; passed += 7 * MINUTE) {
          expect(isOpen(given.now + passed, window)).toBe(false);
        }
        expect('permit' in decision && decision.permit.notBefore).toBe(decision.until);
      }),
      { numRuns: 300 },
    );
  });

  test('automatic messages never land on closed days', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const decision = decide(sampleSend({ origin: 'auto', purpose: 'reply' }), given, D);
        if (!('permit' in decision)) return;
        const date = new Date(decision.permit.notBefore + 9 * 3_600_000).toISOString().slice(0, 10);
        expect([0, 6]).not.toContain(weekday(date));
        expect(date).not.toBe('2026-11-25');
      }),
    );
  });
});

describe('R1', () => {
  test('adding a consent never turns an allowance into a refusal', () => {
    fc.assert(
      fc.property(
        send,
        facts,
        fc.constantFrom('no' as const, 'later' as const, 'yes' as const, null),
        (action, given, choice) => {
          const before = {
            ...given,
            consent: choice === null ? null : { choice, version: 1, at: given.now - 2 },
          };
          const after = { ...given, consent: { choice: 'yes' as const, version: 1, at: given.now - 1 } };
          if (decide(action, before, D).outcome === 'refuse') return;
          expect(decide(action, after, D).outcome).not.toBe('refuse');
        },
      ),
    );
  });

  test('without a consent nothing is sent, whatever else holds', () => {
    fc.assert(
      fc.property(send, facts, (action, given) => {
        expect(decide(action, { ...given, consent: null }, D).outcome).toBe('refuse');
      }),
    );
  });
});

describe('R3', () => {
  test('an answered call starts the count again', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const answered: CallFact = { at: given.now, outcome: 'reached' };
        expect(countCalls({ ...given, calls: [...given.calls, answered] }).failed).toBe(0);
      }),
    );
  });

  test('one more failed call never lowers the count, and order means nothing', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { failed } = countCalls(given);
        const more: CallFact = { at: given.now, outcome: 'no-answer' };
        expect(
          countCalls({ ...given, calls: [more, ...given.calls].reverse() }).failed,
        ).toBeGreaterThanOrEqual(failed);
        expect(countCalls({ ...given, calls: [...given.calls].reverse() })).toEqual(countCalls(given));
      }),
    );
  });
});

describe('R8', () => {
  const event = fc.record({
    at: fc.integer({ min: 0, max: 30 }).map((days) => at('11-01', '10:00') + days * 86_400_000),
    kind: fc.constantFrom('meeting' as const, 'monitoring' as const),
    method: fc.constantFrom('line' as const, 'line' as const, 'visit' as const, 'phone' as const),
    status: fc.constantFrom('held' as const, 'held' as const, 'cancelled' as const),
  });

  test('no order of events makes two LINE meetings in a row', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) => {
        let meetings: MeetingFact[] = [];
        const lineMeeting = {
          reason: '入院中のため',
          wish: { by: '本人', at: at('10-01', '10:00'), how: '電話で' },
        };
        for (const each of events) {
          const given = sampleFacts({ now: at('2027-01-05', '10:00'), meetings, lineMeeting });
          const { kind, method } = each;
          const held = each.status === 'held';
          if (held && decide({ do: 'mark-held', kind, method, at: each.at }, given, D).outcome === 'refuse')
            continue;
          meetings = [...meetings, each];
        }
        const held = meetings.filter((each) => each.status === 'held').sort((a, b) => a.at - b.at);
        const twice = held.some(
          (each, index) => each.method === 'line' && held[index + 1]?.method === 'line',
        );
        expect(twice).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});
