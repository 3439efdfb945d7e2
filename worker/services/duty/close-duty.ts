import { eq, sql } from 'drizzle-orm';
import { replyDuties } from '../../../db/schema/inbound.ts';
import { clientContacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';

/** Closes a duty to answer without a reply: only with a written reason, which goes into the record (R12). */
export async function closeDuty(
  ctx: Ctx,
  dutyId: string,
  reason: string,
): Promise<{ closedAt: number } | Refused> {
  const { q } = ctx.db;
  const clients = sql`select cc.client_id from client_contacts cc join reply_duties d on d.contact_id = cc.contact_id where d.id = ${dutyId}`;
  return act(
    ctx,
    clients,
    [
      q.select().from(replyDuties).where(eq(replyDuties.id, dutyId)),
      q
        .select({ clientId: clientContacts.clientId })
        .from(clientContacts)
        .where(sql`${clientContacts.clientId} in (${clients})`)
        .groupBy(clientContacts.clientId),
    ],
    ([found, of]) => {
      const duty = found[0];
      if (!duty) return { result: refused('not-found') };
      if (duty.clearedAt !== null) return { result: { closedAt: duty.clearedAt } };
      return {
        result: { closedAt: ctx.now },
        writes: [
          q
            .update(replyDuties)
            .set({ clearedAt: ctx.now, clearedBy: 'closed', clearedRef: ctx.actor.id, closeReason: reason })
            .where(eq(replyDuties.id, dutyId)),
        ],
        entries: of.map(({ clientId }) => ({
          clientId,
          kind: 'duty-closed',
          contactId: duty.contactId,
          body: { summary: '返信せずに閉じました', reason, rules: ['R12'], refs: { duty: dutyId } },
        })),
      };
    },
  );
}
