import { sql } from 'drizzle-orm';
import type { Statement } from '../../../db/client.ts';
import { alerts } from '../../../db/schema/messages.ts';
import type { Ctx } from '../../context.ts';

/** So often staff are told of one alert every ten minutes (RX); after that more seldom, until somebody takes it. */
export const OFTEN = 6;

/**
 * RX: urgent words raise an alert for staff, at any hour. More of them from the same person join the alert that
 * is open, and staff are told again at once.
 */
export function raiseUrgent(
  { db, now, newId }: Pick<Ctx, 'db' | 'now' | 'newId'>,
  about: { lineUserId: string; contactId: string | null } & (
    | { inboundMessageId: string }
    | { answerId: string }
    | { wishId: string }
  ),
): Statement {
  return db.q
    .insert(alerts)
    .values({ ...about, id: newId(), kind: 'urgent', raisedAt: now, nextPushAt: now })
    .onConflictDoUpdate({
      target: alerts.lineUserId,
      targetWhere: sql`kind = 'urgent' and taken_at is null`,
      set: {
        ...about,
        messages: sql`${alerts.messages} + 1`,
        nextPushAt: now,
        pushes: sql`min(${alerts.pushes}, ${OFTEN - 1})`,
      },
    });
}
