import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@libsql/client';
import Database from 'libsql';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../../db/migrate.ts';
import { sign } from '../../local/line/webhooks.ts';
import { type ServedOffice, serveOffice } from '../../local/operate/serve/serve-office.ts';
import { freePorts } from '../../local/ports.ts';
import { buildOutputs } from '../../local/prepare/build.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SECRET = '8c570fa6dd201bb328f1c1eac23a96d8';
const VALUES = {
  LINE_CHANNEL_SECRET: SECRET,
  LINE_CHANNEL_ACCESS_TOKEN: 'a-long-lived-channel-access-token-of-this-test',
  LINE_LOGIN_CHANNEL_ID: '2000000000',
  LIFF_ID: '2000000000-abcdefgh',
  SESSION_SECRET: 'a-session-secret-of-forty-characters-0123',
  PRODUCT_ORIGIN: 'https://line.example.jp',
  // Nobody is asked in this test; were somebody, it must not be LINE itself.
  LINE_API_URL: 'http://127.0.0.1:9',
};

let folder: string;
let office: ServedOffice | null = null;
let said: string[] = [];
beforeAll(() => buildOutputs(ROOT, ['liff', 'worker'], () => {}), 120_000);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'serve-'));
  said = [];
});
afterEach(async () => {
  await office?.close();
  office = null;
  rmSync(folder, { recursive: true, force: true });
});

async function serve(): Promise<ServedOffice> {
  const { product: port } = await freePorts();
  const say = (line: string) => said.push(line);
  office = await serveOffice({ root: ROOT, folder, port, values: VALUES, now: Date.now, say });
  return office;
}

const health = async (url: string) =>
  fetch(`${url}/healthz`).then(
    async (response) => (await response.json()) as { ok: boolean; lastCron: { finishedAt: number } | null },
    () => null,
  );

async function countOf(file: string, table: string): Promise<number> {
  const client = createClient({ url: `file:${file}` });
  try {
    return Number((await client.execute(`select count(*) from ${table}`)).rows[0]?.[0]);
  } finally {
    client.close();
  }
}

describe('an office served by one machine', () => {
  it('answers with the deployed bundle, takes LINE’s webhooks, and runs cron at once', async () => {
    const { url } = await serve();
    expect(await health(url)).toMatchObject({ ok: true });
    const built = readFileSync(join(ROOT, 'dist/worker/index.js'));
    expect(readFileSync(join(folder, 'run/index.js')).equals(built)).toBe(true);

    const page = await (await fetch(`${url}/app`)).text();
    expect(page).toContain(`data-liff-id="${VALUES.LIFF_ID}"`);
    expect(page).not.toContain('data-line-origin');
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1];
    expect((await fetch(url + script)).headers.get('cache-control')).toContain('immutable');

    const body = JSON.stringify({ destination: 'U0', events: [] });
    const webhook = (signature: string) =>
      fetch(`${url}/line/webhook`, { method: 'POST', body, headers: { 'x-line-signature': signature } });
    expect((await webhook(sign(SECRET, body))).status).toBe(200);
    expect((await webhook(sign('another', body))).status).toBe(401);

    await expect
      .poll(async () => (await health(url))?.lastCron?.finishedAt ?? 0, { timeout: 20_000 })
      .toBeGreaterThan(Date.now() - 60_000);
    expect((await fetch(`${url}/`, { method: 'POST', body: '{"cron":"x"}' })).status).toBe(404);
  });

  it('counts visitors by the proxy’s word, not by their own', async () => {
    const { url } = await serve();
    const guess = (by: number) =>
      fetch(`${url}/api/staff/join`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'cf-connecting-ip': `192.0.2.${by}`,
          'x-forwarded-for': `198.51.100.${by}, 203.0.113.7`,
        },
        body: JSON.stringify({ idToken: 'no.token', code: 'guess', name: 'x' }),
      });
    const answers: number[] = [];
    for (let by = 0; by < 45; by += 1) answers.push((await guess(by)).status);
    expect(answers).toContain(429);
  });

  it('comes back when workerd dies, with what it had', async () => {
    const running = await serve();
    const first = running.pid() ?? 0;
    process.kill(first, 'SIGKILL');
    await expect
      .poll(async () => running.pid() !== first && (await health(running.url))?.ok, { timeout: 20_000 })
      .toBe(true);
    expect(said.join('\n')).toContain('動かしなおします');
  });

  it('lays a copy beside the file before it applies anything to it', async () => {
    const old = new Database(join(folder, 'office.db'));
    old.exec('pragma foreign_keys = off');
    const landed = readFileSync(new URL('../db/fixtures/0008_record.sql', import.meta.url), 'utf8');
    old.exec(`begin; ${landed} commit;`);
    old.exec(
      'delete from __drizzle_migrations where created_at = (select max(created_at) from __drizzle_migrations)',
    );
    old.close();
    // Without its newest migration's mark the file is asked to live through it again, which can't be.
    await expect(serve()).rejects.toThrow('もとのままです');
    const copies = () => readdirSync(folder).filter((name) => name.startsWith('office-before-'));
    expect(copies()).toHaveLength(1);

    expect(await countOf(join(folder, copies()[0] ?? ''), 'record_entries')).toBeGreaterThan(40);
  });

  it('brings an older office forward, and keeps what it was before', async () => {
    const old = new Database(join(folder, 'office.db'));
    old.exec('pragma foreign_keys = off');
    const landed = readFileSync(new URL('../db/fixtures/0008_record.sql', import.meta.url), 'utf8');
    old.exec(`begin; ${landed} commit;`);
    old.close();
    const { url } = await serve();
    expect(await health(url)).toMatchObject({ ok: true });
    const copy = readdirSync(folder).find((name) => name.startsWith('office-before-')) ?? '';
    expect(said.join('\n')).toContain(copy);
    const migrationsIn = (file: string) => countOf(join(folder, file), '__drizzle_migrations');
    expect([await migrationsIn(copy), await migrationsIn('office.db')]).toEqual([7, migrations().length]);
  });

  it('keeps a second server away from the same data', async () => {
    writeFileSync(join(folder, 'serve.lock'), String(process.ppid));
    await expect(serve()).rejects.toThrow('もう動いています');
    // One that lost its power leaves a lock, and nobody behind it.
    writeFileSync(join(folder, 'serve.lock'), '2147483646');
    const { url } = await serve();
    expect(await health(url)).toMatchObject({ ok: true });
  });
});

describe('npm run serve', () => {
  const start = async (values: Record<string, string>, wanted?: string) => {
    const port = wanted ?? (await freePorts()).product;
    const child = spawn(
      process.execPath,
      ['local/operate/serve-cli.ts', '--data', join(folder, 'data'), '--port', String(port)],
      { cwd: ROOT, env: { PATH: process.env.PATH, ...values }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const words: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => words.push(chunk.toString('utf8')));
    return { child, ended: once(child, 'exit'), port, words: () => words.join('') };
  };

  it('says what is missing, and starts nothing', async () => {
    const { LINE_CHANNEL_SECRET: _, ...rest } = VALUES;
    const { ended, words } = await start(rest);
    expect((await ended)[0]).toBe(1);
    expect(words()).toContain('LINE_CHANNEL_SECRET がありません');
  });

  it('says that somebody else has its port', async () => {
    const { port, words, ended } = await start(VALUES, (await serve()).url.split(':').at(-1));
    expect((await ended)[0]).toBe(1);
    expect(words()).toContain(`ポート ${port} は、ほかのものが使っています`);
  });

  it('serves until it is told to stop, and lets go of everything', async () => {
    const { child, ended, port, words } = await start(VALUES);
    await expect.poll(words, { timeout: 30_000 }).toContain('ready: ');
    expect(await health(`http://127.0.0.1:${port}`)).toMatchObject({ ok: true });
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    expect(readdirSync(join(folder, 'data'))).not.toContain('serve.lock');
    const client = createClient({ url: `file:${join(folder, 'data/office.db')}` });
    expect((await client.execute('pragma integrity_check')).rows[0]?.[0]).toBe('ok');
    client.close();
    expect(await health(`http://127.0.0.1:${port}`)).toBe(null);
  });
});
