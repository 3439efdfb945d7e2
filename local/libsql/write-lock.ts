import { busyError, ProtocolError } from './errors.ts';

interface Waiter {
  grant(): void;
  refuse(reason: Error): void;
}

/**
 * The right to write, handed out in order of arrival. SQLite's own waiting would block the event loop,
 * and with it the very stream that holds the lock.
 */
export class WriteLock {
  #held = false;
  readonly #waiters = new Set<Waiter>();

  /** True while a stream writes or others wait their turn. */
  get busy(): boolean {
    return this.#held || this.#waiters.size > 0;
  }

  get waiting(): number {
    return this.#waiters.size;
  }

  /** Takes the lock when it's free and nobody waits for it. */
  tryAcquire(): boolean {
    if (this.busy) return false;
    this.#held = true;
    return true;
  }

  /** Waits for the lock; rejects as busy after `timeoutMs`, and at once when `signal` aborts. */
  acquire(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.tryAcquire()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.#waiters.delete(waiter);
      };
      const waiter: Waiter = {
        grant: () => {
          leave();
          resolve();
        },
        refuse: (reason) => {
          leave();
          reject(reason);
        },
      };
      const onAbort = () => waiter.refuse(new ProtocolError('The request was given up', 'ABORTED', 499));
      const timer = setTimeout(() => waiter.refuse(busyError()), timeoutMs);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiters.add(waiter);
      if (signal.aborted) onAbort();
    });
  }

  /** Gives the lock to whoever has waited longest. */
  release(): void {
    const [next] = this.#waiters;
    if (next) next.grant();
    else this.#held = false;
  }
}
