import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '@libsql/client';
import { putFirstTexts } from '../../db/first-texts.ts';
import { migrateDatabase } from '../../db/migrate.ts';
import type { Instant } from '../../worker/manual/types.ts';
import { type LibsqlServer, startLibsqlServer } from '../libsql/server.ts';
import { type LineStandIn, startLineStandIn } from '../line/stand-in.ts';
import { freePorts, type Ports } from '../ports.ts';
import { buildOutputs } from '../prepare/build.mjs';
import { type Secrets, secretsOf } from '../secrets.ts';
import { runWorkerd, type Workerd } from '../workerd/run-workerd.ts';
import { type StaticFiles, serveStaticFiles } from '../workerd/static-files.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface WorldOptions {
  start: Instant;
  maxSubrequests: number;
  /** A built module that runs as a second Worker in the same process, for comparing. */
  beside?: string;
}

/** The real Worker in workerd between the stand-ins, made to be broken: killed, cut off, moved in time. */
export class ChaosWorld {
  readonly folder: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  /** The Worker's way to the database, where faults strike. */
  readonly database: LibsqlServer;
  /** Another way to the same file, where none do. */
  readonly #steady: LibsqlServer;
  readonly db: Client;
  readonly line: LineStandIn;
  readonly #files: StaticFiles;
  readonly #maxSubrequests: number;
  readonly #beside: { port: number; file: string } | undefined;
  readonly #time: { offset: number };
  #workerd: Workerd | null = null;
  #restarting: Promise<void> | null = null;
  kills = 0;

  private constructor(init: {
    folder: string;
    ports: Ports;
    secrets: Secrets;
    database: LibsqlServer;
    steady: LibsqlServer;
    db: Client;
    line: LineStandIn;
    files: StaticFiles;
    maxSubrequests: number;
    beside: { port: number; file: string } | undefined;
    time: { offset: number };
  }) {
    this.folder = init.folder;
    this.ports = init.ports;
    this.secrets = init.secrets;
    this.database = init.database;
    this.#steady = init.steady;
    this.db = init.db;
    this.line = init.line;
    this.#files = init.files;
    this.#maxSubrequests = init.maxSubrequests;
    this.#beside = init.beside;
    this.#time = init.time;
  }

  static async open(options: WorldOptions): Promise<ChaosWorld> {
    await buildOutputs(ROOT, ['worker'], () => {});
    const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
    const ports = await freePorts();
    const secrets = secretsOf(join(folder, 'secrets.json'));
    const time = { offset: options.start - Date.now() };
    const path = join(folder, 'office.db');
    const authToken = secrets.databaseToken;
    const steady = await startLibsqlServer({ path, port: 0, authToken });
    const db = createClient({ url: steady.url, authToken });
    await migrateDatabase(db);
    await putFirstTexts(db);
    const database = await startLibsqlServer({ path, port: ports.database, authToken });
    const line = await startLineStandIn({
      port: ports.line,
      channelId: secrets.channelId,
      channelSecret: secrets.channelSecret,
      channelAccessToken: secrets.channelAccessToken,
      loginChannelId: secrets.loginChannelId,
      liffId: secrets.liffId,
      endpointUrl: `http://localhost:${ports.product}/app`,
      webhookUrl: `http://127.0.0.1:${ports.product}/line/webhook`,
      plan: { type: 'limited', value: 1_000_000 },
      clock: () => Date.now() + time.offset,
    });
    const files = await serveStaticFiles(join(ROOT, 'dist'));
    const { maxSubrequests } = options;
    // The studio isn't there, so its door is free.
    const beside = options.beside === undefined ? undefined : { port: ports.studio, file: 'beside.js' };
    if (options.beside !== undefined) {
      mkdirSync(join(folder, 'workerd'));
      copyFileSync(options.beside, join(folder, 'workerd', 'beside.js'));
    }
    const world = new ChaosWorld({
      folder,
      ports,
      secrets,
      database,
      steady,
      db,
      line,
      files,
      maxSubrequests,
      beside,
      time,
    });
    await world.#start();
    return world;
  }

  get productUrl(): string {
    return `http://127.0.0.1:${this.ports.product}`;
  }

  now(): Instant {
    return Date.now() + this.#time.offset;
  }

  /** Moves LINE's clock and the Worker's, whatever is on its way between them. */
  async moveTo(to: Instant): Promise<void> {
    this.#time.offset = to - Date.now();
    await this.#restarting;
    await this.#workerd?.moveClock(this.#time.offset).catch(() => {});
  }

  /** One cron tick; false when it didn't come to its end. */
  async tick(): Promise<boolean> {
    await this.#restarting;
    const order = { cron: '*/5 0-11 * * *', scheduledTime: this.now() };
    return (
      (await this.#workerd?.runScheduled(order).then(
        (error) => error === null,
        () => false,
      )) ?? false
    );
  }

  /** Power is lost and comes back: whatever the Worker was doing is gone. */
  kill(): Promise<void> {
    this.kills += 1;
    this.#restarting ??= this.#again().finally(() => {
      this.#restarting = null;
    });
    return this.#restarting;
  }

  /** Waits until the Worker is up. */
  async up(): Promise<void> {
    await this.#restarting;
  }

  /** All that the Worker has logged. */
  log(): string {
    return readFileSync(join(this.folder, 'workerd', 'worker.log'), 'utf8');
  }

  async close(): Promise<void> {
    await this.#restarting;
    await this.#workerd?.close();
    await this.#files.close();
    await this.line.close();
    this.db.close();
    await this.database.close();
    await this.#steady.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #again(): Promise<void> {
    await this.#workerd?.kill();
    this.#workerd = null;
    await this.#start();
  }

  async #start(): Promise<void> {
    const { ports, secrets } = this;
    const line = `http://localhost:${ports.line}`;
    this.#workerd = await runWorkerd({
      root: ROOT,
      folder: join(this.folder, 'workerd'),
      port: ports.product,
      assetsPort: this.#files.port,
      localSecret: secrets.localSecret,
      beside: this.#beside,
      vars: {
        DATABASE_URL: `http://127.0.0.1:${ports.database}`,
        DATABASE_TOKEN: secrets.databaseToken,
        LINE_CHANNEL_SECRET: secrets.channelSecret,
        LINE_CHANNEL_ACCESS_TOKEN: secrets.channelAccessToken,
        LINE_API_URL: `http://127.0.0.1:${ports.line}/api.line.me`,
        LINE_LOGIN_CHANNEL_ID: secrets.loginChannelId,
        LIFF_ID: secrets.liffId,
        LIFF_BASE_URL: `${line}/liff.line.me`,
        SESSION_SECRET: secrets.sessionSecret,
        BOOTSTRAP_CODE: secrets.bootstrapCode,
        MAX_SUBREQUESTS: String(this.#maxSubrequests),
        LOCAL_SECRET: secrets.localSecret,
        LOCAL_LINE_ORIGIN: line,
      },
    });
    await this.#workerd.moveClock(this.#time.offset);
  }
}
