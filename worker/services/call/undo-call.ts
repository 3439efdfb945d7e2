import { eq, sql } from 'drizzle-orm';
import { calls } from '../../../db/schema/cases.ts';
import { replyDuties } from '../../../db/schema/inbound.ts';
import type { Ctx } from '../../context.ts';
import { MINUTE } from '../../manual/jst.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';
import { dropDraftOf } from '../record/draft-rows.ts';
import { OUTCOME_SAID } from './log-call.ts';

const UNDO_MINUTES = 10;

/** Takes a mistaken tap back while it is fresh. The entry stays; a new one says that it was taken back (R5). */
export async function undoCall(ctx: Ctx, callId: string): Promise<{ undoneAt: number } | Refused> {
  const { q } = ctx.db;
  return act(
    ctx,
    sql`select client_id from calls where id = ${callId}`,
    [q.select().from(calls).where(eq(calls.id, callId))],
    ([found]) => {
      const call = found[0];
      if (!call) return { result: refused('not-found') };
      if (call.undoneAt !== null) return { result: { undoneAt: call.undoneAt } };
      if (ctx.now - call.calledAt > UNDO_MINUTES * MINUTE)
        return {
          result: refused('conflict', { detail: '10分を過ぎた記録は、訂正として書き足してください。' }),
        };
      return {
        result: { undoneAt: ctx.now },
        writes: [
          q.update(calls).set({ undoneAt: ctx.now }).where(eq(calls.id, callId)),
          q
            .update(replyDuties)
            .set({ clearedAt: null, clearedBy: null, clearedRef: null })
            .where(eq(replyDuties.clearedRef, callId)),
          dropDraftOf(ctx, 'call', callId),
        ],
        entries: [
          {
            clientId: call.clientId,
            kind: 'call-undone',
            caseId: call.caseId,
            contactId: call.contactId,
            body: {
              summary: `電話の記録「${OUTCOME_SAID[call.outcome]}」を取り消しました`,
              refs: { call: callId },
            },
          },
        ],
      };
    },
  );
}
