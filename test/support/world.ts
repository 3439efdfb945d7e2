import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@libsql/client';
import type { Control } from '../../local/line/control.ts';
import { type Machine, startMachine, type TickRun } from '../../local/machine.ts';
import { freePorts } from '../../local/ports.ts';
import { buildOutputs } from '../../local/prepare/build.mjs';
import { startStudio } from '../../local/studio/server.ts';
import { Visitor } from '../../local/visitor.ts';
import type { Instant } from '../../worker/manual/types.ts';

export interface WorldOptions {
  /** The world's time at the start; 2026-12-08 (Tuesday) 10:00 JST when left out. */
  at?: Instant;
  /** With the demo's people and their past, as `npm start` shows them; an empty office when left out. */
  demo?: 'small' | 'large';
}

/** What `npm start` runs, on free ports, with a folder of its own. */
export interface World {
  studioUrl: string;
  productUrl: string;
  line: Control;
  /** `https://liff.line.me/{liffId}` of this world. */
  liffUrl: string;
  bootstrapCode: string;
  db: Client;
  clock: {
    now(): Instant;
    /** Moves on; cron runs on the way as in the studio, unless `ticks` is false. */
    set(to: Instant, how?: { ticks?: boolean }): Promise<TickRun[]>;
    advance(ms: number, how?: { ticks?: boolean }): Promise<TickRun[]>;
  };
  /** Moves to the next cron tick and runs it. @throws when the cron entry failed */
  tick(): Promise<TickRun>;
  /** Somebody with a LINE account; `friend` of the office's account or (as by default) not yet. */
  person(displayName: string, friend?: boolean): string;
  /** The API as this LINE user's browser would call it. */
  visitor(userId: string): Visitor;
  machine: Machine;
  /** Where this world keeps its files. */
  folder: string;
  close(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TUESDAY = Date.parse('2026-12-08T10:00:00+09:00');

/** Starts the parts of `npm start` for one test file; `close` takes everything away again. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  await buildOutputs(ROOT, ['liff-local', 'worker'], () => {});
  const folder = mkdtempSync(join(tmpdir(), 'world-'));
  const ports = await freePorts();
  const start = options.at ?? TUESDAY;
  const machine = await startMachine({ folder, ports, start, demo: options.demo ?? null });
  const beginAnew = () => Promise.reject(new Error('a test makes its own world'));
  const studio = await startStudio({ port: ports.studio, machine: () => machine, beginAnew });
  const line = machine.line.control;
  return {
    studioUrl: machine.studioUrl,
    productUrl: machine.productUrl,
    line,
    liffUrl: `${machine.line.url}/liff.line.me/${machine.secrets.liffId}`,
    bootstrapCode: machine.secrets.bootstrapCode,
    db: machine.db,
    clock: {
      now: () => machine.clock.now(),
      set: async (to, how) => all(await machine.moveTo(to, how)),
      advance: async (ms, how) => all(await machine.moveTo(machine.clock.now() + ms, how)),
    },
    tick: async () => all([await machine.nextTick()])[0] as TickRun,
    person: (displayName, friend = false) => line.createUser({ displayName, friend }).userId,
    visitor: (userId) => new Visitor(machine.productUrl, line, userId),
    machine,
    folder,
    close: async () => {
      await studio.close();
      await machine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function all(runs: TickRun[]): TickRun[] {
  const failed = runs.find((run) => run.error !== null);
  if (failed) throw new Error(`cron at ${new Date(failed.at).toISOString()} failed: ${failed.error}`);
  return runs;
}
