/** A failure of one statement. The stream stays usable and the client reads `code` and `message`. */
export class StatementError extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.name = 'StatementError';
    this.code = code;
  }
}

/** A request that breaks the protocol. The HTTP answer has this status and the stream ends. */
export class ProtocolError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(message: string, code: string, status = 400) {
    super(message);
    this.name = 'ProtocolError';
    this.code = code;
    this.status = status;
  }
}

/** The database file can't be opened: it is damaged, is no database, or can't be reached. */
export class BrokenDatabaseFile extends Error {
  readonly path: string;
  readonly reason: string;

  constructor(path: string, reason: string, cause: unknown) {
    super(`The database file ${path} can't be used: ${reason}`, { cause });
    this.name = 'BrokenDatabaseFile';
    this.path = path;
    this.reason = reason;
  }
}

/** The answer SQLite itself gives when a write lock isn't to be had in time. */
export function busyError(): StatementError {
  return new StatementError('SQLite error: database is locked', 'SQLITE_BUSY');
}
