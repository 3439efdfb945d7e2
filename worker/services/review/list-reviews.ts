import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { reviews } from '../../../db/schema/inbound.ts';
import { contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { AgreementRow, ReviewEvidence, ReviewRow } from '../../views/desk.ts';

const WHOSE = sql<string>`(select json_group_array(json_object('id', c.id, 'name', c.name, 'kana', c.kana)) from client_contacts cc join clients c on c.id = cc.client_id where cc.contact_id = ${reviews.contactId})`;

/** The statement that reads the open review cards (R2), oldest first. */
export function readReviews({ q }: Database) {
  return q
    .select({
      id: reviews.id,
      contactId: reviews.contactId,
      contactName: contacts.name,
      clients: WHOSE,
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

/** The statement that reads what reviews agreed and people will look at again (R2), the next first. */
export function readAgreements({ q }: Database, where?: SQL) {
  return q
    .select({
      reviewId: reviews.id,
      contactId: reviews.contactId,
      contactName: contacts.name,
      clients: WHOSE,
      closedAt: sql<number>`${reviews.closedAt}`,
      outcome: sql<string>`${reviews.outcome}`,
      agreed: reviews.agreed,
      lookOn: sql<string>`${reviews.lookOn}`,
    })
    .from(reviews)
    .innerJoin(contacts, eq(contacts.id, reviews.contactId))
    .where(and(isNotNull(reviews.lookOn), isNull(reviews.endedAt), where))
    .orderBy(reviews.lookOn);
}

export function toAgreement(row: Awaited<ReturnType<typeof readAgreements>>[number]): AgreementRow {
  return { ...row, clients: JSON.parse(row.clients) as AgreementRow['clients'] };
}

/** The open review cards, one at most for each contact (R2), and what earlier ones agreed. */
export async function listReviews(ctx: Ctx): Promise<{ reviews: ReviewRow[]; agreements: AgreementRow[] }> {
  const [rows, agreements] = await ctx.db.read([readReviews(ctx.db), readAgreements(ctx.db)]);
  return { reviews: rows.map(toReview), agreements: agreements.map(toAgreement) };
}
