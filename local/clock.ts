import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Instant } from '../worker/manual/types.ts';

/** The clock of this machine's world: real time plus an offset that survives a restart. */
export class WorldClock {
  readonly #path: string;
  #offset: number;

  constructor(path: string, start: Instant) {
    this.#path = path;
    const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { offset: number }) : null;
    this.#offset = kept?.offset ?? start - Date.now();
    if (!kept) this.#save();
  }

  now(): Instant {
    return Date.now() + this.#offset;
  }

  get offset(): number {
    return this.#offset;
  }

  set(to: Instant): void {
    this.#offset = to - Date.now();
    this.#save();
  }

  #save(): void {
    writeFileSync(this.#path, JSON.stringify({ offset: this.#offset }));
  }
}
