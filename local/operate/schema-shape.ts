import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import { migrateDatabase } from '../../db/migrate.ts';

/** Every table, index and trigger of ours, by kind and name, with the words it was made with. */
export type Shape = Map<string, string>;

/** What a database is made of; the keeping of SQLite, libSQL and the migrator's own is not ours. */
export async function shapeOf(client: Client): Promise<Shape> {
  const { rows } = await client.execute(
    `select type || ' ' || name as name, sql from sqlite_master where sql is not null
      and name not like 'sqlite!_%' escape '!' and name not like 'libsql!_%' escape '!'
      and name not like '!_%' escape '!' order by 1`,
  );
  return new Map(rows.map((row) => [String(row.name), String(row.sql)]));
}

let newest: Promise<Shape> | null = null;

/** What a database is made of that was made now, from nothing; made once. */
export function newestShape(): Promise<Shape> {
  newest ??= makeNewest();
  return newest;
}

async function makeNewest(): Promise<Shape> {
  const folder = mkdtempSync(join(tmpdir(), 'shape-'));
  const client = createClient({ url: `file:${join(folder, 'newest.db')}` });
  try {
    await migrateDatabase(client);
    return await shapeOf(client);
  } finally {
    client.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
