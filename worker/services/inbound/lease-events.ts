import { sql } from 'drizzle-orm';
import { inboundEvents } from '../../../db/schema/inbound.ts';
import type { Ctx } from '../../context.ts';

const LEASE_MS = 60_000;
/** An event that was leased so often and never ended has stopped its Worker each time. */
const LEASES_AT_MOST = 20;

export type LeasedEvent = Pick<
  typeof inboundEvents.$inferSelect,
  'id' | 'type' | 'raw' | 'occurredAt' | 'receivedAt' | 'attempts'
>;

/** Takes up to `limit` waiting events, oldest first, so that nobody else works on them. One round trip. */
export async function leaseEvents(ctx: Pick<Ctx, 'db' | 'now'>, limit: number): Promise<LeasedEvent[]> {
  const { q } = ctx.db;
  // Written out, not bound: SQLite uses a partial index only for conditions it can read.
  const waiting = sql`processed_at is null and parked_at is null and (lease_until is null or lease_until <= ${ctx.now})`;
  const [, leased] = await ctx.db.write([
    q
      .update(inboundEvents)
      .set({ parkedAt: ctx.now, leaseUntil: null })
      .where(sql`${waiting} and attempts >= ${LEASES_AT_MOST}`),
    q
      .update(inboundEvents)
      .set({ leaseUntil: ctx.now + LEASE_MS, attempts: sql`${inboundEvents.attempts} + 1` })
      .where(
        sql`${inboundEvents.id} in (select id from inbound_events where ${waiting} order by received_at limit ${limit})`,
      )
      .returning({
        id: inboundEvents.id,
        type: inboundEvents.type,
        raw: inboundEvents.raw,
        occurredAt: inboundEvents.occurredAt,
        receivedAt: inboundEvents.receivedAt,
        attempts: inboundEvents.attempts,
      }),
  ]);
  return leased.sort((a, b) => a.occurredAt - b.occurredAt || a.receivedAt - b.receivedAt);
}
