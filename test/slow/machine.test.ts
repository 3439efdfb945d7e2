import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forget, startMachine } from '../../local/machine.ts';
import { freePorts, refuseBusyPorts } from '../../local/ports.ts';
import { buildOutputs } from '../../local/prepare/build.mjs';
import { startWorld, type World } from '../support/world.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const jst = (text: string) => Date.parse(`${text}+09:00`);

describe('one machine', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ at: jst('2026-12-08T10:00') });
  });
  afterAll(() => world.close());

  const order = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(world.productUrl + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const toStudio = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(world.studioUrl + path, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as { now: number; ticks: number } };
  };
  it('answers with the deployed bundle, byte for byte', () => {
    const built = readFileSync(join(ROOT, 'dist/worker/index.js'));
    const run = readFileSync(join(world.folder, 'workerd/index.js'));
    expect(run.equals(built)).toBe(true);
  });

  it('moves the Worker, LINE and the studio together', async () => {
    const userId = world.person('中村 さおり');
    const manager = world.visitor(userId);
    await manager.joinStaff(world.bootstrapCode, '中村 さおり');
    const before = world.clock.now();
    await world.clock.set(jst('2026-12-09T09:00'));
    await manager.signIn('staff');
    const me = await manager.call<{ now: number }>('GET', '/api/console/me');
    expect(me.now).toBeGreaterThanOrEqual(jst('2026-12-09T09:00'));
    expect(me.now).toBeLessThan(jst('2026-12-09T09:01'));
    expect(world.line.now()).toBeGreaterThan(before);
    const state = (await (await fetch(`${world.studioUrl}/studio/state`)).json()) as { now: number };
    expect(Math.abs(state.now - world.clock.now())).toBeLessThan(5_000);
  });

  it('starts the Worker again, at the same time of its clock, when it was killed', async () => {
    const before = world.machine.workerPid ?? 0;
    process.kill(before, 'SIGKILL');
    const health = async () => {
      const answer = await fetch(`${world.productUrl}/healthz`).catch(() => null);
      return answer?.ok && world.machine.workerPid !== before
        ? ((await answer.json()) as { now: number }).now
        : 0;
    };
    await expect.poll(async () => Math.abs((await health()) - world.clock.now())).toBeLessThan(60_000);
  });

  it('takes orders for the clock and cron from the studio', async () => {
    const before = world.clock.now();
    const hour = await toStudio('/studio/clock', { advance: 3_600_000 });
    expect(hour.status).toBe(200);
    expect(hour.body.now - before).toBeGreaterThanOrEqual(3_600_000);
    expect(hour.body.ticks).toBeGreaterThan(0);
    const tick = await toStudio('/studio/tick', {});
    expect(tick.body.now % 300_000).toBeLessThan(5_000);
    const runs = await world.db.execute('select count(*) as runs from job_runs');
    expect(Number(runs.rows[0]?.runs)).toBeGreaterThan(1);
  });

  it('refuses to go back, and what is no time', async () => {
    expect((await toStudio('/studio/clock', { to: jst('2026-12-01T10:00') })).status).toBe(400);
    expect((await toStudio('/studio/clock', {})).status).toBe(400);
    const form = await fetch(`${world.studioUrl}/studio/tick`, { method: 'POST', body: '{}' });
    expect(form.status).toBe(400);
  });

  it('lets nobody but the runner move the Worker', async () => {
    const before = world.clock.now();
    for (const path of ['/_local/clock', '/_local/scheduled', '/_local/invitation', '/_local/other']) {
      expect((await order(path, { offset: 0 })).status, path).toBe(404);
      expect((await order(path, { offset: 0 }, { 'x-local-secret': 'guess' })).status, path).toBe(404);
    }
    const manager = world.visitor(
      world.line.users().find((user) => user.displayName === '中村 さおり')?.userId ?? '',
    );
    await manager.signIn('staff');
    const me = await manager.call<{ now: number }>('GET', '/api/console/me');
    expect(me.now).toBeGreaterThanOrEqual(before);
  });

  it('gives pages that know the stand-in, and files that the product would give', async () => {
    const page = await (await fetch(`${world.productUrl}/app`)).text();
    expect(page).toContain(`data-line-origin="${world.machine.line.url}"`);
    expect(page).toContain(`data-liff-id="${world.machine.secrets.liffId}"`);
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1];
    const response = await fetch(world.productUrl + script);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ]);
    expect((await fetch(`${world.productUrl}/assets/none.js`)).status).toBe(404);
  });
});

describe('what is deployed', () => {
  it('has no trace of this machine', async () => {
    await buildOutputs(ROOT, ['liff', 'worker'], () => {});
    const traces = /_local\/|x-local-secret|LOCAL_SECRET|data-line-origin|lineOrigin|\/studio\/|\/_control/;
    const built = [join(ROOT, 'dist/worker/index.js'), ...textsBelow(join(ROOT, 'dist/liff'))];
    expect(built.length).toBeGreaterThan(3);
    expect(built.filter((file) => traces.test(readFileSync(file, 'utf8')))).toEqual([]);
  });

  it('asks LINE itself, while the local pages ask the stand-in', async () => {
    await buildOutputs(ROOT, ['liff', 'liff-local'], () => {});
    const asksStandIn = (folder: string) =>
      textsBelow(join(ROOT, folder)).some((file) => readFileSync(file, 'utf8').includes('lineOrigin'));
    expect([asksStandIn('dist/liff'), asksStandIn('dist/liff-local')]).toEqual([false, true]);
  });
});

describe('a start on what is there already', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'again-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('goes on with the same data, people and time', async () => {
    const start = jst('2026-12-08T10:00');
    const first = await startMachine({ folder, ports: await freePorts(), start, demo: null });
    const userId = first.line.control.createUser({ displayName: '大野 はな', friend: true }).userId;
    await first.moveTo(jst('2026-12-10T08:00'));
    await first.close();
    const second = await startMachine({ folder, ports: await freePorts(), start, demo: null });
    const { rows } = await second.db.execute('select count(*) as runs from job_runs');
    const there = second.line.control.users().map((user) => user.userId);
    const now = second.clock.now();
    await second.close();
    expect(Number(rows[0]?.runs)).toBeGreaterThan(10);
    expect(there).toEqual([userId]);
    expect(now).toBeGreaterThanOrEqual(jst('2026-12-10T08:00'));
  });

  it('begins anew on the same ports, as often as one likes', async () => {
    const anew = mkdtempSync(join(tmpdir(), 'anew-'));
    const ports = await freePorts();
    const people: number[] = [];
    for (let time = 0; time < 3; time += 1) {
      const machine = await startMachine({
        folder: anew,
        ports,
        start: jst('2026-12-08T10:00'),
        demo: null,
      });
      people.push(machine.line.control.users().length);
      machine.line.control.createUser({ displayName: '大野 はな' });
      await machine.close();
      forget(anew);
    }
    rmSync(anew, { recursive: true, force: true });
    expect(people).toEqual([0, 0, 0]);
  });

  it('says in one line that the database file is broken, and how to mend it', async () => {
    writeFileSync(join(folder, 'office.db'), 'this is no database, and never was one '.repeat(200));
    rmSync(join(folder, 'office.db-wal'), { force: true });
    const ports = await freePorts();
    const refusal = await startMachine({ folder, ports, start: 0, demo: null }).catch(
      (error: Error) => error.message,
    );
    expect(refusal).toMatch(/^The database file .+ → .+npm start -- --reset$/);
    await expect(refuseBusyPorts(ports)).resolves.toBeUndefined();
  });
});

describe('npm start', () => {
  it('shows the demo, and stops with everything it started', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'start-'));
    const ports = await consecutivePorts();
    const child = spawn(process.execPath, ['local/start.mjs'], {
      cwd: ROOT,
      env: { ...process.env, PORT: String(ports.studio), LOCAL_FOLDER: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    const exit = once(child, 'exit');
    const ready = new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          said.push(chunk.toString('utf8'));
          if (said.join('').includes('ready: ')) resolve();
        });
      }
      exit.then(() => reject(new Error(said.join(''))));
    });
    await ready;
    const state = (await (await fetch(`http://localhost:${ports.studio}/studio/state`)).json()) as {
      users: { displayName: string; staff: string | null }[];
    };
    child.kill('SIGINT');
    const [code] = await exit;
    rmSync(folder, { recursive: true, force: true });
    expect(said.join('')).toContain(`ready: http://localhost:${ports.studio}/\n`);
    expect(state.users.filter((user) => user.staff).map((user) => user.staff)).toEqual([
      '中村 さおり',
      '佐藤 健',
    ]);
    expect(code).toBe(0);
    await expect(refuseBusyPorts(ports)).resolves.toBeUndefined();
  });
});

function textsBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(js|html|css)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Four free ports in a row, as PORT asks for them. */
async function consecutivePorts() {
  for (let studio = 18_000; studio < 30_000; studio += 4) {
    const ports = { studio, product: studio + 1, line: studio + 2, database: studio + 3 };
    const free = await refuseBusyPorts(ports).then(
      () => true,
      () => false,
    );
    if (free) return ports;
  }
  throw new Error('no four free ports in a row');
}
