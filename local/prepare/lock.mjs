import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Takes a lock file, also one whose owner is gone.
 * @param {string} path
 * @returns {(() => void) | number} what lets go of it, or the process that holds it
 */
export function takeLock(path) {
  const own = `${path}-${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    for (;;) {
      try {
        linkSync(own, path);
        return () => rmSync(path, { force: true });
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const owner = ownerOf(path);
      if (owner !== null && isAlive(owner)) return owner;
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * The process that a lock file names; null: none.
 * @param {string} path
 */
export function ownerOf(path) {
  try {
    const owner = Number(readFileSync(path, 'utf8'));
    return owner > 0 ? owner : null;
  } catch {
    return null;
  }
}

function isAlive(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(/** @type {unknown} */ error) {
  return /** @type {NodeJS.ErrnoException} */ (error).code;
}
