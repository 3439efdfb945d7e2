import { describe, expect, test } from 'vitest';
import { builds, failureOf, serveFile } from './served-file.ts';

const count = 'SELECT count(*) FROM t';

describe.each(builds)('interactive transactions through the %s client', (_, createClient) => {
  test('what is committed stays, what is rolled back goes', async () => {
    const client = (await serveFile({}, createClient)).client();
    await client.execute('CREATE TABLE t (a)');
    const kept = await client.transaction('write');
    await kept.execute('INSERT INTO t VALUES (1)');
    await kept.executeMultiple('INSERT INTO t VALUES (2); INSERT INTO t VALUES (3)');
    expect((await kept.execute(count)).rows[0]?.[0]).toBe(3);
    await kept.commit();

    const undone = await client.transaction('write');
    await undone.execute('DELETE FROM t');
    await undone.rollback();

    const left = await client.transaction('write');
    await left.execute('DELETE FROM t');
    left.close();
    expect((await client.execute(count)).rows[0]?.[0]).toBe(3);
  });

  test('an error inside leaves the transaction usable', async () => {
    const client = (await serveFile({}, createClient)).client();
    await client.execute('CREATE TABLE t (a UNIQUE)');
    const transaction = await client.transaction('write');
    await transaction.execute('INSERT INTO t VALUES (1)');
    expect((await failureOf(transaction.execute('INSERT INTO t VALUES (1)'))).code).toBe('SQLITE_CONSTRAINT');
    await transaction.execute('INSERT INTO t VALUES (2)');
    await transaction.commit();
    expect((await client.execute(count)).rows[0]?.[0]).toBe(2);
  });

  test('a statement after a rollback inside does not take effect on its own', async () => {
    const client = (await serveFile({}, createClient)).client();
    await client.execute('CREATE TABLE t (a UNIQUE)');
    const transaction = await client.transaction('write');
    await transaction.execute('INSERT INTO t VALUES (1)');
    await failureOf(transaction.execute('INSERT OR ROLLBACK INTO t VALUES (1)'));
    expect((await failureOf(transaction.execute('INSERT INTO t VALUES (2)'))).code).toBe(
      'TRANSACTION_CLOSED',
    );
    await failureOf(transaction.commit());
    expect((await client.execute(count)).rows[0]?.[0]).toBe(0);
  });

  test('a transaction whose client stays away expires and lets go of the lock', async () => {
    let now = 0;
    const served = await serveFile({ clock: () => now, batonExpiryMs: 10_000 }, createClient);
    const [absent, present] = [served.client(), served.client()];
    await present.execute('CREATE TABLE t (a)');
    const transaction = await absent.transaction('write');
    await transaction.execute('INSERT INTO t VALUES (1)');

    now = 9_999;
    await transaction.execute('INSERT INTO t VALUES (2)');
    now = 9_999 + 10_000;
    await present.execute('INSERT INTO t VALUES (3)');

    expect(await failureOf(transaction.execute('INSERT INTO t VALUES (4)'))).toMatchObject({
      code: 'STREAM_EXPIRED',
      message: 'STREAM_EXPIRED: The stream has expired due to inactivity',
    });
    await failureOf(transaction.commit());
    expect((await present.execute('SELECT group_concat(a) FROM t')).rows[0]?.[0]).toBe('3');
  });

  test('a transaction in use does not expire', async () => {
    let now = 0;
    const served = await serveFile({ clock: () => now, batonExpiryMs: 1000 }, createClient);
    const client = served.client();
    await client.execute('CREATE TABLE t (a)');
    const transaction = await client.transaction('write');
    for (let i = 0; i < 5; i++) {
      await transaction.execute({ sql: 'INSERT INTO t VALUES (?)', args: [i] });
      now += 900;
    }
    await transaction.commit();
    expect((await client.execute(count)).rows[0]?.[0]).toBe(5);
  });

  test('a read transaction sees one state, whatever others write', async () => {
    const served = await serveFile({}, createClient);
    const [reader, writer] = [served.client(), served.client()];
    await writer.batch(['CREATE TABLE t (a)', 'INSERT INTO t VALUES (1)']);
    const reading = await reader.transaction('read');
    expect((await reading.execute(count)).rows[0]?.[0]).toBe(1);
    await writer.execute('INSERT INTO t VALUES (2)');
    expect((await reading.execute(count)).rows[0]?.[0]).toBe(1);
    await reading.commit();
    expect((await reader.execute(count)).rows[0]?.[0]).toBe(2);
  });

  test('uncommitted writes are seen by their own stream alone, and readers never wait', async () => {
    const served = await serveFile({ busyTimeoutMs: 60_000 }, createClient);
    const [writer, reader] = [served.client(), served.client()];
    await writer.execute('CREATE TABLE t (a)');
    const transaction = await writer.transaction('write');
    await transaction.execute('INSERT INTO t VALUES (1)');
    expect((await reader.execute(count)).rows[0]?.[0]).toBe(0);
    expect((await reader.batch([count], 'read'))[0]?.rows[0]?.[0]).toBe(0);
    expect((await transaction.execute(count)).rows[0]?.[0]).toBe(1);
    await transaction.rollback();
  });
});
