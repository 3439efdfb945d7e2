import { civilDate } from '../jst.ts';
import type { CallFact, CircumstanceFact, Facts, Instant } from '../types.ts';

/** What the calls of a case come to (R3). */
export interface CallCount {
  /** Failed calls since the case was opened or since the last talk. */
  failed: number;
  /** From the first to the last of them, in ms. */
  spread: number;
  /** 家族が出た, and nobody has said yet whether the person was reached. */
  unclear: number;
}

/** R3: counts failed calls; a talk starts the count again, a wrong number is no try. */
export function countCalls(facts: Pick<Facts, 'now' | 'calls' | 'lastTalkAt' | 'case'>): CallCount {
  const past = facts.calls.filter((call) => call.at <= facts.now);
  const talks = past.filter(reached).map((call) => call.at);
  const opened = facts.case?.openedAt ?? Number.NEGATIVE_INFINITY;
  const talked = Math.max(Number.NEGATIVE_INFINITY, facts.lastTalkAt ?? Number.NEGATIVE_INFINITY, ...talks);
  const counted = past.filter((call) => call.at >= opened && call.at > talked);
  const times = counted.filter(failed).map((call) => call.at);
  return {
    failed: times.length,
    spread: times.length === 0 ? 0 : Math.max(...times) - Math.min(...times),
    unclear: counted.filter((call) => call.outcome === 'family' && call.reached == null).length,
  };
}

/** 特別な事情: approved by a manager, and not past its review date. */
export function circumstanceHolds(circumstance: CircumstanceFact | null, at: Instant): boolean {
  return (
    circumstance !== null &&
    circumstance.reason.trim() !== '' &&
    circumstance.approvedAt !== null &&
    circumstance.approvedAt <= at &&
    civilDate(at) <= circumstance.reviewOn
  );
}

function reached(call: CallFact): boolean {
  return call.outcome === 'reached' || (call.outcome === 'family' && call.reached === true);
}

function failed(call: CallFact): boolean {
  if (call.outcome === 'family') return call.reached === false;
  return call.outcome === 'no-answer' || call.outcome === 'voicemail' || call.outcome === 'busy';
}
