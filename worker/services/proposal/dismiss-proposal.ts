import { eq, sql } from 'drizzle-orm';
import { monitoringProposals } from '../../../db/schema/notices.ts';
import type { Ctx } from '../../context.ts';
import { sayMonth } from '../../manual/say.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';

/** Staff decide that no case is opened for a proposed monitoring; why goes to the record. */
export async function dismissProposal(
  ctx: Ctx,
  proposalId: string,
  reason: string,
): Promise<{ settledAt: number } | Refused> {
  const { q } = ctx.db;
  const one = eq(monitoringProposals.id, proposalId);
  return act(
    ctx,
    sql`select client_id from monitoring_proposals where id = ${proposalId}`,
    [q.select().from(monitoringProposals).where(one)],
    ([found]) => {
      const proposal = found[0];
      if (!proposal) return { result: refused('not-found') };
      if (proposal.settledAt !== null) return { result: refused('conflict') };
      const { clientId, month } = proposal;
      return {
        result: { settledAt: ctx.now },
        writes: [
          q
            .update(monitoringProposals)
            .set({ settledAt: ctx.now, settledBy: ctx.actor.id, dismissReason: reason })
            .where(sql`${one} and settled_at is null`),
        ],
        entries: [
          {
            clientId,
            kind: 'proposal-dismissed',
            body: {
              summary: `${sayMonth(month)}のモニタリングの日程調整を、今は始めません`,
              reason,
              rules: ['R7'],
            },
          },
        ],
      };
    },
  );
}
