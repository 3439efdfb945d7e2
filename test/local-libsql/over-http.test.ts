import { desc, eq, sql } from 'drizzle-orm';
import { blob, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { describe, expect, test } from 'vitest';
import { isBusy, isOvertaken, messageIncludes, openDatabase } from '../../db/client.ts';
import { connectOverHttp } from '../../db/over-http.ts';
import { type Given, prepared, preparedInsert } from '../../db/prepared.ts';
import { serveFile } from './served-file.ts';

const things = sqliteTable('things', {
  id: text('id').primaryKey(),
  count: integer('count'),
  share: integer('share', { mode: 'boolean' }),
  bytes: blob('bytes'),
});
const insertThing = preparedInsert(things);
const thing = prepared((q, given: Given<{ id: string }>) =>
  q.select().from(things).where(eq(things.id, given.id)),
);
const thingIds = prepared((q, given: Given<{ ids: string }>) =>
  q
    .select({ id: things.id })
    .from(things)
    .where(sql`${things.id} in (select value from json_each(${given.ids}))`),
);
const row = (id: string, count: number | null = null) => ({ id, count, share: null, bytes: null });

async function serveThings(authToken?: string) {
  const served = await serveFile({ busyTimeoutMs: 50, ...(authToken === undefined ? {} : { authToken }) });
  await served
    .client()
    .execute(
      'create table things (id text primary key, count integer constraint things_count check (count < 100), share integer, bytes blob) strict',
    );
  const asked: { url: string; body: string }[] = [];
  const spy: typeof fetch = (input, init) => {
    asked.push({ url: String(input), body: String(init?.body) });
    return fetch(input, init);
  };
  const db = openDatabase(connectOverHttp(served.server.url, authToken, spy));
  const ids = async () =>
    (await served.client().execute('select id from things order by id')).rows.map((r) => r.id);
  return { ...served, db, asked, ids };
}

describe('libSQL over HTTP, as the Worker speaks it', () => {
  test('carries every kind of value there and back', async () => {
    const { db } = await serveThings();
    const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => at % 256);
    const id = '日本語 "引用" 😀';
    await db.write([insertThing({ id, count: -7, share: true, bytes })]);
    const [[found]] = await db.read([thing({ id })]);
    expect(found).toMatchObject({ id, count: -7, share: true });
    expect(new Uint8Array(found?.bytes as Uint8Array)).toEqual(bytes);
    await db.write([insertThing(row('empty'))]);
    expect(await db.read([thing({ id: 'empty' })])).toEqual([[row('empty')]]);
    const huge = db.q.select({ n: sql<number>`9007199254740993` }).from(things);
    await expect(db.read([huge])).rejects.toThrow('integer too large');
  });

  test('hands out rows of SQL written by hand by their names, alone and among others', async () => {
    const { db } = await serveThings();
    const byHand = () =>
      db.q.all<{ name: string; n: number }>(
        sql`with a (x) as (select 7) select 'seven' as name, x as n from a`,
      );
    expect(await db.read([byHand()])).toEqual([[{ name: 'seven', n: 7 }]]);
    expect(await db.read([byHand(), thing({ id: 'nobody' })] as const)).toEqual([
      [{ name: 'seven', n: 7 }],
      [],
    ]);
    const made = db.q.all<{ id: string }>(sql`insert into things (id) values ('made') returning id`);
    const [rows] = await db.write([made, insertThing(row('other'))] as const);
    expect(rows).toEqual([{ id: 'made' }]);
  });

  test('is one request for each verb, however many statements', async () => {
    const { db, asked } = await serveThings();
    await db.write([insertThing(row('a')), insertThing(row('b')), insertThing(row('c'))]);
    await db.read([thing({ id: 'a' }), thing({ id: 'b' }), db.q.select({ id: things.id }).from(things)]);
    await db.read([thing({ id: 'a' })]);
    await db.write([]);
    expect(asked).toHaveLength(3);
  });

  test('writes all or nothing, and says which rule refused it', async () => {
    const { db, ids } = await serveThings();
    await db.write([insertThing(row('a'))]);
    const doubled = await db.write([insertThing(row('b')), insertThing(row('a'))]).catch((e: unknown) => e);
    expect(isOvertaken(doubled)).toBe(true);
    const broken = await db
      .write([insertThing(row('c')), insertThing(row('d', 100))])
      .catch((e: unknown) => e);
    expect(messageIncludes(broken, 'things_count')).toBe(true);
    const alone = await db.write([insertThing(row('e', 100))]).catch((e: unknown) => e);
    expect(messageIncludes(alone, 'things_count')).toBe(true);
    expect(await ids()).toEqual(['a']);
  });

  test('tells a busy database from a refusal, and fails when it is cut off or not let in', async () => {
    const { db, server, ids } = await serveThings('right');
    server.faults.busy(2);
    expect(isBusy(await db.write([insertThing(row('a'))]).catch((e: unknown) => e))).toBe(true);
    const pair = [insertThing(row('a')), insertThing(row('b'))];
    expect(isBusy(await db.write(pair).catch((e: unknown) => e))).toBe(true);
    server.faults.cut('middle');
    await expect(db.write(pair)).rejects.toThrow();
    const stranger = openDatabase(connectOverHttp(server.url, 'wrong'));
    await expect(stranger.write(pair)).rejects.toThrow('UNAUTHORIZED');
    await expect(stranger.write([insertThing(row('a'))])).rejects.toThrow('UNAUTHORIZED');
    const gone = openDatabase(
      connectOverHttp('http://db.test', undefined, async () => new Response('<html>', { status: 502 })),
    );
    await expect(gone.read([thing({ id: 'a' })])).rejects.toThrow('502');
    expect(await ids()).toEqual([]);
  });

  test('takes the address as Turso gives it', async () => {
    const asked: string[] = [];
    const answer = { results: [{ type: 'ok', response: { type: 'execute', result: { rows: [] } } }] };
    const db = openDatabase(
      connectOverHttp('libsql://office.turso.io/', 'token', async (url) => {
        asked.push(String(url));
        return Response.json(answer);
      }),
    );
    expect(await db.read([thing({ id: 'a' })])).toEqual([[]]);
    expect(asked).toEqual(['https://office.turso.io/v2/pipeline']);
  });
});

describe('several selects in one read', () => {
  test('are one statement, each with its own rows, order and values', async () => {
    const { db, asked } = await serveThings();
    const names = ['b', 'a', 'c "q" 😀\n'];
    await db.write(names.map((id, n) => insertThing({ ...row(id, n), share: n === 1 })));
    asked.length = 0;
    const { q } = db;
    const upwards = q.select().from(things).orderBy(things.id);
    const downwards = q
      .select({ id: things.id, again: things.id })
      .from(things)
      .orderBy(desc(things.id))
      .limit(2);
    const computed = q
      .select({
        json: sql<string>`json_group_array(${things.count})`,
        half: sql<number>`0.5`,
        none: sql<null>`null`,
        sum: sql<number>`sum(${things.count})`,
      })
      .from(things);
    const withoutBytes = q.select({ id: things.id, share: things.share }).from(things).orderBy(things.id);
    expect(await db.read([withoutBytes, downwards, thingIds({ ids: '["a","nobody"]' }), computed])).toEqual([
      [...names].sort().map((id) => ({ id, share: id === 'a' })),
      [...names]
        .sort()
        .reverse()
        .slice(0, 2)
        .map((id) => ({ id, again: id })),
      [{ id: 'a' }],
      [{ json: '[0,1,2]', half: 0.5, none: null, sum: 3 }],
    ]);
    expect(asked.map(({ body }) => JSON.parse(body).requests[0].type)).toEqual(['execute']);
    // Bytes can't stand in JSON: those go as a batch.
    const [all, one] = await db.read([upwards, thing({ id: 'a' })]);
    expect(all.map(({ id }) => id)).toEqual([...names].sort());
    expect(one).toHaveLength(1);
    expect(asked.map(({ body }) => JSON.parse(body).requests[0].type)).toEqual(['execute', 'batch']);
  });
});

describe('prepared statements', () => {
  test('put their SQL together once, and take each time their own values', async () => {
    let built = 0;
    const counted = prepared((q, given: Given<{ least: number }>) => {
      built += 1;
      return q.select({ id: things.id }).from(things).where(sql`${things.count} >= ${given.least}`);
    });
    const { db } = await serveThings();
    await db.write([insertThing(row('a', 1)), insertThing(row('b', 5))]);
    const both = counted({ least: 1 });
    const one = counted({ least: 5 });
    expect(await db.read([both, one, counted({ least: 9 })])).toEqual([
      [{ id: 'a' }, { id: 'b' }],
      [{ id: 'b' }],
      [],
    ]);
    expect(built).toBe(1);
  });
});
