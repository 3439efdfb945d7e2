import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createClient as createFileClient } from '@libsql/client/sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BrokenDatabaseFile, startLibsqlServer } from '../../local/libsql/server.ts';
import { serveFile, temporaryPath } from './served-file.ts';

const logSize = (path: string) => statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;

describe('starting', () => {
  test('a new file is made, with its directory', async () => {
    const path = join(dirname(temporaryPath()), 'deep', 'er', 'data.db');
    const served = await serveFile({ path });
    await served.client().execute('CREATE TABLE t (a)');
  });

  const broken: [string, (path: string) => void][] = [
    ['a text', (path) => writeFileSync(path, 'これはデータベースではありません。'.repeat(200))],
    ['a directory', (path) => mkdirSync(path)],
  ];
  test.each(broken)('%s in place of the database is reported', async (_, spoil) => {
    const path = temporaryPath();
    spoil(path);
    const failure = await startLibsqlServer({ path, port: 0 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BrokenDatabaseFile);
    expect(failure).toMatchObject({ path, reason: expect.any(String) });
  });

  test('a database cut short is reported', async () => {
    const path = temporaryPath();
    const client = createFileClient({ url: `file:${path}` });
    await client.executeMultiple('CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(100000))');
    client.close();
    truncateSync(path, 8192);
    await expect(startLibsqlServer({ path, port: 0 })).rejects.toBeInstanceOf(BrokenDatabaseFile);
  });

  test('a port in use is reported, and the file let go of', async () => {
    const served = await serveFile();
    const port = Number(new URL(served.server.url).port);
    await expect(startLibsqlServer({ path: temporaryPath(), port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});

describe('closing', () => {
  test('keeps what was committed, drops what was not, and leaves an empty log', async () => {
    const served = await serveFile();
    const client = served.client();
    await client.execute('CREATE TABLE t (a)');
    await client.execute('INSERT INTO t VALUES (1)');
    const transaction = await client.transaction('write');
    await transaction.execute('INSERT INTO t VALUES (2)');
    expect(logSize(served.path)).toBeGreaterThan(0);
    await served.server.close();
    await served.server.close();
    expect(logSize(served.path)).toBe(0);
    expect(readFileSync(served.path).subarray(0, 15).toString()).toBe('SQLite format 3');

    const again = await serveFile({ path: served.path });
    expect((await again.client().execute('SELECT a FROM t')).rows.map((row) => row.a)).toStrictEqual([1]);
    await again.client().execute('INSERT INTO t VALUES (3)');
  });

  test('answers those who wait for the lock', async () => {
    const served = await serveFile({ busyTimeoutMs: 60_000 });
    const client = served.client();
    await client.execute('CREATE TABLE t (a)');
    const transaction = await client.transaction('write');
    await transaction.execute('INSERT INTO t VALUES (1)');
    const waiting = client.execute('INSERT INTO t VALUES (2)').catch((error: unknown) => error);
    await transaction.execute('SELECT 1');
    await served.server.close();
    expect(await waiting).toBeInstanceOf(Error);
    const file = createFileClient({ url: `file:${served.path}` });
    onTestFinished(() => file.close());
    expect((await file.execute('SELECT count(*) FROM t')).rows[0]?.[0]).toBe(0);
  });

  test('a transaction does not outlive the server', async () => {
    const served = await serveFile();
    await served.client().execute('CREATE TABLE t (a)');
    const requests = [{ type: 'execute', stmt: { sql: 'BEGIN IMMEDIATE' } }];
    const begun = await served.post('/v2/pipeline', { requests });
    const { baton } = (await begun.json()) as { baton: string };
    await served.server.close();

    const again = await serveFile({ path: served.path });
    const resumed = await again.post('/v2/pipeline', { baton, requests: [] });
    expect(await resumed.json()).toMatchObject({ code: 'BATON_INVALID' });
    await again.client().execute('INSERT INTO t VALUES (1)');
  });
});
