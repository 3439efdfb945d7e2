import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PATIENCE_MS = 3_000;

/** Notes which workerd serves this folder, for a start after this process was killed. */
export function notePid(folder: string, pid: number | undefined): void {
  writeFileSync(join(folder, 'pid'), String(pid ?? ''));
}

/** Ends a workerd that outlived its killed runner: it would hold the ports. Only one over this very configuration. */
export async function endOrphan(folder: string): Promise<void> {
  const pid = pidIn(folder);
  const runs = () => argumentsOf(pid).includes(join(folder, 'config.capnp'));
  if (pid === 0 || !runs()) return;
  process.kill(pid, 'SIGKILL');
  for (let waited = 0; waited < PATIENCE_MS && runs(); waited += 50)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

function pidIn(folder: string): number {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8')) || 0;
  } catch {
    return 0;
  }
}

function argumentsOf(pid: number): string {
  return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}
