import { and, eq, isNull, sql } from 'drizzle-orm';
import { reviews } from '../../../db/schema/inbound.ts';
import type { Ctx } from '../../context.ts';
import type { CivilDate } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';
import { clientsOfReview, nextLook, reviewQueries, settleLooks, wrongLook } from './close-review.ts';

export interface AnotherLook {
  /** It goes on, perhaps in other words, or it ends. */
  decision: 'go-on' | 'end';
  note: string;
  agreed?: string | undefined;
  lookOn?: CivilDate | undefined;
  /** The date of the look as whoever decides saw it. */
  seenLookOn: CivilDate;
}

/** R2: people looked again at what a review agreed: it goes on until another day, or it ends; the record says which. */
export async function lookAgain(
  ctx: Ctx,
  reviewId: string,
  { decision, note, agreed, lookOn, seenLookOn }: AnotherLook,
): Promise<{ lookOn: CivilDate | null } | Refused> {
  const goesOn = decision === 'go-on';
  if (goesOn && !lookOn)
    return refused('bad-input', { fields: { lookOn: '次に見直す日を決めてください。' } });
  const wrong = goesOn ? wrongLook(ctx, agreed, lookOn) : null;
  if (wrong) return wrong;
  const { q } = ctx.db;
  return act(ctx, clientsOfReview(reviewId), reviewQueries(ctx, reviewId), ([found, of]) => {
    const review = found[0];
    if (!review || review.lookOn === null) return { result: refused('not-found') };
    if (review.endedAt !== null || review.lookOn !== seenLookOn)
      return { result: refused('conflict', { detail: 'ほかの職員が、先に見直しました。' }) };
    const next = goesOn ? lookOn : undefined;
    return {
      result: { lookOn: next ?? null },
      writes: [
        settleLooks(ctx, sql`${reviewId}`),
        q
          .update(reviews)
          .set(
            goesOn
              ? { agreed: agreed ?? null, lookOn: lookOn ?? null }
              : { endedAt: ctx.now, endedBy: ctx.actor.id },
          )
          .where(and(eq(reviews.id, reviewId), isNull(reviews.endedAt), eq(reviews.lookOn, seenLookOn))),
      ],
      entries: of.map(({ clientId, relation }) => ({
        clientId,
        kind: 'review-looked',
        contactId: review.contactId,
        body: {
          summary: goesOn ? 'LINEの取りきめを見直し、続けることにしました' : 'LINEの取りきめを終えました',
          partner: review.name,
          relation,
          content: [note, ...(goesOn && agreed ? [`取りきめ：${agreed}`] : [])].join('\n'),
          rules: ['R2'],
          ...nextLook(next),
          refs: { review: reviewId },
        },
      })),
    };
  });
}
