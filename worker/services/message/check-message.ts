import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import type { Verdict } from '../../views/cases.ts';
import { assembleFacts } from '../facts/assemble-facts.ts';
import { factQueries, ids } from '../facts/read-facts.ts';
import { type DraftMessage, judgeMessage, verdictOf } from './judge-message.ts';

/** The manual's answer to a draft, for the composer while somebody types. Writes nothing. */
export async function checkMessage(ctx: Ctx, draft: DraftMessage): Promise<Verdict | Refused> {
  const scope = {
    contacts: ids([draft.contactId]),
    clients: ids([draft.clientId]),
    cases: ids(draft.caseId ? [draft.caseId] : []),
  };
  const rows = await ctx.db.read(factQueries(ctx.db, scope, ctx.now));
  if (rows[0].length === 0 || rows[1].length === 0) return refused('not-found');
  const who = { contactId: draft.contactId, clientId: draft.clientId, caseId: draft.caseId ?? null };
  return verdictOf(judgeMessage(assembleFacts(rows, who, ctx.now), draft, 'staff'));
}
