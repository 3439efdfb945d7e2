import { Hono } from 'hono';
import { isSignedWith } from '../hmac.ts';
import { tellAfterInbox } from '../jobs/chores.ts';
import { readWebhook } from '../line/events.ts';
import { metered } from '../line/meter.ts';
import { ProblemError, refused } from '../problem.ts';
import { productUrl } from '../product-url.ts';
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
  if (!(await isSignedWith(world.config.lineChannelSecret, body, signature))) {
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
  const consoleUrl = productUrl(c.var.world.config, '/console', c.req.url);
  c.executionCtx.waitUntil(processStored(c.var.world, consoleUrl));
  return c.json({});
});

// When many webhooks come at once, one of them works for all that this isolate has stored, and not before the rush
// has calmed down or a few seconds have passed: taking in comes first, and a batch costs few round trips.
// A turn that was cut off ends by itself, and cron looks after what is left.
const TURN_MS = 20_000;
const RUSH = 5;
const CALM_MS = 250;
const PATIENCE = 20;
const ENOUGH = 12;
const turn = { of: 0, until: 0, waiting: 0 };

/** After the answer nobody is told: a failure is logged, and cron takes the events up. */
async function processStored(world: Vars['world'], consoleUrl: string): Promise<void> {
  const now = world.now();
  turn.waiting += 1;
  // A clock that was moved back makes no turn longer.
  if (now < turn.until && now > turn.until - 2 * TURN_MS) return;
  turn.of += 1;
  turn.until = now + TURN_MS;
  const mine = turn.of;
  const budget = { left: world.config.maxSubrequests - 1 };
  const outside = metered(world, budget);
  const about = { db: outside.db, newId: world.newId, actor: { kind: 'cron' as const, id: null } };
  try {
    while (turn.of === mine && turn.waiting > 0 && budget.left >= ENOUGH) {
      turn.waiting = 0;
      const { urgent } = await processEvents({ ...about, now: world.now() }, { budget, log: world.log });
      if (urgent > 0) await tellAfterInbox(outside, budget, consoleUrl);
      for (let waited = 0; turn.waiting > RUSH && waited < PATIENCE; waited += 1) {
        turn.waiting = 1;
        await new Promise((resolve) => setTimeout(resolve, CALM_MS));
      }
    }
  } catch (error) {
    world.log({ event: 'inbox-interrupted', why: error instanceof Error ? error.name : 'unknown' });
  } finally {
    if (turn.of === mine) turn.until = 0;
  }
}

/** The whole body, or null as soon as it is known to be larger; the rest is not read. */
async function readUpTo(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const said = request.headers.get('content-length');
  if (said !== null) return Number(said) > limit ? null : new Uint8Array(await request.arrayBuffer());
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
