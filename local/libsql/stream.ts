import { setTimeout as delay } from 'node:timers/promises';
import { bindArguments } from './arguments.ts';
import { type Connection, STALE_SNAPSHOT, type StatementResult } from './connection.ts';
import { ProtocolError, StatementError } from './errors.ts';
import type { Pool } from './pool.ts';
import type { SqlSource, Statement } from './requests.ts';
import { type ParsedStatement, parseStatement } from './statements.ts';
import type { WriteLock } from './write-lock.ts';

/** What all streams of one server share. */
export interface StreamHost {
  pool: Pool;
  writeLock: WriteLock;
  busyTimeoutMs: number;
  /** Called before a stream waits: an abandoned one may be holding what it waits for. */
  onContention(): void;
}

const RETRY_MS = 10;
const NO_ARGUMENTS: Pick<Statement, 'args' | 'namedArgs'> = { args: [], namedArgs: [] };

/** One client's conversation: a connection of its own, stored SQL texts, and at most one transaction. */
export class Stream {
  readonly #host: StreamHost;
  readonly #texts = new Map<number, string>();
  #connection: Connection | null = null;
  #holdsLock = false;
  #rolledBack = false;
  #closed = false;

  constructor(host: StreamHost) {
    this.#host = host;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get inTransaction(): boolean {
    return this.#connection?.inTransaction ?? false;
  }

  /** True when a transaction was begun here and ended otherwise than by COMMIT, with none begun since. */
  get rolledBack(): boolean {
    return this.#rolledBack;
  }

  storeText(id: number, sql: string): void {
    if (this.#texts.has(id)) throw new ProtocolError(`SQL text ${id} is already stored`, 'SQL_EXISTS');
    this.#texts.set(id, sql);
  }

  forgetText(id: number): void {
    this.#texts.delete(id);
  }

  /** The SQL a request means, be it given or stored before. */
  text({ sql, sqlId }: SqlSource): string {
    const text = sql ?? this.#texts.get(sqlId ?? Number.NaN);
    if (text === undefined) throw new ProtocolError(`SQL text ${sqlId} was not found`, 'SQL_NOT_FOUND');
    return text;
  }

  /** Runs a statement, waiting for the right to write where it needs that. */
  async run(
    statement: ParsedStatement,
    given: Pick<Statement, 'args' | 'namedArgs'> = NO_ARGUMENTS,
    signal: AbortSignal,
  ): Promise<StatementResult> {
    const args = bindArguments(statement, given);
    const deadline = Date.now() + this.#host.busyTimeoutMs;
    const locking = statement.writes && !this.#holdsLock;
    if (locking) await this.#lock(signal);
    const before = this.inTransaction;
    try {
      return await this.#runUntil(deadline, statement, args, signal);
    } catch (error) {
      // SQLite gave no lock either; the transaction can only be rolled back, so nobody should wait for it.
      if (locking && error instanceof StatementError && error.cause === STALE_SNAPSHOT) this.#unlock();
      throw error;
    } finally {
      const after = this.inTransaction;
      if (after) this.#rolledBack = false;
      else if (before) this.#rolledBack = statement.control !== 'commit' && statement.control !== 'savepoint';
      if (!after) this.#unlock();
    }
  }

  /** The columns a statement would give. */
  describe(sql: string) {
    const statement = parseStatement(sql);
    return { statement, columns: this.#connect().describe(statement) };
  }

  /** Ends the conversation and undoes an open transaction. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const connection = this.#connection;
    this.#connection = null;
    try {
      if (connection) this.#host.pool.give(connection);
    } finally {
      this.#unlock();
    }
  }

  // Another process may hold SQLite's own lock. Nobody tells when it lets go, so ask again.
  async #runUntil(
    deadline: number,
    statement: ParsedStatement,
    args: ReturnType<typeof bindArguments>,
    signal: AbortSignal,
  ): Promise<StatementResult> {
    for (;;) {
      try {
        return this.#connect().run(statement, args);
      } catch (error) {
        const waitable =
          error instanceof StatementError && error.code === 'SQLITE_BUSY' && error.cause !== STALE_SNAPSHOT;
        if (!waitable || Date.now() >= deadline) throw error;
      }
      await delay(RETRY_MS, undefined, { signal });
    }
  }

  async #lock(signal: AbortSignal): Promise<void> {
    const { writeLock, busyTimeoutMs, onContention } = this.#host;
    if (!writeLock.tryAcquire()) {
      onContention();
      await writeLock.acquire(busyTimeoutMs, signal);
    }
    this.#holdsLock = true;
  }

  #unlock(): void {
    if (!this.#holdsLock) return;
    this.#holdsLock = false;
    this.#host.writeLock.release();
  }

  // Taken late, so that whoever waits for the lock keeps no connection.
  #connect(): Connection {
    if (this.#closed) throw new ProtocolError('The stream was closed', 'STREAM_CLOSED');
    this.#connection ??= this.#host.pool.take();
    return this.#connection;
  }
}
