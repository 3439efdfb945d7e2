import type { Client } from '@libsql/client';
import type { BatchItem, BatchResponse } from 'drizzle-orm/batch';
import { drizzle } from 'drizzle-orm/libsql/web';

/** Builds statements; nothing runs until they stand in a batch. */
export type QueryBuilder = ReturnType<typeof build>;
export type Statement = BatchItem<'sqlite'>;
type Results<T extends readonly Statement[]> = BatchResponse<T>;

/**
 * The only way to the database: two verbs, each exactly one round trip.
 * `read` sees one snapshot; `write` is atomic: all statements or none.
 */
export interface Database {
  readonly q: QueryBuilder;
  read<const T extends readonly Statement[]>(statements: T): Promise<Results<T>>;
  write<const T extends readonly Statement[]>(statements: T): Promise<Results<T>>;
}

function build(client: Client) {
  return drizzle(client);
}

/** Wraps a libSQL client (embedded file in tests, HTTP in the Worker). */
export function openDatabase(client: Client): Database {
  const q = build(client);
  // drizzle wants a non-empty tuple; this is the one place that says so for both verbs.
  const batch = async (statements: readonly Statement[]) => {
    // One statement is a transaction of its own: no BEGIN and COMMIT around it.
    const [only] = statements;
    if (statements.length === 1 && only) return [await only];
    return q.batch([...statements] as unknown as [Statement, ...Statement[]]);
  };
  return {
    q,
    read: async (statements) => (await batch(statements)) as Results<typeof statements>,
    write: async (statements) =>
      (statements.length === 0 ? [] : await batch(statements)) as Results<typeof statements>,
  };
}

/** Another writer was first with something that may be there only once: read again and decide anew. */
export function isOvertaken(error: unknown): boolean {
  return messageIncludes(error, 'UNIQUE constraint failed');
}

/** The database was locked by another writer for longer than it waits. */
export function isBusy(error: unknown): boolean {
  return /SQLITE_BUSY|database is locked/.test(messageOf(error));
}

/** Whether the database's error, however deep, says this: the name of a CHECK or a trigger's message. */
export function messageIncludes(error: unknown, text: string): boolean {
  return messageOf(error).includes(text);
}

/** Single statements wrap the database's error in `cause`, batches don't: look at all of them. */
function messageOf(error: unknown): string {
  let text = '';
  for (let e = error; e instanceof Error; e = e.cause) text += `${e.message}\n`;
  return text;
}
