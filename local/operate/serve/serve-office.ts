import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tick } from '../../cron.ts';
import { BrokenDatabaseFile, type LibsqlServer, startLibsqlServer } from '../../libsql/server.ts';
import { Refusal } from '../../prepare/refusal.mjs';
import { compatibilityDateOf, servedConfig } from '../../workerd/config.ts';
import { startWorkerd, type WorkerdProcess } from '../../workerd/process.ts';
import { type StaticFiles, serveStaticFiles } from '../../workerd/static-files.ts';
import { VALUES } from '../values.ts';
import { bringForward } from './bring-forward.ts';
import { type CronDriver, driveCron } from './cron-driver.ts';
import { lockFolder } from './folder-lock.ts';

export interface ServeOptions {
  /** Where the project lies, with the built `dist/worker` and `dist/liff`. */
  root: string;
  /** Everything that outlives a stop: the database and its copies. */
  folder: string;
  port: number;
  values: Record<string, string>;
  now: () => number;
  say: (line: string) => void;
}

export interface ServedOffice {
  url: string;
  /** The process that answers now; another one after it died. */
  pid(): number | undefined;
  close(): Promise<void>;
}

/** No Worker's plan counts subrequests here. */
const SUBREQUESTS = '1000';
const LONGEST_PAUSE_MS = 30_000;
/** What only the doctor or this program itself reads. */
const NOT_THE_WORKERS = ['LINE_LOGIN_CHANNEL_SECRET', 'DATABASE_URL', 'DATABASE_TOKEN'];

/** One office on one machine: the deployed bundle in workerd, its database in a file, cron at its times, LINE itself. */
export async function serveOffice(options: ServeOptions): Promise<ServedOffice> {
  const { folder, now, say } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(folder);
  const parts: Partial<Parts> = {};
  const close = async () => {
    parts.worker?.letGo();
    await parts.cron?.stop();
    await parts.worker?.close();
    await parts.files?.close();
    await parts.database?.close();
    unlock();
  };
  try {
    const copy = await bringForward(folder, now());
    if (copy) say(`データベースを新しくしました。前のものは ${copy} にあります。`);
    const token = randomBytes(32).toString('base64url');
    parts.database = await openDatabaseFile(join(folder, 'office.db'), token);
    parts.files = await serveStaticFiles(copyOfPages(options));
    const config = layOut(options, parts.files.port, {
      DATABASE_URL: parts.database.url,
      DATABASE_TOKEN: token,
    });
    parts.worker = await keepAlive(config, say);
    const { worker } = parts;
    parts.cron = driveCron(now, (tick) => runTick(worker.cronPort(), tick), say);
    return { url: `http://127.0.0.1:${options.port}`, pid: () => worker.pid(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Parts {
  database: LibsqlServer;
  files: StaticFiles;
  worker: KeptAlive;
  cron: CronDriver;
}

async function openDatabaseFile(path: string, authToken: string): Promise<LibsqlServer> {
  try {
    return await startLibsqlServer({ path, port: 0, authToken });
  } catch (error) {
    if (!(error instanceof BrokenDatabaseFile)) throw error;
    throw new Refusal(`${path} が、データベースとして読めません。`, 'バックアップから戻してください。');
  }
}

/** The pages as they are built now: a later build must not take files from under a running office. */
function copyOfPages({ root, folder }: ServeOptions): string {
  const pages = join(folder, 'run', 'pages');
  rmSync(pages, { recursive: true, force: true });
  cpSync(join(root, 'dist/liff'), pages, { recursive: true });
  return pages;
}

/** Lays workerd's files out, the bundle byte for byte; the configuration holds secrets. */
function layOut(options: ServeOptions, assetsPort: number, database: Record<string, string>): string {
  const { root, port, values } = options;
  const run = join(options.folder, 'run');
  mkdirSync(run, { recursive: true, mode: 0o700 });
  copyFileSync(join(root, 'local/operate/serve/entry.js'), join(run, 'entry.js'));
  copyFileSync(join(root, 'dist/worker/index.js'), join(run, 'index.js'));
  const known = Object.keys(VALUES).filter((name) => values[name] && !NOT_THE_WORKERS.includes(name));
  const config = servedConfig({
    ...{ port, assetsPort },
    compatibilityDate: compatibilityDateOf(readFileSync(join(root, 'wrangler.toml'), 'utf8')),
    vars: {
      MAX_SUBREQUESTS: SUBREQUESTS,
      ...Object.fromEntries(known.map((name) => [name, values[name] ?? ''])),
      ...database,
    },
  });
  const path = join(run, 'config.capnp');
  writeFileSync(path, config, { mode: 0o600 });
  chmodSync(path, 0o600);
  return path;
}

interface KeptAlive {
  pid(): number | undefined;
  cronPort(): number;
  /** From now on it may end: a terminal's Ctrl-C reaches it before us. */
  letGo(): void;
  close(): Promise<void>;
}

/** Starts workerd again whenever it ends by itself, after longer pauses while it keeps ending. */
async function keepAlive(config: string, say: (line: string) => void): Promise<KeptAlive> {
  const start = () =>
    startWorkerd(config, ['product', 'cron'], (child) => {
      child.stdout?.pipe(process.stdout, { end: false });
      child.stderr?.pipe(process.stderr, { end: false });
    });
  let running: WorkerdProcess = await start();
  let stopping = false;
  let pause = 0;
  let wake: () => void = () => {};
  const watch = async () => {
    while (!stopping) {
      const began = Date.now();
      await running.ended;
      if (stopping) return;
      pause = Date.now() - began > LONGEST_PAUSE_MS ? 0 : Math.min(pause * 2 + 250, LONGEST_PAUSE_MS);
      say(`workerd が止まったので、${pause / 1000}秒後に動かしなおします。`);
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, pause);
      });
      if (stopping) return;
      running = await start().catch((error: Error) => {
        say(error.message);
        return running;
      });
    }
  };
  const watched = watch();
  return {
    pid: () => running.child.pid,
    cronPort: () => running.ports.get('cron') ?? 0,
    letGo: () => {
      stopping = true;
      wake();
    },
    close: async () => {
      stopping = true;
      wake();
      await running.close();
      await watched;
    },
  };
}

async function runTick(port: number, tick: Tick): Promise<string | null> {
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    body: JSON.stringify({ cron: tick.cron, scheduledTime: tick.at }),
    signal: AbortSignal.timeout(120_000),
  });
  const { ok, error } = (await response.json()) as { ok: boolean; error?: string };
  return ok ? null : (error ?? 'unknown');
}
