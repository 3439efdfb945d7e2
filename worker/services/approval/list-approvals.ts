import { and, eq, gt, isNull, or, type SQL } from 'drizzle-orm';
import { approvals } from '../../../db/schema/messages.ts';
import type { Ctx } from '../../context.ts';
import { DAY } from '../../manual/jst.ts';
import type { Instant } from '../../manual/types.ts';
import type { ApprovalRow, Exceptions } from '../../views/approvals.ts';
import { readApprovals, readCircumstanceAsks, toApproval, toCircumstanceAsk } from './approval-rows.ts';

/** How long whoever asked still sees what was decided. */
const TOLD_FOR = 2 * DAY;

/** What was asked about one contact and still waits, or was decided of late. */
export async function listApprovals(ctx: Ctx, contactId: string): Promise<{ approvals: ApprovalRow[] }> {
  const [rows] = await ctx.db.read([
    readApprovals(ctx.db, and(eq(approvals.contactId, contactId), waitingOrFresh(ctx.now))),
  ]);
  return { approvals: rows.map((row) => toApproval(row, ctx.actor.id)) };
}

/** The statements that {@link toExceptions} makes Today's rows from. */
export function exceptionQueries(ctx: Pick<Ctx, 'db' | 'now'>) {
  return [readApprovals(ctx.db, waitingOrFresh(ctx.now)), readCircumstanceAsks(ctx.db)] as const;
}

/** Exceptions to approve, for a manager; for a counselor what they asked for and how it was decided. */
export function toExceptions(
  [messages, circumstances]: readonly [
    Awaited<ReturnType<typeof readApprovals>>,
    Awaited<ReturnType<typeof readCircumstanceAsks>>,
  ],
  viewer: { id: string | null; manager: boolean },
): Exceptions {
  const rows = messages.map((row) => toApproval(row, viewer.id));
  return {
    messages: rows.filter((row) =>
      row.outcome === null ? viewer.manager || row.mine : row.mine && row.outcome !== 'withdrawn',
    ),
    circumstances: viewer.manager ? circumstances.map(toCircumstanceAsk) : [],
  };
}

function waitingOrFresh(now: Instant): SQL | undefined {
  return or(isNull(approvals.outcome), gt(approvals.decidedAt, now - TOLD_FOR));
}
