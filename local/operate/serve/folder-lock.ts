import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ownerOf, takeLock } from '../../prepare/lock.mjs';
import { Refusal } from '../../prepare/refusal.mjs';

/**
 * Keeps a second server away from the same office: two would send twice. The lock of one that is gone is taken over.
 * @returns what lets go of it
 * @throws Refusal when a living process holds it
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'serve.lock');
  // After a restart of the machine this process may have the number of the one before.
  if (ownerOf(path) === process.pid) rmSync(path, { force: true });
  const taken = takeLock(path);
  if (typeof taken === 'function') return taken;
  throw new Refusal(
    `${folder} は、もう動いています（プロセス ${taken}）。`,
    '先にそちらを止めてください。例: sudo systemctl stop thanks-share-line',
  );
}
