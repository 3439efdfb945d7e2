import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Liff from '@line/liff';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LineStandIn, startLineStandIn } from '../../local/line/stand-in.ts';
import { routeLineHosts } from '../local-line/route-line-hosts.ts';
import { launchChromium } from '../support/chromium.ts';

const loginChannelId = '2000000001';
const liffId = `${loginChannelId}-abcdefgh`;

declare global {
  interface Window {
    sdk: typeof Liff;
    /** 'ok', or why `init` failed. */
    started: Promise<string>;
  }
}

let bundle: string;
/** What the page gets: the bundle, but for the test of the demo build. */
let served: string;
let browser: Browser;
let site: Server;
let endpointUrl: string;
let line: LineStandIn;
let taro: string;
let context: BrowserContext;
let asked: string[];

beforeAll(async () => {
  bundle = await bundleUnmodifiedSdk();
  site = createServer((request, response) => {
    const script = request.url === '/sdk.js';
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html; charset=utf-8' });
    response.end(script ? served : page);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  endpointUrl = `http://localhost:${(site.address() as AddressInfo).port}/app/`;
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
});

beforeEach(async () => {
  line = await startLineStandIn({
    port: 0,
    channelId: '1000000001',
    channelSecret: 'secret',
    channelAccessToken: 'token',
    loginChannelId,
    liffId,
    endpointUrl,
    webhookUrl: endpointUrl,
  });
  served = bundle;
  taro = line.control.createUser({ displayName: '太郎' }).userId;
  line.control.setCurrentUser(taro);
});

afterEach(async () => {
  await context?.close();
  await line.close();
});

const page =
  '<!doctype html><html lang="ja"><meta charset="utf-8"><title>LIFF</title><script src="/sdk.js"></script></html>';

async function bundleUnmodifiedSdk(): Promise<string> {
  const entry = 'virtual:liff-page';
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'liff-page',
        resolveId: (id) => (id === entry ? `\0${entry}` : undefined),
        load: (id) =>
          id === `\0${entry}`
            ? `import liff from '@line/liff';
               window.sdk = liff;
               window.started = liff.init({ liffId: ${JSON.stringify(liffId)} }).then(() => 'ok', (e) => e.code + ': ' + e.message);`
            : undefined,
      },
    ],
    build: { write: false, minify: false, rollupOptions: { input: entry, output: { format: 'iife' } } },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (!output || !('output' in output)) throw new Error('nothing was built');
  return output.output[0].code;
}

async function openContext(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  context = await browser.newContext(options);
  await context.route(
    (url) => url.hostname !== 'localhost' && !url.hostname.endsWith('.line.me'),
    (route) => route.abort(),
  );
  asked = await routeLineHosts(context, line.url);
  return context.newPage();
}

/** Waits until the page has come to rest at `path` with `init` done. */
async function settled(tab: Page, path: string): Promise<void> {
  await tab.waitForURL((url) => url.pathname + url.search === path && !url.search.includes('liff.state'));
  await tab.waitForFunction(() => window.started !== undefined);
  expect(await tab.evaluate(() => window.started)).toBe('ok');
}

const state = (tab: Page) =>
  tab.evaluate(async () => ({
    loggedIn: window.sdk.isLoggedIn(),
    inClient: window.sdk.isInClient(),
    idToken: window.sdk.getIDToken(),
    decoded: window.sdk.getDecodedIDToken(),
    url: location.href,
  }));

/** Runs what leaves the page only after the call into the page has returned. */
async function leave(tab: Page, go: () => void): Promise<void> {
  await tab.evaluate((source) => {
    setTimeout(() => new Function(`(${source})()`)());
  }, go.toString());
}

async function signIn(tab: Page): Promise<void> {
  const leaving = tab.waitForURL((url) => url.searchParams.has('code'), { waitUntil: 'commit' });
  await leave(tab, () => window.sdk.login({ redirectUri: location.href }));
  await leaving;
  await tab.waitForFunction(() => window.started?.then(() => window.sdk.isLoggedIn()));
  expect(await tab.evaluate(() => window.started)).toBe('ok');
}

it('is tried with the SDK as it is shipped', () => {
  expect(bundle).toMatch(/"https:\/\/"\.concat\([^)]*"\."\)\.concat\("line\.me"/);
});

describe('in an ordinary browser', () => {
  it('signs in, tells who it is, and signs out', async () => {
    const tab = await openContext();
    await tab.goto(endpointUrl);
    await settled(tab, '/app/');
    expect(await state(tab)).toMatchObject({ loggedIn: false, inClient: false, idToken: null });
    await signIn(tab);

    const now = await state(tab);
    expect(now).toMatchObject({ loggedIn: true, decoded: { sub: taro, aud: loginChannelId, name: '太郎' } });
    const { payload } = await jwtVerify(
      now.idToken ?? '',
      createRemoteJWKSet(new URL(`${line.url}/api.line.me/oauth2/v2.1/certs`)),
      { issuer: 'https://access.line.me', audience: loginChannelId },
    );
    expect(payload.sub).toBe(taro);
    expect(await tab.evaluate(() => window.sdk.getProfile())).toMatchObject({
      userId: taro,
      displayName: '太郎',
    });
    expect(await tab.evaluate(() => window.sdk.getFriendship())).toEqual({ friendFlag: true });
    expect(await tab.evaluate(() => window.sdk.getContext())).toMatchObject({ endpointUrl });
    expect(asked).toEqual(
      expect.arrayContaining([
        `GET api.line.me/liff/v2/apps/${liffId}/contextToken`,
        'GET access.line.me/liff/v1/authorize',
        'POST api.line.me/oauth2/v2.1/token',
        'GET api.line.me/oauth2/v2.1/certs',
      ]),
    );

    await tab.evaluate(() => window.sdk.logout());
    expect(await state(tab)).toMatchObject({ loggedIn: false, idToken: null });
  });

  it('keeps the deep link from the LIFF address through the sign-in', async () => {
    const tab = await openContext();
    await tab.goto(`https://liff.line.me/${liffId}/dates?case=1&name=%E5%A4%AA`);
    await settled(tab, '/app/dates?case=1&name=%E5%A4%AA');
    await signIn(tab);
    const url = new URL((await state(tab)).url);
    expect([url.pathname, url.searchParams.get('case'), url.searchParams.get('name')]).toEqual([
      '/app/dates',
      '1',
      '太',
    ]);
  });

  it('lets a person be chosen, and declined', async () => {
    line.control.setCurrentUser(null);
    const hanako = line.control.createUser({ displayName: '花子' }).userId;
    const tab = await openContext();
    await tab.goto(endpointUrl);
    await settled(tab, '/app/');
    await leave(tab, () => window.sdk.login());
    await tab.getByRole('link', { name: '花子' }).click();
    await tab.waitForFunction(() => window.started?.then(() => window.sdk.isLoggedIn()));
    expect((await state(tab)).decoded).toMatchObject({ sub: hanako });
    await leave(tab, () => {
      window.sdk.logout();
      window.sdk.login();
    });
    await tab.getByRole('link', { name: 'キャンセル' }).click();
    await tab.waitForURL((url) => url.searchParams.has('liffOAuth2Error'));
    expect(await tab.evaluate(() => window.started)).toContain('access_denied');
  });

  it('fails to start when the key of its token is not published', async () => {
    const tab = await openContext();
    await tab.goto(endpointUrl);
    await settled(tab, '/app/');
    line.control.addFault({ kind: '500-before', path: '/oauth2/v2.1/certs', times: 1 });
    await leave(tab, () => window.sdk.login());
    await tab.waitForURL((url) => url.searchParams.has('code'));
    expect(await tab.evaluate(() => window.started)).not.toBe('ok');
  });
});

describe('on one machine', () => {
  it('signs in over the network alone, preflights included, when the SDK is pointed at the stand-in', async () => {
    served = bundle.replace(/"https:\/\/"(\.concat\([^)]*"\."\)\.concat\("line\.me")/, `"${line.url}/"$1`);
    expect(served).not.toBe(bundle);
    context = await browser.newContext();
    const failed: string[] = [];
    const tab = await context.newPage();
    tab.on('requestfailed', (request) => failed.push(request.url()));
    await tab.goto(`${line.url}/liff.line.me/${liffId}/dates?case=1`);
    await settled(tab, '/app/dates?case=1');
    await signIn(tab);
    expect((await state(tab)).decoded).toMatchObject({ sub: taro });
    expect(await tab.evaluate(() => window.sdk.getFriendship())).toEqual({ friendFlag: true });
    expect(failed.filter((url) => url.startsWith(line.url))).toEqual([]);
    expect(line.control.calls().map((call) => call.path)).toContain('/oauth2/v2.1/token');
  });
});

describe('in the LINE app', () => {
  const asLineApp = {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/14.9.0 LIFF',
  };

  it('is signed in from the start, at the linked page', async () => {
    const tab = await openContext(asLineApp);
    await context.addInitScript(() => {
      Object.assign(window, { _liff: { features: [], postMessage: () => {} } });
    });
    await tab.goto((await line.control.startInClient(taro, '/dates?case=1')).url);
    await settled(tab, '/app/dates?case=1');
    expect(await state(tab)).toMatchObject({ inClient: true, loggedIn: true, decoded: { sub: taro } });
    expect(await tab.evaluate(() => window.sdk.getProfile())).toMatchObject({ displayName: '太郎' });
    expect(asked).not.toContain('GET access.line.me/liff/v1/authorize');
  });

  it('starts without a name in the token', async () => {
    line.control.setOmitNames(true);
    const tab = await openContext(asLineApp);
    await context.addInitScript(() => {
      Object.assign(window, { _liff: { features: [], postMessage: () => {} } });
    });
    await tab.goto((await line.control.startInClient(taro)).url);
    await settled(tab, '/app/');
    const { decoded } = await state(tab);
    expect(decoded).toMatchObject({ sub: taro });
    expect(decoded).not.toHaveProperty('name');
  });
});
