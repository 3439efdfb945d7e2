import { sql } from 'drizzle-orm';
import type { Database, Statement } from '../../db/client.ts';
import { jobRuns } from '../../db/schema/office.ts';
import { sessions } from '../../db/schema/people.ts';
import { DAY } from '../manual/calendar.ts';
import type { Instant } from '../manual/types.ts';
import type { Round } from './job.ts';

const AT_ONCE = 200;
const RUNS_KEPT_DAYS = 90;
/** What nobody used stays visible for a month after it expired. */
const UNUSED_KEPT_DAYS = 30;
const NOTICES_KEPT_DAYS = 90;

/** Forgets sessions that ended a day ago and job runs of a season ago: a little at each tick. */
export function forgetSessions({ q }: Database, now: Instant): Statement[] {
  return [
    q
      .delete(sessions)
      .where(
        sql`id in (select id from sessions where expires_at <= ${now - DAY} order by expires_at limit ${AT_ONCE})`,
      ),
    q
      .delete(jobRuns)
      .where(
        sql`id in (select id from job_runs where job = 'cron' and started_at <= ${now - RUNS_KEPT_DAYS * DAY} order by started_at limit ${AT_ONCE})`,
      ),
  ];
}

/**
 * Forgets what has run out: invitations nobody used, links to one meeting, addresses of calendars that were ended,
 * notices to staff of a season ago, and what staff asked and could press in LINE yesterday. Nothing of the 相談記録: that an invitation was made stands there.
 */
export const housekeeping: Round = {
  name: 'housekeeping',
  cost: 1,
  run: async (world) => {
    const now = world.now();
    const unused = now - UNUSED_KEPT_DAYS * DAY;
    const gone = await world.db.write(
      (
        [
          [
            'invitations',
            sql`used_at is null and expires_at <= ${unused} and not exists (select 1 from consents c where c.invitation_id = invitations.id)`,
          ],
          ['staff_invitations', sql`used_at is null and expires_at <= ${unused}`],
          ['feed_links', sql`expires_at <= ${now - DAY}`],
          ['calendar_feeds', sql`revoked_at <= ${unused}`],
          ['bot_commands', sql`came_at <= ${now - DAY}`],
          ['bot_buttons', sql`expires_at <= ${now - DAY}`],
          [
            'staff_notices',
            sql`created_at <= ${now - NOTICES_KEPT_DAYS * DAY} and status in ('sent', 'dead', 'dropped')`,
          ],
        ] as const
      ).map(([table, over]) =>
        world.db.q.all<{ one: number }>(
          sql`delete from ${sql.raw(table)} where rowid in (select rowid from ${sql.raw(table)} where ${over} limit ${AT_ONCE}) returning 1 as one`,
        ),
      ),
    );
    const counts = gone.map((rows) => rows.length);
    return { forgotten: counts.reduce((sum, n) => sum + n, 0), more: counts.includes(AT_ONCE) };
  },
};
