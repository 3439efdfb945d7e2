import { and, eq } from 'drizzle-orm';
import { cases, feedLinks, participants } from '../../../db/schema/cases.ts';
import { contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { HOUR } from '../../manual/jst.ts';
import type { Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { sha256 } from '../record/chain.ts';

/** A private link to one meeting's .ics, for an hour: calendars fetch without our cookie. Only its hash is stored. */
export async function createFeedLink(
  ctx: Ctx,
  input: { caseId: string; lineUserId: string; token: string },
): Promise<{ expiresAt: Instant } | Refused> {
  const { q } = ctx.db;
  const [found] = await ctx.db.read([
    q
      .select({ contactId: contacts.id })
      .from(participants)
      .innerJoin(cases, eq(cases.id, participants.caseId))
      .innerJoin(contacts, eq(contacts.id, participants.contactId))
      .where(
        and(
          eq(participants.caseId, input.caseId),
          eq(contacts.lineUserId, input.lineUserId),
          eq(cases.status, 'confirmed'),
        ),
      ),
  ]);
  const mine = found[0];
  if (!mine) return refused('not-found');
  const expiresAt = ctx.now + HOUR;
  await ctx.db.write([
    q.insert(feedLinks).values({
      id: ctx.newId(),
      tokenHash: await sha256(input.token),
      contactId: mine.contactId,
      caseId: input.caseId,
      createdAt: ctx.now,
      expiresAt,
    }),
  ]);
  return { expiresAt };
}
