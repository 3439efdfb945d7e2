import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createClient } from '@libsql/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CRONS } from '../../local/cron.ts';
import { type LineStandIn, startLineStandIn } from '../../local/line/stand-in.ts';
import type { Deployment } from '../../local/operate/deployment.ts';
import { examine } from '../../local/operate/doctor/examine.ts';
import type { Finding } from '../../local/operate/doctor/finding.ts';
import { consent, openScene, type Scene } from '../support/scene.ts';

const LOGIN_CHANNEL = '2000000000';
const LIFF = `${LOGIN_CHANNEL}-abcdefgh`;
const CHANNEL_SECRET = '8c570fa6dd201bb328f1c1eac23a96d8';
const TOKEN = 'a-long-lived-channel-access-token-of-this-test';
const LOGIN_SECRET = 'the-secret-of-the-login-channel';
const SESSION_SECRET = 'a-session-secret-of-forty-characters-0123';

/** A deployment in which everything is as it should be, for a test to spoil. */
interface Ward {
  scene: Scene;
  line: LineStandIn;
  deployment: Deployment;
  /** What the running product is given; starts as the deployment. */
  running: { channelSecret: string; liffId: string; down: boolean };
  now: number;
  /** How the database is reached. */
  url: string;
  env: Record<string, string>;
}

let ward: Ward;
let model: Scene;
let origin: string;
const product = createAdaptorServer({ fetch: (request) => answer(request) });
beforeAll(async () => {
  product.listen(0, '127.0.0.1');
  await new Promise((resolve) => product.once('listening', resolve));
  model = await openScene(Date.now());
  await consent(model);
  await model.office.cron();
  await model.office.raw.execute({
    sql: "insert into inbound_events (id, type, raw, occurred_at, received_at, processed_at) values ('e', 'follow', '{}', ?1, ?1, ?1)",
    args: [model.office.now],
  });
  origin = `http://127.0.0.1:${(product.address() as AddressInfo).port}`;
});
afterAll(() => {
  model.office.close();
  product.close();
});

beforeEach(async () => {
  const scene = { ...model, office: await model.office.copy() };
  const { office, person } = scene;
  Object.defineProperty(office, 'config', {
    get: () => ({ ...model.office.config, lineChannelSecret: ward.running.channelSecret }),
  });
  const line = await startLineStandIn({
    port: 0,
    channelId: '1000000001',
    channelSecret: CHANNEL_SECRET,
    channelAccessToken: TOKEN,
    loginChannelId: LOGIN_CHANNEL,
    loginChannelSecret: LOGIN_SECRET,
    liffId: LIFF,
    endpointUrl: `${origin}/app`,
    webhookUrl: `${origin}/line/webhook`,
  });
  line.control.createUser({ userId: person.lineUserId, displayName: '大野 みのり', friend: true });
  const env = {
    LINE_CHANNEL_SECRET: CHANNEL_SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: TOKEN,
    LINE_LOGIN_CHANNEL_ID: LOGIN_CHANNEL,
    LINE_LOGIN_CHANNEL_SECRET: LOGIN_SECRET,
    LIFF_ID: LIFF,
    SESSION_SECRET,
    PRODUCT_ORIGIN: origin,
    DATABASE_URL: 'libsql://office.example.invalid',
    DATABASE_TOKEN: 'a-database-token-of-this-test',
    LINE_API_URL: `${line.url}/api.line.me`,
  };
  ward = {
    scene,
    line,
    deployment: {
      env: undefined,
      values: env,
      secretsFile: '.dev.vars',
      wrangler: { name: 'office', crons: CRONS, vars: {} },
    },
    running: { channelSecret: CHANNEL_SECRET, liffId: LIFF, down: false },
    now: Date.now(),
    url: `file:${String((await office.raw.execute('pragma database_list')).rows[0]?.file)}`,
    env,
  };
});
afterEach(async () => {
  await ward.line.close();
  ward.scene.office.close();
});

/** The product as it runs at PRODUCT_ORIGIN; its pages are files that only a build has. */
async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (ward.running.down) return new Response('down', { status: 500 });
  if (pathname === '/app') return new Response(`<html lang="ja" data-liff-id="${ward.running.liffId}">`);
  const body = request.method === 'POST' ? await request.text() : undefined;
  return ward.scene.office.fetch(pathname, {
    method: request.method,
    headers: request.headers,
    ...(body === undefined ? {} : { body }),
  });
}

const look = (more: { offline?: boolean } = {}) =>
  examine({
    deployment: ward.deployment,
    database: { open: () => createClient({ url: ward.url }), name: 'office.example.invalid' },
    own: false,
    offline: more.offline ?? false,
    now: () => ward.now,
    send: fetch,
  });

const broken = (findings: Finding[]) =>
  findings.flatMap((each) => (each.state === 'NG' ? [`${each.id}: ${each.what}`] : []));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const sql = (statement: string) => ward.scene.office.raw.executeMultiple(statement);

/** Each way to wire it wrongly: what is done, what the doctor must find, and what of its mend. */
const MISWIRINGS: [name: string, spoil: () => unknown, id: string, state: 'NG' | '確認', mend: string][] = [
  [
    'a secret is missing',
    () => delete ward.env.LINE_CHANNEL_SECRET,
    'env-LINE_CHANNEL_SECRET',
    'NG',
    'npx wrangler secret put LINE_CHANNEL_SECRET',
  ],
  [
    'a value still is the example',
    () => (ward.env.SESSION_SECRET = 'changeme'),
    'env-SESSION_SECRET',
    'NG',
    'openssl rand',
  ],
  [
    'the session secret is short',
    () => (ward.env.SESSION_SECRET = 'too-short'),
    'session-secret-short',
    'NG',
    'openssl rand',
  ],
  [
    'a token was pasted with a blank',
    () => (ward.env.LINE_CHANNEL_ACCESS_TOKEN = `${TOKEN} `),
    'env-LINE_CHANNEL_ACCESS_TOKEN',
    'NG',
    '前後の空白',
  ],
  [
    'the LIFF address stands for its id',
    () => (ward.env.LIFF_ID = `https://liff.line.me/${LIFF}`),
    'env-LIFF_ID',
    'NG',
    'LIFF ID',
  ],
  [
    'the LIFF app is another channel’s',
    () => (ward.env.LINE_LOGIN_CHANNEL_ID = '2000000009'),
    'liff-channel',
    'NG',
    '取りちがえていないか',
  ],
  [
    'the database has no token',
    () => delete ward.env.DATABASE_TOKEN,
    'env-DATABASE_TOKEN',
    'NG',
    'turso db tokens create',
  ],
  [
    'the origin ends in a slash',
    () => (ward.env.PRODUCT_ORIGIN = `${origin}/`),
    'env-PRODUCT_ORIGIN',
    'NG',
    '最後の / はつけない',
  ],
  [
    'a cron trigger is missing',
    () => (ward.deployment.wrangler.crons = CRONS.slice(1)),
    'crons',
    'NG',
    '*/5 23 * * *',
  ],
  [
    'a secret stands in wrangler.toml',
    () => (ward.deployment.wrangler.vars.LINE_CHANNEL_SECRET = CHANNEL_SECRET),
    'bared-secrets',
    'NG',
    '値は作りなおす',
  ],
  [
    'staging has no secrets of its own',
    () => (ward.deployment.env = 'staging'),
    'secrets-of-other-env',
    '確認',
    '.dev.vars.staging',
  ],
  [
    'the token is dead',
    () => (ward.env.LINE_CHANNEL_ACCESS_TOKEN = 'another-token-that-line-does-not-know'),
    'line-token',
    'NG',
    '再発行',
  ],
  [
    'the token is short-lived',
    () => ward.line.control.setChannelSettings({ tokenSeconds: 20 * 86_400 }),
    'line-token-life',
    'NG',
    '長期',
  ],
  [
    'LINE can’t be reached',
    async () => (ward.env.LINE_API_URL = `http://127.0.0.1:${await freePort()}`),
    'line-reach',
    'NG',
    'インターネット',
  ],
  [
    'no webhook address is set',
    () => ward.line.control.setWebhookMode({ url: '' }),
    'webhook-url',
    'NG',
    'Webhook URL に',
  ],
  [
    'the webhook goes elsewhere',
    () => ward.line.control.setWebhookMode({ url: `${origin}/webhook` }),
    'webhook-url',
    'NG',
    '/line/webhook にする',
  ],
  [
    'the webhook is off',
    () => ward.line.control.setWebhookMode({ enabled: false }),
    'webhook-active',
    'NG',
    'Webhookの利用',
  ],
  [
    'the running secret is another',
    () => (ward.running.channelSecret = 'f'.repeat(32)),
    'webhook-test',
    'NG',
    'チャネルシークレット',
  ],
  [
    'only the secret here is another',
    () => (ward.env.LINE_CHANNEL_SECRET = 'f'.repeat(32)),
    'same-secret',
    'NG',
    'wrangler secret put LINE_CHANNEL_SECRET',
  ],
  ['the product is down', () => (ward.running.down = true), 'deployed', 'NG', '--secrets'],
  [
    'the running page has another LIFF id',
    () => (ward.running.liffId = ''),
    'same-liff',
    'NG',
    'npm run deploy',
  ],
  [
    'the official account’s chat is on',
    () => ward.line.control.setChannelSettings({ chatMode: 'chat' }),
    'chat-mode',
    'NG',
    '応答設定',
  ],
  [
    'messages are marked as read by themselves',
    () => ward.line.control.setChannelSettings({ markAsReadMode: 'auto' }),
    'mark-as-read',
    '確認',
    '手動',
  ],
  ['the month is used up', () => ward.line.control.setQuota({ used: 200 }), 'quota', 'NG', 'プラン'],
  ['the month is nearly used up', () => ward.line.control.setQuota({ used: 185 }), 'quota', '確認', 'プラン'],
  [
    'the LIFF endpoint is another',
    () => ward.line.control.setChannelSettings({ liffUrl: `${origin}/` }),
    'liff-endpoint',
    'NG',
    '/app にする',
  ],
  [
    'LIFF gives no ID token',
    () => ward.line.control.setChannelSettings({ liffScope: ['profile'] }),
    'liff-scope',
    'NG',
    'openid',
  ],
  [
    'the login channel’s secret is wrong',
    () => (ward.env.LINE_LOGIN_CHANNEL_SECRET = 'another'),
    'login-secret',
    'NG',
    '同じチャネル',
  ],
  [
    'the channels are of two providers',
    () => ward.line.control.block(ward.scene.person.lineUserId),
    'provider',
    '確認',
    '同じプロバイダー',
  ],
  ['the clock is slow', () => (ward.now -= 600_000), 'clock', 'NG', 'NTP'],
  [
    'the database does not answer',
    async () => (ward.url = `http://127.0.0.1:${await freePort()}`),
    'db-reach',
    'NG',
    'DATABASE_URL',
  ],
  [
    'a migration is missing',
    () =>
      sql(
        'delete from __drizzle_migrations where created_at = (select max(created_at) from __drizzle_migrations)',
      ),
    'db-older',
    'NG',
    'npm run backup',
  ],
  [
    'the database is newer',
    () => sql("insert into __drizzle_migrations (hash, created_at) values ('x', 9999999999999)"),
    'db-newer',
    'NG',
    '新しい版',
  ],
  [
    'a migration was rewritten',
    () =>
      sql(
        "update __drizzle_migrations set hash = 'x' where created_at = (select min(created_at) from __drizzle_migrations)",
      ),
    'db-changed-migration',
    'NG',
    '書きかえない',
  ],
  [
    'a trigger was dropped',
    () => sql('drop trigger record_entries_no_update'),
    'db-triggers',
    'NG',
    'npm run restore',
  ],
  [
    'a table is not as it was made',
    () => sql('alter table tasks add column extra text'),
    'db-shape',
    'NG',
    'npm run restore',
  ],
  ['a table is not STRICT', () => sql('create table loose (a)'), 'db-strict', 'NG', 'npm run restore'],
  [
    'rows lost what they hang on',
    () => sql("pragma foreign_keys = off; update client_contacts set client_id = 'nobody'"),
    'db-foreign-keys-broken',
    'NG',
    'バックアップ',
  ],
  [
    'a record was changed by hand',
    () => sql("drop trigger record_entries_no_update; update record_entries set body = '{}' where seq = 1"),
    'chains',
    'NG',
    'records -- verify',
  ],
  [
    'cron stands still',
    () => sql('update job_runs set started_at = started_at - 7200000'),
    'cron',
    'NG',
    'crons',
  ],
  ['cron never ran', () => sql('delete from job_runs'), 'cron', 'NG', 'crons'],
  [
    'LINE has been silent',
    () => sql('update inbound_events set received_at = received_at - 864000000'),
    'webhook-silence',
    '確認',
    'Webhook',
  ],
  [
    'there is no manager',
    () =>
      sql(
        "insert into staff (id, name, role, active, created_at) values ('x', 'x', 'manager', 1, 0); update staff set active = 0 where id <> 'x'",
      ),
    'no-manager',
    '確認',
    'BOOTSTRAP_CODE',
  ],
];

describe('the doctor', () => {
  it('finds nothing wrong where nothing is, and says what only eyes can see', async () => {
    const found = await look();
    expect(broken(found)).toEqual([]);
    expect(found.filter((each) => each.state === '確認').map((each) => each.id)).toEqual([
      'line-api-url',
      'auto-reply',
      'greeting',
      'linked-account',
    ]);
    expect(found.filter((each) => each.state === 'OK').map((each) => each.id)).toEqual(
      expect.arrayContaining(['webhook-test', 'same-secret', 'same-liff', 'provider', 'chains', 'cron']),
    );
  });

  it.each(MISWIRINGS)('finds that %s, and how to mend it', async (_name, spoil, id, state, mend) => {
    await spoil();
    const found = (await look()).find((each) => each.id === id && each.state !== 'OK');
    expect(found).toMatchObject({ id, state });
    expect(found?.state !== 'OK' && found?.mend).toContain(mend);
  });

  it('prints no secret, even one that a server sends back', async () => {
    const { control } = ward.line;
    control.setWebhookMode({ url: `${origin}/${SESSION_SECRET}/${TOKEN}` });
    ward.env.PRODUCT_ORIGIN = `${origin}/${CHANNEL_SECRET}`;
    const text = JSON.stringify(await look());
    for (const secret of [CHANNEL_SECRET, TOKEN, LOGIN_SECRET, SESSION_SECRET, ward.env.DATABASE_TOKEN])
      expect(text).not.toContain(secret);
    expect(text).toContain('（秘密）');
  });

  it('asks nobody when it is told to stay offline', async () => {
    await ward.line.close();
    const found = await look({ offline: true });
    expect(broken(found)).toEqual([]);
    expect([...new Set(found.map((each) => each.area))]).toEqual(['環境', '配置']);
  });
});
