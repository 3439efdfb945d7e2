import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { Connection, type Schema } from './connection.ts';
import { BrokenDatabaseFile } from './errors.ts';

const IDLE_CONNECTIONS = 64;

/** The connections no stream uses at the moment. */
export class Pool {
  readonly #path: string;
  readonly #idle: Connection[] = [];
  readonly #schema: Schema = { version: 0 };
  #closed = false;

  constructor(path: string) {
    this.#path = path;
    prepareFile(path);
  }

  take(): Connection {
    return this.#idle.pop() ?? new Connection(this.#path, this.#schema);
  }

  /** Takes a connection back; what was left open in it is undone. */
  give(connection: Connection): void {
    connection.rollback();
    if (this.#closed || connection.altered || this.#idle.length >= IDLE_CONNECTIONS) connection.close();
    else this.#idle.push(connection);
  }

  close(): void {
    this.#closed = true;
    const last = this.take();
    last.checkpoint();
    last.close();
    for (const connection of this.#idle.splice(0)) connection.close();
  }
}

function prepareFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const database = new Database(path, { timeout: 1000 });
    try {
      database.prepare('PRAGMA journal_mode = WAL').all();
      database.prepare('SELECT count(*) FROM sqlite_master').all();
    } finally {
      database.close();
    }
  } catch (error) {
    throw new BrokenDatabaseFile(path, reasonOf(error), error);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Database.SqliteError) return error.message;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code !== '') {
    return error.message;
  }
  return 'the file can not be opened';
}
