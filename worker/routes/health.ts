import { and, desc, isNull, min, sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { inboundEvents } from '../../db/schema/inbound.ts';
import { alerts } from '../../db/schema/messages.ts';
import { jobRuns } from '../../db/schema/office.ts';
import type { Vars } from './session-cookie.ts';

/** GET /healthz for outside monitors: instants and states only. 503 when the database can't be reached. */
export const healthRoutes = new Hono<{ Variables: Vars }>().get('/healthz', async (c) => {
  const { db, now, log } = c.var.world;
  const at = now();
  try {
    const [inbox, outbox, cron, heard, parked, alert] = await db.read([
      db.q
        .select({ oldest: min(inboundEvents.receivedAt) })
        .from(inboundEvents)
        .where(and(isNull(inboundEvents.processedAt), isNull(inboundEvents.parkedAt))),
      // Also what a run took and never ended: without cron it waits like everything else.
      db.q.all<{ oldest: number | null }>(sql`select min(oldest) as oldest from (
        select min(not_before) as oldest from messages where status = 'queued' and not_before <= ${at}
        union all select min(not_before) from messages where status = 'leased' and lease_until <= ${at})`),
      db.q
        .select({ startedAt: jobRuns.startedAt, finishedAt: jobRuns.finishedAt })
        .from(jobRuns)
        .where(sql`${jobRuns.job} = 'cron'`)
        .orderBy(desc(jobRuns.startedAt))
        .limit(1),
      // The newest row is the last in the table: no index is asked, however many there are.
      db.q.select({ last: inboundEvents.receivedAt }).from(inboundEvents).orderBy(sql`rowid desc`).limit(1),
      db.q.select({ count: sql<number>`count(*)` }).from(inboundEvents).where(sql`parked_at is not null`),
      db.q
        .select({ oldest: min(alerts.raisedAt) })
        .from(alerts)
        .where(sql`taken_at is null and kind = 'urgent'`),
    ]);
    const last = heard[0]?.last ?? null;
    return c.json({
      ok: true,
      now: at,
      oldestUnprocessedEvent: inbox[0]?.oldest ?? null,
      oldestDueMessage: outbox[0]?.oldest ?? null,
      lastCron: cron[0] ?? null,
      lastWebhook: last,
      webhookSilenceMs: last === null ? null : Math.max(0, at - last),
      parkedEvents: parked[0]?.count ?? 0,
      oldestUntakenAlert: alert[0]?.oldest ?? null,
    });
  } catch {
    log({ event: 'health-database-unreachable' });
    return c.json({ ok: false, now: at }, 503);
  }
});
