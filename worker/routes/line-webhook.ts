import { Hono } from 'hono';
import { tellAfterInbox } from '../jobs/chores.ts';
import { readWebhook } from '../line/events.ts';
import { metered } from '../line/meter.ts';
import { isSignedByLine } from '../line/signature.ts';
import { ProblemError, refused } from '../problem.ts';
import { processEvents } from '../services/inbound/process-events.ts';
import { storeEvents } from '../services/inbound/store-events.ts';
import type { Vars } from './session-cookie.ts';

const MAX_BODY = 1024 * 1024;

/**
 * POST /line/webhook: signature over the raw bytes first, then everything is stored raw in one round trip,
 * then 200. What the events mean is worked out after the answer, and by cron when that is cut off.
 */
export const lineWebhook = new Hono<{ Variables: Vars }>().post('/', async (c) => {
  const { world } = c.var;
  const body = await readUpTo(c.req.raw, MAX_BODY);
  if (!body) throw new ProblemError(refused('too-large'));
  const signature = c.req.header('x-line-signature');
  if (!(await isSignedByLine(body, signature, world.config.lineChannelSecret))) {
    world.log({ event: 'webhook-unsigned', bytes: body.length });
    throw new ProblemError(refused('token-invalid'));
  }
  const now = world.now();
  const events = await readWebhook(body, now);
  if (!events) {
    world.log({ event: 'webhook-unreadable', bytes: body.length });
    throw new ProblemError(refused('bad-input'));
  }
  if (events.length === 0) return c.json({});
  await storeEvents({ db: world.db, now }, events);
  const consoleUrl = new URL('/console', c.req.url).href;
  c.executionCtx.waitUntil(processStored(c.var.world, now, consoleUrl));
  return c.json({});
});

/** After the answer nobody is told: a failure is logged, and cron takes the events up. */
async function processStored(world: Vars['world'], now: number, consoleUrl: string): Promise<void> {
  const budget = { left: world.config.maxSubrequests - 1 };
  const outside = metered(world, budget);
  const ctx = { db: outside.db, now, newId: world.newId, actor: { kind: 'cron' as const, id: null } };
  try {
    const { processed } = await processEvents(ctx, { budget, log: world.log });
    if (processed > 0) await tellAfterInbox(outside, budget, consoleUrl);
  } catch (error) {
    world.log({ event: 'inbox-interrupted', why: error instanceof Error ? error.name : 'unknown' });
  }
}

/** The whole body, or null as soon as it is known to be larger; the rest is not read. */
async function readUpTo(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null;
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
