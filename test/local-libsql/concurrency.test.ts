import { createClient as createFileClient } from '@libsql/client/sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WriteLock } from '../../local/libsql/write-lock.ts';
import { builds, failureOf, serveFile } from './served-file.ts';

const never = new AbortController().signal;

describe.each(builds)('several clients through the %s build', (_, createClient) => {
  test('a writer waits for another, then succeeds', async () => {
    const served = await serveFile({}, createClient);
    const [first, second] = [served.client(), served.client()];
    await first.execute('CREATE TABLE t (a)');
    const transaction = await first.transaction('write');
    await transaction.execute('INSERT INTO t VALUES (1)');
    const waiting = [
      second.execute('INSERT INTO t VALUES (2)'),
      second.batch(['INSERT INTO t VALUES (3)'], 'write'),
      second.batch(['INSERT INTO t VALUES (4)'], 'deferred'),
      second.executeMultiple('INSERT INTO t VALUES (5)'),
    ];
    await transaction.execute('INSERT INTO t VALUES (6)');
    await transaction.commit();
    await Promise.all(waiting);
    expect((await first.execute('SELECT count(*) FROM t')).rows[0]?.[0]).toBe(6);
  });

  test('a writer that waits too long is told the database is locked', async () => {
    const served = await serveFile({ busyTimeoutMs: 30 }, createClient);
    const [first, second] = [served.client(), served.client()];
    await first.execute('CREATE TABLE t (a)');
    const transaction = await first.transaction('write');
    await transaction.execute('INSERT INTO t VALUES (1)');
    const insert = 'INSERT INTO t VALUES (2)';
    for (const attempt of [
      () => second.execute(insert),
      () => second.batch([insert], 'write'),
      () => second.batch([insert]),
      () => second.executeMultiple(insert),
      async () => (await second.transaction('write')).execute(insert),
    ]) {
      const failure = await failureOf(attempt());
      expect(failure.code).toBe('SQLITE_BUSY');
      expect(failure.message).toContain('database is locked');
    }
    await transaction.commit();
    await second.execute(insert);
    expect((await first.execute('SELECT count(*) FROM t')).rows[0]?.[0]).toBe(2);
  });

  test('fifty transactions that read, add one and write end at fifty', async () => {
    const served = await serveFile({ busyTimeoutMs: 15_000 }, createClient);
    const client = served.client();
    await client.batch(['CREATE TABLE counter (n)', 'INSERT INTO counter VALUES (0)']);
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const transaction = await served.client().transaction('write');
        const { rows } = await transaction.execute('SELECT n FROM counter');
        await transaction.execute({ sql: 'UPDATE counter SET n = ?', args: [Number(rows[0]?.n) + 1] });
        await transaction.commit();
      }),
    );
    expect((await client.execute('SELECT n FROM counter')).rows[0]?.n).toBe(50);
  });
});

test('fifty clients that add one in a single statement end at fifty', async () => {
  const served = await serveFile({ busyTimeoutMs: 15_000 });
  const client = served.client();
  await client.batch(['CREATE TABLE counter (n)', 'INSERT INTO counter VALUES (0)']);
  await Promise.all(
    Array.from({ length: 50 }, () => served.client().execute('UPDATE counter SET n = n + 1')),
  );
  expect((await client.execute('SELECT n FROM counter')).rows[0]?.n).toBe(50);
});

describe('deferred transactions that come to write', () => {
  test('waits for the other writer when nothing was read yet', async () => {
    const served = await serveFile();
    const [first, second] = [served.client(), served.client()];
    await first.execute('CREATE TABLE t (a)');
    const [one, two] = [await first.transaction('deferred'), await second.transaction('deferred')];
    await one.execute('INSERT INTO t VALUES (1)');
    const waiting = two.execute('INSERT INTO t VALUES (2)');
    await one.commit();
    await waiting;
    await two.commit();
    expect((await first.execute('SELECT count(*) FROM t')).rows[0]?.[0]).toBe(2);
  });

  test('is busy at once when what was read is out of date, and then blocks nobody', async () => {
    const served = await serveFile({ busyTimeoutMs: 60_000 });
    const [first, second] = [served.client(), served.client()];
    await first.execute('CREATE TABLE t (a)');
    const [one, two] = [await first.transaction('deferred'), await second.transaction('deferred')];
    await one.execute('SELECT * FROM t');
    await two.execute('SELECT * FROM t');
    await one.execute('INSERT INTO t VALUES (1)');
    const waiting = failureOf(two.execute('INSERT INTO t VALUES (2)'));
    await one.commit();
    expect((await waiting).code).toBe('SQLITE_BUSY');
    await first.execute('INSERT INTO t VALUES (3)');
    await two.rollback();
    await second.execute('INSERT INTO t VALUES (4)');
    expect((await first.execute('SELECT group_concat(a) FROM t')).rows[0]?.[0]).toBe('1,3,4');
  });
});

test('a request given up while it waits is never run', async () => {
  const served = await serveFile({ busyTimeoutMs: 60_000 });
  const client = served.client();
  await client.execute('CREATE TABLE t (a)');
  const transaction = await client.transaction('write');
  await transaction.execute('INSERT INTO t VALUES (1)');
  const abort = new AbortController();
  const body = JSON.stringify({ requests: [{ type: 'execute', stmt: { sql: 'INSERT INTO t VALUES (2)' } }] });
  const url = `${served.server.url}/v2/pipeline`;
  const waiting = fetch(url, { method: 'POST', body, signal: abort.signal });
  await transaction.execute('SELECT 1');
  abort.abort();
  await expect(waiting).rejects.toThrow();
  await transaction.execute('SELECT 1');
  await transaction.commit();
  await client.execute('INSERT INTO t VALUES (3)');
  expect((await client.execute('SELECT group_concat(a) FROM t')).rows[0]?.[0]).toBe('1,3');
});

describe('another process on the same file', () => {
  test('its lock is waited for', async () => {
    const served = await serveFile();
    const client = served.client();
    await client.execute('CREATE TABLE t (a)');
    const other = createFileClient({ url: `file:${served.path}` });
    onTestFinished(() => other.close());
    const transaction = await other.transaction('write');
    await transaction.execute('INSERT INTO t VALUES (1)');
    const waiting = client.execute('INSERT INTO t VALUES (2)');
    expect((await client.execute('SELECT count(*) FROM t')).rows[0]?.[0]).toBe(0);
    await transaction.commit();
    await waiting;
    expect((await client.execute('SELECT count(*) FROM t')).rows[0]?.[0]).toBe(2);
  });

  test('its lock makes a writer busy in the end', async () => {
    const served = await serveFile({ busyTimeoutMs: 30 });
    const client = served.client();
    await client.execute('CREATE TABLE t (a)');
    const other = createFileClient({ url: `file:${served.path}` });
    onTestFinished(() => other.close());
    const transaction = await other.transaction('write');
    expect((await failureOf(client.execute('INSERT INTO t VALUES (2)'))).code).toBe('SQLITE_BUSY');
    expect((await failureOf(client.batch(['INSERT INTO t VALUES (2)'], 'write'))).code).toBe('SQLITE_BUSY');
    await transaction.rollback();
    await client.execute('INSERT INTO t VALUES (2)');
    expect((await client.execute('SELECT count(*) FROM t')).rows[0]?.[0]).toBe(1);
  });
});

describe('the write lock', () => {
  test('goes to those who wait in the order they came', async () => {
    const lock = new WriteLock();
    const order: number[] = [];
    expect(lock.tryAcquire()).toBe(true);
    const waiting = [1, 2, 3].map(async (n) => {
      await lock.acquire(60_000, never);
      order.push(n);
      lock.release();
    });
    expect(lock.tryAcquire()).toBe(false);
    lock.release();
    await Promise.all(waiting);
    expect(order).toStrictEqual([1, 2, 3]);
    expect(lock.busy).toBe(false);
  });

  test('passes over those who gave up', async () => {
    const lock = new WriteLock();
    lock.tryAcquire();
    const abort = new AbortController();
    const gone = lock.acquire(60_000, abort.signal);
    const late = lock.acquire(1, never);
    const patient = lock.acquire(60_000, never);
    abort.abort();
    await expect(gone).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(late).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    expect(lock.waiting).toBe(1);
    lock.release();
    await patient;
  });

  test('refuses at once when the request is already gone', async () => {
    const lock = new WriteLock();
    lock.tryAcquire();
    await expect(lock.acquire(60_000, AbortSignal.abort())).rejects.toMatchObject({ code: 'ABORTED' });
    expect(lock.waiting).toBe(0);
  });
});
