import type { Client, InValue, Transaction } from '@libsql/client';
import { seal } from './sealed-file.ts';

/** The first line of a backup: what it is of. The lines after it are rows, the last one counts them. */
export interface Manifest {
  at: number;
  /** The newest migration the database had lived through. */
  schema: number;
  tables: Record<string, string[]>;
}
export type Cell = null | number | string | { base64: string };
/** A row: its table, and its values in the manifest's order of columns. */
export type Row = [table: string, ...cells: Cell[]];
export interface End {
  rows: Record<string, number>;
}

const PAGE = 1_000;

/** Writes the whole database, as it is at one moment, into a file that only the passphrase opens. Rows by table. */
export async function backUp(
  client: Client,
  path: string,
  passphrase: string,
  now: number,
): Promise<End['rows']> {
  const snapshot = await client.transaction('read');
  try {
    const counts: End['rows'] = {};
    await seal(path, passphrase, linesOf(snapshot, now, counts));
    return counts;
  } finally {
    snapshot.close();
  }
}

async function* linesOf(db: Transaction, at: number, counts: End['rows']): AsyncGenerator<string> {
  const line = (value: Manifest | Row | End) => `${JSON.stringify(value)}\n`;
  const manifest: Manifest = { at, schema: await schemaOf(db), tables: await tablesOf(db) };
  yield line(manifest);
  for (const [table, columns] of Object.entries(manifest.tables)) {
    counts[table] = 0;
    for await (const row of rowsOf(db, table, columns)) {
      counts[table] += 1;
      yield line([table, ...row]);
    }
  }
  yield line({ rows: counts });
}

async function schemaOf(db: Transaction): Promise<number> {
  const { rows } = await db.execute('select max(created_at) as moment from __drizzle_migrations');
  return Number(rows[0]?.moment);
}

async function tablesOf(db: Transaction): Promise<Manifest['tables']> {
  const { rows } = await db.execute(
    `select m.name as name, c.name as "column" from sqlite_master m join pragma_table_info(m.name) c
     where m.type = 'table' and m.name not like 'sqlite!_%' escape '!' and m.name not like 'libsql!_%' escape '!'
       and m.name not like '!_%' escape '!' order by m.name, c.cid`,
  );
  const tables: Manifest['tables'] = {};
  for (const row of rows) {
    const columns = tables[String(row.name)] ?? [];
    columns.push(String(row.column));
    tables[String(row.name)] = columns;
  }
  return tables;
}

/** Every row in the order of its key, a page at a time. */
async function* rowsOf(db: Transaction, table: string, columns: string[]): AsyncGenerator<Cell[]> {
  const key = await keyOf(db, table);
  const list = (names: string[]) => names.map((name) => (name === 'rowid' ? name : `"${name}"`)).join(', ');
  let after: InValue[] | null = null;
  for (;;) {
    const { rows }: { rows: ArrayLike<unknown>[] } = await db.execute({
      sql: `select ${list(key)}, ${list(columns)} from "${table}"
        ${after ? `where (${list(key)}) > (${key.map(() => '?').join(', ')})` : ''} order by ${list(key)} limit ${PAGE}`,
      args: after ?? [],
    });
    for (const row of rows) yield columns.map((_, i) => cellOf(row[key.length + i]));
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = key.map((_, i) => last[i] as InValue);
  }
}

/** What a table is ordered by: its rows' own numbers, or its primary key where they have none. */
async function keyOf(db: Transaction, table: string): Promise<string[]> {
  const { rows } = await db.execute({
    sql: `select c.name from pragma_table_list t join pragma_table_info(t.name) c
      where t.name = ? and t.schema = 'main' and t.wr = 1 and c.pk > 0 order by c.pk`,
    args: [table],
  });
  return rows.length === 0 ? ['rowid'] : rows.map((row) => String(row.name));
}

function cellOf(value: unknown): Cell {
  if (value instanceof ArrayBuffer) return { base64: Buffer.from(value).toString('base64') };
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  throw new TypeError(`a value of type ${typeof value} in the database`);
}
