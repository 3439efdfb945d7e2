import { decide } from '../../manual/decide.ts';
import type { Decision, SendPurpose } from '../../manual/types.ts';
import type { Verdict } from '../../views/cases.ts';
import type { FactsOf } from '../facts/assemble-facts.ts';

export interface DraftMessage {
  contactId: string;
  clientId: string;
  caseId?: string | undefined;
  purpose: SendPurpose;
  greeting: string;
  body: string;
}

/** 緊急: a manager sends outside the hours, with a written reason (R11). */
export interface Urgency {
  managerId: string;
  reason: string;
}

/** Asks the manual about a draft; the same question is asked while typing, at sending and at dispatch. */
export function judgeMessage(
  of: FactsOf,
  message: Pick<DraftMessage, 'purpose' | 'greeting' | 'body'>,
  origin: 'staff' | 'auto',
  urgent?: Urgency | null,
): Decision<'send'> {
  const action = { do: 'send', origin, attachments: 0, ...message } as const;
  return decide(urgent ? { ...action, urgent } : action, of.facts, of.settings);
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
