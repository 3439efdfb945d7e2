import { eq, sql } from 'drizzle-orm';
import { inboundEvents } from '../../../db/schema/inbound.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';

/** Lets an event that was parked after its tries wait anew; cron or the next webhook takes it up. */
export async function retryParked(ctx: Ctx, eventId: string): Promise<{ waiting: true } | Refused> {
  const { q } = ctx.db;
  const [found] = await ctx.db.read([
    q.select({ parkedAt: inboundEvents.parkedAt }).from(inboundEvents).where(eq(inboundEvents.id, eventId)),
  ]);
  if (found[0]?.parkedAt == null) return refused('not-found');
  await ctx.db.write([
    q
      .update(inboundEvents)
      .set({ parkedAt: null, attempts: 0, leaseUntil: null })
      .where(sql`${inboundEvents.id} = ${eventId} and parked_at is not null`),
  ]);
  return { waiting: true };
}
