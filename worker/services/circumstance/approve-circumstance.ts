import { eq, sql } from 'drizzle-orm';
import { circumstances } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';

/** A manager approves a 特別な事情; from now until its review date the phone is not asked for (R0, R3). */
export async function approveCircumstance(ctx: Ctx, id: string): Promise<{ approvedAt: number } | Refused> {
  const { q } = ctx.db;
  return act(
    ctx,
    sql`select client_id from circumstances where id = ${id}`,
    [q.select().from(circumstances).where(eq(circumstances.id, id))],
    ([found]) => {
      const asked = found[0];
      if (!asked) return { result: refused('not-found') };
      if (asked.approvedAt !== null) return { result: { approvedAt: asked.approvedAt } };
      return {
        result: { approvedAt: ctx.now },
        writes: [
          q
            .update(circumstances)
            .set({ approvedAt: ctx.now, approvedBy: ctx.actor.id })
            .where(eq(circumstances.id, id)),
        ],
        entries: [
          {
            clientId: asked.clientId,
            kind: 'circumstance-approved',
            contactId: asked.contactId,
            body: {
              summary: '特別な事情を承認しました',
              reason: asked.reason,
              nextDue: asked.reviewOn,
              rules: ['R0', 'R3'],
            },
          },
        ],
      };
    },
  );
}
