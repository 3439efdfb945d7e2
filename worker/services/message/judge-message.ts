import { decide } from '../../manual/decide.ts';
import type { Decision, SendPurpose } from '../../manual/types.ts';
import type { Verdict } from '../../views.ts';
import type { FactsOf } from '../facts/assemble-facts.ts';

export interface DraftMessage {
  contactId: string;
  clientId: string;
  caseId?: string | undefined;
  purpose: SendPurpose;
  greeting: string;
  body: string;
}

/** Asks the manual about a draft; the same question is asked while typing, at sending and at dispatch. */
export function judgeMessage(
  of: FactsOf,
  message: Pick<DraftMessage, 'purpose' | 'greeting' | 'body'>,
  origin: 'staff' | 'auto',
): Decision<'send'> {
  const action = { do: 'send', origin, attachments: 0, ...message } as const;
  return decide(action, of.facts, of.settings);
}

/** A decision as a counselor sees it. */
export function verdictOf(decision: Decision): Verdict {
  return {
    outcome: decision.outcome,
    until: decision.outcome === 'hold' ? decision.until : null,
    findings: [...decision.findings],
    next: [...decision.next],
  };
}
