import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../../prepare/refusal.mjs';

/**
 * Keeps a second server away from the same office: two would send twice. The lock of one that is gone is taken over.
 * @returns what lets go of it
 * @throws Refusal when a living process holds it
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'serve.lock');
  const own = `${path}-${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    for (;;) {
      try {
        linkSync(own, path);
        return () => rmSync(path, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = ownerOf(path);
      if (owner !== null && owner !== process.pid && isAlive(owner))
        throw new Refusal(
          `${folder} は、もう動いています（プロセス ${owner}）。`,
          '先にそちらを止めてください。例: sudo systemctl stop thanks-share-line',
        );
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function ownerOf(path: string): number | null {
  try {
    const owner = Number(readFileSync(path, 'utf8'));
    return owner > 0 ? owner : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
