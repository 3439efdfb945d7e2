import { sql } from 'drizzle-orm';
import { type Given, prepared } from '../../../db/prepared.ts';
import { inboundEvents } from '../../../db/schema/inbound.ts';
import type { Ctx } from '../../context.ts';
import type { ReceivedEvent } from '../../line/events.ts';

/**
 * Keeps all events of one webhook body, raw, in one round trip.
 * Whatever LINE delivers again under the same id is already there.
 */
export async function storeEvents(ctx: Pick<Ctx, 'db' | 'now'>, events: readonly ReceivedEvent[]) {
  await ctx.db.write([insertEvents({ events: JSON.stringify(events), receivedAt: ctx.now })]);
}

// SQLite wants a `where` before `on conflict`, or takes it for a join's.
const insertEvents = prepared((q, given: Given<{ events: string; receivedAt: number }>) =>
  q.run(sql`insert into ${inboundEvents} (id, type, raw, occurred_at, received_at)
    select value ->> 'id', value ->> 'type', value ->> 'raw', value ->> 'occurredAt', ${given.receivedAt}
    from json_each(${given.events}) where true on conflict do nothing`),
);
