import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateDatabase } from '../../db/migrate.ts';

const area = new URL('../../db/schema/', import.meta.url);
const declared: Record<string, unknown>[] = await Promise.all(
  readdirSync(area).map((file) => import(new URL(file, area).href)),
);

let folder: string;
let client: Client;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'schema-'));
  client = createClient({ url: `file:${join(folder, 'schema.db')}` });
  await migrateDatabase(client);
});
afterAll(() => {
  client.close();
  rmSync(folder, { recursive: true, force: true });
});

const rows = async (sql: string, args: string[] = []) => (await client.execute({ sql, args })).rows;
const ours = () =>
  rows(
    "select name, sql from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '__drizzle%' and name not like 'libsql_%'",
  );

const TRIGGERS = [
  'alerts_taken_once',
  'calendar_events_follow_cancelling',
  'calendar_events_follow_dates',
  'cases_no_double_booking',
  'consents_no_delete',
  'consents_no_update',
  'erasures_no_delete',
  'erasures_no_update',
  'office_changes_no_delete',
  'office_changes_no_update',
  'office_settings_no_delete',
  'office_settings_no_update',
  'record_entries_no_delete',
  'record_entries_no_update',
  'reply_duties_taken_once',
  'staff_last_manager',
  'usage_rules_no_update',
];

const CHECKS = [
  'alerts_taken',
  'alerts_urgent',
  'answer_parts_date',
  'answer_parts_part',
  'bot_buttons_act',
  'bot_buttons_lasts',
  'bot_commands_forgotten',
  'bot_commands_tried',
  'approvals_decided',
  'approvals_declined',
  'approvals_queued',
  'answers_choice',
  'answers_place',
  'calendar_feeds_one_owner',
  'calls_outcome',
  'cases_cancelled',
  'cases_confirmed',
  'cases_places_json',
  'contents_kept',
  'contents_size',
  'consents_choice',
  'messages_leased',
  'messages_sent',
  'office_changes_area',
  'record_entries_chain_once',
  'reply_duties_closed_reason',
  'reviews_closed',
  'sessions_staff_named',
  'templates_purpose',
];

const ONCE = [
  ['alerts', 'line_user_id'],
  ['answer_parts', 'answer_id,date,part'],
  ['answers', 'submission_key'],
  ['approvals', 'contact_id,client_id,purpose'],
  ['approvals', 'message_id'],
  ['auto_claims', 'contact_id,date'],
  ['auto_replies', 'once_key'],
  ['bot_buttons', 'token_hash'],
  ['bot_commands', 'event_id'],
  ['bot_commands', 'reply_token'],
  ['calendar_feeds', 'contact_id'],
  ['calendar_feeds', 'staff_id'],
  ['calendar_feeds', 'token_hash'],
  ['case_changes', 'case_id,confirmed_at'],
  ['consents', 'client_id,contact_id,seq'],
  ['contacts', 'line_user_id'],
  ['inbound_events', 'id'],
  ['inbound_messages', 'line_message_id'],
  ['invitations', 'token_hash'],
  ['meetings', 'case_id'],
  ['messages', 'once_key'],
  ['monitoring_proposals', 'client_id,month'],
  ['notice_settings', 'slack_user_id'],
  ['messages', 'reply_token'],
  ['preferences', 'answer_id,rank'],
  ['office_changes', 'area,subject_id,revision'],
  ['record_drafts', 'source,source_id'],
  ['record_entries', 'client_id,seq'],
  ['reviews', 'contact_id'],
  ['reply_duties', 'inbound_message_id'],
  ['slots', 'case_id,starts_at,ends_at'],
  ['staff', 'line_user_id'],
  ['staff_notices', 'once_key'],
  ['tasks', 'once_key'],
  ['templates', 'purpose,name'],
  ['wishes', 'submission_key'],
];

describe('the database defends itself', () => {
  it('keeps every table STRICT', async () => {
    const tables = (await ours()).map((t) => String(t.name));
    const strict = await rows("select name from pragma_table_list where schema = 'main' and strict = 1");
    expect(strict.map((t) => String(t.name)).sort()).toEqual(tables.sort());
  });

  it('names every CHECK', async () => {
    for (const { name, sql } of await ours()) {
      const checks = String(sql).match(/\bCHECK \(/g)?.length ?? 0;
      const named = String(sql).match(/CONSTRAINT \w+ CHECK \(/g)?.length ?? 0;
      expect(named, `unnamed CHECK in ${name}`).toBe(checks);
    }
    const text = (await ours()).map((t) => t.sql).join('\n');
    for (const check of CHECKS) expect(text).toContain(`CONSTRAINT ${check} `);
  });

  it('has its triggers', async () => {
    const found = await rows("select name from sqlite_master where type = 'trigger'");
    expect(found.map((t) => t.name).sort()).toEqual(TRIGGERS);
  });

  it.each(ONCE)('lets %s.(%s) be there only once', async (table, columns) => {
    const unique: string[] = [];
    for (const index of await rows('select name from pragma_index_list(?) where "unique" = 1', [
      table ?? '',
    ])) {
      const parts = await rows('select name from pragma_index_info(?) order by seqno', [String(index.name)]);
      unique.push(parts.map((p) => p.name).join(','));
    }
    expect(unique).toContain(columns);
  });

  it('enforces foreign keys, and every one points somewhere', async () => {
    expect((await rows('pragma foreign_keys'))[0]?.foreign_keys).toBe(1);
    expect(await rows('pragma foreign_key_check')).toEqual([]);
    const referring = [];
    for (const { name } of await ours()) {
      if ((await rows('select * from pragma_foreign_key_list(?)', [String(name)])).length > 0)
        referring.push(name);
    }
    expect(referring.length).toBeGreaterThan(18);
  });

  it('refuses to change or delete consents and record entries', async () => {
    await client.executeMultiple(`
      insert into staff (id, name, role, active, created_at) values ('s', '中村', 'manager', 1, 0);
      insert into clients (id, name, kana, shown_name, attends_program, counselor_id, created_at) values ('c', '大野', 'おおの', '大野', 0, 's', 0);
      insert into record_entries (id, client_id, seq, prev_hash, hash, kind, occurred_at, recorded_at, actor_kind, body, body_hash)
        values ('e', 'c', 1, '${'0'.repeat(64)}', '${'1'.repeat(64)}', 'note', 0, 0, 'staff', '{}', '${'2'.repeat(64)}');`);
    await expect(client.execute("update record_entries set body = '{}'")).rejects.toThrow('append-only');
    await expect(client.execute('delete from record_entries')).rejects.toThrow('append-only');
    await expect(
      client.execute(
        "insert into staff (id, name, role, active, created_at) values ('t', '', 'manager', 1, 0)",
      ),
    ).rejects.toThrow('staff_name');
    await expect(
      client.execute(
        "insert into staff (id, name, role, active, created_at) values ('t', 'x', 'boss', 1, 0)",
      ),
    ).rejects.toThrow('staff_role');
    await expect(
      client.execute(
        "insert into staff (id, name, role, active, created_at) values ('t', 'x', 'manager', 1, 'soon')",
      ),
    ).rejects.toThrow(/INTEGER/);
  });
});

describe('the declared schema and the migrations', () => {
  const tables = declared.flatMap((module) => Object.values(module)).filter((t) => is(t, SQLiteTable));

  it('name the same tables', async () => {
    expect(tables.map((t) => getTableName(t)).sort()).toEqual((await ours()).map((t) => t.name).sort());
  });

  it.each(tables.map((t) => [getTableName(t), t] as const))(
    'agree on the columns of %s',
    async (name, table) => {
      const stored = await rows('select name, type, "notnull", pk from pragma_table_info(?)', [name]);
      const declared = Object.values(getTableColumns(table)).map((c) => ({
        name: c.name,
        type: c.getSQLType().toUpperCase(),
        notNull: c.notNull,
      }));
      expect(declared).toEqual(
        stored.map((c) => ({ name: c.name, type: c.type, notNull: c.notnull === 1 || Number(c.pk) > 0 })),
      );
    },
  );
});
