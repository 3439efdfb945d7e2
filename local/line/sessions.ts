import { createHash } from 'node:crypto';
import type { JsonObject } from './json.ts';
import type { TokenKeys } from './token-keys.ts';
import type { World } from './world.ts';

export interface LoginChannel {
  channelId: string;
  liffId: string;
  endpointUrl: string;
}

export interface AccessToken {
  token: string;
  userId: string;
  expiresAt: number;
  revoked: boolean;
}

interface Code {
  userId: string;
  challenge: string;
  redirectUri: string;
  nonce?: string;
  expiresAt: number;
}

export interface IdTokenRequest {
  userId: string;
  nonce?: string;
  issuer?: string;
  audience?: string;
  /** Set when the LIFF SDK will check the token against the browser's own clock. */
  forBrowser?: boolean;
  /** Claims that are set or, when null, left out. */
  claims?: JsonObject;
}

export const issuer = 'https://access.line.me';
export const idTokenLife = 3_600_000;
export const accessTokenLife = 12 * 3_600_000;
export const codeLife = 10 * 60_000;
export const scope = 'profile openid';

/** Authorization codes, access tokens and ID tokens of the LINE Login channel. */
export class Sessions {
  readonly channel: LoginChannel;
  readonly accessTokens = new Map<string, AccessToken>();
  /** Leaves name and picture out of every ID token, as new channels in Japan do. */
  omitNames = false;
  readonly #codes = new Map<string, Code>();
  readonly #world: World;
  readonly #keys: TokenKeys;
  readonly #browserClock: () => number;

  constructor(init: { world: World; keys: TokenKeys; channel: LoginChannel; browserClock: () => number }) {
    this.#world = init.world;
    this.#keys = init.keys;
    this.#browserClock = init.browserClock;
    this.channel = init.channel;
  }

  issueCode(request: { userId: string; challenge: string; redirectUri: string; nonce?: string }): string {
    const code = this.#world.ids.token(15);
    this.#codes.set(code, { ...request, expiresAt: this.#world.clock.now() + codeLife });
    return code;
  }

  /** Exchanges a code once; what is wrong comes back as LINE's error text. */
  redeem(request: {
    code: string;
    verifier: string;
    redirectUri: string;
  }): { userId: string; nonce?: string } | { error: string } {
    const code = this.#codes.get(request.code);
    this.#codes.delete(request.code);
    if (!code || this.#world.clock.now() > code.expiresAt) return { error: 'invalid authorization code' };
    const challenge = createHash('sha256').update(request.verifier).digest('base64url');
    if (challenge !== code.challenge) return { error: 'invalid code_verifier' };
    if (request.redirectUri !== code.redirectUri) return { error: 'redirect_uri does not match' };
    return { userId: code.userId, ...(code.nonce ? { nonce: code.nonce } : {}) };
  }

  issueAccessToken(userId: string): AccessToken {
    const access: AccessToken = {
      token: `eyJhbGciOiJIUzI1NiJ9.${this.#world.ids.token(90)}`,
      userId,
      expiresAt: this.#world.clock.now() + accessTokenLife,
      revoked: false,
    };
    this.accessTokens.set(access.token, access);
    return access;
  }

  /** The living access token of this text, if it is one. */
  access(token: string | undefined): AccessToken | undefined {
    const access = this.accessTokens.get(token ?? '');
    return access && !access.revoked && this.#world.clock.now() < access.expiresAt ? access : undefined;
  }

  /** Revokes one token, or all of a user. */
  revoke(which: { token?: string; userId?: string }): number {
    let revoked = 0;
    for (const access of this.accessTokens.values()) {
      if (access.token !== which.token && access.userId !== which.userId) continue;
      access.revoked = true;
      revoked += 1;
    }
    return revoked;
  }

  async issueIdToken(request: IdTokenRequest): Promise<string> {
    const now = Math.floor(this.#world.clock.now() / 1_000);
    // The SDK refuses a token that has ended by the browser's clock, which this world's may be behind.
    const lifeFrom = request.forBrowser ? Math.max(now, Math.floor(this.#browserClock() / 1_000)) : now;
    const user = this.#world.users.get(request.userId);
    const named = user !== undefined && !this.omitNames && !user.nameHidden;
    const claims: JsonObject = {
      iss: request.issuer ?? issuer,
      sub: request.userId,
      aud: request.audience ?? this.channel.channelId,
      exp: lifeFrom + idTokenLife / 1_000,
      iat: now,
      ...(request.nonce ? { nonce: request.nonce } : {}),
      amr: ['linesso'],
      ...(named ? { name: user.displayName } : {}),
      ...(named && user.pictureUrl ? { picture: user.pictureUrl } : {}),
      ...request.claims,
    };
    return this.#keys.sign(Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null)));
  }

  /** LINE's answer of `/oauth2/v2.1/verify`: the payload, or its error text. */
  async verifyIdToken(form: {
    idToken: string;
    clientId: string;
    nonce?: string;
    userId?: string;
  }): Promise<{ payload: JsonObject } | { error: string }> {
    const payload = await this.#keys.open(form.idToken);
    if (!payload) return { error: 'Invalid IdToken.' };
    if (payload.iss !== issuer) return { error: 'Invalid IdToken Issuer.' };
    if (Number(payload.exp) * 1_000 <= this.#world.clock.now()) return { error: 'IdToken expired.' };
    if (payload.aud !== form.clientId) return { error: 'Invalid IdToken Audience.' };
    if (form.nonce !== undefined && payload.nonce !== form.nonce) return { error: 'Invalid IdToken Nonce.' };
    if (form.userId !== undefined && payload.sub !== form.userId) {
      return { error: 'Invalid IdToken Subject Identifier.' };
    }
    return { payload };
  }
}
