import { DEFAULT_SETTINGS, type Settings } from '../../worker/manual/settings.ts';
import type { Action, Facts, Instant, MeetingFact, Severity } from '../../worker/manual/types.ts';
import { at, sampleFacts, sampleSend } from './sample-facts.ts';

/** One line of a rule's table: what it says of an act, `silent` when nothing. */
export interface RuleCase {
  name: string;
  says: Severity | 'silent';
  action: Action;
  facts: Facts;
  settings: Settings;
}

interface Given {
  action?: Action;
  facts?: Partial<Facts>;
  settings?: Partial<Settings>;
}

export function line(says: RuleCase['says'], name: string, given: Given = {}): RuleCase {
  return {
    name,
    says,
    action: given.action ?? sampleSend(),
    facts: sampleFacts(given.facts),
    settings: { ...DEFAULT_SETTINGS, ...given.settings },
  };
}

export const info = (body: string, origin: 'staff' | 'auto' = 'staff') =>
  sampleSend({ purpose: 'info', origin, greeting: '', body });
export const reply = (body: string) => sampleSend({ purpose: 'reply', greeting: '', body });
export const dateRequest = (changes: Parameters<typeof sampleSend>[0] = {}) =>
  sampleSend({ purpose: 'date-request', ...changes });
export const calls = (...times: readonly string[]): Facts['calls'] =>
  times.map((time) => ({ at: at('11-24', time), outcome: 'no-answer' as const }));
export const sampleCase = sampleFacts().case!;
export const plan = (method: MeetingFact['method'], when: Instant = at('11-24', '10:00')): Action => ({
  do: 'plan',
  kind: 'monitoring',
  method,
  at: when,
});
export const held = (
  date: string,
  method: MeetingFact['method'],
  changes: Partial<MeetingFact> = {},
): MeetingFact => ({
  at: at(date, '10:00'),
  kind: 'monitoring',
  method,
  status: 'held',
  ...changes,
});
export const lineMeeting = {
  reason: 'ご本人が入院中で面会ができないため',
  wish: { by: '本人', at: at('11-20', '10:00'), how: 'お電話で' },
};
export const deaf = { reason: '耳が聞こえない', approvedAt: at('11-01', '10:00'), reviewOn: '2026-11-24' };
export const weekdays = {
  1: { from: '09:00', to: '17:00' },
  2: { from: '09:00', to: '17:00' },
  3: { from: '09:00', to: '17:00' },
  4: { from: '09:00', to: '17:00' },
  5: { from: '09:00', to: '17:00' },
};
export const provider = {
  kind: 'provider' as const,
  hours: weekdays,
  suspended: false,
  name: 'にじいろ作業所',
};
export const none = { lastInboundAt: null, lastOutboundAt: null, lastGreetingAt: null };
export const record = (how: 'append' | 'correct' | 'edit' | 'delete'): Action => ({
  do: 'change-record',
  how,
  servedOn: '2021-11-24',
});
export const night = (changes: Partial<Extract<Action, { do: 'night-reply' }>> = {}): Action => ({
  do: 'night-reply',
  replyToken: true,
  lastAt: null,
  ...changes,
});
export const nightText = { nightText: '受付は午前9時からです。お急ぎのときは119または110へおかけください。' };
