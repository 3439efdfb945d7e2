import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { Refusal } from '../prepare/refusal.mjs';

export interface WorkerdProcess {
  child: ChildProcess;
  /** Resolves when it has ended, for whatever reason. */
  ended: Promise<unknown>;
  /** The port of each socket, by its name. */
  ports: ReadonlyMap<string, number>;
  /** Ends it at once, whatever it is doing: as when a machine loses power. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts workerd over a configuration and waits until all of these sockets are open.
 * @throws Refusal with workerd's own words when it ends before that
 */
export async function startWorkerd(
  configPath: string,
  sockets: readonly string[],
  keepLog: (child: ChildProcess) => void,
): Promise<WorkerdProcess> {
  const child = spawn(workerdProgram(), ['serve', '--control-fd=3', configPath], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const ended = once(child, 'exit').finally(() => process.off('exit', killAtExit));
  keepLog(child);
  const ports = await listening(child, ended, sockets);
  return {
    child,
    ended,
    ports,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    close: async () => {
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), 3000);
      await ended;
      clearTimeout(patience);
    },
  };
}

/** Resolves when workerd says on its control channel that the sockets are open. */
async function listening(
  child: ChildProcess,
  ended: Promise<unknown>,
  sockets: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (said.length < 10_000) said += chunk.toString('utf8');
  });
  const control = child.stdio[3] as Readable;
  const ports = new Map<string, number>();
  let words = '';
  const open = new Promise<'open'>((resolve) => {
    control.on('data', (chunk: Buffer) => {
      const lines = (words + chunk.toString('utf8')).split('\n');
      words = lines.pop() ?? '';
      for (const line of lines) {
        const { event, socket, port } = JSON.parse(line) as { event: string; socket: string; port: number };
        if (event === 'listen') ports.set(socket, port);
      }
      if (sockets.every((name) => ports.has(name))) resolve('open');
    });
  });
  if ((await Promise.race([open, ended])) === 'open') return ports;
  throw new Refusal(
    `workerd did not start: ${said.trim().split('\n').at(0) ?? 'it said nothing'}`,
    'run `npm ci` again; if it stays so, the built Worker is at fault (`npm run check`).',
  );
}

function workerdProgram(): string {
  const packaged = createRequire(import.meta.url)('workerd') as { default: string };
  return packaged.default;
}
