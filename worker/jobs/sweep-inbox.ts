import type { Allowance } from '../line/meter.ts';
import { type InboxReport, processEvents } from '../services/inbound/process-events.ts';
import type { World } from '../world.ts';

/** Takes up the events whose processing was cut off or failed. */
export function sweepInbox(world: World, budget: Allowance): Promise<InboxReport> {
  const { db, now, newId, log } = world;
  const ctx = { db, now: now(), newId, actor: { kind: 'cron' as const, id: null } };
  return processEvents(ctx, { budget, log });
}
