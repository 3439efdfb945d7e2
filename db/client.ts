import type { BatchResponse } from 'drizzle-orm/batch';
import { gather } from './gather.ts';
import {
  type Answered,
  builder,
  type QueryBuilder,
  type Sendable,
  type Statement,
  sendable,
} from './prepared.ts';

export type { QueryBuilder, Statement } from './prepared.ts';

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

/** What carries statements to the database: over HTTP in the Worker, a libSQL client on a file in tests. */
export interface Connection {
  execute(statement: Carried): Promise<Answered>;
  /** In one transaction. */
  batch(statements: Carried[]): Promise<Answered[]>;
}
/** Arguments are whatever drizzle's columns encode to: never more than SQLite's own types. */
interface Carried {
  sql: string;
  args: never[];
}

/** The two verbs over a connection. */
export function openDatabase(connection: Connection): Database {
  const ask = async (one: Sendable) => one.read(await connection.execute(carried(one)));
  const batch = async (asked: readonly Sendable[]) => {
    const [only] = asked;
    // One statement is a transaction of its own: no BEGIN and COMMIT around it.
    if (asked.length === 1 && only) return [await ask(only)];
    const answered = await connection.batch(asked.map(carried));
    return asked.map(({ read }, at) => read(answered[at] ?? { rows: [] }));
  };
  return {
    q: builder,
    read: async (statements) => {
      const asked = statements.map(sendable);
      const one = asked.length > 1 ? gather(asked) : null;
      return (one ? await ask(one) : await batch(asked)) as Results<typeof statements>;
    },
    write: async (statements) =>
      (statements.length === 0 ? [] : await batch(statements.map(sendable))) as Results<typeof statements>,
  };
}

const carried = ({ sql, args }: Sendable): Carried => ({ sql, args: args as never[] });

/** What the database refused or could not do. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
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
