import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { MINUTE } from '../../manual/jst.ts';
import type { Instant } from '../../manual/types.ts';

/** 今日 and the threads draw what only the time changes by themselves; the rest of it is seen this late at most. */
const AT_LEAST_EVERY = 5 * MINUTE;

/**
 * The statement that reads a mark of all that the console's pages show: while it stays, nothing there has changed. Every
 * act writes an entry, so the newest row of each table that only grows tells, and the short open lists are counted:
 * each part is one look at the end of a table or at a partial index, however old the office is.
 */
export function readChangeMark({ q }: Database, now: Instant) {
  const newest = [
    'record_entries',
    'inbound_events',
    'inbound_messages',
    'reply_duties',
    'answers',
    'tasks',
    'messages',
    'alerts',
    'reviews',
    'monitoring_proposals',
    'office_changes',
    'office_settings',
    'staff',
  ].map((table) => sql`(select coalesce(max(rowid), 0) from ${sql.raw(table)})`);
  const open = [
    sql`(select count(*) || '-' || coalesce(max(taken_at), 0) from reply_duties where cleared_at is null)`,
    sql`(select count(*) from tasks where done_at is null)`,
    sql`(select count(*) from alerts where taken_at is null)`,
    sql`(select count(*) from messages where status = 'queued')`,
    sql`(select count(*) from messages where status = 'leased')`,
    sql`(select count(*) from inbound_events where parked_at is not null)`,
    sql`(select count(*) from monitoring_proposals where settled_at is null)`,
    sql`(select count(*) || '-' || coalesce(max(updated_at), 0) from record_drafts where settled_at is null)`,
    sql`(select count(*) from contents where next_try_at is not null)`,
    sql`(select count(*) || '-' || coalesce(max(updated_at), 0) from rule_drafts where settled_at is null)`,
    sql`(select count(*) from line_accounts where friend is not 1)`,
    sql`(select coalesce(max(last_at), 0) from held_back)`,
    sql`(select coalesce(max(read_at), 0) from quota_readings)`,
  ];
  const parts = [...newest, ...open, sql`${Math.floor(now / AT_LEAST_EVERY)}`];
  return q.select({ mark: sql<string>`${sql.join(parts, sql` || '.' || `)}` }).from(sql`(select 1)`);
}
