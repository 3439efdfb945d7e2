import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Database, openDatabase } from '../../db/client.ts';
import { putFirstTexts } from '../../db/first-texts.ts';
import { migrateDatabase } from '../../db/migrate.ts';
import { createApp } from '../../worker/app.ts';
import type { Config } from '../../worker/context.ts';
import { runCron } from '../../worker/jobs/run-cron.ts';
import { verifyIdToken } from '../../worker/line/id-token.ts';
import type { Instant } from '../../worker/manual/types.ts';
import type { World } from '../../worker/world.ts';

/** 2026-11-24 10:00 JST, a Tuesday. */
export const TUESDAY_10 = Date.parse('2026-11-24T10:00:00+09:00');
const CHANNEL = '2000000000';

const { publicKey, privateKey } = await generateKeyPair('ES256');
const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }] };

/** A push that LINE was asked to make. */
export interface Pushed {
  to: string;
  retryKey: string | null;
  at: Instant;
  messages: unknown[];
}

/**
 * The product's own app over an embedded libSQL file, with a clock to move, LINE's keys, and a Messaging API that
 * accepts everything. Requests go in by the front door; round trips to the database are counted.
 */
export class Office {
  now: Instant;
  readonly raw: Client;
  readonly db: Database;
  readonly pushes: Pushed[] = [];
  /** What Slack and Teams were asked to take. */
  readonly posts: { url: string; body: unknown }[] = [];
  /** Round trips of the newest request before it left work to `waitUntil`. */
  trips: ('read' | 'write')[] = [];
  readonly #folder: string;
  readonly #app: ReturnType<typeof createApp>;
  readonly #left: Promise<unknown>[] = [];
  #ids = 0;
  #counting = true;

  private constructor(folder: string, raw: Client, now: Instant) {
    this.#folder = folder;
    this.raw = raw;
    this.now = now;
    const db = openDatabase(raw);
    this.db = {
      q: db.q,
      read: (statements) => {
        this.#count('read');
        return db.read(statements);
      },
      write: (statements) => {
        if (statements.length > 0) this.#count('write');
        return db.write(statements);
      },
    };
    this.#app = createApp(() => this.world());
  }

  static async open(now: Instant = TUESDAY_10): Promise<Office> {
    const folder = mkdtempSync(join(tmpdir(), 'office-'));
    const raw = createClient({ url: `file:${join(folder, 'office.db')}` });
    await migrateDatabase(raw);
    await putFirstTexts(raw);
    return new Office(folder, raw, now);
  }

  /** The office whose database lies there already, brought forward; its folder goes when it closes. */
  static async over(path: string, now: Instant): Promise<Office> {
    const raw = createClient({ url: `file:${path}` });
    await migrateDatabase(raw);
    return new Office(dirname(path), raw, now);
  }

  /** A second office with everything this one holds, to be changed apart from it. */
  async copy(): Promise<Office> {
    const folder = mkdtempSync(join(tmpdir(), 'office-'));
    const path = join(folder, 'office.db');
    await this.raw.execute({ sql: 'vacuum into ?', args: [path] });
    const copy = new Office(folder, createClient({ url: `file:${path}` }), this.now);
    copy.#ids = this.#ids;
    return copy;
  }

  close(): void {
    this.raw.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get config(): Config {
    return {
      databaseUrl: '',
      databaseToken: undefined,
      lineChannelSecret: 'channel-secret',
      lineChannelAccessToken: 'channel-token',
      lineApiUrl: 'https://api.line.me',
      lineLoginChannelId: CHANNEL,
      liffId: `${CHANNEL}-abcdefgh`,
      liffBaseUrl: 'https://liff.line.me',
      addFriendUrl: 'https://line.me/R/ti/p/@office',
      sessionSecret: 'a secret of at least thirty-two characters',
      bootstrapCode: 'first-manager',
      frameAncestors: '',
      cspConnect: '',
      maxSubrequests: 50,
      productOrigin: 'https://office.example',
      slackWebhookUrl: 'https://hooks.slack.example/services/made-up',
      slackSigningSecret: 'slack-signing-secret',
      teamsWebhookUrl: 'https://teams.example/workflows/made-up',
    };
  }

  world(): World {
    return {
      config: this.config,
      db: this.db,
      now: () => this.now,
      newId: () => `00000000-0000-4000-8000-${String(++this.#ids).padStart(12, '0')}`,
      newToken: () => `token-${++this.#ids}-${'x'.repeat(32)}`,
      random: () => 0.5,
      verifyIdToken: async (token, now) => {
        const checked = await verifyIdToken(token, now, {
          apiUrl: this.config.lineApiUrl,
          loginChannelId: CHANNEL,
          fetch: async () => Response.json(jwks),
        });
        return checked.ok ? checked : { ok: false, why: checked.why };
      },
      fetchLine: async (input, init) => this.#line(new Request(input, init)),
      assets: null,
      log: () => {},
    };
  }

  /** An ID token as LIFF hands one out; `change` makes it wrong. */
  idToken(lineUserId: string, change: { aud?: string; iss?: string; ageMs?: number } = {}): Promise<string> {
    const issued = Math.floor((this.now - (change.ageMs ?? 0)) / 1000);
    return new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'JWT' })
      .setIssuer(change.iss ?? 'https://access.line.me')
      .setSubject(lineUserId)
      .setAudience(change.aud ?? CHANNEL)
      .setIssuedAt(issued)
      .setExpirationTime(issued + 3600)
      .sign(privateKey);
  }

  /** One request through the front door. */
  async fetch(path: string, init: RequestInit & { cookie?: string } = {}): Promise<Response> {
    this.trips = [];
    this.#counting = true;
    const headers = new Headers(init.headers);
    if (init.cookie) headers.set('cookie', init.cookie);
    if (typeof init.body === 'string' && !headers.has('content-type')) {
      headers.set('content-type', 'application/json');
    }
    const context = {
      waitUntil: (left: Promise<unknown>) => {
        this.#counting = false;
        this.#left.push(left);
      },
      passThroughOnException: () => {},
    };
    return this.#app.request(path, { ...init, headers }, {}, { ...context, props: {} });
  }

  /** Waits for everything that was left to `waitUntil`. */
  async settle(): Promise<void> {
    while (this.#left.length > 0) await Promise.all(this.#left.splice(0));
  }

  /** One cron tick, now. */
  async cron(): Promise<void> {
    await runCron(this.world());
  }

  #count(trip: 'read' | 'write'): void {
    if (this.#counting) this.trips.push(trip);
  }

  async #line(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (/slack|teams/.test(url.hostname)) {
      this.posts.push({ url: url.href, body: await request.json() });
      return new Response('ok');
    }
    if (url.pathname !== '/v2/bot/message/push') return Response.json({});
    const { to, messages } = (await request.json()) as { to: string; messages: unknown[] };
    this.pushes.push({ to, messages, at: this.now, retryKey: request.headers.get('x-line-retry-key') });
    return Response.json(
      { sentMessages: [{ id: String(this.pushes.length) }] },
      { headers: { 'x-line-request-id': 'r' } },
    );
  }
}
