import { instantOf } from '../../worker/manual/calendar.ts';
import type { Action, Facts, Instant } from '../../worker/manual/types.ts';

/** An instant in JST, said as people say it: `at('11-24', '10:00')` in 2026. */
export function at(date: string, time: string): Instant {
  return instantOf(date.length === 5 ? `2026-${date}` : date, time);
}

/** A consenting person on an ordinary Tuesday, three spread failed calls, nothing sent yet: every rule content. */
export function sampleFacts(changes: Partial<Facts> = {}): Facts {
  return {
    now: at('11-24', '17:40'),
    partner: { kind: 'person', hours: null, suspended: false, name: '山田花子' },
    client: { name: '山田花子', attendsProgram: true },
    consent: { choice: 'yes', version: 1, at: at('10-01', '10:00') },
    consentVersionNeeded: 1,
    calls: [
      { at: at('11-24', '10:00'), outcome: 'no-answer' },
      { at: at('11-24', '14:00'), outcome: 'voicemail' },
      { at: at('11-24', '17:30'), outcome: 'busy' },
    ],
    lastTalkAt: null,
    circumstance: null,
    case: {
      kind: 'monitoring',
      status: 'open',
      openedAt: at('11-20', '09:00'),
      callbackRequestedAt: null,
      calledBackAt: null,
      meetingStartsAt: null,
    },
    conversation: { lastInboundAt: null, lastOutboundAt: null, lastGreetingAt: null },
    meetings: [],
    lineMeeting: null,
    closures: [],
    ...changes,
  };
}

type Send = Extract<Action, { do: 'send' }>;

/** A stage 1 message that no rule objects to. */
export function sampleSend(changes: Partial<Send> = {}): Send {
  return {
    do: 'send',
    purpose: 'callback-request',
    origin: 'staff',
    greeting: '山田さん、こんにちは。体調はいかがですか。',
    body: '次の訪問の日のことでお電話しました。お手すきのときに折り返しをお願いいたします。',
    attachments: 0,
    ...changes,
  };
}
