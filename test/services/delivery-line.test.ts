import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSignedWith } from '../../worker/hmac.ts';
import { buildMessages, liffUrl, MAX_TEXT } from '../../worker/line/build-message.ts';
import { createLineClient } from '../../worker/line/client.ts';
import { verifyIdToken } from '../../worker/line/id-token.ts';
import { at } from '../jobs/delivery-world.ts';
import { accessToken, type LineWorld, lineWorld, loginChannelId, secret } from '../local-line/line-world.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('signatures', () => {
  const body = bytes('{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}');
  const signature = 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=';

  it("agrees with LINE's own example", async () => {
    expect(await isSignedWith(secret, body, signature)).toBe(true);
  });

  it.each([
    ['another body', bytes('{"events":[]}'), signature, secret],
    ['another secret', body, signature, 'other'],
    ['a changed signature', body, `A${signature.slice(1)}`, secret],
    ['a cut signature', body, signature.slice(0, 40), secret],
    ['an empty signature', body, '', secret],
    ['no signature', body, undefined, secret],
    ['no base64', body, 'é'.repeat(44), secret],
  ])('refuses %s', async (_, text, given, key) => {
    expect(await isSignedWith(key, text, given)).toBe(false);
  });
});

describe('messages', () => {
  const place = { liffId: '1-a', liffBaseUrl: 'https://liff.line.me/' };
  const text = { greeting: '体調はいかがですか。', body: '本題です。', linkPath: null, linkLabel: null };

  it('puts the 一言 first (R6)', () => {
    const messages = [{ type: 'text', text: '体調はいかがですか。\n本題です。' }];
    expect(buildMessages(text, place)).toEqual({ ok: true, messages });
    const plain = [{ type: 'text', text: '本題です。' }];
    expect(buildMessages({ ...text, greeting: '' }, place)).toEqual({ ok: true, messages: plain });
  });

  it('offers one button into the mini-app', () => {
    const built = buildMessages({ ...text, linkPath: '/dates/1', linkLabel: '日にちを えらぶ' }, place);
    expect(JSON.stringify(built)).toContain('"uri":"https://liff.line.me/1-a/dates/1"');
    expect(liffUrl('schedule', { liffId: '1-a', liffBaseUrl: 'http://localhost:1/liff.line.me' })).toBe(
      'http://localhost:1/liff.line.me/1-a/schedule',
    );
  });

  it("keeps LINE's limits in UTF-16 units", () => {
    const fits = (body: string) => buildMessages({ ...text, greeting: '', body }, place).ok;
    expect(fits('𠮷'.repeat(MAX_TEXT / 2))).toBe(true);
    expect(fits(`${'𠮷'.repeat(MAX_TEXT / 2)}。`)).toBe(false);
    expect(fits(' \n')).toBe(false);
    const built = buildMessages({ ...text, body: '𠮷'.repeat(2000), linkPath: 'x' }, place);
    const [flex] = built.ok ? built.messages : [];
    const altText = flex?.type === 'flex' ? flex.altText : '';
    expect(altText.length).toBeLessThanOrEqual(1500);
    expect(altText.isWellFormed()).toBe(true);
  });
});

describe('with LINE', () => {
  let line: LineWorld;
  const now = at('11-24', '10:00');
  beforeEach(async () => {
    line = await lineWorld({ clock: () => now });
  });
  afterEach(() => line.close());
  const client = (more: { channelAccessToken?: string; timeoutMs?: number } = {}) =>
    createLineClient({ apiUrl: `${line.line.url}/api.line.me`, channelAccessToken: accessToken, ...more });
  const user = () => line.line.control.createUser({ displayName: 'x', friend: true }).userId;
  const push = (to: string, retryKey = crypto.randomUUID(), text = 'こんにちは') => ({
    to,
    retryKey,
    messages: [{ type: 'text' as const, text }],
  });

  it('knows what is accepted, and accepted before', async () => {
    const one = push(user());
    const first = await client().push(one);
    expect(first).toMatchObject({ kind: 'accepted', already: false, requestId: expect.any(String) });
    const requestId = first.kind === 'accepted' ? first.requestId : null;
    expect(await client().push(one)).toEqual({ kind: 'accepted', already: true, requestId });
    expect(line.line.control.deliveries()).toHaveLength(1);
  });

  it.each([
    ['500-before', { kind: 'retry', why: 'server', status: 500, uncertain: true }],
    ['500-after-commit', { kind: 'retry', why: 'server', status: 500, uncertain: true }],
    ['cut-after-commit', { kind: 'retry', why: 'cut', uncertain: true }],
    ['timeout-after-commit', { kind: 'retry', why: 'timeout', uncertain: true }],
    ['429-rate', { kind: 'retry', why: 'rate', uncertain: false }],
    ['429-monthly', { kind: 'monthly-limit' }],
    ['401', { kind: 'rejected', status: 401 }],
    ['400', { kind: 'rejected', status: 400 }],
  ] as const)('tells %s apart', async (kind, expected) => {
    line.line.control.addFault({ kind, path: 'push' });
    // Only what is to run out has little time: on a busy machine any answer may take longer than that.
    const patience = kind === 'timeout-after-commit' ? { timeoutMs: 300 } : {};
    expect(await client(patience).push(push(user()))).toMatchObject(expected);
  });

  it('is rejected for an unknown user, an empty text and a wrong token', async () => {
    expect(await client().push(push(`U${'0'.repeat(32)}`))).toMatchObject({ kind: 'rejected', status: 400 });
    expect(await client().push(push(user(), undefined, ''))).toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('messages[0].text'),
    });
    const wrong = client({ channelAccessToken: 'wrong' });
    expect(await wrong.push(push(user()))).toMatchObject({ kind: 'rejected', status: 401 });
    expect(await wrong.quota()).toBeNull();
  });

  it('reads what is left of the month', async () => {
    line.line.control.setQuota({ plan: { type: 'limited', value: 200 }, used: 7 });
    expect(await client().quota()).toEqual({ limit: 200, used: 7 });
    line.line.control.setQuota({ plan: { type: 'none' } });
    expect(await client().quota()).toEqual({ limit: null, used: 7 });
  });

  it('does not throw when nobody is there', async () => {
    const nowhere = createLineClient({ apiUrl: 'http://127.0.0.1:1', channelAccessToken: 'x' });
    expect(await nowhere.push(push('U'))).toMatchObject({ kind: 'retry', why: 'cut' });
    expect(await nowhere.quota()).toBeNull();
    expect(await nowhere.markAsRead('x')).toBe(false);
  });

  describe('ID tokens', () => {
    const options = () => ({ apiUrl: `${line.line.url}/api.line.me`, loginChannelId, fetch });
    const issue = (more: Record<string, unknown> = {}) =>
      line.line.control.issueIdToken({ userId: 'Uperson', ...more });
    const check = async (token: string, instant = now) => verifyIdToken(token, instant, options());

    it('accepts one without name, picture and nonce', async () => {
      expect(await check(await issue())).toEqual({ ok: true, lineUserId: 'Uperson' });
    });

    it.each([
      ['issuer', { issuer: 'https://evil.test' }],
      ['audience', { audience: '1999999999' }],
      ['malformed', { claims: { sub: null } }],
      ['malformed', { claims: { exp: null } }],
    ])('refuses a wrong %s: %o', async (why, change) => {
      expect(await check(await issue(change))).toEqual({ ok: false, why });
    });

    it('ends exactly when the token does, by the clock that is given', async () => {
      const token = await issue();
      expect(await check(token, now + 3_599_000)).toMatchObject({ ok: true });
      expect(await check(token, now + 3_600_000)).toEqual({ ok: false, why: 'expired' });
    });

    it('refuses what is no token, another algorithm, no signature and a foreign key', async () => {
      expect(await check('nonsense')).toEqual({ ok: false, why: 'malformed' });
      const claims = { iss: 'https://access.line.me', aud: loginChannelId, sub: 'Uevil' };
      const hs = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime(now / 1000 + 600)
        .sign(bytes(secret.repeat(2)));
      expect(await check(hs)).toEqual({ ok: false, why: 'algorithm' });
      const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const none = `${encode({ alg: 'none' })}.${encode({ ...claims, exp: now })}.`;
      expect(await check(none)).toMatchObject({ ok: false });
      const { privateKey } = await generateKeyPair('ES256');
      const foreign = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', kid: 'unknown' })
        .setExpirationTime(now / 1000 + 600)
        .sign(privateKey);
      expect(await check(foreign)).toEqual({ ok: false, why: 'signature' });
      const [header, , signature] = (await issue()).split('.');
      expect(await check(`${header}.${encode({ ...claims, exp: now })}.${signature}`)).toEqual({
        ok: false,
        why: 'signature',
      });
    });

    it("goes along when LINE changes its key, and doesn't blame the token when LINE is away", async () => {
      expect(await check(await issue())).toMatchObject({ ok: true });
      await line.line.control.rotateKey();
      expect(await check(await issue())).toMatchObject({ ok: true });
      const away = { ...options(), fetch: async () => new Response('', { status: 503 }) };
      expect(await verifyIdToken(await issue(), now, away)).toEqual({ ok: false, why: 'unavailable' });
    });

    it('reads the keys of an origin once for many tokens', async () => {
      const { publicKey, privateKey } = await generateKeyPair('ES256');
      const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' };
      let reads = 0;
      const server = createServer((_, response) => {
        reads += 1;
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const token = await new SignJWT({ iss: 'https://access.line.me', aud: loginChannelId, sub: 'U1' })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setExpirationTime(now / 1000 + 600)
        .sign(privateKey);
      for (let n = 0; n < 5; n += 1)
        expect(await verifyIdToken(token, now, { apiUrl, loginChannelId })).toMatchObject({ ok: true });
      expect(reads).toBe(1);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  });
});
