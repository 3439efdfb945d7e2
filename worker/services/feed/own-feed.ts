import { eq, sql } from 'drizzle-orm';
import { isOvertaken } from '../../../db/client.ts';
import { calendarFeeds } from '../../../db/schema/notices.ts';
import { contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { OwnFeed } from '../../views/feeds.ts';
import { sha256 } from '../record/chain.ts';

/** Whose calendar it is: a member of staff's own meetings, or those a contact takes part in. */
export type FeedOwner = { staffId: string; lineUserId: string } | { lineUserId: string };

/** Whether the owner's calendar has an address now. The address itself was shown once and is kept as a hash. */
export async function viewOwnFeed(ctx: Ctx, owner: FeedOwner): Promise<OwnFeed> {
  const [rows] = await ctx.db.read([readLiving(ctx, owner)]);
  return { createdAt: rows[0]?.createdAt ?? null };
}

/** Makes a new private address; the one before stops at once. */
export async function createOwnFeed(
  ctx: Ctx,
  owner: FeedOwner,
  token: string,
): Promise<{ createdAt: Instant } | Refused> {
  const { q } = ctx.db;
  const [, me] = await ctx.db.read([
    readLiving(ctx, owner),
    q.select({ id: contacts.id }).from(contacts).where(eq(contacts.lineUserId, owner.lineUserId)),
  ]);
  const staffId = 'staffId' in owner ? owner.staffId : null;
  const contactId = staffId === null ? (me[0]?.id ?? null) : null;
  if (staffId === null && contactId === null) return refused('not-found');
  const { lineUserId } = owner;
  try {
    await ctx.db.write([
      revokeLiving(ctx, owner),
      q.insert(calendarFeeds).values({
        id: ctx.newId(),
        tokenHash: await sha256(token),
        staffId,
        contactId,
        lineUserId,
        createdAt: ctx.now,
      }),
    ]);
  } catch (error) {
    if (isOvertaken(error)) return refused('conflict');
    throw error;
  }
  return { createdAt: ctx.now };
}

/** Ends the address at once; ending it twice is no error. */
export async function revokeOwnFeed(ctx: Ctx, owner: FeedOwner): Promise<OwnFeed> {
  await ctx.db.read([readLiving(ctx, owner)]);
  await ctx.db.write([revokeLiving(ctx, owner)]);
  return { createdAt: null };
}

function readLiving(ctx: Ctx, owner: FeedOwner) {
  return ctx.db.q
    .select({ createdAt: calendarFeeds.createdAt })
    .from(calendarFeeds)
    .where(living(owner))
    .limit(1);
}

function revokeLiving(ctx: Ctx, owner: FeedOwner) {
  return ctx.db.q.update(calendarFeeds).set({ revokedAt: ctx.now }).where(living(owner));
}

function living(owner: FeedOwner) {
  const whose =
    'staffId' in owner
      ? sql`staff_id = ${owner.staffId}`
      : sql`contact_id in (select id from contacts where line_user_id = ${owner.lineUserId})`;
  return sql`${whose} and revoked_at is null`;
}
