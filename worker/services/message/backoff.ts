/** A failed try waits half a minute, then twice as long each time, up to half an hour; with jitter. */
const FIRST_WAIT_MS = 30_000;
export const LONGEST_WAIT_MS = 30 * 60_000;

export function backoff(attempts: number, random: () => number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 10));
  return Math.round(wait * (0.5 + random() / 2));
}
