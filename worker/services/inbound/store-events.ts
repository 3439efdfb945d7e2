import { inboundEvents } from '../../../db/schema/inbound.ts';
import type { Ctx } from '../../context.ts';
import type { ReceivedEvent } from '../../line/events.ts';

const ROWS_PER_INSERT = 500;

/**
 * Keeps all events of one webhook body, raw, in one round trip.
 * Whatever LINE delivers again under the same id is already there.
 */
export async function storeEvents(ctx: Pick<Ctx, 'db' | 'now'>, events: readonly ReceivedEvent[]) {
  const rows = events.map((event) => ({ ...event, receivedAt: ctx.now }));
  const inserts = [];
  for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) {
    const some = rows.slice(at, at + ROWS_PER_INSERT);
    inserts.push(ctx.db.q.insert(inboundEvents).values(some).onConflictDoNothing());
  }
  await ctx.db.write(inserts);
}
