import type { Context } from 'hono';
import { isRefused, type Refused } from '../problem.ts';
import type { NewFeed } from '../views/feeds.ts';

/** A new private calendar address with its one-time view: only its hash is kept. */
export function feedAnswer(
  c: Context,
  token: string,
  made: { createdAt: number } | Refused,
): NewFeed | Refused {
  return isRefused(made) ? made : { ...made, url: new URL(`/feeds/${token}.ics`, c.req.url).href };
}
