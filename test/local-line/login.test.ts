import { createHash } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpointUrl, type LineWorld, liffId, lineWorld, loginChannelId, start } from './line-world.ts';

let world: LineWorld;
let taro: string;
beforeEach(async () => {
  world = await lineWorld();
  taro = world.line.control.createUser({ displayName: '太郎', pictureUrl: 'https://p.example/t' }).userId;
});
afterEach(() => world.close());

const api = (path: string) => `${world.line.url}/api.line.me${path}`;
const post = (path: string, form: Record<string, string>) =>
  fetch(api(path), { method: 'POST', body: new URLSearchParams(form) });

const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');

function authorize(
  over: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  const query = new URLSearchParams({
    app_id: liffId,
    state: 'state12',
    response_type: 'code',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    liff_sdk_version: '2.31.0',
    ...over,
  });
  return fetch(`${world.line.url}/access.line.me/liff/v1/authorize?${query}`, {
    redirect: 'manual',
    headers,
  });
}

async function signIn(over: Record<string, string> = {}): Promise<{ code: string; back: URL }> {
  const back = new URL((await authorize({ as: taro, ...over })).headers.get('location') ?? '');
  return { code: back.searchParams.get('code') ?? '', back };
}

const exchange = (form: Record<string, string>) =>
  post('/oauth2/v2.1/token', {
    grant_type: 'authorization_code',
    client_id: loginChannelId,
    appId: liffId,
    code_verifier: verifier,
    redirect_uri: endpointUrl,
    id_token_key_type: 'JWK',
    ...form,
  });

describe('authorize', () => {
  it('comes back with what the LIFF SDK expects', async () => {
    const redirectUri = `${endpointUrl}dates?case=1`;
    const { back } = await signIn({ redirect_uri: redirectUri });
    expect(back.href.startsWith(redirectUri)).toBe(true);
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      case: '1',
      state: 'state12',
      liffClientId: loginChannelId,
      liffRedirectUri: redirectUri,
    });
  });

  it.each<[string, Record<string, string>]>([
    ['another LIFF id', { app_id: '1-x' }],
    ['another response type', { response_type: 'token' }],
    ['no challenge', { code_challenge: '' }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
    ['an address elsewhere', { redirect_uri: 'http://evil.example/app/' }],
    ['another port that begins alike', { redirect_uri: 'http://localhost:49999/app/' }],
    ['a path that begins alike', { redirect_uri: 'http://localhost:4999/apple' }],
  ])('refuses %s', async (_, over) => {
    expect((await authorize({ as: taro, ...over })).status).toBe(400);
  });

  it('signs in whom the request, the cookie or the world names, in that order', async () => {
    const { control } = world.line;
    const hanako = control.createUser({ displayName: '花子' }).userId;
    const jiro = control.createUser({ displayName: '次郎' }).userId;
    const subject = async (response: Response) => {
      const code = new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
      return decodeJwt(((await (await exchange({ code })).json()) as { id_token: string }).id_token).sub;
    };
    control.setCurrentUser(taro);
    expect(await subject(await authorize())).toBe(taro);
    const as = await fetch(`${world.line.url}/_control/as?userId=${hanako}`, { redirect: 'manual' });
    expect(as.headers.get('location')).toBe(endpointUrl);
    const cookie = as.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(await subject(await authorize({}, { cookie }))).toBe(hanako);
    expect(await subject(await authorize({ as: jiro }, { cookie }))).toBe(jiro);
  });

  it('asks in Japanese when nobody is named, and can be declined', async () => {
    const page = await authorize();
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('だれとしてログインしますか');
    expect(html).toContain(`as=${taro}`);
    const denied = new URL((await authorize({ deny: '1' })).headers.get('location') ?? '');
    expect(Object.fromEntries(denied.searchParams)).toMatchObject({
      error: 'access_denied',
      liffOAuth2Error: 'true',
    });
  });
});

describe('token', () => {
  it('answers a code once with an access token and an ID token', async () => {
    const { code } = await signIn();
    const answer = await exchange({ code });
    expect(await answer.json()).toMatchObject({
      token_type: 'Bearer',
      expires_in: 43_200,
      scope: 'profile openid',
    });
    const again = await exchange({ code });
    expect([again.status, await again.json()]).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'invalid authorization code' },
    ]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a wrong verifier', { code_verifier: 'w'.repeat(43) }, 'invalid_grant'],
    ['no verifier', { code_verifier: '' }, 'invalid_grant'],
    ['another redirect_uri', { redirect_uri: `${endpointUrl}other` }, 'invalid_grant'],
    ['another channel', { client_id: '1' }, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('refuses %s', async (_, form, error) => {
    const { code } = await signIn();
    const answer = await exchange({ code, ...form });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error }]);
  });

  it('gives the SDK an ID token that the browser will not find ended, however far back this world is', async () => {
    const other = await lineWorld({ browserClock: () => start + 86_400_000 });
    const id = other.line.control.createUser({ displayName: '太郎' }).userId;
    const { params } = await other.line.control.startInClient(id);
    expect(decodeJwt(params.id_token ?? '').exp).toBe(start / 1_000 + 86_400 + 3_600);
    expect(decodeJwt(await other.line.control.issueIdToken({ userId: id })).exp).toBe(start / 1_000 + 3_600);
    await other.close();
  });

  it('refuses a code after ten minutes', async () => {
    const { code } = await signIn();
    world.line.control.advanceClock(600_001);
    expect((await exchange({ code })).status).toBe(400);
  });
});

describe('ID token', () => {
  it("is ES256 with LINE's claims for an hour", async () => {
    const idToken = await world.line.control.issueIdToken({ userId: taro });
    expect(decodeProtectedHeader(idToken)).toEqual({ alg: 'ES256', typ: 'JWT', kid: expect.any(String) });
    expect(decodeJwt(idToken)).toEqual({
      iss: 'https://access.line.me',
      sub: taro,
      aud: loginChannelId,
      iat: start / 1_000,
      exp: start / 1_000 + 3_600,
      amr: ['linesso'],
      name: '太郎',
      picture: 'https://p.example/t',
    });
  });

  it('may come without name and picture', async () => {
    const { control } = world.line;
    control.updateUser(taro, { nameHidden: true });
    expect(decodeJwt(await control.issueIdToken({ userId: taro }))).not.toHaveProperty('name');
    control.updateUser(taro, { nameHidden: false });
    control.setOmitNames(true);
    expect(decodeJwt(await control.issueIdToken({ userId: taro }))).not.toHaveProperty('picture');
  });

  it("is checked by the verify endpoint with LINE's errors", async () => {
    const { control } = world.line;
    const good = await control.issueIdToken({ userId: taro, nonce: 'n' });
    const verify = async (form: Record<string, string>) => {
      const answer = await post('/oauth2/v2.1/verify', {
        id_token: good,
        client_id: loginChannelId,
        ...form,
      });
      return (await answer.json()) as { error?: string; error_description?: string; sub?: string };
    };
    expect(await verify({ nonce: 'n', user_id: taro })).toMatchObject({ sub: taro, nonce: 'n' });
    const error = async (form: Record<string, string>) => {
      const answer = await verify(form);
      expect(answer.error).toBe('invalid_request');
      return answer.error_description;
    };
    const foreign = await control.issueIdToken({ userId: taro, issuer: 'https://evil.example' });
    const [head, , signature] = good.split('.');
    const forged = `${head}.${Buffer.from(JSON.stringify({ sub: 'U' })).toString('base64url')}.${signature}`;
    expect(await error({ id_token: forged })).toBe('Invalid IdToken.');
    expect(await error({ id_token: 'nonsense' })).toBe('Invalid IdToken.');
    expect(await error({ id_token: foreign })).toBe('Invalid IdToken Issuer.');
    expect(await error({ client_id: '1' })).toBe('Invalid IdToken Audience.');
    expect(await error({ nonce: 'other' })).toBe('Invalid IdToken Nonce.');
    expect(await error({ user_id: 'U' })).toBe('Invalid IdToken Subject Identifier.');
    control.advanceClock(3_599_999);
    expect(await verify({})).toMatchObject({ sub: taro });
    control.advanceClock(1);
    expect(await error({})).toBe('IdToken expired.');
  });

  it('survives a key rotation until its key is dropped', async () => {
    const { control } = world.line;
    const certs = new URL(api('/oauth2/v2.1/certs'));
    const check = (token: string) =>
      jwtVerify(token, createRemoteJWKSet(certs), {
        issuer: 'https://access.line.me',
        audience: loginChannelId,
        currentDate: new Date(control.now()),
      });
    const old = await control.issueIdToken({ userId: taro });
    await control.rotateKey();
    const fresh = await control.issueIdToken({ userId: taro });
    expect(decodeProtectedHeader(old).kid).not.toBe(decodeProtectedHeader(fresh).kid);
    expect((await check(old)).payload.sub).toBe(taro);
    expect((await check(fresh)).payload.sub).toBe(taro);
    await control.rotateKey({ dropOld: true });
    await expect(check(old)).rejects.toThrow();
    expect(((await (await fetch(certs)).json()) as { keys: object[] }).keys).toHaveLength(1);
  });
});

describe('access token', () => {
  const get = (path: string, token: string) =>
    fetch(api(path), { headers: { authorization: `Bearer ${token}` } });

  it('opens profile and friendship for twelve hours', async () => {
    const { control } = world.line;
    const token = control.issueAccessToken(taro);
    expect(await (await get('/v2/profile', token)).json()).toMatchObject({
      userId: taro,
      displayName: '太郎',
    });
    expect(await (await get('/friendship/v1/status', token)).json()).toEqual({ friendFlag: true });
    await control.block(taro);
    expect(await (await get('/friendship/v1/status', token)).json()).toEqual({ friendFlag: false });
    const verify = () => fetch(api(`/oauth2/v2.1/verify?access_token=${token}`));
    expect(await (await verify()).json()).toEqual({
      scope: 'profile openid',
      client_id: loginChannelId,
      expires_in: 43_200,
    });
    control.advanceClock(43_200_000);
    expect((await get('/v2/profile', token)).status).toBe(401);
    const dead = await verify();
    expect([dead.status, await dead.json()]).toMatchObject([
      400,
      { error_description: 'access token expired' },
    ]);
  });

  it('ends when it is revoked', async () => {
    const { control } = world.line;
    const [one, two] = [control.issueAccessToken(taro), control.issueAccessToken(taro)];
    expect((await post('/oauth2/v2.1/revoke', { client_id: loginChannelId, access_token: one })).status).toBe(
      200,
    );
    expect((await get('/v2/profile', one)).status).toBe(401);
    expect((await get('/v2/profile', two)).status).toBe(200);
    expect(control.revoke({ userId: taro })).toBe(2);
    expect((await get('/v2/profile', two)).status).toBe(401);
  });
});

describe('LIFF', () => {
  const open = async (rest: string) =>
    (await fetch(`${world.line.url}/liff.line.me/${liffId}${rest}`, { redirect: 'manual' })).headers.get(
      'location',
    );

  it('puts everything behind the LIFF id into liff.state', async () => {
    expect(await open('')).toBe(endpointUrl);
    expect(await open('/dates?case=1&a=%E3%81%82')).toBe(
      `${endpointUrl}?liff.state=${encodeURIComponent('/dates?case=1&a=%E3%81%82')}`,
    );
    expect(await open('?case=1')).toBe(`${endpointUrl}?liff.state=%3Fcase%3D1`);
    expect((await fetch(`${world.line.url}/liff.line.me/${liffId}x`, { redirect: 'manual' })).status).toBe(
      404,
    );
  });

  it('has the address of a MINI App too', async () => {
    const answer = await fetch(`${world.line.url}/miniapp.line.me/${liffId}/dates`, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe(`${endpointUrl}?liff.state=%2Fdates`);
  });

  it('keeps the query of the endpoint', async () => {
    const other = await lineWorld({ endpointUrl: 'http://localhost:4999/app?v=2' });
    const answer = await fetch(`${other.line.url}/liff.line.me/${liffId}/dates`, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe('http://localhost:4999/app?v=2&liff.state=%2Fdates');
    await other.close();
  });

  it('describes the app in a context token, also to another origin', async () => {
    const url = api(`/liff/v2/apps/${liffId}/contextToken`);
    const origin = 'http://localhost:4999';
    const preflight = await fetch(url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization');
    const { contextToken } = (await (await fetch(url, { headers: { origin } })).json()) as {
      contextToken: string;
    };
    expect(decodeJwt(contextToken)).toMatchObject({
      type: 'external',
      endpointUrl,
      permanentLinkPattern: 'concat',
    });
    expect((await fetch(api('/liff/v2/apps/1-x/contextToken'))).status).toBe(404);
  });

  it('starts inside LINE with tokens in the hash', async () => {
    const { url, params } = await world.line.control.startInClient(taro, '/dates?case=1');
    const at = new URL(url);
    expect(at.searchParams.get('liff.state')).toBe('/dates?case=1');
    expect(Object.fromEntries(new URLSearchParams(at.hash.slice(1)))).toEqual(params);
    expect(Object.keys(params)).toEqual([
      'access_token',
      'context_token',
      'feature_token',
      'id_token',
      'client_id',
    ]);
    expect(decodeJwt(params.id_token ?? '').sub).toBe(taro);
  });
});
