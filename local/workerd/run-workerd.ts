import type { ChildProcess } from 'node:child_process';
import { copyFileSync, createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reach } from '../reach.ts';
import { compatibilityDateOf, workerdConfig } from './config.ts';
import { notePid } from './orphan.ts';
import { startWorkerd } from './process.ts';

export interface WorkerdOptions {
  /** Where the project lies, with the built `dist/worker`. */
  root: string;
  /** Takes the generated configuration and the log. */
  folder: string;
  port: number;
  assetsPort: number;
  vars: Record<string, string>;
  /** Another Worker in the same process; its module must lie in `folder`. */
  beside?: { port: number; file: string } | undefined;
  localSecret: string;
  /** Starts it again when it ended by itself, as Cloudflare would; told each time. */
  revived?: () => void;
}

export interface Workerd {
  /** The process that answers now. */
  pid(): number | undefined;
  /** Moves the isolate's clock to real time plus `offset`. */
  moveClock(offset: number): Promise<void>;
  /** Runs the cron entry to its end; the error's text when it failed. */
  runScheduled(order: { cron: string; scheduledTime: number }): Promise<string | null>;
  /** The newest invitation address that a console was given. */
  newestInvitation(): Promise<string | null>;
  /** What was invited so far is nothing that stands on a screen. */
  forgetInvitations(): Promise<void>;
  /** Ends it at once, whatever it is doing: as when a machine loses power. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

const PAUSE_MS = 250;

/** Runs the deployed bundle, byte for byte, in workerd itself. */
export async function runWorkerd(options: WorkerdOptions): Promise<Workerd> {
  const { root, folder, port, localSecret } = options;
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(root, 'local/worker-shim.js'), join(folder, 'worker-shim.js'));
  copyFileSync(join(root, 'local/workerd/clock.js'), join(folder, 'clock.js'));
  copyFileSync(join(root, 'dist/worker/index.js'), join(folder, 'index.js'));
  const compatibilityDate = compatibilityDateOf(readFileSync(join(root, 'wrangler.toml'), 'utf8'));
  const config = workerdConfig({ ...options, compatibilityDate });
  // The bindings hold secrets.
  writeFileSync(join(folder, 'config.capnp'), config, { mode: 0o600 });

  const sockets = options.beside ? ['product', 'beside'] : ['product'];
  const start = () =>
    startWorkerd(join(folder, 'config.capnp'), sockets, (child) =>
      keepLog(child, join(folder, 'worker.log')),
    );
  let running = await start();
  notePid(folder, running.child.pid);
  let wanted = true;
  let offset = 0;

  const order = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`http://127.0.0.1:${port}/_local/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-local-secret': localSecret },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`the Worker's shim answered ${response.status} to ${path}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const moveClock = async (to: number) => {
    offset = to;
    await reach(() => order('clock', { offset: to }));
  };
  const keepAlive = async (tell: () => void) => {
    while (wanted) {
      await running.ended;
      if (!wanted) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      if (!wanted) return;
      const again = await start().catch(() => null);
      if (again) running = again;
      notePid(folder, running.child.pid);
      if (!again || !wanted) continue;
      await moveClock(offset).catch(() => {});
      tell();
    }
  };
  const kept = options.revived ? keepAlive(options.revived) : null;
  const ended = async (how: 'kill' | 'close') => {
    wanted = false;
    await running[how]();
    await kept;
    // It may have been on its way up.
    if (kept) await running[how]();
  };
  return {
    pid: () => running.child.pid,
    moveClock,
    runScheduled: async (tick) => {
      const { ok, error } = await order('scheduled', tick);
      return ok === true ? null : String(error);
    },
    newestInvitation: async () => {
      const { url } = await order('invitation', {});
      return typeof url === 'string' ? url : null;
    },
    forgetInvitations: async () => {
      await order('invitation', { forget: true });
    },
    kill: () => ended('kill'),
    close: () => ended('close'),
  };
}

function keepLog(child: ChildProcess, path: string): void {
  const log = createWriteStream(path, { flags: 'a' });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  child.once('close', () => log.end());
}
