import { randomBytes } from 'node:crypto';
import { ProtocolError } from './errors.ts';
import { Stream, type StreamHost } from './stream.ts';

interface Parked {
  stream: Stream;
  /** The secret half of the one baton that is good for the next request. */
  nonce: string;
  parkedAt: number;
  busy: boolean;
}

const REMEMBERED_EXPIRED = 1000;

/** The streams that outlive a request, each behind a baton that is good once and not for long. */
export class StreamRegistry {
  readonly #host: StreamHost;
  readonly #expiryMs: number;
  readonly #clock: () => number;
  readonly #parked = new Map<string, Parked>();
  readonly #ids = new WeakMap<Stream, string>();
  readonly #expired = new Set<string>();
  readonly #running = new Set<Stream>();

  constructor(host: Omit<StreamHost, 'onContention'>, expiryMs: number, clock: () => number) {
    this.#host = { ...host, onContention: () => this.expire() };
    this.#expiryMs = expiryMs;
    this.#clock = clock;
  }

  get size(): number {
    return this.#parked.size;
  }

  /** Opens a stream, or picks up the one that belongs to a baton. */
  enter(baton: string | null): Stream {
    const stream = baton === null ? new Stream(this.#host) : this.#resume(baton);
    this.#running.add(stream);
    return stream;
  }

  /** Parks a stream until its client comes back; gives the baton to come with, or null if it is closed. */
  leave(stream: Stream): string | null {
    this.#running.delete(stream);
    const known = this.#ids.get(stream);
    if (stream.closed) {
      if (known !== undefined) this.#parked.delete(known);
      return null;
    }
    const id = known ?? randomBytes(16).toString('hex');
    const nonce = randomBytes(16).toString('hex');
    this.#ids.set(stream, id);
    this.#parked.set(id, { stream, nonce, parkedAt: this.#clock(), busy: false });
    return `${id}.${nonce}`;
  }

  /** Closes a stream that nobody can come back to. */
  drop(stream: Stream): void {
    stream.close();
    this.leave(stream);
  }

  /** Closes the streams whose clients stayed away too long. */
  expire(): void {
    const latest = this.#clock() - this.#expiryMs;
    for (const [id, { stream, parkedAt, busy }] of this.#parked) {
      if (busy || parkedAt > latest) continue;
      this.#parked.delete(id);
      this.#expired.add(id);
      stream.close();
    }
    for (const id of this.#expired) {
      if (this.#expired.size <= REMEMBERED_EXPIRED) break;
      this.#expired.delete(id);
    }
  }

  closeAll(): void {
    for (const { stream } of this.#parked.values()) stream.close();
    for (const stream of this.#running) stream.close();
    this.#parked.clear();
    this.#running.clear();
  }

  #resume(baton: string): Stream {
    this.expire();
    const [id = '', nonce] = baton.split('.', 2);
    if (this.#expired.has(id)) {
      throw new ProtocolError('The stream has expired due to inactivity', 'STREAM_EXPIRED');
    }
    const parked = this.#parked.get(id);
    if (!parked) throw new ProtocolError('Received an invalid baton', 'BATON_INVALID');
    if (parked.busy || parked.nonce !== nonce) {
      throw new ProtocolError('Received a baton that has already been used', 'BATON_REUSED');
    }
    parked.busy = true;
    return parked.stream;
  }
}
