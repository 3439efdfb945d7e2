import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LIFF_ID, named, Stage, wordsIn } from './mini-app-stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage?.stop());
beforeEach(async () => {
  stage.reset();
  page = await stage.phone();
});
afterEach(() => page?.context().close());

const title = (words: string) => page.getByRole('heading', { level: 1, name: named(words) });
const sessions = () => stage.bodiesOf('POST /api/session');

describe('signing in with LINE', () => {
  it('exchanges the token and leaves no sign-in parameters in the address', async () => {
    await stage.open(page, '/app/schedule?from=chat');
    await title('わたしの 予定').waitFor();
    expect(sessions()).toHaveLength(1);
    expect(sessions()[0]).toMatchObject({ kind: 'user', idToken: expect.stringMatching(/^ey/) });
    expect(page.url()).toBe(`${stage.origin}/app/schedule?from=chat`);
  });

  it('counts on the session while it holds, and asks at once for what the page shows', async () => {
    await stage.open(page, '/app');
    stage.office.sent.length = 0;
    await page.reload();
    await title('大野さん').waitFor();
    expect(stage.office.sent.map(({ route }) => route)).toEqual(['GET /api/app/home']);
  });

  it('opens a new session when the one it counted on is gone', async () => {
    await stage.open(page, '/app');
    stage.fail('GET /api/app/home', 'signed-out');
    await page.reload();
    await expect.poll(() => sessions().length).toBe(2);
    await title('大野さん').waitFor();
  });

  it('never counts on the session of somebody else', async () => {
    await stage.open(page, '/app');
    await page.evaluate(() => {
      const [, until] = JSON.parse(localStorage.getItem('session-of') ?? '[]');
      localStorage.setItem('session-of', JSON.stringify(['somebody-else', until]));
    });
    stage.office.sent.length = 0;
    await page.reload();
    await title('大野さん').waitFor();
    // What was asked for with the other's session is not shown: it is asked for again.
    expect(stage.office.sent.map(({ route }) => route).sort()).toEqual([
      'GET /api/app/home',
      'GET /api/app/home',
      'POST /api/session',
    ]);
  });

  it('follows a deep link only after the SDK has resolved it', async () => {
    await stage.open(page, '/app');
    stage.office.sent.length = 0;
    await page.goto(`${stage.origin}/app?liff.state=${encodeURIComponent('/dates/case-1/choose?x=1')}`);
    await title('会える 日').waitFor();
    expect(page.url()).toBe(`${stage.origin}/app/dates/case-1/choose?x=1`);
    expect(stage.bodiesOf('GET /api/app/home')).toHaveLength(0);
  });

  it('comes back to the same page with the draft when the session has died', async () => {
    await stage.open(page, '/app/dates/case-1/choose');
    await page.getByRole('checkbox', { name: named('12月16日') }).check();
    await page.getByRole('button', { name: 'つぎへ' }).click();
    await title('これで いいですか。').waitFor();
    stage.fail('POST /api/app/cases/case-1/answer', 'signed-out');
    await page.getByRole('button', { name: named('送る') }).click();
    await expect.poll(() => sessions().length).toBe(2);
    await title('これで いいですか。').waitFor();
    await expect.poll(() => wordsIn(page, '.sum')).toContain('12月16日');
    await page.getByRole('button', { name: named('送る') }).click();
    await title('送りました').waitFor();
  });

  it('asks LINE for a new token when the one at hand has expired', async () => {
    await stage.open(page, '/app');
    const first = sessions()[0]?.idToken;
    await page.evaluate((liffId) => {
      const key =
        Object.keys(localStorage).find((name) => name.includes(liffId) && /:IDToken$/i.test(name)) ?? '';
      const [header, payload, signature] = (JSON.parse(localStorage.getItem(key) ?? '""') as string).split(
        '.',
      );
      const claims = JSON.parse(atob((payload ?? '').replace(/-/g, '+').replace(/_/g, '/')));
      const dead = btoa(JSON.stringify({ ...claims, exp: 1_600_000_000 })).replace(/=+$/, '');
      localStorage.setItem(key, JSON.stringify([header, dead, signature].join('.')));
      localStorage.removeItem('session-of');
    }, LIFF_ID);
    await page.reload();
    await title('大野さん').waitFor();
    expect(sessions()).toHaveLength(2);
    expect(sessions()[1]?.idToken).not.toBe(first);
  });

  it('does not go round in circles when LINE is never believed', async () => {
    stage.fail('POST /api/session', 'token-invalid', 'token-invalid', 'token-invalid', 'token-invalid');
    await page.goto(`${stage.origin}/app`);
    await title('LINEと つながりません').waitFor();
    expect(sessions().length).toBeLessThanOrEqual(3);
    stage.office.failing.clear();
    await page.getByRole('button', { name: named('もう 一度') }).click();
    await title('大野さん').waitFor();
  });

  it('hands a sign-in that began in the console back to the console, and to nowhere else', async () => {
    await page.goto(`${stage.origin}/app/hand-on?to=${encodeURIComponent('/console/clients')}`);
    await page.waitForURL(`${stage.origin}/console/clients`);
    expect(sessions()).toHaveLength(0);
    await page.goto(`${stage.origin}/app/hand-on?to=${encodeURIComponent('//evil.example/console')}`);
    await page.waitForURL(`${stage.origin}/app`);
  });

  it("keeps nothing of one person's draft for another on the same phone", async () => {
    await stage.open(page, '/app/dates/case-1/choose');
    await page.getByRole('checkbox', { name: named('12月16日') }).check();
    // The other person signs in with LINE; what this product keeps itself stays.
    await page.evaluate(() => {
      for (const key of Object.keys(localStorage)) if (!/^draft/.test(key)) localStorage.removeItem(key);
    });
    const other = stage.line.control.createUser({ displayName: 'かいと' }).userId;
    const before = stage.line.control.currentUser()?.userId ?? null;
    stage.line.control.setCurrentUser(other);
    try {
      await page.context().clearCookies();
      await stage.open(page, '/app/dates/case-1/choose');
      await expect
        .poll(() => page.getByRole('checkbox', { name: named('12月16日') }).isChecked())
        .toBe(false);
    } finally {
      stage.line.control.setCurrentUser(before);
    }
  });
});

describe('who is not known, and what cannot be reached', () => {
  it('tells an unknown LINE account how to begin', async () => {
    stage.office.home = { ...stage.office.home, me: null, clients: [] };
    await stage.open(page, '/app');
    await title('まだ つながって いません').waitFor();
    await expect.poll(() => wordsIn(page, 'main')).toContain('QRコード');
  });

  it.each([
    ['not-found', 'この ページは 使えません'],
    ['forbidden', 'この LINEでは 見られません'],
    ['consent-needed', '先に やくそくを 読みます'],
    ['too-many', 'こみあって います'],
    ['fault', 'ひらけませんでした'],
  ] as const)('%s is said in plain words, with a way on', async (failure, words) => {
    stage.fail('GET /api/app/cases/case-1', failure);
    await page.goto(`${stage.origin}/app/dates/case-1`);
    await title(words).waitFor();
    await expect.poll(() => page.locator('section.act').locator('a, button').count()).toBeGreaterThan(0);
    expect(await wordsIn(page, 'body')).not.toMatch(/[A-Za-z]{6,}/);
  });

  it('stays on its own page when the next one cannot be fetched any more', async () => {
    await stage.open(page, '/app');
    await page.context().setOffline(true);
    await page.locator('a[href="/app/settings"]').first().click();
    await title('つながりません').waitFor();
    await expect.poll(() => page.evaluate(() => document.querySelector('app-shell') !== null)).toBe(true);
    await page.context().setOffline(false);
  });

  it('knows no page at an unknown address, and leads back', async () => {
    await stage.open(page, '/app/nowhere');
    await title('この ページは ありません').waitFor();
    await page.getByRole('link', { name: named('はじめの ページへ') }).click();
    await title('大野さん').waitFor();
  });
});
