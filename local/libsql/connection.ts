import Database from 'libsql';
import { StatementError } from './errors.ts';
import { Lru } from './lru.ts';
import type { ParsedStatement } from './statements.ts';
import type { SqlValue } from './values.ts';

export interface Column {
  name: string;
  decltype: string | null;
}

export interface StatementResult {
  /** As JSON text: put together once for each prepared statement. */
  columns: string;
  rows: unknown[][];
  affectedRows: number;
  lastInsertRowid: bigint | null;
}

type Prepared = ReturnType<Database.Database['prepare']>;

interface CachedStatement {
  prepared: Prepared;
  returnsRows: boolean;
  /** Its columns, as they were in that version of the schema. */
  columns: { text: string; version: number } | null;
}

/** Counts the changes of the schema that all connections to one file have made. */
export interface Schema {
  version: number;
}

const CACHED_STATEMENTS = 200;
const NO_COLUMNS = '[]';
/** Moving the log into the file means waiting for the disk: rarely, and whole pages at once. */
const CHECKPOINT_PAGES = 8_000;

/** One connection to the file. It never waits: whoever finds the file locked is told so at once. */
export class Connection {
  readonly #database: Database.Database;
  readonly #cache = new Lru<CachedStatement>(CACHED_STATEMENTS);
  readonly #schema: Schema;
  #altered = false;
  /** From a change of the schema to the end of its transaction: until then it is this connection's alone. */
  #changingSchema = false;
  #lastChange: Prepared | null = null;

  constructor(path: string, schema: Schema) {
    this.#schema = schema;
    this.#database = new Database(path, { timeout: 0 });
    this.#database.exec('PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL');
    this.#database.prepare(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`).all();
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /** True when a setting or a temporary table makes it unfit for another stream. */
  get altered(): boolean {
    return this.#altered;
  }

  /** Runs one statement to its end. */
  run(statement: ParsedStatement, args: SqlValue[]): StatementResult {
    if (statement.refusal !== null) throw new StatementError(statement.refusal, 'BLOCKED');
    if (statement.altersConnection) this.#altered = true;
    if (statement.changesSchema) this.#changingSchema = true;
    try {
      if (statement.control !== null) {
        this.#database.exec(statement.sql);
        return { columns: NO_COLUMNS, rows: [], affectedRows: 0, lastInsertRowid: null };
      }
      return this.#runPrepared(statement, args);
    } catch (error) {
      throw statementError(error);
    } finally {
      this.#settleSchema();
    }
  }

  /** Names and declared types of the columns a statement would give, without running it. */
  describe(statement: ParsedStatement): Column[] {
    // Preparing a PRAGMA already carries it out.
    if (statement.pragma || statement.refusal !== null) return [];
    try {
      return columnsOf(this.#database.prepare(statement.sql));
    } catch (error) {
      throw statementError(error);
    }
  }

  /** Undoes whatever transaction is open. */
  rollback(): void {
    if (this.inTransaction) this.#database.exec('ROLLBACK');
    this.#settleSchema();
  }

  /** Moves the write-ahead log into the file and empties it. */
  checkpoint(): void {
    this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  }

  close(): void {
    this.#cache.clear();
    this.#lastChange = null;
    this.#database.close();
  }

  #runPrepared(statement: ParsedStatement, args: SqlValue[]): StatementResult {
    const cached = this.#prepare(statement);
    const { prepared, returnsRows } = cached;
    try {
      return returnsRows
        ? this.#runForRows(statement, cached, args)
        : this.#runForChanges(statement, prepared, args);
    } catch (error) {
      this.#cache.delete(statement.sql);
      if (isBusy(error)) this.#halt(prepared, returnsRows, args);
      throw error;
    }
  }

  #runForRows(statement: ParsedStatement, cached: CachedStatement, args: SqlValue[]): StatementResult {
    const rows = cached.prepared.all(args) as unknown[][];
    // Asked afterwards: running prepares it anew when the schema has changed.
    const columns = this.#columns(cached);
    if (!statement.countsRows) return { columns, rows, affectedRows: 0, lastInsertRowid: null };
    const [changes, rowid] = this.#readLastChange();
    return {
      columns,
      rows,
      affectedRows: Number(changes),
      lastInsertRowid: statement.inserts ? rowid : null,
    };
  }

  #runForChanges(statement: ParsedStatement, prepared: Prepared, args: SqlValue[]): StatementResult {
    const { changes, lastInsertRowid: rowid } = prepared.run(args);
    let lastInsertRowid: bigint | null = null;
    if (statement.inserts) {
      lastInsertRowid = Number.isSafeInteger(rowid) ? BigInt(rowid) : this.#readLastChange()[1];
    }
    return {
      columns: NO_COLUMNS,
      rows: [],
      affectedRows: statement.countsRows ? changes : 0,
      lastInsertRowid,
    };
  }

  #prepare(statement: ParsedStatement): CachedStatement {
    const cached = this.#cache.get(statement.sql);
    if (cached) return cached;
    const prepared = this.#database.prepare(statement.sql);
    prepared.safeIntegers(true);
    const returnsRows = prepared.columns().length > 0;
    if (returnsRows) prepared.raw(true);
    const entry = { prepared, returnsRows, columns: null };
    if (!statement.pragma) this.#cache.set(statement.sql, entry);
    return entry;
  }

  // Asking the engine for them costs as much as running the statement.
  #columns(cached: CachedStatement): string {
    const { version } = this.#schema;
    if (this.#changingSchema || cached.columns?.version !== version)
      cached.columns = { text: JSON.stringify(columnsOf(cached.prepared)), version };
    return cached.columns.text;
  }

  #settleSchema(): void {
    if (!this.#changingSchema || this.inTransaction) return;
    this.#changingSchema = false;
    this.#schema.version += 1;
  }

  #readLastChange(): [bigint, bigint] {
    this.#lastChange ??= this.#database
      .prepare('SELECT changes(), last_insert_rowid()')
      .safeIntegers(true)
      .raw(true);
    return this.#lastChange.get([]) as [bigint, bigint];
  }

  // A statement that met a lock stays half begun and keeps its snapshot; the engine has no reset. Run
  // again where nothing may be written, it ends.
  #halt(prepared: Prepared, returnsRows: boolean, args: SqlValue[]): void {
    this.#database.exec('PRAGMA query_only = 1');
    try {
      if (returnsRows) prepared.all(args);
      else prepared.run(args);
    } catch {
      // "attempt to write a readonly database" is the point.
    } finally {
      this.#database.exec('PRAGMA query_only = 0');
    }
  }
}

function columnsOf(prepared: Prepared): Column[] {
  return prepared.columns().map(({ name, type }) => ({ name, decltype: type }));
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/** The code of a stale snapshot, which no waiting cures: the transaction must begin anew. */
export const STALE_SNAPSHOT = 'SQLITE_BUSY_SNAPSHOT';

function statementError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const [code = 'SQLITE_UNKNOWN'] = /^SQLITE_[A-Z]+/.exec(error.code) ?? [];
  const failure = new StatementError(`SQLite error: ${error.message}`, code);
  failure.cause = error.code;
  return failure;
}
