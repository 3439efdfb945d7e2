import { deliver } from '../jobs/deliver.ts';
import { isRefused } from '../problem.ts';
import type { World } from '../world.ts';

interface Answering {
  var: { world: World };
  executionCtx: { waitUntil: (left: Promise<unknown>) => void };
}

/** After a message was queued: sends what is due once the answer is out. Cron takes up what this can't. */
export function sendSoon<T>(c: Answering, outcome: T): T {
  const { world } = c.var;
  if (!isRefused(outcome)) {
    const sending = Promise.resolve().then(() => deliver(world));
    c.executionCtx.waitUntil(
      sending.catch((error: unknown) =>
        world.log({ event: 'send-soon-failed', why: error instanceof Error ? error.name : 'unknown' }),
      ),
    );
  }
  return outcome;
}
