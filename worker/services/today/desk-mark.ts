import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import type { Ctx } from '../../context.ts';
import { MINUTE } from '../../manual/jst.ts';
import type { Instant } from '../../manual/types.ts';

/** What only the time changes is drawn by the page itself; the rest of it is seen this late at most. */
const AT_LEAST_EVERY = 5 * MINUTE;

/**
 * The statement that reads a mark of all that 今日 and the threads show: while it stays, nothing there has changed. Every
 * act writes an entry, so the newest row of each table that only grows tells, and the short open lists are counted:
 * each part is one look at the end of a table or at a partial index, however old the office is.
 */
export function readDeskMark({ q }: Database, now: Instant) {
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
    sql`(select count(*) from line_accounts where friend is not 1)`,
    sql`(select coalesce(max(last_at), 0) from held_back)`,
    sql`(select coalesce(max(read_at), 0) from quota_readings)`,
  ];
  const parts = [...newest, ...open, sql`${Math.floor(now / AT_LEAST_EVERY)}`];
  return q.select({ mark: sql<string>`${sql.join(parts, sql` || '.' || `)}` }).from(sql`(select 1)`);
}

/** Whether nothing has changed since somebody saw this mark. */
export async function isSame(ctx: Pick<Ctx, 'db' | 'now'>, seen: string): Promise<boolean> {
  const [rows] = await ctx.db.read([readDeskMark(ctx.db, ctx.now)]);
  return rows[0]?.mark === seen;
}
