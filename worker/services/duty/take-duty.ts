import { eq, sql } from 'drizzle-orm';
import { messageIncludes } from '../../../db/client.ts';
import { replyDuties } from '../../../db/schema/inbound.ts';
import { clientContacts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';

/** R12: a member of staff takes a duty to answer over, so that two don't write. The first one wins; it stays open until answered. */
export async function takeDuty(ctx: Ctx, dutyId: string): Promise<{ takenAt: number } | Refused> {
  const { q } = ctx.db;
  const clients = sql`select cc.client_id from client_contacts cc join reply_duties d on d.contact_id = cc.contact_id where d.id = ${dutyId}`;
  const taking = act(
    ctx,
    clients,
    [
      q
        .select({
          contactId: replyDuties.contactId,
          clearedAt: replyDuties.clearedAt,
          takenAt: replyDuties.takenAt,
          takenBy: replyDuties.takenBy,
          takenByName: staff.name,
        })
        .from(replyDuties)
        .leftJoin(staff, eq(staff.id, replyDuties.takenBy))
        .where(eq(replyDuties.id, dutyId)),
      q
        .select({ clientId: clientContacts.clientId })
        .from(clientContacts)
        .where(sql`${clientContacts.clientId} in (${clients})`)
        .groupBy(clientContacts.clientId),
    ],
    ([found, of]) => {
      const duty = found[0];
      if (!duty) return { result: refused('not-found') };
      if (duty.clearedAt !== null)
        return { result: refused('conflict', { detail: 'この連絡への返信は、もう終わっています。' }) };
      if (duty.takenAt !== null && duty.takenBy === ctx.actor.id)
        return { result: { takenAt: duty.takenAt } };
      if (duty.takenAt !== null) {
        const who = duty.takenByName ?? 'ほかの職員';
        return { result: refused('conflict', { detail: `${who}さんが引き受けています。` }) };
      }
      return {
        result: { takenAt: ctx.now },
        writes: [
          q
            .update(replyDuties)
            .set({ takenAt: ctx.now, takenBy: ctx.actor.id })
            .where(eq(replyDuties.id, dutyId)),
        ],
        entries: of.map(({ clientId }) => ({
          clientId,
          kind: 'duty-taken',
          contactId: duty.contactId,
          body: { summary: '返信を引き受けました', rules: ['R12'], refs: { duty: dutyId } },
        })),
      };
    },
  ); // A duty of somebody the office doesn't know has no record to be first in: the trigger decides.
  return taking.catch((error: unknown) => {
    if (messageIncludes(error, 'reply_duties_taken_once'))
      return refused('conflict', { detail: 'ほかの職員が引き受けています。' });
    throw error;
  });
}
