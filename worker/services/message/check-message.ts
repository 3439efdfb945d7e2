import type { Ctx } from '../../context.ts';
import { closedBecause, isClosed, nextOpening } from '../../manual/calendar.ts';
import { civilDate } from '../../manual/jst.ts';
import type { Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { DraftVerdict } from '../../views/messages.ts';
import { assembleFacts, type FactsOf } from '../facts/assemble-facts.ts';
import { factQueries, ids } from '../facts/read-facts.ts';
import { linkFor } from './drafts.ts';
import { type DraftMessage, judgeMessage, verdictOf } from './judge-message.ts';

/** The manual's answer to a draft, for the composer while somebody types. Writes nothing. */
export async function checkMessage(ctx: Ctx, draft: DraftMessage): Promise<DraftVerdict | Refused> {
  const scope = {
    contacts: ids([draft.contactId]),
    clients: ids([draft.clientId]),
    cases: ids(draft.caseId ? [draft.caseId] : []),
  };
  const rows = await ctx.db.read(factQueries(ctx.db, scope, ctx.now));
  if (rows[0].length === 0 || rows[1].length === 0) return refused('not-found');
  const who = { contactId: draft.contactId, clientId: draft.clientId, caseId: draft.caseId ?? null };
  const of = assembleFacts(rows, who, ctx.now);
  const verdict = verdictOf(judgeMessage(of, draft, 'staff'));
  const at = verdict.until ?? ctx.now;
  const closed = closedBecause(civilDate(at), of.settings, of.facts.closures) !== null;
  return {
    ...verdict,
    later: verdict.outcome !== 'refuse' && closed ? nextBusinessOpening(of) : null,
    button: linkFor(draft.purpose, who.caseId)?.label ?? null,
    seenAt: ctx.now,
  };
}

/** R11: when the window next opens on a day on which the office works; the partner's hours are judged then. */
export function nextBusinessOpening({ facts, settings }: FactsOf): Instant {
  const { kind, hours } = facts.partner;
  const opening = nextOpening(facts.now, {
    from: settings.sendFrom,
    until: settings.sendUntil,
    hours: kind === 'provider' ? hours : null,
    closed: (date) => isClosed(date, settings, facts.closures),
  });
  return opening ?? facts.now;
}
