import { tellAfterInbox } from '../jobs/chores.ts';
import { metered } from '../line/meter.ts';
import { productUrl } from '../product-url.ts';
import type { World } from '../world.ts';

interface Answering {
  var: { world: World };
  req: { url: string };
  executionCtx: { waitUntil: (left: Promise<unknown>) => void };
}

/** RX: after words of danger came in by a form, staff are told once the answer is out. Cron says it again. */
export function alertSoon(c: Answering): void {
  const { world } = c.var;
  const budget = { left: world.config.maxSubrequests };
  const consoleUrl = productUrl(world.config, '/console', c.req.url);
  const telling = Promise.resolve().then(() => tellAfterInbox(metered(world, budget), budget, consoleUrl));
  c.executionCtx.waitUntil(
    telling.catch((error: unknown) =>
      world.log({ event: 'alert-soon-failed', why: error instanceof Error ? error.name : 'unknown' }),
    ),
  );
}
