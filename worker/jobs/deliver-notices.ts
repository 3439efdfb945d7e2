import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { staffNotices } from '../../db/schema/notices.ts';
import { createLineClient } from '../line/client.ts';
import type { Budget } from '../line/meter.ts';
import type { Instant } from '../manual/types.ts';
import { deliverNotices, NOTICE_SUBREQUESTS } from '../services/notice/deliver-notices.ts';
import type { World } from '../world.ts';
import { ctxOf } from './user-reminders.ts';

/** Whether the staff's outbox holds something that is due. */
export function readNoticesDue({ q }: Pick<Database, 'q'>, now: Instant) {
  return q
    .select({ one: sql<number>`1` })
    .from(staffNotices)
    .where(sql`status in ('queued', 'leased') and not_before <= ${now}`)
    .limit(1);
}

/** Sends notices to staff, with a third of what the run may still ask of the outside. `world` is metered by `budget`. */
export async function deliverNoticesMetered(
  world: World,
  budget: Budget,
): Promise<{ sent: number; failed: number }> {
  const most = Math.floor(budget.left / 3) - (NOTICE_SUBREQUESTS - 1);
  if (most < 1) return { sent: 0, failed: 0 };
  const { config, fetchLine, random, log } = world;
  const { lineApiUrl: apiUrl, lineChannelAccessToken: channelAccessToken } = config;
  const line = createLineClient({ apiUrl, channelAccessToken, fetch: fetchLine });
  return deliverNotices(ctxOf(world), { line, config, fetch: fetchLine, random, log }, most);
}
