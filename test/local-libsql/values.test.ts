import type { IntMode, InValue, Value } from '@libsql/client';
import { describe, expect, test } from 'vitest';
import { builds, serveFile } from './served-file.ts';

const roundTrips: [string, InValue, Value, IntMode?][] = [
  ['null', null, null],
  ['text', 'あいう "quoted" \\ \n \u{20BB7}', 'あいう "quoted" \\ \n \u{20BB7}'],
  ['empty text', '', ''],
  ['a float without a fraction', 42, 42],
  ['a fraction', 0.1 + 0.2, 0.1 + 0.2],
  ['the largest float', Number.MAX_VALUE, Number.MAX_VALUE],
  ['the smallest float', Number.MIN_VALUE, Number.MIN_VALUE],
  ['true', true, 1],
  ['a date', new Date(1_700_000_000_000), 1_700_000_000_000],
  ['the largest safe integer', 9007199254740991n, 9007199254740991],
  ['an integer as text', 5n, '5', 'string'],
  ['the largest integer', 9223372036854775807n, 9223372036854775807n, 'bigint'],
  ['the smallest integer', -9223372036854775808n, -9223372036854775808n, 'bigint'],
];

describe.each(builds)('values through the %s client', (_, createClient) => {
  test.each(roundTrips)('%s comes back', async (_name, given, expected, intMode) => {
    const served = await serveFile({}, createClient);
    const { rows } = await served.client({ intMode }).execute({ sql: 'SELECT ?', args: [given] });
    expect(rows[0]?.[0]).toStrictEqual(expected);
  });

  test('a blob comes back byte for byte, also when empty', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const { rows } = await (await serveFile({}, createClient)).client().execute({
      sql: 'SELECT ?, ?, typeof(?)',
      args: [bytes, new Uint8Array(), bytes],
    });
    expect(new Uint8Array(rows[0]?.[0] as ArrayBuffer)).toStrictEqual(bytes);
    expect(rows[0]?.[1]).toStrictEqual(new ArrayBuffer(0));
    expect(rows[0]?.[2]).toBe('blob');
  });

  test('an unsafe integer is refused in number mode', async () => {
    const client = (await serveFile({}, createClient)).client();
    await expect(client.execute('SELECT 9007199254740992')).rejects.toBeInstanceOf(RangeError);
  });

  test('NaN and infinities are refused as arguments', async () => {
    const client = (await serveFile({}, createClient)).client();
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      await expect(client.execute({ sql: 'SELECT ?', args: [value] })).rejects.toBeInstanceOf(RangeError);
    }
  });

  test('an infinity the database computes arrives as one, NaN as NULL', async () => {
    const client = (await serveFile({}, createClient)).client();
    const { rows } = await client.execute('SELECT 9e999, -9e999, 9e999 - 9e999, -0.0');
    expect(Array.from(rows[0] ?? [])).toStrictEqual([Infinity, -Infinity, null, -0]);
  });
});

test('types are kept: floats stay REAL, integers INTEGER', async () => {
  const { rows } = await (await serveFile()).client().execute({
    sql: 'SELECT typeof(?), typeof(?), typeof(?), typeof(?)',
    args: [5, 5n, 'x', null],
  });
  expect(Array.from(rows[0] ?? [])).toStrictEqual(['real', 'integer', 'text', 'null']);
});

test('row ids beyond the safe integers are exact', async () => {
  const client = (await serveFile()).client({ intMode: 'bigint' });
  await client.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, a)');
  const id = 9007199254740993n;
  const { lastInsertRowid } = await client.execute({ sql: 'INSERT INTO t VALUES (?, 1)', args: [id] });
  expect(lastInsertRowid).toBe(id);
});

test('columns carry their names and declared types, also after the table was altered', async () => {
  const client = (await serveFile()).client();
  await client.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)');
  await client.execute('INSERT INTO t (name) VALUES (?)', ['a']);
  const before = await client.execute('SELECT *, 1 + 1 AS two FROM t');
  expect(before.columns).toStrictEqual(['id', 'name', 'two']);
  expect(before.columnTypes).toStrictEqual(['INTEGER', 'TEXT', '']);

  await client.execute('ALTER TABLE t RENAME COLUMN name TO label');
  await client.execute('ALTER TABLE t ADD COLUMN note TEXT');
  const after = await client.execute('SELECT *, 1 + 1 AS two FROM t');
  expect(after.columns).toStrictEqual(['id', 'label', 'note', 'two']);
  expect(after.rows[0]?.label).toBe('a');
});

test('counts changed rows and last row ids, also with RETURNING and WITH', async () => {
  const client = (await serveFile()).client();
  await client.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, a)');
  const returning = await client.execute('INSERT INTO t (a) VALUES (1), (2) RETURNING id');
  expect([returning.rowsAffected, returning.lastInsertRowid]).toStrictEqual([2, 2n]);
  const common = await client.execute('WITH x AS (SELECT a FROM t) INSERT INTO t (a) SELECT a FROM x');
  expect([common.rowsAffected, common.lastInsertRowid]).toStrictEqual([2, 4n]);
  const update = await client.execute('UPDATE t SET a = 0 WHERE id > 1');
  expect([update.rowsAffected, update.lastInsertRowid]).toStrictEqual([3, undefined]);
  const read = await client.execute('SELECT 1');
  expect([read.rowsAffected, read.lastInsertRowid]).toStrictEqual([0, undefined]);
});
