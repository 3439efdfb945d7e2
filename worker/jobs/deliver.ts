import { createLineClient } from '../line/client.ts';
import { type Budget, metered } from '../line/meter.ts';
import { type DispatchReport, dispatchMessages } from '../services/message/dispatch-messages.ts';
import type { World } from '../world.ts';

/**
 * Sends what is due, within what this invocation may still ask of the outside.
 * Cron calls it, and a route after it has queued something: `waitUntil(deliver(world))`.
 */
export function deliver(
  world: World,
  budget: Budget = { left: Math.floor(world.config.maxSubrequests / 2) },
): Promise<DispatchReport> {
  return deliverMetered(metered(world, budget), budget);
}

/** The same for a world that is metered already. */
export function deliverMetered(world: World, budget: Budget): Promise<DispatchReport> {
  const { config, db, now, newId, random, log, fetchLine } = world;
  const line = createLineClient({
    apiUrl: config.lineApiUrl,
    channelAccessToken: config.lineChannelAccessToken,
    fetch: fetchLine,
  });
  const ctx = { db, now: now(), newId, actor: { kind: 'cron' as const, id: null } };
  return dispatchMessages(ctx, { line, place: config, clock: now, random, budget, log });
}
