import type { Finding, Instant } from '../../manual/types.ts';
import type { FactsOf } from '../facts/assemble-facts.ts';
import { judgeMessage } from './judge-message.ts';
import type { LeasedMessage } from './lease-messages.ts';

/** What is to be done with a leased message at the very moment of sending. */
export type Judged =
  | { do: 'push'; to: string }
  | { do: 'hold'; until: Instant; why: string; rules: string[] }
  /** Never sent. `tell`: somebody has to reach the person in another way. */
  | { do: 'drop'; why: string; rules: string[]; tell: boolean }
  | { do: 'give-up'; why: string };

/** LINE remembers a retry key for 24 hours; an hour is left for slow clocks and slow answers. */
const KEY_LASTS_MS = 23 * 3_600_000;

/** The manual is asked again with fresh facts (R1, R11 …): consent, hours, the case, the text itself. */
export function judgeDispatch(message: LeasedMessage, of: FactsOf): Judged {
  const { now } = of.facts;
  const { purpose, greeting, body } = message;
  if (message.staleAfter !== null && message.staleAfter <= now) {
    return { do: 'drop', why: '伝える時期を過ぎたため、送りませんでした。', rules: [], tell: false };
  }
  const { urgentBy, urgentReason } = message;
  const urgent = urgentBy && urgentReason ? { managerId: urgentBy, reason: urgentReason } : null;
  const decision = judgeMessage(of, { purpose, greeting, body }, message.origin, urgent);
  const rules = [...new Set(decision.findings.map((each) => each.rule))];
  if (decision.outcome === 'refuse') {
    const refusing = decision.findings.filter((each) => each.severity === 'refuse');
    return { do: 'drop', why: said(refusing), rules, tell: isToBeTold(message, of) };
  }
  if (message.unsureSince !== null && now - message.unsureSince > KEY_LASTS_MS) {
    return { do: 'give-up', why: 'LINEに届いたかどうか、確かめられませんでした。' };
  }
  if (of.lineUserId === null) {
    return { do: 'give-up', why: 'LINEアカウントがこの方に結びついていません。' };
  }
  if (decision.outcome !== 'hold') return { do: 'push', to: of.lineUserId };
  if (message.staleAfter !== null && message.staleAfter <= decision.until) {
    return { do: 'drop', why: '送れる時間の前に時期を過ぎるため、送りません。', rules, tell: true };
  }
  const holding = decision.findings.filter((each) => each.severity === 'hold');
  return { do: 'hold', until: decision.until, why: said(holding), rules };
}

/** A notice of a matter that is over, or of a date that has passed, is missed by nobody. */
function isToBeTold(message: LeasedMessage, of: FactsOf): boolean {
  const { case: theCase, now } = of.facts;
  if (message.purpose === 'reply' || message.purpose === 'info') return true;
  if (theCase && (theCase.status === 'cancelled' || theCase.status === 'held')) return false;
  const startsAt = theCase?.meetingStartsAt ?? null;
  return startsAt === null || startsAt > now;
}

function said(findings: readonly Finding[]): string {
  return [...new Set(findings.map((each) => each.message))].join(' ').slice(0, 400);
}
