import { describe, expect, test } from 'vitest';
import { failureOf, type ServedFile, serveFile } from './served-file.ts';

const insert = 'INSERT INTO t VALUES (1)';

async function serveTable(): Promise<ServedFile & { rows(): Promise<unknown> }> {
  const served = await serveFile();
  const client = served.client();
  await client.execute('CREATE TABLE t (a)');
  return { ...served, rows: async () => (await client.execute('SELECT count(*) FROM t')).rows[0]?.[0] };
}

describe('armed faults', () => {
  test('busy: as many requests as asked for find the database locked, and nothing is written', async () => {
    const served = await serveTable();
    const client = served.client();
    served.server.faults.busy(2);
    expect((await failureOf(client.execute(insert))).code).toBe('SQLITE_BUSY');
    expect((await failureOf(client.batch([insert, insert], 'write'))).code).toBe('SQLITE_BUSY');
    await client.execute(insert);
    expect(await served.rows()).toBe(1);
  });

  test('slow: the request waits, then succeeds', async () => {
    const served = await serveTable();
    served.server.faults.slow(40);
    const begun = performance.now();
    await served.client().execute(insert);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(35);
    expect(await served.rows()).toBe(1);
  });

  test.each([
    ['before', 0],
    ['middle', 0],
    ['after', 2],
  ] as const)('cut %s: the client gets no answer, %i rows are written', async (moment, written) => {
    const served = await serveTable();
    served.server.faults.cut(moment);
    await expect(served.client().batch([insert, insert], 'write')).rejects.toThrow();
    expect(await served.rows()).toBe(written);
  });

  test('cut inside an interactive transaction lets go of the lock', async () => {
    const served = await serveTable();
    const transaction = await served.client().transaction('write');
    await transaction.execute(insert);
    served.server.faults.cut('after');
    await expect(transaction.execute(insert)).rejects.toThrow();
    await served.client().execute(insert);
    expect(await served.rows()).toBe(1);
  });

  test('a commit whose answer is lost has happened', async () => {
    const served = await serveTable();
    const transaction = await served.client().transaction('write');
    await transaction.execute(insert);
    served.server.faults.cut('after');
    await expect(transaction.commit()).rejects.toThrow();
    expect(await served.rows()).toBe(1);
  });

  test('strike one request each in the order given, until cleared', async () => {
    const served = await serveTable();
    const { faults } = served.server;
    faults.busy();
    faults.cut('before');
    faults.busy(5);
    await failureOf(served.client().execute(insert));
    await expect(served.client().execute(insert)).rejects.toThrow();
    expect(faults.armed).toBe(5);
    faults.clear();
    await served.client().execute(insert);
    expect(await served.rows()).toBe(1);
  });
});
