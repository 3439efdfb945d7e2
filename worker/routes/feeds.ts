import { type Context, Hono } from 'hono';
import { isRefused, ProblemError } from '../problem.ts';
import { productUrl } from '../product-url.ts';
import { readFeed } from '../services/feed/read-feed.ts';
import { readOwnFeed } from '../services/feed/read-own-feed.ts';
import { sha256 } from '../services/record/chain.ts';
import type { Vars } from './session-cookie.ts';

/** GET /feeds/<token>.ics: the token is the key; without it there is nothing to see. */
export const feedRoutes = new Hono<{ Variables: Vars }>().get('/:file{.+\\.ics}', async (c) => {
  const token = c.req.param('file').slice(0, -'.ics'.length);
  const ctx = { db: c.var.world.db, now: c.var.world.now() };
  const one = await readFeed(ctx, token);
  const feed = isRefused(one)
    ? await readOwnFeed(ctx, token, new URL(productUrl(c.var.world.config, '/', c.req.url)).origin)
    : one;
  if (isRefused(feed)) throw new ProblemError(feed);
  return calendar(c, feed.ics);
});

/** Calendars ask every hour or so: what they have already isn't sent again (RFC 9110). */
async function calendar(c: Context, ics: string): Promise<Response> {
  const etag = `"${(await sha256(ics)).slice(0, 32)}"`;
  const headers = { etag, 'cache-control': 'private, no-cache', 'x-robots-tag': 'noindex' };
  const known = c.req.header('if-none-match')?.split(',') ?? [];
  if (known.some((each) => ['*', etag].includes(each.trim().replace(/^W\//, '')))) {
    return c.body(null, 304, headers);
  }
  return c.body(ics, 200, {
    ...headers,
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'attachment; filename="yotei.ics"',
  });
}
