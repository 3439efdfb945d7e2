import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Office } from '../support/office.ts';
import { newLineUserId, Visitor } from '../support/visitor.ts';

let office: Office;
beforeEach(async () => {
  office = await Office.open();
});
afterEach(() => office.close());

const exchange = (idToken: string, kind = 'user') =>
  office.fetch('/api/session', { method: 'POST', body: JSON.stringify({ idToken, kind }) });

describe('an ID token', () => {
  const someone = newLineUserId();

  it('is exchanged once for an HttpOnly __Host- cookie of our own', async () => {
    const response = await exchange(await office.idToken(someone));
    expect(response.status).toBe(200);
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-user=/);
    for (const part of ['HttpOnly', 'Secure', 'Path=/', 'SameSite=Lax', 'Max-Age=43200'])
      expect(cookie).toContain(part);
  });

  it.each([
    ['of another channel', { aud: '1999999999' }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['that has expired', { ageMs: 3_700_000 }],
  ])('%s is refused', async (_, change) => {
    const response = await exchange(await office.idToken(someone, change));
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ type: 'token-invalid' });
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('signed with the channel secret, or not at all, is refused', async () => {
    const claims = new SignJWT({
      sub: someone,
      aud: office.config.lineLoginChannelId,
      iss: 'https://access.line.me',
    }).setExpirationTime(Math.floor(office.now / 1000) + 3600);
    const hs256 = await claims
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(office.config.lineChannelSecret.padEnd(32, 'x')));
    const [, payload] = hs256.split('.');
    const none = `${btoa(JSON.stringify({ alg: 'none' })).replaceAll('=', '')}.${payload}.`;
    const real = await office.idToken(someone);
    const forged = `${real.slice(0, -8)}AAAAAAAA`;
    for (const token of [hs256, none, forged, 'x', `${real}.x`]) {
      expect((await exchange(token)).status).toBe(401);
    }
  });

  it('of somebody who is not staff opens no console', async () => {
    const response = await exchange(await office.idToken(someone), 'staff');
    expect(response.status).toBe(403);
  });
});

describe('joining the staff', () => {
  it('lets in one first manager by the bootstrap code, and no second', async () => {
    const [one, two] = await Promise.allSettled([
      new Visitor(office, newLineUserId()).join('first-manager', '中村 さおり'),
      new Visitor(office, newLineUserId()).join('first-manager', '別の 人'),
    ]);
    expect([one?.status, two?.status].sort()).toEqual(['fulfilled', 'rejected']);
    await expect(new Visitor(office, newLineUserId()).join('first-manager', 'だれか')).rejects.toThrow('403');
  });

  it('uses an invitation up once, and not after seven days', async () => {
    const manager = await new Visitor(office, newLineUserId()).join('first-manager', '中村 さおり');
    const code = async () =>
      (
        await manager.post<{ code: string }>('/api/console/staff/invitations', {
          name: '佐藤 健',
          role: 'counselor',
        })
      ).body.code;
    const used = await code();
    await new Visitor(office, newLineUserId()).join(used, '佐藤 健');
    await expect(new Visitor(office, newLineUserId()).join(used, '別の 人')).rejects.toThrow('403');
    const late = await code();
    office.now += 7 * 86_400_000;
    await expect(new Visitor(office, newLineUserId()).join(late, '別の 人')).rejects.toThrow('403');
  });
});

describe('bad input', () => {
  it('is answered with its fields in Japanese, never with internals', async () => {
    const manager = await new Visitor(office, newLineUserId()).join('first-manager', '中村 さおり');
    const wrong = await manager.post('/api/console/clients', { name: '', kana: 'Ono', attendsProgram: 'x' });
    expect(wrong.status).toBe(400);
    expect(wrong.problem.fields?.name).toMatch(/[ぁ-ん]/);
    expect(wrong.problem.fields?.kana).toContain('かな');
    const broken = await office.fetch('/api/console/clients', {
      method: 'POST',
      cookie: manager.cookie,
      headers: { 'content-type': 'application/json' },
      body: '{"name":',
    });
    expect(broken.status).toBe(400);
    expect(await broken.json()).toMatchObject({ type: 'bad-input' });
    const large = await manager.post('/api/console/clients', { name: 'あ'.repeat(70_000) });
    expect(large.problem).toMatchObject({ status: 413, type: 'too-large' });
    const nowhere = await office.fetch('/api/nowhere');
    expect(await nowhere.json()).toMatchObject({ type: 'not-found' });
  });

  it('from another site changes nothing', async () => {
    const response = await office.fetch('/api/session', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
      body: JSON.stringify({ idToken: await office.idToken(newLineUserId()), kind: 'user' }),
    });
    expect(response.status).toBe(403);
  });
});
