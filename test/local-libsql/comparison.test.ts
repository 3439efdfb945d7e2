import { type Client, LibsqlError } from '@libsql/client';
import { createClient as createFileClient } from '@libsql/client/sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { serveFile, temporaryPath } from './served-file.ts';

const schema = `
  CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL CONSTRAINT short CHECK (length(name) < 9)) STRICT;
  CREATE TABLE child (
    id INTEGER PRIMARY KEY,
    parent INTEGER NOT NULL REFERENCES parent (id),
    data BLOB,
    UNIQUE (parent, data)
  ) STRICT;
  CREATE TRIGGER kept BEFORE DELETE ON child BEGIN SELECT raise(ABORT, 'child rows are kept'); END;
  INSERT INTO parent VALUES (1, 'one'), (2, 'two');
  INSERT INTO child VALUES (1, 1, x'0102'), (2, 2, NULL);
`;

const operations: Record<string, (client: Client) => Promise<unknown>> = {
  select: (client) => client.execute('SELECT * FROM parent p JOIN child c ON c.parent = p.id ORDER BY c.id'),
  'column names twice': (client) => client.execute('SELECT id, id FROM parent'),
  'no rows': (client) => client.execute('SELECT * FROM parent WHERE id = 99'),
  'numbers and texts': (client) => client.execute("SELECT 1, 1.5, 'x', NULL, x'00ff', 1e300, 12345678901"),
  arguments: (client) => client.execute({ sql: 'SELECT ?, ?2, :n', args: [1.5, 'b', 3n] }),
  'named arguments': (client) =>
    client.execute({ sql: 'SELECT :a, @b, $c', args: { a: 1, b: 'x', c: null } }),
  upsert: (client) =>
    client.batch([
      "INSERT INTO parent VALUES (3, 'three') ON CONFLICT (id) DO NOTHING",
      "INSERT INTO parent VALUES (3, 'drei') ON CONFLICT (id) DO UPDATE SET name = excluded.name",
      'SELECT * FROM parent',
    ]),
  'check violated': (client) => client.execute("INSERT INTO parent VALUES (9, 'far too long')"),
  'not null violated': (client) => client.execute('INSERT INTO parent VALUES (9, NULL)'),
  'unique violated': (client) => client.execute("INSERT INTO child VALUES (9, 1, x'0102')"),
  'primary key violated': (client) => client.execute("INSERT INTO parent VALUES (1, 'again')"),
  'foreign key violated': (client) => client.execute('INSERT INTO child VALUES (9, 99, NULL)'),
  'strict type violated': (client) => client.execute("INSERT INTO parent VALUES ('x', 'x')"),
  'trigger refuses': (client) => client.execute('DELETE FROM child'),
  'syntax error': (client) => client.execute('SELEC 1'),
  'no such table': (client) => client.execute('SELECT * FROM nowhere'),
  'batch fails midway': (client) =>
    client.batch(["INSERT INTO parent VALUES (7, 'seven')", 'INSERT INTO parent VALUES (7, NULL)'], 'write'),
  'after the failed batch': (client) => client.execute('SELECT count(*) FROM parent WHERE id = 7'),
  transaction: async (client) => {
    const transaction = await client.transaction('write');
    await transaction.execute("INSERT INTO parent VALUES (8, 'eight')");
    const inside = await transaction.batch(['SELECT count(*) FROM parent', 'SELECT max(id) FROM parent']);
    await transaction.rollback();
    return [inside, await client.execute('SELECT count(*) FROM parent')];
  },
  'unsafe integer': (client) => client.execute('SELECT 9007199254740993'),
};

test.each(Object.entries(operations))('the served file answers like the embedded one: %s', async (_, run) => {
  const embedded = createFileClient({ url: `file:${temporaryPath()}` });
  onTestFinished(() => embedded.close());
  const served = (await serveFile()).client();
  for (const client of [embedded, served]) await client.executeMultiple(schema);
  expect(await observe(() => run(served))).toStrictEqual(await observe(() => run(embedded)));
});

async function observe(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return plain(await run());
  } catch (error) {
    if (error instanceof LibsqlError)
      return { code: error.code, message: error.message.replace('SQLite error: ', '') };
    return { error: (error as Error).constructor.name };
  }
}

// The embedded client reports other row ids and counts for RETURNING, and lacks types of some columns.
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  const { columns, columnTypes, rows, rowsAffected } = value as Awaited<ReturnType<Client['execute']>>;
  const cells = rows.map((row) => columns.map((_, at) => readable(row[at])));
  return { columns, columnTypes, rowsAffected, cells, named: rows.map((row) => Object.keys(row)) };
}

function readable(cell: unknown): unknown {
  if (cell instanceof ArrayBuffer) return { blob: [...new Uint8Array(cell)] };
  return ArrayBuffer.isView(cell) ? { blob: [...new Uint8Array(cell.buffer)] } : cell;
}
