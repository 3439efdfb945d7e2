import { eq, sql } from 'drizzle-orm';
import { reviews } from '../../../db/schema/inbound.ts';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';

/** R2: staff write what the office's review came to; it goes to the record of every client it concerns. */
export async function closeReview(
  ctx: Ctx,
  reviewId: string,
  outcome: string,
): Promise<{ closedAt: number } | Refused> {
  const { q } = ctx.db;
  const clients = sql`select cc.client_id from client_contacts cc join reviews r on r.contact_id = cc.contact_id where r.id = ${reviewId}`;
  return act(
    ctx,
    clients,
    [
      q
        .select({ contactId: reviews.contactId, name: contacts.name, closedAt: reviews.closedAt })
        .from(reviews)
        .innerJoin(contacts, eq(contacts.id, reviews.contactId))
        .where(eq(reviews.id, reviewId)),
      q
        .select({ clientId: clientContacts.clientId, relation: clientContacts.relation })
        .from(clientContacts)
        .innerJoin(reviews, eq(reviews.contactId, clientContacts.contactId))
        .where(eq(reviews.id, reviewId)),
    ],
    ([found, of]) => {
      const review = found[0];
      if (!review) return { result: refused('not-found') };
      if (review.closedAt !== null) return { result: refused('conflict') };
      return {
        result: { closedAt: ctx.now },
        writes: [
          q
            .update(reviews)
            .set({ closedAt: ctx.now, closedBy: ctx.actor.id, outcome })
            .where(sql`${reviews.id} = ${reviewId} and closed_at is null`),
        ],
        entries: of.map(({ clientId, relation }) => ({
          clientId,
          kind: 'review-closed',
          contactId: review.contactId,
          body: {
            summary: 'LINEの回数について、事業所内で検討しました',
            partner: review.name,
            relation,
            content: outcome,
            rules: ['R2'],
            refs: { review: reviewId },
          },
        })),
      };
    },
  );
}
