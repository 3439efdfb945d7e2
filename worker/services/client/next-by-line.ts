import { decide } from '../../manual/decide.ts';
import { DEFAULT_SETTINGS } from '../../manual/settings.ts';
import type { Facts, Finding, Instant, MeetingFact } from '../../manual/types.ts';

/** Whether the next monitoring or meeting may be held by LINE, as the manual says from what was held (R8). */
export function nextByLine(
  now: Instant,
  meetings: readonly MeetingFact[],
): { allowed: boolean; findings: Finding[] } {
  const facts: Facts = {
    now,
    partner: { kind: 'person', hours: null, suspended: false, name: '' },
    client: { name: '', attendsProgram: false },
    consent: null,
    consentVersionNeeded: 0,
    calls: [],
    lastTalkAt: null,
    circumstance: null,
    case: null,
    conversation: { lastInboundAt: null, lastOutboundAt: null, lastGreetingAt: null },
    meetings,
    lineMeeting: null,
    closures: [],
  };
  const { findings } = decide(
    { do: 'plan', kind: 'meeting', method: 'line', at: null },
    facts,
    DEFAULT_SETTINGS,
  );
  const about = findings.filter((each) => each.rule === 'R8');
  return { allowed: about.every((each) => each.severity !== 'refuse'), findings: about };
}
