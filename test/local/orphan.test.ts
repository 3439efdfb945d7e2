import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { endOrphan, notePid } from '../../local/workerd/orphan.ts';

it('ends what outlived its killed runner over this folder, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orphan-'));
  const idle = (config: string) =>
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6); console.log("up")', config]);
  const [left, other] = [idle(join(folder, 'config.capnp')), idle('/elsewhere/config.capnp')];
  await Promise.all([once(left.stdout, 'data'), once(other.stdout, 'data')]);
  const ended = once(left, 'exit');
  await endOrphan(folder);
  notePid(folder, other.pid);
  await endOrphan(folder);
  expect([left.exitCode, left.signalCode, other.signalCode]).toEqual([null, null, null]);
  notePid(folder, left.pid);
  await endOrphan(folder);
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(other.signalCode).toBe(null);
  other.kill();
  rmSync(folder, { recursive: true });
});
