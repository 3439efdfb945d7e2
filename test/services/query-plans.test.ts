import type { InArgs, InStatement, ResultSet } from '@libsql/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
/** Every statement that the newest request read, with its values. */
let asked: { sql: string; args: InArgs }[] = [];

beforeAll(async () => {
  scene = await openScene();
  const { raw } = scene.office;
  // As deployed: nobody runs ANALYZE, the planner goes by the indexes alone.
  await raw.executeMultiple(`
    with recursive n (i) as (select 1 union all select i + 1 from n where i < 2000)
      insert into clients (id, name, kana, shown_name, attends_program, counselor_id, created_at)
      select 'k' || i, '利用者' || i, 'りよう' || i, '利用者', 0, (select id from staff), i from n;
    with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000)
      insert into record_entries (id, client_id, seq, prev_hash, hash, kind, occurred_at, recorded_at, actor_kind, body, body_hash)
      select 'e' || i, 'k' || (i % 2000 + 1), i / 2000 + 1, '${'0'.repeat(64)}', '${'0'.repeat(64)}', 'note', i, i, 'cron', '{}', '${'0'.repeat(64)}' from n;
    insert into contacts (id, kind, name, kana, created_at) select 'c' || id, 'person', name, kana, 0 from clients where id like 'k%';
    insert into client_contacts (client_id, contact_id, relation) select id, 'c' || id, '本人' from clients where id like 'k%';
    insert into record_drafts (id, client_id, source, source_id, body, staff_id, created_at, updated_at, settled_at, outcome)
      select 'd' || id, id, 'own', 'd' || id, '{}', counselor_id, 0, 0, iif(id like 'k1%', null, 1), iif(id like 'k1%', null, 'dropped') from clients where id like 'k%';
    insert into name_terms (kind, term, id) select 'client', kana, id from clients where id like 'k%';
    insert into access_log (id, staff_id, client_id, what, at)
      select 'a' || seq || client_id, (select id from staff), client_id, 'client', seq from record_entries where id like 'e%';`);
});
afterAll(() => scene.office.close());

async function read(path: string): Promise<void> {
  asked = [];
  const { raw } = scene.office;
  const execute = raw.execute.bind(raw) as (statement: InStatement) => Promise<ResultSet>;
  raw.execute = ((statement: InStatement) => {
    if (typeof statement === 'object') asked.push({ sql: statement.sql, args: statement.args ?? [] });
    return execute(statement);
  }) as typeof raw.execute;
  const batch = raw.batch.bind(raw) as (statements: InStatement[], mode?: 'read') => Promise<ResultSet[]>;
  raw.batch = ((statements: InStatement[], mode?: 'read') => {
    for (const each of statements)
      if (typeof each === 'object' && !Array.isArray(each))
        asked.push({ sql: each.sql, args: each.args ?? [] });
    return batch(statements, mode);
  }) as typeof raw.batch;
  const answer = await scene.office.fetch(`/api/console${path}`, { cookie: scene.manager.cookie });
  raw.execute = execute as typeof raw.execute;
  raw.batch = batch as typeof raw.batch;
  expect(answer.status, path).toBe(200);
}

/** Tables that grow with the years; the others have a handful of rows. */
const LARGE =
  /^SCAN (?:clients|contacts|record_entries|access_log|name_terms|consents|messages|invitations|inbound_messages|m|e|c)\b/;

/**
 * Walks that end early or stay short: the newest of the log until a page is full, what waits to be sent, and the
 * newest choice of everybody out of an index that holds nothing else.
 */
const SHORT =
  /^SCAN (?:access_log USING INDEX access_log_by_time|messages USING (?:COVERING )?INDEX messages_(?:due|leases)|consents USING COVERING INDEX consents_newest|m USING INDEX inbound_messages_by_time)/;

it.each([
  `/clients`,
  `/clients?q=${encodeURIComponent('りよう')}`,
  `/clients?q=${encodeURIComponent('りよう')}&after=${encodeURIComponent('["りよう1","k1"]')}`,
  `/clients?after=${encodeURIComponent('["りよう1","k1"]')}`,
  `/contacts?q=${encodeURIComponent('みのり')}`,
  '/clients/k7',
  '/clients/k7/records',
  `/clients/k7/records?after=${encodeURIComponent('[4007,3]')}`,
  '/clients/k7/records?from=2026-01-01&until=2026-12-31&kind=call',
  '/access',
  '/access?clientId=k7',
  `/access?after=${encodeURIComponent('[9,"a"]')}`,
  '/changes',
  '/record-drafts',
  '/today',
  '/threads',
  `/threads?after=${encodeURIComponent('[1,-9,"ck1"]')}`,
  '/threads?mine=1',
])('%s walks no large table', async (path) => {
  await read(path);
  expect(asked.length).toBeGreaterThan(0);
  const walks: string[] = [];
  for (const { sql, args } of asked.filter((each) => /^\s*(select|with)/i.test(each.sql))) {
    const plan = await scene.office.raw.execute({ sql: `explain query plan ${sql}`, args });
    for (const row of plan.rows)
      if (LARGE.test(String(row.detail))) walks.push(`${row.detail} in ${sql.slice(0, 120)}`);
  }
  expect(walks.filter((each) => !SHORT.test(each))).toEqual([]);
});
