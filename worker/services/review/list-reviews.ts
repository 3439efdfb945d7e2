import { eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { reviews } from '../../../db/schema/inbound.ts';
import { contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { ReviewEvidence, ReviewRow } from '../../views/desk.ts';

/** The statement that reads the open review cards (R2), oldest first. */
export function readReviews({ q }: Database) {
  return q
    .select({
      id: reviews.id,
      contactId: reviews.contactId,
      contactName: contacts.name,
      clients: sql<string>`(select json_group_array(json_object('id', c.id, 'name', c.name, 'kana', c.kana)) from client_contacts cc join clients c on c.id = cc.client_id where cc.contact_id = ${reviews.contactId})`,
      openedAt: reviews.openedAt,
      evidence: reviews.evidence,
    })
    .from(reviews)
    .innerJoin(contacts, eq(contacts.id, reviews.contactId))
    .where(isNull(reviews.closedAt))
    .orderBy(reviews.openedAt);
}

export function toReview(row: Awaited<ReturnType<typeof readReviews>>[number]): ReviewRow {
  return {
    ...row,
    clients: JSON.parse(row.clients) as ReviewRow['clients'],
    evidence: JSON.parse(row.evidence) as ReviewEvidence,
  };
}

/** The open review cards, one at most for each contact (R2). */
export async function listReviews(ctx: Ctx): Promise<{ reviews: ReviewRow[] }> {
  const [rows] = await ctx.db.read([readReviews(ctx.db)]);
  return { reviews: rows.map(toReview) };
}
