/** Takes a lock file, also one whose owner is gone: what lets go of it, or the process that holds it. */
export function takeLock(path: string): (() => void) | number;
/** The process that a lock file names; null: none. */
export function ownerOf(path: string): number | null;
