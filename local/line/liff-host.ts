import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { html } from 'hono/html';
import type { ApiContext, ApiEnv } from './api-gate.ts';
import { bearerOf } from './login-api.ts';
import { type Sessions, scope } from './sessions.ts';
import type { TokenKeys } from './token-keys.ts';
import type { World } from './world.ts';

/** The cookie that says which person this browser belongs to. */
export const personCookie = 'line-stand-in-as';

/** `access.line.me`, `liff.line.me` and the LIFF routes of `api.line.me`. */
export class LiffHost {
  readonly #world: World;
  readonly #sessions: Sessions;
  readonly #keys: TokenKeys;

  constructor(init: { world: World; sessions: Sessions; keys: TokenKeys }) {
    this.#world = init.world;
    this.#sessions = init.sessions;
    this.#keys = init.keys;
  }

  /** Where the LINE app goes when this person opens a LIFF link: tokens travel in the hash. */
  async startInClient(
    userId: string,
    path = '',
  ): Promise<{ url: string; hash: string; params: Record<string, string> }> {
    const access = this.#sessions.issueAccessToken(userId);
    const params = {
      access_token: access.token,
      context_token: await this.#contextToken(userId, access.token),
      feature_token: this.#world.ids.token(30),
      id_token: await this.#sessions.issueIdToken({ userId, forBrowser: true }),
      client_id: this.#sessions.channel.channelId,
    };
    const hash = `#${new URLSearchParams(params)}`;
    return { url: this.#primaryUrl(path) + hash, hash, params };
  }

  apiRoutes(): Hono<ApiEnv> {
    const app = new Hono<ApiEnv>();
    app.get('/liff/v2/apps/:liffId/contextToken', async (c) => {
      if (c.req.param('liffId') !== this.#sessions.channel.liffId)
        return c.json({ message: 'Not found' }, 404);
      const bearer = bearerOf(c);
      const access = this.#sessions.access(bearer);
      if (bearer && !access) return c.json({ message: 'The access token expired' }, 401);
      return c.json({ contextToken: await this.#contextToken(access?.userId, bearer) });
    });
    app.get('/liff/v2/apps/:liffId/featureToken', (c) =>
      this.#sessions.access(bearerOf(c))
        ? c.json({ featureToken: this.#world.ids.token(30) })
        : c.json({ message: 'The access token expired' }, 401),
    );
    return app;
  }

  accessRoutes(): Hono<ApiEnv> {
    const app = new Hono<ApiEnv>();
    app.get('/liff/v1/authorize', (c) => this.#authorize(c));
    return app;
  }

  liffRoutes(): Hono<ApiEnv> {
    const app = new Hono<ApiEnv>();
    app.get('/liff/v2/incrementalAgreement/unauthorizedPermissions', (c) => c.json([]));
    app.get('/:liffId{.+}', (c) => {
      const url = new URL(c.req.url);
      const path = url.pathname.replace(/^.*?\/(liff|miniapp)\.line\.me\//, '').replace(/^\//, '');
      const { liffId } = this.#sessions.channel;
      if (path !== liffId && !path.startsWith(`${liffId}/`)) return c.text('404 Not Found', 404);
      return c.redirect(this.#primaryUrl(path.slice(liffId.length) + url.search), 302);
    });
    return app;
  }

  /** LINE's first redirect: everything after the LIFF id goes into `liff.state`. */
  #primaryUrl(rest: string): string {
    const { endpointUrl } = this.#sessions.channel;
    if (rest === '' || rest === '/') return endpointUrl;
    const state = /^[/?#]/.test(rest) ? rest : `/${rest}`;
    const joint = endpointUrl.includes('?') ? '&' : '?';
    return `${endpointUrl}${joint}liff.state=${encodeURIComponent(state)}`;
  }

  #contextToken(userId: string | undefined, accessToken: string | undefined): Promise<string> {
    const { liffId, endpointUrl } = this.#sessions.channel;
    const never = { permission: false, minVer: '9.19.0' };
    return this.#keys.sign({
      type: userId === undefined ? 'external' : 'none',
      liffId,
      endpointUrl,
      permanentLinkPattern: 'concat',
      viewType: 'full',
      scope: scope.split(' '),
      availability: {
        shareTargetPicker: { permission: false, minVer: '10.3.0' },
        multipleLiffTransition: { permission: false, minVer: '10.18.0' },
        subwindowOpen: { permission: false, minVer: '11.7.0' },
        scanCode: never,
        scanCodeV2: never,
        addToHomeScreen: never,
        bluetoothLeFunction: never,
        skipChannelVerificationScreen: never,
      },
      ...(userId === undefined ? {} : { userId }),
      ...(accessToken === undefined
        ? {}
        : { accessTokenHash: createHash('sha256').update(accessToken).digest('base64url').slice(0, 22) }),
    });
  }

  #authorize(c: ApiContext): Response | Promise<Response> {
    const query = new URL(c.req.url).searchParams;
    const { liffId, endpointUrl } = this.#sessions.channel;
    const redirectUri = query.get('redirect_uri') ?? endpointUrl;
    if (query.get('app_id') !== liffId) return refused(c, 'Invalid app_id value.');
    if (query.get('response_type') !== 'code') return refused(c, 'Invalid response_type value.');
    if (
      !/^[\w-]{43}$/.test(query.get('code_challenge') ?? '') ||
      query.get('code_challenge_method') !== 'S256'
    ) {
      return refused(c, 'Invalid code_challenge value.');
    }
    if (!isUnder(redirectUri, endpointUrl)) {
      return refused(c, 'Invalid redirect_uri value. Check if it is registered in a LINE developers site.');
    }
    const userId = query.get('as') || getCookie(c, personCookie) || this.#world.currentUserId;
    if (query.get('deny') !== null) return c.redirect(denial(redirectUri, query.get('state')), 302);
    if (userId === null || !this.#world.users.has(userId)) return this.#chooser(c);
    const code = this.#sessions.issueCode({
      userId,
      challenge: query.get('code_challenge') ?? '',
      redirectUri,
      ...(query.get('nonce') ? { nonce: query.get('nonce') ?? '' } : {}),
    });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state') ?? '');
    back.searchParams.set('liffClientId', this.#sessions.channel.channelId);
    back.searchParams.set('liffRedirectUri', redirectUri);
    return c.redirect(back.href, 302);
  }

  async #chooser(c: ApiContext): Promise<Response> {
    const here = new URL(c.req.url).searchParams;
    const link = (name: string, value: string) => {
      const next = new URLSearchParams(here);
      next.set(name, value);
      return `?${next}`;
    };
    const people = [...this.#world.users.values()].map(
      (user) => html`<li><a href="${link('as', user.userId)}">${user.displayName}</a></li>`,
    );
    const page = html`<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>LINEログイン（代役）</title></head>
<body><h1>だれとしてログインしますか</h1>${people.length > 0 ? html`<ul>${people}</ul>` : html`<p>まだ だれも いません。スタジオの「人を足す」で 人を つくってから、この画面を 読み込み直してください。</p>`}
<p><a href="${link('deny', '1')}">キャンセル</a></p></body></html>`;
    return c.html(await page);
  }
}

function refused(c: ApiContext, why: string): Response {
  return c.text(`400 Bad Request\n${why}`, 400);
}

function denial(redirectUri: string, state: string | null): string {
  const back = new URL(redirectUri);
  back.searchParams.set('error', 'access_denied');
  back.searchParams.set('error_description', 'The resource owner denied the request.');
  back.searchParams.set('state', state ?? '');
  back.searchParams.set('liffOAuth2Error', 'true');
  return back.href;
}

/** Whether an address begins with the endpoint: same origin, and a path below or at it. */
export function isUnder(address: string, endpoint: string): boolean {
  if (!URL.canParse(address)) return false;
  const [one, base] = [new URL(address), new URL(endpoint)];
  const root = base.pathname.replace(/\/$/, '');
  return one.origin === base.origin && (one.pathname === root || one.pathname.startsWith(`${root}/`));
}
