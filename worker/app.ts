import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { ProblemError, refused } from './problem.ts';
import { calendarFeedRoutes } from './routes/app/calendar-feed.ts';
import { appRoutes } from './routes/app/routes.ts';
import { consoleRoutes } from './routes/console/routes.ts';
import { feedRoutes } from './routes/feeds.ts';
import { healthRoutes } from './routes/health.ts';
import { lineWebhook } from './routes/line-webhook.ts';
import { pageRoutes } from './routes/pages.ts';
import { atMost, sameOrigin, secure, smallBody } from './routes/protect.ts';
import { sessionRoutes } from './routes/session.ts';
import type { Vars } from './routes/session-cookie.ts';
import { slackRoutes } from './routes/slack.ts';
import type { World } from './world.ts';

/** The whole product as one Hono app; `open` gives each request its world. */
export function createApp<Env extends object>(open: (env: Env) => World) {
  const app = new Hono<{ Bindings: Env; Variables: Vars }>();
  app.onError((error, c) => {
    if (error instanceof ProblemError) return problemJson(error);
    if (error instanceof HTTPException && error.status < 500)
      return problemJson(new ProblemError(refused('bad-input')));
    c.var.world.log({ event: 'fault', path: c.req.routePath, why: error.name, stack: locations(error) });
    return problemJson(new ProblemError(refused('fault')));
  });
  app.notFound(() => problemJson(new ProblemError(refused('not-found'))));
  return app
    .use(async (c, next) => {
      c.set('world', open(c.env));
      await next();
    })
    .use(secure)
    .use('/api/*', sameOrigin, smallBody)
    .use('/api/session', atMost(60))
    .use('/api/staff/join', atMost(20))
    .use('/api/app/invitations/*', atMost(30))
    .route('/', healthRoutes)
    .route('/line/webhook', lineWebhook)
    .route('/slack', slackRoutes)
    .route('/feeds', feedRoutes)
    .route('/api', sessionRoutes)
    .route('/api/app', appRoutes)
    .route('/api/app', calendarFeedRoutes)
    .route('/api/console', consoleRoutes)
    .route('/', pageRoutes);
}

/** The API as its clients see it (types only). */
export type Api = ReturnType<typeof createApp>;

function problemJson(error: ProblemError): Response {
  return new Response(JSON.stringify(error.problem), {
    status: error.problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  });
}

/** Where a fault happened, without its message: messages of the database can hold names. */
function locations(error: Error): string {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 5)
    .map((line) => line.trim())
    .join(' | ');
}
