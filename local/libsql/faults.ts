/** When a request's connection is cut: before it runs, halfway through its statements, or once it has run. */
export type CutMoment = 'before' | 'middle' | 'after';

export type Fault = { kind: 'busy' } | { kind: 'slow'; ms: number } | { kind: 'cut'; moment: CutMoment };

/** Troubles armed for the requests to come, each striking one of them, in the order given. */
export class Faults {
  readonly #armed: Fault[] = [];

  /** The next `count` requests answer that the database is locked; nothing is run. */
  busy(count = 1): void {
    this.#arm(count, { kind: 'busy' });
  }

  /** The next `count` requests wait `ms` before they run. */
  slow(ms: number, count = 1): void {
    this.#arm(count, { kind: 'slow', ms });
  }

  /** The next `count` requests get no answer; `middle` leaves half of the statements run, then undone. */
  cut(moment: CutMoment, count = 1): void {
    this.#arm(count, { kind: 'cut', moment });
  }

  /** How many requests are still to be struck. */
  get armed(): number {
    return this.#armed.length;
  }

  clear(): void {
    this.#armed.length = 0;
  }

  /** The fault that strikes the request now beginning. */
  take(): Fault | null {
    return this.#armed.shift() ?? null;
  }

  #arm(count: number, fault: Fault): void {
    for (let i = 0; i < count; i++) this.#armed.push(fault);
  }
}

/** Thrown to end a request without an answer. */
export class ConnectionCut extends Error {}
