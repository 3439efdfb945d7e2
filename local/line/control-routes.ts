import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { cors } from 'hono/cors';
import { streamSSE } from 'hono/streaming';
import type { ApiEnv } from './api-gate.ts';
import type { Control } from './control.ts';
import { isUnder, personCookie } from './liff-host.ts';
import { ImpossibleAct } from './user-acts.ts';
import type { WorldEvent } from './world.ts';

/** The control plane over HTTP: every method of `Control` as a route below `/_control`. */
export function controlRoutes(control: Control, endpointUrl: string): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  // A page from elsewhere could post here without a preflight: it is turned away, not only left unread.
  app.use(async (c, next) => {
    const origin = c.req.header('origin');
    if (origin !== undefined && !isLocal(origin)) return c.json({ error: 'only pages of this machine' }, 403);
    return next();
  });
  app.use(cors({ origin: (origin) => (isLocal(origin) ? origin : null), credentials: true }));
  app.onError((error, c) => {
    if (error instanceof ImpossibleAct) return c.json({ error: error.message }, error.status);
    if (error instanceof RangeError || error instanceof SyntaxError)
      return c.json({ error: error.message }, 400);
    throw error;
  });

  app.get('/users', (c) => c.json(control.users()));
  app.post('/users', async (c) => c.json(control.createUser(await read(c)), 201));
  app.patch('/users/:id', async (c) => c.json(control.updateUser(c.req.param('id'), await read(c))));
  app.get('/current-user', (c) => c.json(control.currentUser()));
  app.put('/current-user', async (c) => {
    const { userId } = await read<{ userId: string | null }>(c);
    return c.json(control.setCurrentUser(userId ?? null));
  });
  app.get('/as', (c) => {
    const next = c.req.query('next') ?? endpointUrl;
    if (!/^\/[^/\\]/.test(next) && !isUnder(next, endpointUrl))
      return c.json({ error: 'next leaves this world' }, 400);
    setCookie(c, personCookie, c.req.query('userId') ?? '', { path: '/', sameSite: 'Lax' });
    return c.redirect(next, 302);
  });

  app.post('/users/:id/friend', async (c) => c.json(await control.addFriend(c.req.param('id'))));
  app.post('/users/:id/block', async (c) => c.json(await control.block(c.req.param('id'))));
  app.post('/users/:id/unblock', async (c) => c.json(await control.unblock(c.req.param('id'))));
  app.post('/users/:id/text', async (c) => {
    const { text } = await read<{ text: string }>(c);
    return c.json(await control.sendText(c.req.param('id'), text));
  });
  app.post('/users/:id/sticker', async (c) =>
    c.json(await control.sendSticker(c.req.param('id'), await read(c))),
  );
  app.post('/users/:id/image', async (c) =>
    c.json(await control.sendImages(c.req.param('id'), await read(c))),
  );
  app.post('/users/:id/file', async (c) => c.json(await control.sendFile(c.req.param('id'), await read(c))));
  app.post('/users/:id/location', async (c) =>
    c.json(await control.sendLocation(c.req.param('id'), await read(c))),
  );
  app.post('/users/:id/tap', async (c) => {
    const request = await read<{ label?: string; value?: string }>(c);
    return c.json(await control.tap({ ...request, userId: c.req.param('id') }));
  });
  app.post('/users/:id/unsend', async (c) => {
    const { messageId } = await read<{ messageId: string }>(c);
    return c.json(await control.unsend(c.req.param('id'), messageId));
  });
  app.post('/users/:id/event', async (c) => {
    const { event, withReplyToken } = await read<{ event: { type: string }; withReplyToken?: boolean }>(c);
    return c.json(await control.emitEvent(c.req.param('id'), event, withReplyToken));
  });
  app.get('/users/:id/chat', (c) => c.json(control.chat(c.req.param('id'))));
  app.get('/users/:id/menu', (c) => c.json(control.menuSeenBy(c.req.param('id'))));
  app.get('/menu-pictures/:id', (c) => {
    const picture = control.menuPicture(c.req.param('id'));
    return picture ? c.body(picture.bytes, 200, { 'content-type': picture.contentType }) : c.notFound();
  });
  app.get('/users/:id/rich-menu', (c) => c.json({ richMenuId: control.richMenuOf(c.req.param('id')) }));
  app.get('/users/:id/liff', async (c) =>
    c.json(await control.startInClient(c.req.param('id'), c.req.query('path'))),
  );
  app.post('/contents/:id/finish', (c) => {
    control.finishContent(c.req.param('id'));
    return c.json({});
  });

  app.get('/deliveries', (c) => {
    const { userId, delivered } = c.req.query();
    return c.json(
      control.deliveries({
        ...(userId === undefined ? {} : { userId }),
        ...(delivered === undefined ? {} : { delivered: delivered === 'true' }),
      }),
    );
  });
  app.get('/calls', (c) => c.json(control.calls()));
  app.delete('/logs', (c) => {
    control.clearLogs();
    return c.json({});
  });

  app.get('/webhooks', (c) => c.json(control.webhookAttempts()));
  app.get('/webhooks/mode', (c) => c.json(control.webhookMode()));
  app.patch('/webhooks/mode', async (c) => c.json(control.setWebhookMode(await read(c))));
  app.get('/webhooks/held', (c) => c.json(control.heldEvents()));
  app.post('/webhooks/release', async (c) => c.json(await control.releaseEvents(await read(c))));
  app.post('/webhooks/redeliver', async (c) => c.json(await control.redeliver()));
  app.post('/webhooks/verify', async (c) => c.json(await control.verifyWebhook()));
  app.post('/webhooks/raw', async (c) => c.json(await control.postRawWebhook(await read(c))));

  app.get('/channels', (c) => c.json(control.channelSettings()));
  app.patch('/channels', async (c) => c.json(control.setChannelSettings(await read(c))));

  app.get('/faults', (c) => c.json(control.faults()));
  app.post('/faults', async (c) => c.json(control.addFault(await read(c)), 201));
  app.delete('/faults/:id?', (c) => {
    const id = c.req.param('id');
    control.clearFaults(id === undefined ? undefined : Number(id));
    return c.json({});
  });

  app.get('/clock', (c) => c.json({ now: control.now() }));
  app.put('/clock', async (c) => c.json({ now: control.setClock((await read<{ now: number }>(c)).now) }));
  app.post('/clock/advance', async (c) =>
    c.json({ now: control.advanceClock((await read<{ ms: number }>(c)).ms) }),
  );
  app.post('/clock/reset', (c) => c.json({ now: control.resetClock() }));

  app.post('/keys/rotate', async (c) => c.json({ kid: await control.rotateKey(await read(c)) }));
  app.put('/tokens/omit-names', async (c) => {
    const { omit } = await read<{ omit: boolean }>(c);
    control.setOmitNames(omit);
    return c.json({ omit });
  });
  app.post('/tokens/id', async (c) => c.json({ idToken: await control.issueIdToken(await read(c)) }));
  app.post('/tokens/access', async (c) => {
    const { userId } = await read<{ userId: string }>(c);
    return c.json({ accessToken: control.issueAccessToken(userId) });
  });
  app.post('/tokens/revoke', async (c) => c.json({ revoked: control.revoke(await read(c)) }));

  app.get('/quota', (c) => c.json(control.quota()));
  app.put('/quota', async (c) => c.json(control.setQuota(await read(c))));

  app.get('/events', (c) =>
    streamSSE(c, async (stream) => {
      const waiting: WorldEvent[] = [];
      let wake: () => void = () => {};
      const stop = control.subscribe((event) => {
        waiting.push(event);
        wake();
      });
      stream.onAbort(() => {
        stop();
        wake();
      });
      await stream.writeSSE({ event: 'ready', data: JSON.stringify({ now: control.now() }) });
      while (!stream.aborted) {
        const event = waiting.shift();
        if (event) await stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    }),
  );

  return app;
}

/** The control plane trusts its caller: a developer on this machine. */
async function read<T>(c: Context): Promise<T> {
  const text = await c.req.text();
  return JSON.parse(text === '' ? '{}' : text) as T;
}

function isLocal(origin: string): boolean {
  return URL.canParse(origin) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);
}
