import { eq, sql } from 'drizzle-orm';
import { approvals } from '../../../db/schema/messages.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { PURPOSE_SAID } from '../message/say-purpose.ts';
import { act } from '../record/act.ts';

/** Whoever asked a manager, and nobody else, takes it back: to write anew or because the phone was answered after all. */
export async function withdrawApproval(ctx: Ctx, id: string): Promise<{ id: string } | Refused> {
  const { q } = ctx.db;
  return act(
    ctx,
    sql`select client_id from approvals where id = ${id}`,
    [q.select().from(approvals).where(eq(approvals.id, id))],
    ([found]) => {
      const asked = found[0];
      if (!asked) return { result: refused('not-found') };
      if (asked.askedBy !== ctx.actor.id) return { result: refused('forbidden') };
      if (asked.outcome === 'withdrawn') return { result: { id } };
      if (asked.outcome !== null)
        return {
          result: refused('conflict', { detail: 'すでに決まっています。画面を読み直してください。' }),
        };
      return {
        result: { id },
        writes: [
          q
            .update(approvals)
            .set({ outcome: 'withdrawn', decidedBy: ctx.actor.id, decidedAt: ctx.now })
            .where(eq(approvals.id, id)),
        ],
        entries: [
          {
            clientId: asked.clientId,
            kind: 'approval-withdrawn',
            caseId: asked.caseId,
            contactId: asked.contactId,
            body: {
              summary: `LINE「${PURPOSE_SAID[asked.purpose]}」の承認のお願いを取り下げました`,
              refs: { approval: id },
            },
          },
        ],
      };
    },
  );
}
