import { Hono } from 'hono';
import type { ApiEnv } from './api-gate.ts';
import { bearerOf } from './login-api.ts';
import type { LoginChannel } from './sessions.ts';
import type { World } from './world.ts';

/** How LINE's consoles are set for this account and its two channels. */
export interface ChannelSettings {
  /** `chat`: people answer by hand in the official account's manager. */
  chatMode: 'bot' | 'chat';
  markAsReadMode: 'auto' | 'manual';
  /** How long the Messaging API's token lives on; a long-lived one as good as for ever. */
  tokenSeconds: number;
  liffUrl: string;
  liffScope: string[];
}

const LONG_LIVED = 3_138_007_490;
const STATELESS_SECONDS = 900;

export function usualSettings(endpointUrl: string): ChannelSettings {
  return {
    chatMode: 'bot',
    markAsReadMode: 'manual',
    tokenSeconds: LONG_LIVED,
    liffUrl: endpointUrl,
    liffScope: ['openid', 'profile'],
  };
}

/** What LINE tells a channel about itself: whose a token is, and the LIFF apps of the login channel. */
export function channelApi(init: {
  world: World;
  settings: ChannelSettings;
  messaging: { channelId: string; channelAccessToken: string };
  login: LoginChannel & { channelSecret: string };
}): Hono<ApiEnv> {
  const { world, settings, messaging, login } = init;
  const issued = new Map<string, number>();
  const app = new Hono<ApiEnv>();

  app.post('/v2/oauth/verify', async (c) => {
    const token = new URLSearchParams(await c.req.text()).get('access_token');
    if (token !== messaging.channelAccessToken)
      return c.json({ error: 'invalid_request', error_description: 'access token expired' }, 400);
    return c.json({ client_id: messaging.channelId, expires_in: settings.tokenSeconds, scope: 'P CM' });
  });

  app.post('/oauth2/v3/token', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    if (form.get('grant_type') !== 'client_credentials')
      return c.json({ error: 'unsupported_grant_type', error_description: 'grant_type' }, 400);
    if (form.get('client_id') !== login.channelId || form.get('client_secret') !== login.channelSecret)
      return c.json({ error: 'invalid_client', error_description: 'invalid client credentials' }, 400);
    const token = world.ids.token(40);
    issued.set(token, world.clock.now() + STATELESS_SECONDS * 1_000);
    return c.json({ token_type: 'Bearer', access_token: token, expires_in: STATELESS_SECONDS });
  });

  app.get('/liff/v1/apps', (c) => {
    const until = issued.get(bearerOf(c) ?? '') ?? 0;
    if (until <= world.clock.now()) return c.json({ message: 'unauthorized' }, 401);
    const { liffUrl: url, liffScope: scope } = settings;
    const view = { type: 'full', url };
    return c.json({ apps: [{ liffId: login.liffId, view, scope, botPrompt: 'normal' }] });
  });

  return app;
}
