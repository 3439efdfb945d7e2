import { eq, sql } from 'drizzle-orm';
import type { Database, Statement } from '../../db/client.ts';
import { jobStates } from '../../db/schema/notices.ts';
import { closures, jobRuns, officeSettings } from '../../db/schema/office.ts';
import { type Budget, keepBack, metered } from '../line/meter.ts';
import { clockTime } from '../manual/jst.ts';
import type { Instant } from '../manual/types.ts';
import { officeSettingsInForce } from '../services/facts/assemble-facts.ts';
import { isDue, JOBS, type JobName } from '../services/job/turns.ts';
import { type Reader, readReaders, SETTLE_MS } from '../services/notice/compose-notices.ts';
import { readNews } from '../services/notice/evidence.ts';
import type { World } from '../world.ts';
import { askQuota, type Chores, fetchDue, tellDue } from './chores.ts';
import { deliverMetered } from './deliver.ts';
import { deliverNoticesMetered, readNoticesDue } from './deliver-notices.ts';
import { exceptionsExpiring } from './exceptions-expiring.ts';
import { forgetSessions, housekeeping } from './housekeeping.ts';
import type { OfficeDay, Round } from './job.ts';
import { minorsTurningAdult } from './minors-turning-adult.ts';
import { monitoringDue } from './monitoring-due.ts';
import { awaitsDigest, morningDigest } from './morning-digest.ts';
import { retentionList } from './retention-list.ts';
import { reviewsToLookAt } from './reviews-to-look-at.ts';
import { rulesTakingEffect } from './rules-taking-effect.ts';
import { staffMenus } from './staff-menus.ts';
import { staffNotices } from './staff-notices.ts';
import { stageTwoWait } from './stage-two-wait.ts';
import { sweepInbox } from './sweep-inbox.ts';
import { unansweredRequests } from './unanswered-requests.ts';
import { userReminders } from './user-reminders.ts';

/** Kept for writing down how the run ended. */
const FOR_THE_END = 1;
/** News, digest counts, two writes. */
const NOTICE_ROUND_TRIPS = 4 + FOR_THE_END;

/** What looks through the office now and then, in this order: first what a person may wait for. */
const ROUNDS: readonly Round[] = [
  userReminders,
  unansweredRequests,
  monitoringDue,
  exceptionsExpiring,
  minorsTurningAdult,
  rulesTakingEffect,
  reviewsToLookAt,
  retentionList,
  housekeeping,
  staffMenus,
];

interface Ran {
  job: JobName;
  startedAt: Instant;
  finishedAt: Instant;
  done: boolean;
  failed: boolean;
  outcome: unknown;
}

/**
 * One cron tick: what came in first (it may stop what goes out), then what staff must hear, then the rounds whose turn
 * it is, then what goes out. Each job is safe to repeat and to run beside another tick; one that fails doesn't keep
 * the next from running. The whole tick stays within the subrequests of one invocation and leaves the rest to the next.
 */
export async function runCron(world: World): Promise<Record<string, unknown>> {
  const budget: Budget = { left: world.config.maxSubrequests };
  const outside = metered(world, budget);
  const { db } = outside;
  const id = world.newId();
  const startedAt = world.now();
  const [states, readers, noticesDue] = await db.write([
    db.q.select({ job: jobStates.job, doneAt: jobStates.doneAt }).from(jobStates),
    readReaders(db),
    readNoticesDue(db, startedAt),
    db.q.insert(jobRuns).values({ id, job: 'cron', startedAt }),
    ...forgetSessions(db, startedAt),
  ]);
  const ran: Ran[] = [];
  const run = async (job: JobName, work: () => Promise<object & { more?: boolean }>): Promise<unknown> => {
    const from = world.now();
    const outcome = await settled(world, job, work);
    // Reports count failures too; a job that fell over says why.
    const failed = 'failed' in outcome && typeof outcome.failed === 'string';
    const done = !failed && !('more' in outcome && outcome.more === true);
    ran.push({ job, startedAt: from, finishedAt: world.now(), done, failed, outcome });
    return outcome;
  };

  const half = Math.floor(budget.left / 2);
  let due: Chores | null = null;
  let sent = 0;
  const outcome: Record<string, unknown> = {
    inbox: await run('sweep-inbox', () => sweepInbox(outside, keepBack(budget, half))),
    stageTwo: await run('stage-two-wait', () => stageTwoWait(outside)),
    alerts: await run('urgent-repeats', async () => {
      const { told, due: found } = await tellDue(outside, budget);
      due = found;
      return told;
    }),
  };
  const waiting = due as Chores | null;
  if (waiting?.content) outcome.contents = await run('fetch-contents', () => fetchDue(outside, budget));
  await runRounds(outside, budget, states, run);
  const composed = await tellReaders(outside, budget, readers, run);
  if (composed || noticesDue.length > 0)
    outcome.notices = await run('deliver-notices', () => deliverNoticesMetered(outside, budget));
  outcome.outbox = await run('deliver', async () => {
    budget.left -= FOR_THE_END;
    const report = await deliverMetered(outside, budget);
    sent = report.sent;
    return report;
  });
  outcome.quota = await run('ask-quota', () =>
    askQuota(outside, budget, { quota: waiting?.quota, sentNow: sent > 0 }),
  );
  const finishedAt = world.now();
  await world.db.write([
    world.db.q
      .update(jobRuns)
      .set({ finishedAt, outcome: JSON.stringify(outcome) })
      .where(eq(jobRuns.id, id)),
    keepStates(world, ran),
  ]);
  world.log({ event: 'cron', id, ms: finishedAt - startedAt, subrequestsLeft: budget.left });
  return outcome;
}

/** News and digests for whoever is at work; nothing is read while nobody is. True: something waits to be sent. */
async function tellReaders(
  outside: World,
  budget: Budget,
  readers: readonly Reader[],
  run: (job: JobName, work: () => Promise<object>) => Promise<unknown>,
): Promise<boolean> {
  const now = outside.now();
  const time = clockTime(now);
  const awake = readers.filter((reader) => reader.workFrom <= time && time < reader.workUntil);
  if (awake.length === 0 || budget.left < NOTICE_ROUND_TRIPS) return false;
  let composed = 0;
  await run('staff-notices', async () => {
    const { db } = outside;
    const [news, settingsRows, closed] = await db.read([
      readNews(db, now - SETTLE_MS, now),
      ...officeQueries(db),
    ] as const);
    const office = officeDay(settingsRows, closed, now);
    const waiting = awake.filter((reader) => awaitsDigest(reader, now, office));
    if (waiting.length > 0)
      await run('morning-digest', async () => {
        const report = await morningDigest(outside, waiting);
        composed += report.digests;
        return report;
      });
    const others = awake.filter((reader) => !waiting.includes(reader));
    const report = await staffNotices(outside, { readers: others, news, office });
    composed += report.notices;
    return report;
  });
  return composed > 0;
}

/** The rounds whose turn it is, as far as a quarter of the run's subrequests goes; the rest has its turn next tick. */
async function runRounds(
  outside: World,
  budget: Budget,
  states: readonly { job: string; doneAt: Instant | null }[],
  run: (job: JobName, work: () => Promise<object & { more?: boolean }>) => Promise<unknown>,
): Promise<void> {
  const now = outside.now();
  const doneAt = new Map(states.map((state) => [state.job, state.doneAt]));
  const due = ROUNDS.filter((round) => isDue(JOBS[round.name].turn, doneAt.get(round.name) ?? null, now));
  if (due.length === 0) return;
  // The longest waiting first: none starves when few fit into a run.
  due.sort((a, b) => (doneAt.get(a.name) ?? 0) - (doneAt.get(b.name) ?? 0));
  const keep = budget.left - Math.max(4, Math.floor(outside.config.maxSubrequests / 4));
  let office: OfficeDay | null = null;
  for (const round of due) {
    if (budget.left - round.cost - (office ? 0 : 1) < keep) return;
    await run(round.name, async () => {
      office ??= await readOffice(outside);
      return round.run(outside, office);
    });
  }
}

async function readOffice({ db, now }: World): Promise<OfficeDay> {
  const [settingsRows, closed] = await db.read(officeQueries(db));
  return officeDay(settingsRows, closed, now());
}

function officeQueries({ q }: Database) {
  return [q.select().from(officeSettings), q.select({ date: closures.date }).from(closures)] as const;
}

function officeDay(
  rows: Parameters<typeof officeSettingsInForce>[0],
  closed: readonly { date: string }[],
  now: Instant,
): OfficeDay {
  const { settings, version } = officeSettingsInForce(rows, now);
  return { settings, settingsVersion: version, closures: closed.map((row) => row.date) };
}

/** How each job's last run ended, for the console and for the next tick. */
function keepStates({ db }: World, ran: readonly Ran[]): Statement {
  const rows = JSON.stringify(ran.map((each) => ({ ...each, outcome: JSON.stringify(each.outcome) })));
  const field = (name: string) => sql.raw(`json_extract(r.value, '$.${name}')`);
  return db.q.run(sql`insert into job_states (job, started_at, finished_at, done_at, outcome, failures)
    select ${field('job')}, ${field('startedAt')}, ${field('finishedAt')},
      iif(${field('done')}, ${field('startedAt')}, null), ${field('outcome')}, ${field('failed')}
    from json_each(${rows}) r where true
    on conflict (job) do update set started_at = excluded.started_at, finished_at = excluded.finished_at,
      done_at = coalesce(excluded.done_at, job_states.done_at), outcome = excluded.outcome,
      failures = iif(excluded.failures, job_states.failures + 1, 0)
    where excluded.started_at >= job_states.started_at`);
}

async function settled(
  world: World,
  job: JobName,
  run: () => Promise<object & { more?: boolean }>,
): Promise<{ failed: string } | (object & { more?: boolean })> {
  try {
    return await run();
  } catch (error) {
    const why = error instanceof Error ? error.name : 'unknown';
    world.log({ event: 'job-failed', job, why });
    return { failed: why };
  }
}
