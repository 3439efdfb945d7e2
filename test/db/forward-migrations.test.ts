import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrateDatabase, migrations } from '../../db/migrate.ts';
import { newestShape, shapeOf } from '../../local/operate/schema-shape.ts';
import { verifyChains } from '../../local/operate/verify-chain.ts';
import { Office } from '../support/office.ts';
import { Visitor } from '../support/visitor.ts';

const FIXTURES = new URL('./fixtures/', import.meta.url);
const landed = readdirSync(FIXTURES).filter((name) => name.endsWith('.sql'));

let folder: string;
let client: Client | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forward-'));
});
afterEach(() => {
  client?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The database of an office as it was at that schema. */
function load(name: string): { path: string; client: Client } {
  const path = join(folder, 'office.db');
  const db = new Database(path);
  db.exec('pragma foreign_keys = off');
  db.exec(`begin; ${readFileSync(new URL(name, FIXTURES), 'utf8')} commit;`);
  db.close();
  client = createClient({ url: `file:${path}` });
  return { path, client };
}

/** Every row of every table, as far as these columns go; what came later may add columns and tables. */
async function contentOf(client: Client, columns: Map<string, string[]>): Promise<Map<string, unknown[]>> {
  const content = new Map<string, unknown[]>();
  for (const [table, names] of columns) {
    const list = names.map((name) => `"${name}"`).join(', ');
    const { rows } = await client.execute(`select ${list} from "${table}"`);
    content.set(table, rows.map((row) => JSON.stringify(names.map((_, at) => row[at]))).sort());
  }
  return content;
}

async function columnsOf(client: Client): Promise<Map<string, string[]>> {
  const { rows } = await client.execute(
    `select m.name, json_group_array(c.name) as columns from sqlite_master m join pragma_table_info(m.name) c
      where m.type = 'table' and m.name not like '!_%' escape '!' and m.name not like 'sqlite!_%' escape '!'
      group by m.name`,
  );
  return new Map(rows.map((row) => [String(row.name), JSON.parse(String(row.columns)) as string[]]));
}

describe('a database with data in it', () => {
  it('is kept of every schema that landed, from the one of the first offices on', () => {
    expect(landed).toEqual(expect.arrayContaining(['0008_record.sql', '0010_desk.sql']));
    const known = migrations().map(({ tag }) => `${tag}.sql`);
    expect(landed.filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(landed)('of %s comes forward whole', async (name) => {
    const { path, client } = load(name);
    const columns = await columnsOf(client);
    const before = await contentOf(client, columns);
    const filled = [...before.values()].filter((rows) => rows.length > 0).length;
    expect(filled).toBeGreaterThan(40);

    await migrateDatabase(client);

    expect(await shapeOf(client)).toEqual(await newestShape());
    expect(await contentOf(client, columns)).toEqual(before);
    expect((await client.execute('pragma foreign_key_check')).rows).toEqual([]);
    expect((await client.execute('pragma integrity_check')).rows[0]?.[0]).toBe('ok');
    const { entries, faults } = await verifyChains(client);
    expect(faults).toEqual([]);
    expect(entries).toBeGreaterThan(40);
    const loose = await client.execute(
      "select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like '!_%' escape '!' and name not like 'sqlite!_%' escape '!'",
    );
    expect(loose.rows).toEqual([]);

    const newest = Number((await client.execute('select max(recorded_at) from record_entries')).rows[0]?.[0]);
    const office = await Office.over(path, newest + 3_600_000);
    try {
      const staff = await client.execute("select line_user_id from staff where role = 'manager'");
      const manager = await new Visitor(office, String(staff.rows[0]?.line_user_id)).signIn('staff');
      for (const page of [
        'today',
        'clients',
        'threads',
        'settings',
        'calendar?from=2026-11-23&until=2026-12-20',
      ])
        expect([page, (await manager.get(`/api/console/${page}`)).status]).toEqual([page, 200]);
      await office.cron();
      const { faults: later } = await verifyChains(client);
      expect(later).toEqual([]);
    } finally {
      office.close();
    }
  });
});
