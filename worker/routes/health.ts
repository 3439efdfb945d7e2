import { and, desc, isNull, min, sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { inboundEvents, jobRuns, messages } from '../../db/schema.ts';
import type { Vars } from './session-cookie.ts';

/** GET /healthz for outside monitors: instants and states only. 503 when the database can't be reached. */
export const healthRoutes = new Hono<{ Variables: Vars }>().get('/healthz', async (c) => {
  const { db, now, log } = c.var.world;
  const at = now();
  try {
    const [inbox, outbox, cron, heard] = await db.read([
      db.q
        .select({ oldest: min(inboundEvents.receivedAt) })
        .from(inboundEvents)
        .where(and(isNull(inboundEvents.processedAt), isNull(inboundEvents.parkedAt))),
      db.q
        .select({ oldest: min(messages.notBefore) })
        .from(messages)
        .where(sql`${messages.status} = 'queued' and ${messages.notBefore} <= ${at}`),
      db.q
        .select({ startedAt: jobRuns.startedAt, finishedAt: jobRuns.finishedAt })
        .from(jobRuns)
        .orderBy(desc(jobRuns.startedAt))
        .limit(1),
      db.q
        .select({ last: inboundEvents.receivedAt })
        .from(inboundEvents)
        .orderBy(desc(inboundEvents.receivedAt))
        .limit(1),
    ]);
    return c.json({
      ok: true,
      now: at,
      oldestUnprocessedEvent: inbox[0]?.oldest ?? null,
      oldestDueMessage: outbox[0]?.oldest ?? null,
      lastCron: cron[0] ?? null,
      lastWebhook: heard[0]?.last ?? null,
    });
  } catch {
    log({ event: 'health-database-unreachable' });
    return c.json({ ok: false, now: at }, 503);
  }
});
