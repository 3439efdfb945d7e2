import { Column, getTableColumns, is, Param, Placeholder, type Query, sql } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { SQLiteRaw } from 'drizzle-orm/sqlite-core/query-builders/raw';
import { drizzle } from 'drizzle-orm/sqlite-proxy';

export type Statement = BatchItem<'sqlite'>;

/** Builds statements; it has no connection, so nothing runs until they stand in a batch. */
export const builder = drizzle(() => Promise.reject(new Error('a statement runs only in a batch')));
export type QueryBuilder = typeof builder;

/** What a database answers to one statement. */
export interface Answered {
  rows: ArrayLike<unknown>[];
  /** The names of the columns, in order. */
  readonly columns?: readonly string[];
}

/** A statement as the database is sent it, with how its answer is read. */
export interface Sendable {
  sql: string;
  args: unknown[];
  read: (answered: Answered) => unknown;
  /** How many columns its rows have, where all of them can stand in JSON; null where they can't, or there are none. */
  columns: number | null;
}

/** The places in a prepared statement where values will stand. */
export type Given<V> = { readonly [K in keyof V & string]: Placeholder<K, V[K]> };

/**
 * A statement whose SQL is put together once, when it is first used; then it costs no more than its values.
 * For what many requests ask; a list of values goes in as one JSON text (`in (select value from json_each(…))`).
 */
export function prepared<V extends object, S extends Statement>(
  build: (q: QueryBuilder, given: Given<V>) => S,
): (values: V) => S {
  let template: Template | null = null;
  return (values) => {
    template ??= templateOf(build(builder, places<V>()));
    // Between here and `sendable` a statement is known by its type alone.
    return new Filled(template, values) as unknown as S;
  };
}

/** A prepared insert of one whole row. */
export function preparedInsert<T extends SQLiteTable>(table: T): (row: T['$inferSelect']) => Statement {
  const names = Object.keys(getTableColumns(table));
  return prepared<T['$inferSelect'], Statement>((q) =>
    q.insert(table).values(Object.fromEntries(names.map((name) => [name, sql.placeholder(name)])) as never),
  );
}

/** A statement of either kind, ready to be sent. */
export function sendable(statement: Statement): Sendable {
  return statement instanceof Filled ? statement.sendable() : builtQuery(statement);
}

interface BuiltQuery {
  getQuery(): Query;
  /** What a select or a `returning` yields. */
  fields?: readonly { field: unknown }[];
  mapResult(answered: Answered, fromBatch: true): unknown;
}

/** The SQL of a statement with its arguments, some of which may still be places. */
function builtQuery(statement: Statement): Sendable {
  // No public type of drizzle says so, but its own `batch` relies on it.
  const query = (statement as unknown as { _prepare(): BuiltQuery })._prepare();
  const { sql: text, params } = query.getQuery();
  const inJson = query.fields?.every(
    ({ field }) => !(field instanceof Column && field.getSQLType() === 'blob'),
  );
  const columns = inJson ? (query.fields?.length ?? null) : null;
  // SQL written by hand is read by the names it gives: not every connection hands rows out with them.
  if (is(statement, SQLiteRaw)) return { sql: text, args: params, read: byName, columns: null };
  return { sql: text, args: params, read: (answered) => query.mapResult(answered, true), columns };
}

function byName({ rows, columns = [] }: Answered): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
}

type Values = Readonly<Record<string, unknown>>;

interface Template extends Omit<Sendable, 'args'> {
  args: ((values: Values) => unknown)[];
}

function templateOf(statement: Statement): Template {
  const { args, ...rest } = builtQuery(statement);
  return { ...rest, args: args.map(argument) };
}

/** How one argument comes out of the values; drizzle's own way would write null as false into a boolean column. */
function argument(param: unknown): (values: Values) => unknown {
  if (param instanceof Placeholder) return (values) => values[param.name];
  if (!(param instanceof Param && param.value instanceof Placeholder)) return () => param;
  const { encoder } = param;
  const { name } = param.value;
  return (values) => (values[name] === null ? null : encoder.mapToDriverValue(values[name]));
}

function places<V>(): Given<V> {
  const place = (_: object, name: string) => sql.placeholder(name);
  return new Proxy({}, { get: place }) as Given<V>;
}

class Filled {
  readonly #template: Template;
  readonly #values: Values;

  constructor(template: Template, values: object) {
    this.#template = template;
    this.#values = values as Values;
  }

  sendable(): Sendable {
    const { sql: text, args, read, columns } = this.#template;
    return { sql: text, args: args.map((each) => each(this.#values)), read, columns };
  }
}
