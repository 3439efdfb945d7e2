import { sql } from 'drizzle-orm';
import type { Database, Statement } from '../../db/client.ts';
import { jobRuns } from '../../db/schema/office.ts';
import { sessions } from '../../db/schema/people.ts';
import { DAY } from '../manual/calendar.ts';
import type { Instant } from '../manual/types.ts';

const AT_ONCE = 200;
const RUNS_KEPT_DAYS = 90;

/** Forgets sessions that ended a day ago and job runs of a season ago: a little at each tick. */
export function housekeeping({ q }: Database, now: Instant): Statement[] {
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
