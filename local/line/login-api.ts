import { Hono } from 'hono';
import type { ApiContext, ApiEnv } from './api-gate.ts';
import { type AccessToken, type Sessions, scope } from './sessions.ts';
import type { TokenKeys } from './token-keys.ts';
import type { World } from './world.ts';

/** LINE Login and the user-facing half of `api.line.me` that the LIFF SDK calls. */
export function loginApi(init: { world: World; sessions: Sessions; keys: TokenKeys }): Hono<ApiEnv> {
  const { world, sessions, keys } = init;
  const app = new Hono<ApiEnv>();

  app.get('/oauth2/v2.1/certs', (c) => c.json(keys.jwks()));
  app.get('/.well-known/openid-configuration', (c) =>
    c.json({
      issuer: 'https://access.line.me',
      authorization_endpoint: 'https://access.line.me/oauth2/v2.1/authorize',
      token_endpoint: 'https://api.line.me/oauth2/v2.1/token',
      jwks_uri: 'https://api.line.me/oauth2/v2.1/certs',
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['ES256'],
    }),
  );

  app.post('/oauth2/v2.1/token', async (c) => {
    const form = await formOf(c);
    if (form.get('grant_type') !== 'authorization_code')
      return oauthError(c, 'unsupported_grant_type', 'grant_type');
    if (form.get('client_id') !== sessions.channel.channelId)
      return oauthError(c, 'invalid_client', 'invalid client');
    const redeemed = sessions.redeem({
      code: form.get('code') ?? '',
      verifier: form.get('code_verifier') ?? '',
      redirectUri: form.get('redirect_uri') ?? '',
    });
    if ('error' in redeemed) return oauthError(c, 'invalid_grant', redeemed.error);
    const access = sessions.issueAccessToken(redeemed.userId);
    return c.json({
      access_token: access.token,
      token_type: 'Bearer',
      refresh_token: world.ids.token(15),
      expires_in: secondsLeft(access),
      scope,
      id_token: await sessions.issueIdToken({ ...redeemed, forBrowser: true }),
    });
  });

  app.get('/oauth2/v2.1/verify', (c) => {
    const access = sessions.access(c.req.query('access_token'));
    if (!access) return oauthError(c, 'invalid_request', 'access token expired');
    return c.json({ scope, client_id: sessions.channel.channelId, expires_in: secondsLeft(access) });
  });
  app.post('/oauth2/v2.1/verify', async (c) => {
    const form = await formOf(c);
    const verified = await sessions.verifyIdToken({
      idToken: form.get('id_token') ?? '',
      clientId: form.get('client_id') ?? '',
      ...(form.has('nonce') ? { nonce: form.get('nonce') ?? '' } : {}),
      ...(form.has('user_id') ? { userId: form.get('user_id') ?? '' } : {}),
    });
    return 'error' in verified ? oauthError(c, 'invalid_request', verified.error) : c.json(verified.payload);
  });
  app.post('/oauth2/v2.1/revoke', async (c) => {
    const token = (await formOf(c)).get('access_token');
    if (token) sessions.revoke({ token });
    return c.body(null, 200);
  });
  app.on(['GET', 'POST'], '/oauth2/v2.1/userinfo', (c) => {
    const user = userOf(c);
    return user
      ? c.json({ sub: user.userId, name: user.displayName, picture: user.pictureUrl })
      : unauthorized(c);
  });
  app.post('/user/v1/deauthorize', async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    const token = (body as { userAccessToken?: string } | undefined)?.userAccessToken;
    const access = sessions.access(token);
    if (!access) return c.json({ message: 'Invalid access token' }, 400);
    sessions.revoke({ userId: access.userId });
    return c.body(null, 204);
  });

  app.get('/v2/profile', (c) => {
    const user = userOf(c);
    if (!user) return unauthorized(c);
    const { userId, displayName, pictureUrl, statusMessage } = user;
    return c.json({ userId, displayName, pictureUrl, statusMessage });
  });
  app.get('/friendship/v1/status', (c) => {
    const user = userOf(c);
    return user ? c.json({ friendFlag: world.canReceive(user.userId) }) : unauthorized(c);
  });

  function userOf(c: ApiContext) {
    const access = sessions.access(bearerOf(c));
    return access ? world.users.get(access.userId) : undefined;
  }

  function secondsLeft(access: AccessToken): number {
    return Math.max(0, Math.floor((access.expiresAt - world.clock.now()) / 1_000));
  }

  return app;
}

export function bearerOf(c: ApiContext): string | undefined {
  return /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
}

function unauthorized(c: ApiContext): Response {
  return c.json({ message: 'The access token expired' }, 401);
}

function oauthError(c: ApiContext, error: string, description: string): Response {
  return c.json({ error, error_description: description }, 400);
}

async function formOf(c: ApiContext): Promise<URLSearchParams> {
  return new URLSearchParams(await c.req.text());
}
