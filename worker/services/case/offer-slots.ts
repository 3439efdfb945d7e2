import { eq, sql } from 'drizzle-orm';
import { cases, slots } from '../../../db/schema/cases.ts';
import type { Ctx } from '../../context.ts';
import { sayMeeting } from '../../manual/say.ts';
import type { Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';
import { clientOfCase } from './client-of-case.ts';
import { DIARY_QUERIES, diaryQueries, diaryRowsOf, toDiary } from './read-diary.ts';
import { clashesOf } from './suggest-times.ts';

/**
 * Offers times to choose from. The same time twice is one offer; past times are refused, and one that overlaps
 * another meeting or offer of the counselor goes only from somebody who has read so (`knowing`).
 */
export async function offerSlots(
  ctx: Ctx,
  caseId: string,
  offered: readonly { startsAt: Instant; endsAt: Instant; place: string }[],
  knowing = false,
): Promise<{ ids: string[] } | Refused> {
  if (offered.some((s) => s.startsAt <= ctx.now))
    return refused('bad-input', { fields: { startsAt: '過ぎた日時は候補にできません。' } });
  if (offered.some((s) => s.endsAt <= s.startsAt))
    return refused('bad-input', { fields: { endsAt: '終わりの時刻は、始まりより後にしてください。' } });
  const { q } = ctx.db;
  const rows = offered.map((s) => ({ ...s, id: ctx.newId(), caseId, offeredAt: ctx.now }));
  return act(
    ctx,
    clientOfCase(caseId),
    [
      ...diaryQueries(ctx.db, caseId, ctx.now),
      q.select().from(slots).where(eq(slots.caseId, caseId)),
    ] as const,
    (all) => {
      const known = all[DIARY_QUERIES];
      const read = toDiary(diaryRowsOf(all, 0), ctx.now);
      if (!read) return { result: refused('not-found') };
      const { theCase, diary } = read;
      if (theCase.status !== 'open') return { result: refused('case-closed') };
      const overlapping = rows.flatMap((time) =>
        clashesOf(time, diary).filter((each) => each.kind === 'overlap' || each.kind === 'offered'),
      );
      if (overlapping.length > 0 && !knowing)
        return {
          result: refused('slots-overlap', {
            detail: [...new Set(overlapping.map((each) => `${each.words}。`))].join(''),
          }),
        };
      const idOf = (s: (typeof rows)[number]) =>
        known.find((k) => k.startsAt === s.startsAt && k.endsAt === s.endsAt)?.id ?? s.id;
      return {
        result: { ids: rows.map(idOf) },
        writes: rows.map((s) =>
          q
            .insert(slots)
            .values(s)
            .onConflictDoUpdate({
              target: [slots.caseId, slots.startsAt, slots.endsAt],
              set: { place: s.place, closedAt: null, offeredAt: ctx.now },
            }),
        ),
        entries: [
          {
            clientId: theCase.clientId,
            kind: 'slots-offered',
            caseId,
            body: {
              summary: `候補の日時を${rows.length}件あげました`,
              content: rows.map((s) => `${sayMeeting(s.startsAt, s.endsAt)}（${s.place}）`).join('\n'),
            },
          },
        ],
      };
    },
  );
}

/** Takes an offered time back; one that was confirmed stays. */
export async function withdrawSlot(ctx: Ctx, slotId: string): Promise<{ id: string } | Refused> {
  const { q } = ctx.db;
  return act(
    ctx,
    sql`select c.client_id from cases c join slots s on s.case_id = c.id where s.id = ${slotId}`,
    [
      q
        .select({
          caseId: slots.caseId,
          clientId: cases.clientId,
          startsAt: slots.startsAt,
          endsAt: slots.endsAt,
          closedAt: slots.closedAt,
          confirmed: cases.confirmedSlotId,
        })
        .from(slots)
        .innerJoin(cases, eq(cases.id, slots.caseId))
        .where(eq(slots.id, slotId)),
    ],
    ([found]) => {
      const slot = found[0];
      if (!slot) return { result: refused('not-found') };
      if (slot.confirmed === slotId) return { result: refused('already-confirmed') };
      if (slot.closedAt !== null) return { result: { id: slotId } };
      return {
        result: { id: slotId },
        writes: [q.update(slots).set({ closedAt: ctx.now }).where(eq(slots.id, slotId))],
        entries: [
          {
            clientId: slot.clientId,
            kind: 'slot-withdrawn',
            caseId: slot.caseId,
            body: { summary: '候補の日時を取り下げました', content: sayMeeting(slot.startsAt, slot.endsAt) },
          },
        ],
      };
    },
  );
}
