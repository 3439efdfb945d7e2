import { openHttp } from '@libsql/hrana-client';
import { describe, expect, test } from 'vitest';
import { builds, failureOf, type ServedFile, serveFile } from './served-file.ts';

const execute = (sql: string) => ({ type: 'execute', stmt: { sql } });
const pipeline = async (served: ServedFile, body: unknown) =>
  (await (await served.post('/v2/pipeline', body)).json()) as {
    baton: string | null;
    results: { type: string; error?: unknown; response?: Record<string, unknown> }[];
    message?: string;
    code?: string;
  };

describe('the auth token', () => {
  test.each(builds)('is asked of the %s client', async (_, createClient) => {
    const served = await serveFile({ authToken: 'right' }, createClient);
    await served.client().execute('SELECT 1');
    for (const authToken of ['wrong', 'righ', undefined]) {
      const failure = await failureOf(served.client({ authToken }).execute('SELECT 1'));
      expect(failure.code).toBe('UNAUTHORIZED');
    }
  });

  test('is answered with 401 in JSON when it is missing', async () => {
    const served = await serveFile({ authToken: 'right' });
    const response = await served.post('/v2/pipeline', { requests: [] });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'UNAUTHORIZED' });
  });
});

describe('bad requests', () => {
  const bodies: [string, unknown][] = [
    ['no JSON', '{"requests": ['],
    ['no object', '[]'],
    ['no requests', {}],
    ['an unknown request', { requests: [{ type: 'dance' }] }],
    ['a statement without SQL', { requests: [{ type: 'execute', stmt: {} }] }],
    ['both SQL and its id', { requests: [{ type: 'describe', sql: 'SELECT 1', sql_id: 1 }] }],
    ['an SQL id nobody stored', { requests: [{ type: 'sequence', sql_id: 7 }] }],
    [
      'an unknown type of value',
      { requests: [{ type: 'execute', stmt: { sql: 'SELECT ?', args: [{ type: 'x' }] } }] },
    ],
    [
      'an integer beyond 64 bits',
      {
        requests: [
          {
            type: 'execute',
            stmt: { sql: 'SELECT ?', args: [{ type: 'integer', value: '9223372036854775808' }] },
          },
        ],
      },
    ],
    [
      'a condition on a later step',
      {
        requests: [
          {
            type: 'batch',
            batch: { steps: [{ condition: { type: 'ok', step: 0 }, stmt: { sql: 'SELECT 1' } }] },
          },
        ],
      },
    ],
    ['a request after close', { requests: [{ type: 'close' }, execute('SELECT 1')] }],
  ];
  test.each(bodies)('%s gets 400 with a message', async (_, body) => {
    const response = await (await serveFile()).post('/v2/pipeline', body);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ message: expect.any(String), code: expect.any(String) });
  });

  test('a body over the limit gets 413', async () => {
    const served = await serveFile({ maxBodyBytes: 1000 });
    const response = await served.post('/v2/pipeline', { requests: [], padding: 'x'.repeat(2000) });
    expect(response.status).toBe(413);
    expect((await served.post('/v2/pipeline', { requests: [] })).status).toBe(200);
  });

  test('unknown paths and methods', async () => {
    const served = await serveFile();
    const get = async (path: string) => (await fetch(served.server.url + path)).status;
    expect(
      await Promise.all(['/v2', '/v3', '/health', '/v3-protobuf', '/v2/pipeline'].map(get)),
    ).toStrictEqual([200, 200, 200, 404, 405]);
  });
});

describe('batons', () => {
  test('each is good once', async () => {
    const served = await serveFile();
    const first = await pipeline(served, { baton: null, requests: [execute('BEGIN')] });
    const second = await pipeline(served, { baton: first.baton, requests: [execute('SELECT 1')] });
    expect(second.baton).not.toBe(first.baton);
    const again = await pipeline(served, { baton: first.baton, requests: [] });
    expect(again.code).toBe('BATON_REUSED');
    const third = await pipeline(served, {
      baton: second.baton,
      requests: [execute('COMMIT'), { type: 'close' }],
    });
    expect(third.baton).toBeNull();
    expect((await pipeline(served, { baton: second.baton, requests: [] })).code).toBe('BATON_INVALID');
  });

  test('an invented one is refused', async () => {
    expect((await pipeline(await serveFile(), { baton: 'a.b', requests: [] })).code).toBe('BATON_INVALID');
  });
});

describe('batch conditions', () => {
  test('ok, error, not, and, or, is_autocommit', async () => {
    const served = await serveFile();
    const ok = { type: 'ok', step: 0 };
    const failed = { type: 'error', step: 1 };
    const conditions: unknown[] = [
      null,
      null,
      ok,
      failed,
      { type: 'not', cond: ok },
      { type: 'and', conds: [ok, failed] },
      { type: 'or', conds: [{ type: 'not', cond: ok }, failed] },
      { type: 'ok', step: 4 },
      { type: 'error', step: 4 },
      { type: 'is_autocommit' },
      { type: 'and', conds: [] },
      { type: 'or', conds: [] },
    ];
    const steps = conditions.map((condition, at) => ({
      condition,
      stmt: { sql: at === 1 ? 'SELECT nothing' : `SELECT ${at}` },
    }));
    const { results } = await pipeline(served, { requests: [{ type: 'batch', batch: { steps } }] });
    const result = results[0]?.response?.result as { step_results: unknown[]; step_errors: unknown[] };
    expect(result.step_results.map((step) => step !== null)).toStrictEqual([
      true,
      false,
      true,
      true,
      false,
      true,
      true,
      false,
      false,
      true,
      true,
      false,
    ]);
    expect(result.step_errors.map((step) => step !== null)).toStrictEqual(
      conditions.map((_, at) => at === 1),
    );
  });
});

describe('describe', () => {
  test('gives parameters, columns and what a statement does, without running it', async () => {
    const served = await serveFile();
    await served.client().execute('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)');
    const hrana = openHttp(served.server.url);
    const stream = hrana.openStream();
    expect(
      await stream.describe('SELECT id, name AS n, 1 FROM t WHERE id = ?1 AND name = :name'),
    ).toMatchObject({
      paramNames: ['?1', ':name'],
      columns: [
        { name: 'id', decltype: 'INTEGER' },
        { name: 'n', decltype: 'TEXT' },
        { name: '1', decltype: undefined },
      ],
      isExplain: false,
      isReadonly: true,
    });
    expect(await stream.describe('EXPLAIN DELETE FROM t')).toMatchObject({
      isExplain: true,
      isReadonly: true,
    });
    expect(await stream.describe('INSERT INTO t VALUES (1, ?)')).toMatchObject({ isReadonly: false });
    await expect(stream.describe('SELECT nothing')).rejects.toMatchObject({ code: 'SQLITE_ERROR' });
    expect((await stream.queryValue('SELECT count(*) FROM t')).value).toBe(0);
    hrana.close();
  });
});

test('a cursor streams the steps of a batch', async () => {
  const steps = [{ stmt: { sql: 'VALUES (1), (2)' } }, { stmt: { sql: 'SELECT nothing' } }];
  const response = await (await serveFile()).post('/v3/cursor', { batch: { steps } });
  const lines = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type?: string });
  expect(lines.map(({ type }) => type)).toStrictEqual([
    undefined,
    'step_begin',
    'row',
    'row',
    'step_end',
    'step_error',
  ]);
});

describe('statements the server answers itself', () => {
  const cases: [string, string, string][] = [
    ['two at once', 'SELECT 1; SELECT 2', 'SQL_MANY_STATEMENTS'],
    ['none', '-- nothing', 'SQL_NO_STATEMENT'],
    ['another file', "ATTACH 'other.db' AS other", 'BLOCKED'],
    ['a copy of the file', "VACUUM INTO 'copy.db'", 'BLOCKED'],
    ['the journal', 'PRAGMA main.journal_mode = DELETE', 'BLOCKED'],
  ];
  test.each(cases)('%s', async (_, sql, code) => {
    expect((await failureOf((await serveFile()).client().execute(sql))).code).toBe(code);
  });

  test('arguments that do not fit', async () => {
    const client = (await serveFile()).client();
    const cases: [string, unknown[] | Record<string, number>][] = [
      ['SELECT ?, ?', [1]],
      ['SELECT ?', [1, 2]],
      ['SELECT :a', { b: 1 }],
      ['SELECT :a', { a: 1, b: 1 }],
    ];
    for (const [sql, args] of cases) {
      expect((await failureOf(client.execute({ sql, args: args as number[] }))).code).toBe('ARGS_INVALID');
    }
  });

  test('a setting of one stream does not reach another', async () => {
    const client = (await serveFile()).client();
    await client.executeMultiple('PRAGMA foreign_keys = OFF; CREATE TEMP TABLE mine (a)');
    expect((await client.execute('PRAGMA foreign_keys')).rows[0]?.[0]).toBe(1);
    expect((await failureOf(client.execute('SELECT * FROM mine'))).message).toContain('no such table');
  });
});
