import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { alerts } from '../../../db/schema/messages.ts';
import { quotaReadings } from '../../../db/schema/office.ts';
import type { Ctx } from '../../context.ts';
import type { LineClient } from '../../line/client.ts';
import { civilDate } from '../../manual/calendar.ts';
import type { Instant } from '../../manual/types.ts';
import type { QuotaView } from '../../views/desk.ts';

export type QuotaReading = typeof quotaReadings.$inferSelect;

const OFTENEST_MS = 10 * 60_000;
const SELDOMEST_MS = 60 * 60_000;
/** Managers are told at 80 %. */
const LOW = 0.8;
/** The last of the month is kept for what people write. */
const KEPT_SHARE = 0.05;
const KEPT_AT_LEAST = 10;

/** Two requests to LINE and one batch. */
export const QUOTA_SUBREQUESTS = 3;

/** LINE counts by calendar months in Japan. */
export function quotaMonth(at: Instant): string {
  return civilDate(at).slice(0, 7);
}

/** The statement that reads what LINE last said of this month. */
export function readQuota({ q }: Database, now: Instant) {
  return q
    .select()
    .from(quotaReadings)
    .where(sql`${quotaReadings.month} = ${quotaMonth(now)}`);
}

/** Whether LINE is to be asked again: hourly, and soon after something was sent. */
export function isQuotaStale(reading: QuotaReading | undefined, now: Instant, sentNow: boolean): boolean {
  if (!reading) return true;
  return now - reading.readAt >= (sentNow ? OFTENEST_MS : SELDOMEST_MS);
}

/** Asks LINE what is left this month and keeps the answer; at 80 % managers find it among the alerts, once a month. */
export async function refreshQuota(ctx: Ctx, line: LineClient): Promise<{ read: boolean }> {
  const quota = await line.quota();
  if (quota === null) return { read: false };
  const month = quotaMonth(ctx.now);
  const row = { most: quota.limit, used: quota.used, readAt: ctx.now };
  const { q } = ctx.db;
  const low = stateOf({ month, ...row }) !== 'ok';
  await ctx.db.write([
    q
      .insert(quotaReadings)
      .values({ month, ...row })
      .onConflictDoUpdate({ target: quotaReadings.month, set: row }),
    ...(low
      ? [
          q
            .insert(alerts)
            .values({ id: ctx.newId(), kind: 'quota-low', onceKey: `quota-low:${month}`, raisedAt: ctx.now })
            .onConflictDoNothing(),
        ]
      : []),
  ]);
  return { read: true };
}

/** What is left for pushes of a run; null when LINE sets no limit or has not said. */
export interface QuotaGate {
  left: number;
  /** Little is left: what people write goes before automatic messages. */
  low: boolean;
  /** At or below this, automatic messages wait. */
  kept: number;
}

export function gateOf(reading: QuotaReading | undefined): QuotaGate | null {
  if (!reading || reading.most === null) return null;
  return {
    left: reading.most - reading.used,
    low: (reading.most - reading.used) * 5 <= reading.most,
    kept: Math.max(KEPT_AT_LEAST, Math.ceil(reading.most * KEPT_SHARE)),
  };
}

export function quotaView(reading: QuotaReading | undefined): QuotaView | null {
  if (!reading) return null;
  const { most, used, readAt, month } = reading;
  return {
    month,
    limit: most,
    used,
    left: most === null ? null : Math.max(0, most - used),
    readAt,
    state: stateOf(reading),
  };
}

function stateOf({ most, used }: QuotaReading): QuotaView['state'] {
  if (most === null || used < most * LOW) return 'ok';
  return used >= most ? 'out' : 'low';
}
