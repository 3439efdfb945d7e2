import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '@libsql/client';
import { putFirstTexts } from '../db/first-texts.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { instantOf } from '../worker/manual/jst.ts';
import type { Instant } from '../worker/manual/types.ts';
import { ChatStandIn } from './chat/stand-in.ts';
import { WorldClock } from './clock.ts';
import { type Tick, tickAfter, ticksOfJump } from './cron.ts';
import { demoDays } from './demo/demo-start.ts';
import { loadDemo } from './demo/load-demo.ts';
import { BrokenDatabaseFile, type LibsqlServer, startLibsqlServer } from './libsql/server.ts';
import { type LineStandIn, startLineStandIn } from './line/stand-in.ts';
import type { PlanLimit } from './line/world.ts';
import type { Ports } from './ports.ts';
import { Refusal } from './prepare/refusal.mjs';
import { reach } from './reach.ts';
import { showMenus } from './richmenu/show-menus.ts';
import { type Secrets, secretsOf } from './secrets.ts';
import { runWorkerd, type Workerd } from './workerd/run-workerd.ts';
import { type StaticFiles, serveStaticFiles } from './workerd/static-files.ts';

export interface MachineOptions {
  /** Keeps everything that outlives a stop: database, chats, clock, secrets. */
  folder: string;
  ports: Ports;
  /** The world's time on the first start; later the clock goes on from where it was. */
  start: Instant;
  /** Whether an empty database gets the office, its people and their LINE accounts; large: 300 clients of them. */
  demo: 'small' | 'large' | null;
  /** How many messages LINE lets the office send in a month; 200 when left out, as on its free plan. */
  plan?: PlanLimit;
}

/** One tick that has run; `error` when the cron entry failed. */
export interface TickRun extends Tick {
  error: string | null;
}

const UNFINISHED = 'demo-unfinished';
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** LINE, the database and the Worker on one machine, under one clock. */
export class Machine {
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly clock: WorldClock;
  readonly #parts: Parts;
  readonly #heard = new Set<(run: TickRun) => void>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(ports: Ports, parts: Parts) {
    this.ports = ports;
    this.#parts = parts;
    this.secrets = parts.secrets;
    this.clock = parts.clock;
  }

  get studioUrl(): string {
    return `http://localhost:${this.ports.studio}`;
  }
  get productUrl(): string {
    return `http://localhost:${this.ports.product}`;
  }
  get line(): LineStandIn {
    return this.#parts.line;
  }
  /** The office's Slack and Teams. */
  get chat(): ChatStandIn {
    return this.#parts.chat;
  }
  /** The database as a person with its password sees it. */
  get db(): Client {
    return this.#parts.db;
  }
  get database(): LibsqlServer {
    return this.#parts.database;
  }
  /** The Worker's process; another one after it died. */
  get workerPid(): number | undefined {
    return this.#parts.workerd.pid();
  }
  newestInvitation(): Promise<string | null> {
    return this.#parts.workerd.newestInvitation();
  }

  /** Follows the ticks that run; the returned function stops it. */
  onTick(hear: (run: TickRun) => void): () => void {
    this.#heard.add(hear);
    return () => this.#heard.delete(hear);
  }

  /** Moves the clock on; cron runs on the way, at most once an hour, unless told not to. */
  moveTo(to: Instant, how: { ticks?: boolean } = {}): Promise<TickRun[]> {
    return this.#inTurn(async () => {
      if (to < this.clock.now()) throw new RangeError('this clock only goes forward');
      const runs: TickRun[] = [];
      if (how.ticks !== false) {
        runs.push(...(await this.#runDue()));
        for (const tick of ticksOfJump(this.clock.now(), to)) runs.push(await this.#run(tick, tick.at));
      }
      await this.#setClock(to);
      this.clock.ranUntil = to;
      return runs;
    });
  }

  /** Moves to the next tick and runs it. */
  nextTick(): Promise<TickRun> {
    return this.#inTurn(() => {
      const tick = tickAfter(this.clock.now());
      return this.#run(tick, tick.at);
    });
  }

  /** Runs the ticks that time itself has reached, without moving the clock. */
  catchUp(): Promise<TickRun[]> {
    return this.#inTurn(() => this.#runDue());
  }

  async close(): Promise<void> {
    await this.#queue.catch(() => {});
    await closeParts(this.#parts);
  }

  async #runDue(): Promise<TickRun[]> {
    const runs: TickRun[] = [];
    for (const tick of ticksOfJump(this.clock.ranUntil, this.clock.now()))
      runs.push(await this.#run(tick, null));
    return runs;
  }

  async #run(tick: Tick, at: Instant | null): Promise<TickRun> {
    if (at !== null) await this.#setClock(at);
    const error = await this.#parts.workerd.runScheduled({ cron: tick.cron, scheduledTime: tick.at });
    this.clock.ranUntil = Math.max(this.clock.ranUntil, tick.at);
    const run = { ...tick, error };
    for (const hear of this.#heard) hear(run);
    return run;
  }

  async #setClock(to: Instant): Promise<void> {
    this.clock.set(to);
    await this.#parts.workerd.moveClock(this.clock.offset);
    // LINE's clock is based on this one; it only needs to tell who listens.
    this.line.control.resetClock();
  }

  /** One move at a time: two hands on the clock would run ticks out of order. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#queue.catch(() => {}).then(act);
    this.#queue = done;
    return done;
  }
}

/** The pages as they are built now: a later build must not take files from under a running world. */
function copyOfPages(folder: string): string {
  const pages = join(folder, 'pages');
  rmSync(pages, { recursive: true, force: true });
  cpSync(join(ROOT, 'dist/liff-local'), pages, { recursive: true });
  return pages;
}

interface Parts {
  secrets: Secrets;
  clock: WorldClock;
  database: LibsqlServer;
  db: Client;
  line: LineStandIn;
  chat: ChatStandIn;
  files: StaticFiles;
  workerd: Workerd;
}

/** Starts every part in its order; what had started is stopped again when a later one can't. */
export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { folder, ports } = options;
  // A demo that was cut off while it was being lived through is no demo.
  if (existsSync(join(folder, UNFINISHED))) forget(folder);
  mkdirSync(folder, { recursive: true });
  const parts: Partial<Parts> = {};
  try {
    parts.secrets = secretsOf(join(folder, 'secrets.json'));
    // The demo's people have a past: it is lived through before a newcomer enters.
    const [past = ''] = options.demo ? demoDays(options.start) : [];
    const begin = options.demo ? instantOf(past, '09:30') : options.start;
    parts.clock = new WorldClock(join(folder, 'clock.json'), begin);
    parts.database = await openDatabaseFile(join(folder, 'office.db'), ports.database, parts.secrets);
    parts.db = createClient({ url: parts.database.url, authToken: parts.secrets.databaseToken });
    await migrate(parts.db);
    await putFirstTexts(parts.db);
    parts.line = await startLine(folder, ports, parts.secrets, parts.clock, options.plan);
    parts.chat = await startChat(ports, parts.secrets, parts.clock);
    parts.files = await serveStaticFiles(copyOfPages(folder));
    parts.workerd = await startWorker(folder, ports, parts.secrets, parts.files.port, parts.chat);
    await parts.workerd.moveClock(parts.clock.offset);
    await showMenus(parts.line, parts.secrets);
    const machine = new Machine(ports, parts as Parts);
    if (options.demo && (await isEmpty(parts.db))) {
      writeFileSync(join(folder, UNFINISHED), '');
      await loadDemo(machine, options.start, options.demo);
      await parts.workerd.forgetInvitations();
      rmSync(join(folder, UNFINISHED));
    }
    return machine;
  } catch (error) {
    await closeParts(parts);
    throw error;
  }
}

/** Takes away what a start leaves behind, but not the logs of installing and building. */
export function forget(folder: string): void {
  for (const name of [
    'office.db',
    'office.db-wal',
    'office.db-shm',
    'line.json',
    'clock.json',
    UNFINISHED,
    'secrets.json',
    'workerd',
  ]) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

async function openDatabaseFile(path: string, port: number, secrets: Secrets): Promise<LibsqlServer> {
  try {
    return await startLibsqlServer({ path, port, authToken: secrets.databaseToken });
  } catch (error) {
    if (!(error instanceof BrokenDatabaseFile)) throw error;
    throw broken('is no database any more');
  }
}

async function migrate(db: Client): Promise<void> {
  try {
    await reach(() => db.execute('select 1'));
    await migrateDatabase(db);
    const [row] = (await db.execute('PRAGMA quick_check')).rows;
    if (row?.[0] !== 'ok') throw new Error(String(row?.[0]));
  } catch (error) {
    throw broken(`can't be brought up to date (${innermost(error)})`);
  }
}

/** drizzle wraps the database's own words in its query. */
function innermost(error: unknown): string {
  let e = error;
  while (e instanceof Error && e.cause instanceof Error) e = e.cause;
  return String(e instanceof Error ? e.message : e).split('\n')[0] ?? '';
}

async function isEmpty(db: Client): Promise<boolean> {
  return (await db.execute('select 1 from staff limit 1')).rows.length === 0;
}

function broken(how: string): Refusal {
  return new Refusal(
    `The database file .local/office.db ${how}.`,
    'put a good copy of it there, or begin anew: npm start -- --reset',
  );
}

function startLine(
  folder: string,
  ports: Ports,
  secrets: Secrets,
  clock: WorldClock,
  plan?: PlanLimit,
): Promise<LineStandIn> {
  return startLineStandIn({
    ...(plan ? { plan } : {}),
    port: ports.line,
    channelId: secrets.channelId,
    channelSecret: secrets.channelSecret,
    channelAccessToken: secrets.channelAccessToken,
    loginChannelId: secrets.loginChannelId,
    liffId: secrets.liffId,
    endpointUrl: `http://localhost:${ports.product}/app`,
    webhookUrl: `http://127.0.0.1:${ports.product}/line/webhook`,
    friendOfNewUsers: false,
    statePath: join(folder, 'line.json'),
    clock: () => clock.now(),
  });
}

function startChat(ports: Ports, secrets: Secrets, clock: WorldClock): Promise<ChatStandIn> {
  return ChatStandIn.start({
    clock: () => clock.now(),
    slackSigningSecret: secrets.localSecret,
    interactionsUrl: `http://127.0.0.1:${ports.product}/slack/interactions`,
  });
}

function startWorker(
  folder: string,
  ports: Ports,
  secrets: Secrets,
  assetsPort: number,
  chat: ChatStandIn,
): Promise<Workerd> {
  const line = `http://localhost:${ports.line}`;
  return runWorkerd({
    root: ROOT,
    folder: join(folder, 'workerd'),
    port: ports.product,
    assetsPort,
    localSecret: secrets.localSecret,
    revived: () =>
      console.error('  workerd had ended and was started again. 止まったので、動かしなおしました。'),
    vars: {
      DATABASE_URL: `http://127.0.0.1:${ports.database}`,
      DATABASE_TOKEN: secrets.databaseToken,
      LINE_CHANNEL_SECRET: secrets.channelSecret,
      LINE_CHANNEL_ACCESS_TOKEN: secrets.channelAccessToken,
      LINE_API_URL: `http://127.0.0.1:${ports.line}/api.line.me`,
      LINE_LOGIN_CHANNEL_ID: secrets.loginChannelId,
      LIFF_ID: secrets.liffId,
      LIFF_BASE_URL: `${line}/liff.line.me`,
      ADD_FRIEND_URL: `http://localhost:${ports.studio}/studio/friend`,
      SESSION_SECRET: secrets.sessionSecret,
      BOOTSTRAP_CODE: secrets.bootstrapCode,
      FRAME_ANCESTORS: `http://localhost:${ports.studio}`,
      PRODUCT_ORIGIN: `http://localhost:${ports.product}`,
      CSP_CONNECT: line,
      SLACK_WEBHOOK_URL: chat.slackWebhookUrl,
      SLACK_SIGNING_SECRET: secrets.localSecret,
      TEAMS_WEBHOOK_URL: chat.teamsWebhookUrl,
      LOCAL_SECRET: secrets.localSecret,
      LOCAL_LINE_ORIGIN: line,
    },
  });
}

/** In the order in which nobody misses what is gone. */
async function closeParts(parts: Partial<Parts>): Promise<void> {
  await parts.workerd?.close();
  await parts.files?.close();
  await parts.line?.close();
  await parts.chat?.close();
  parts.db?.close();
  await parts.database?.close();
}
