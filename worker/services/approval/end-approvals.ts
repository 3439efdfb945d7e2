import { and, eq, isNull } from 'drizzle-orm';
import type { Statement } from '../../../db/client.ts';
import { approvals } from '../../../db/schema/messages.ts';
import type { Ctx } from '../../context.ts';

/** What was asked about a case that has ended waits for nobody any more. */
export function endApprovals(ctx: Ctx, caseId: string, note: string): Statement {
  return ctx.db.q
    .update(approvals)
    .set({ outcome: 'void', decidedBy: ctx.actor.id, decidedAt: ctx.now, note })
    .where(and(eq(approvals.caseId, caseId), isNull(approvals.outcome)));
}
