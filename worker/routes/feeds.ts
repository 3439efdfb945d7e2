import { Hono } from 'hono';
import { isRefused, ProblemError } from '../problem.ts';
import { readFeed } from '../services/feed/read-feed.ts';
import type { Vars } from './session-cookie.ts';

/** GET /feeds/<token>.ics: the token is the key; without it there is nothing to see. */
export const feedRoutes = new Hono<{ Variables: Vars }>().get('/:file{.+\\.ics}', async (c) => {
  const token = c.req.param('file').slice(0, -'.ics'.length);
  const feed = await readFeed({ db: c.var.world.db, now: c.var.world.now() }, token);
  if (isRefused(feed)) throw new ProblemError(feed);
  return c.body(feed.ics, 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'attachment; filename="yotei.ics"',
    'cache-control': 'no-store',
  });
});
