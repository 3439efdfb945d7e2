import { expect, test } from 'vitest';
import { decide } from '../../worker/manual/decide.ts';
import { DEFAULT_SETTINGS as D } from '../../worker/manual/settings.ts';
import type { Facts } from '../../worker/manual/types.ts';
import { at, sampleFacts, sampleSend } from './sample-facts.ts';

const outcome = (changes: Partial<Facts>, send = sampleSend({ purpose: 'reply' })) => {
  const decision = decide(send, sampleFacts(changes), D);
  return decision.outcome === 'hold' ? decision.until : decision.outcome;
};

test('R1: explained 10:05, はい 10:20, withdrawn 12-03 23:10', () => {
  const yes = { choice: 'yes' as const, version: 1, at: at('11-24', '10:20') };
  expect(outcome({ now: at('11-24', '10:00'), consent: null })).toBe('refuse');
  expect(outcome({ now: at('11-24', '10:20') - 1, consent: yes })).toBe('refuse');
  expect(outcome({ now: at('11-24', '10:20'), consent: yes })).toBe('allow');
  const reminder = sampleSend({
    purpose: 'reminder',
    origin: 'auto',
    greeting: '',
    body: 'お知らせがあります。',
  });
  const meeting = {
    ...sampleFacts().case!,
    status: 'confirmed' as const,
    meetingStartsAt: at('12-05', '10:00'),
  };
  const withdrawn = { choice: 'withdrawn' as const, version: 1, at: at('12-03', '23:10') };
  expect(outcome({ now: at('12-04', '09:00'), consent: yes, case: meeting }, reminder)).toBe('allow');
  expect(outcome({ now: at('12-04', '09:00'), consent: withdrawn, case: meeting }, reminder)).toBe('refuse');
});

test('R11: queued 20:59:50, retried at 21:00:05', () => {
  expect(outcome({ now: at('11-24', '20:59') + 50_000 })).toBe('allow');
  expect(outcome({ now: at('11-24', '21:00') + 5_000 })).toBe(at('11-25', '08:00'));
});

test('R11: a provider with hours 9 to 17 on weekdays, at 17:30', () => {
  const day = { from: '09:00', to: '17:00' };
  const partner = {
    kind: 'provider' as const,
    hours: { 1: day, 2: day, 3: day, 4: day, 5: day },
    suspended: false,
    name: '',
  };
  expect(outcome({ now: at('12-04', '17:30'), partner })).toBe(at('12-07', '09:00'));
  expect(outcome({ now: at('11-20', '17:30'), partner })).toBe(at('11-24', '09:00'));
});
