import { eq, type SQL, sql } from 'drizzle-orm';
import { reviews } from '../../../db/schema/inbound.ts';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { civilDate } from '../../manual/jst.ts';
import { sayDate } from '../../manual/say.ts';
import type { CivilDate } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';

export interface ReviewOutcome {
  outcome: string;
  /** What was agreed with the person, in words; it stands where staff reach for LINE until it is ended. */
  agreed?: string | undefined;
  /** When people look at it again: whatever is agreed is looked at again. */
  lookOn?: CivilDate | undefined;
}

/**
 * R2: staff write what the office's review came to; it goes to the record of every client it concerns. What an
 * earlier review of this contact agreed ends here: one agreement at a time.
 */
export async function closeReview(
  ctx: Ctx,
  reviewId: string,
  { outcome, agreed, lookOn }: ReviewOutcome,
): Promise<{ closedAt: number } | Refused> {
  const wrong = wrongLook(ctx, agreed, lookOn);
  if (wrong) return wrong;
  const { q } = ctx.db;
  return act(ctx, clientsOfReview(reviewId), reviewQueries(ctx, reviewId), ([found, of]) => {
    const review = found[0];
    if (!review) return { result: refused('not-found') };
    if (review.closedAt !== null) return { result: refused('conflict') };
    const earlier = sql`contact_id = ${review.contactId} and id <> ${reviewId} and look_on is not null and ended_at is null`;
    return {
      result: { closedAt: ctx.now },
      writes: [
        settleLooks(ctx, sql`select id from reviews where ${earlier}`),
        q.update(reviews).set({ endedAt: ctx.now, endedBy: ctx.actor.id }).where(earlier),
        q
          .update(reviews)
          .set({
            ...{ closedAt: ctx.now, closedBy: ctx.actor.id, outcome },
            ...{ agreed: agreed ?? null, lookOn: lookOn ?? null },
          })
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
          content: agreed ? `${outcome}\n取りきめ：${agreed}` : outcome,
          rules: ['R2'],
          ...nextLook(lookOn),
          refs: { review: reviewId },
        },
      })),
    };
  });
}

/** Whose chains an act on a review extends. */
export function clientsOfReview(reviewId: string): SQL {
  return sql`select cc.client_id from client_contacts cc join reviews r on r.contact_id = cc.contact_id where r.id = ${reviewId}`;
}

/** A review with its contact, and the clients whose contact it is. */
export function reviewQueries({ db: { q } }: Ctx, reviewId: string) {
  return [
    q
      .select({
        contactId: reviews.contactId,
        name: contacts.name,
        closedAt: reviews.closedAt,
        lookOn: reviews.lookOn,
        agreed: reviews.agreed,
        endedAt: reviews.endedAt,
      })
      .from(reviews)
      .innerJoin(contacts, eq(contacts.id, reviews.contactId))
      .where(eq(reviews.id, reviewId)),
    q
      .select({ clientId: clientContacts.clientId, relation: clientContacts.relation })
      .from(clientContacts)
      .innerJoin(reviews, eq(reviews.contactId, clientContacts.contactId))
      .where(eq(reviews.id, reviewId)),
  ] as const;
}

/** The open tasks that ask for a look at these reviews are done with it. */
export function settleLooks({ db: { q }, now, actor }: Ctx, reviewIds: SQL) {
  return q.run(
    sql`update tasks set done_at = ${now}, done_by = ${actor.id} where done_at is null and why = 'review-look'
      and substr(once_key, 13, instr(substr(once_key, 13), ':') - 1) in (${reviewIds})`,
  );
}

/** Why a next look can't be as it was asked for. */
export function wrongLook(
  ctx: Ctx,
  agreed: string | undefined,
  lookOn: CivilDate | undefined,
): Refused | null {
  if (agreed && !lookOn)
    return refused('bad-input', { fields: { lookOn: '取りきめには、見直す日を決めてください。' } });
  if (lookOn && lookOn <= civilDate(ctx.now))
    return refused('bad-input', { fields: { lookOn: '明日か、それより後の日を選んでください。' } });
  return null;
}

/** What a record entry says of the next look. */
export function nextLook(lookOn: CivilDate | undefined): { nextAction?: string; nextDue?: CivilDate } {
  return lookOn ? { nextAction: `取りきめの見直し（${sayDate(lookOn)}）`, nextDue: lookOn } : {};
}
