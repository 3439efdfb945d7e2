import { describe, expect, test } from 'vitest';
import { builds, failureOf, serveFile } from './served-file.ts';

describe.each(builds)('batches through the %s client', (_, createClient) => {
  test('a batch is atomic: a failure leaves nothing and names its statement', async () => {
    const client = (await serveFile({}, createClient)).client();
    await client.execute('CREATE TABLE t (a CONSTRAINT small CHECK (a < 10))');
    const failure = await failureOf(
      client.batch(['INSERT INTO t VALUES (1)', 'INSERT INTO t VALUES (99)', 'INSERT INTO t VALUES (2)']),
    );
    expect(failure).toMatchObject({ code: 'SQLITE_CONSTRAINT', statementIndex: 1 });
    expect(failure.message).toContain('CHECK constraint failed: small');
    expect((await client.execute('SELECT count(*) FROM t')).rows[0]?.[0]).toBe(0);
  });

  test('every statement of a batch gives its result', async () => {
    const client = (await serveFile({}, createClient)).client();
    const results = await client.batch(
      [
        'CREATE TABLE t (a)',
        { sql: 'INSERT INTO t VALUES (?), (:b)', args: [1, 2] },
        ['UPDATE t SET a = a + ?', [1]],
        { sql: 'SELECT a FROM t WHERE a > $least', args: { least: 2 } },
      ],
      'write',
    );
    expect(results.map((result) => result.rowsAffected)).toStrictEqual([0, 2, 2, 0]);
    expect(results[3]?.rows.map((row) => row.a)).toStrictEqual([3]);
  });

  test('a ROLLBACK inside a batch stops it', async () => {
    const client = (await serveFile({}, createClient)).client();
    await client.execute('CREATE TABLE t (a)');
    const failure = await failureOf(
      client.batch(['INSERT INTO t VALUES (1)', 'ROLLBACK', 'INSERT INTO t VALUES (2)'], 'write'),
    );
    expect(failure.code).toBe('TRANSACTION_CLOSED');
    expect((await client.execute('SELECT count(*) FROM t')).rows[0]?.[0]).toBe(0);
  });

  test('executeMultiple runs all up to the first error', async () => {
    const client = (await serveFile({}, createClient)).client();
    await client.executeMultiple(`
      CREATE TABLE t (a UNIQUE);
      CREATE TABLE log (a);
      CREATE TRIGGER logged AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); SELECT 1; END;
      INSERT INTO t VALUES (1); -- the end;
    `);
    const failure = await failureOf(
      client.executeMultiple('INSERT INTO t VALUES (2); INSERT INTO t VALUES (1); INSERT INTO t VALUES (3)'),
    );
    expect(failure).toMatchObject({ code: 'SQLITE_CONSTRAINT' });
    expect((await client.execute('SELECT group_concat(a) FROM log')).rows[0]?.[0]).toBe('1,2');
  });

  test('an unfinished transaction of executeMultiple is undone', async () => {
    const client = (await serveFile({}, createClient)).client();
    await client.execute('CREATE TABLE t (a)');
    await client.executeMultiple('BEGIN; INSERT INTO t VALUES (1)');
    expect((await client.execute('SELECT count(*) FROM t')).rows[0]?.[0]).toBe(0);
    await client.execute('INSERT INTO t VALUES (2)');
  });

  test('migrate runs without foreign keys, and they are on again after it', async () => {
    const client = (await serveFile({}, createClient)).client();
    await client.executeMultiple(`
      CREATE TABLE parent (id INTEGER PRIMARY KEY);
      CREATE TABLE child (parent REFERENCES parent (id));
      INSERT INTO parent VALUES (1);
      INSERT INTO child VALUES (1);
    `);
    await client.migrate([
      'CREATE TABLE renewed (id INTEGER PRIMARY KEY, note TEXT)',
      'INSERT INTO renewed (id) SELECT id FROM parent',
      'DROP TABLE parent',
      'ALTER TABLE renewed RENAME TO parent',
    ]);
    expect((await client.execute('SELECT * FROM child')).rows).toHaveLength(1);
    const failure = await failureOf(client.execute('INSERT INTO child VALUES (2)'));
    expect(failure.message).toContain('FOREIGN KEY constraint failed');
  });

  test('a failed migrate leaves nothing, and foreign keys on', async () => {
    const client = (await serveFile({}, createClient)).client();
    await client.executeMultiple(
      'CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent REFERENCES parent (id))',
    );
    await failureOf(client.migrate(['CREATE TABLE x (a)', 'INSERT INTO nowhere VALUES (1)']));
    expect((await failureOf(client.execute('SELECT * FROM x'))).message).toContain('no such table: x');
    expect((await failureOf(client.execute('INSERT INTO child VALUES (2)'))).message).toContain(
      'FOREIGN KEY constraint failed',
    );
  });
});
