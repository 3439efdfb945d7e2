import { isRefused, type Refused } from '../problem.ts';
import { productUrl } from '../product-url.ts';
import type { NewFeed } from '../views/feeds.ts';
import type { World } from '../world.ts';

/** A new private calendar address with its one-time view: only its hash is kept. */
export function feedAnswer(
  c: { var: { world: World }; req: { url: string } },
  token: string,
  made: { createdAt: number } | Refused,
): NewFeed | Refused {
  return isRefused(made)
    ? made
    : { ...made, url: productUrl(c.var.world.config, `/feeds/${token}.ics`, c.req.url) };
}
