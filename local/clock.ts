import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Instant } from '../worker/manual/types.ts';

/** The clock of this machine's world: real time plus an offset that survives a restart. */
export class WorldClock {
  readonly #path: string;
  #kept: { offset: number; ranUntil: Instant };

  constructor(path: string, start: Instant) {
    this.#path = path;
    if (existsSync(path)) this.#kept = JSON.parse(readFileSync(path, 'utf8'));
    else this.#kept = { offset: start - Date.now(), ranUntil: start };
    this.#save();
  }

  now(): Instant {
    return Date.now() + this.#kept.offset;
  }

  get offset(): number {
    return this.#kept.offset;
  }

  /** Cron has run, or was passed over, up to here. */
  get ranUntil(): Instant {
    return this.#kept.ranUntil;
  }

  set ranUntil(instant: Instant) {
    this.#kept.ranUntil = instant;
    this.#save();
  }

  set(to: Instant): void {
    this.#kept.offset = to - Date.now();
    this.#save();
  }

  #save(): void {
    writeFileSync(this.#path, JSON.stringify(this.#kept));
  }
}
