import { eq, sql } from 'drizzle-orm';
import type { Statement } from '../../db/client.ts';
import { jobStates } from '../../db/schema/notices.ts';
import { closures, jobRuns, officeSettings } from '../../db/schema/office.ts';
import { type Budget, keepBack, metered } from '../line/meter.ts';
import type { Instant } from '../manual/types.ts';
import { officeSettingsInForce } from '../services/facts/assemble-facts.ts';
import { isDue, JOBS, type JobName } from '../services/job/turns.ts';
import type { World } from '../world.ts';
import { askQuota, type Chores, fetchDue, tellDue } from './chores.ts';
import { deliverMetered } from './deliver.ts';
import { exceptionsExpiring } from './exceptions-expiring.ts';
import { forgetSessions, housekeeping } from './housekeeping.ts';
import type { OfficeDay, Round } from './job.ts';
import { minorsTurningAdult } from './minors-turning-adult.ts';
import { monitoringDue } from './monitoring-due.ts';
import { retentionList } from './retention-list.ts';
import { rulesTakingEffect } from './rules-taking-effect.ts';
import { stageTwoWait } from './stage-two-wait.ts';
import { sweepInbox } from './sweep-inbox.ts';
import { unansweredRequests } from './unanswered-requests.ts';
import { userReminders } from './user-reminders.ts';

/** Kept for writing down how the run ended. */
const FOR_THE_END = 1;

/** What looks through the office now and then, in this order: first what a person may wait for. */
const ROUNDS: readonly Round[] = [
  userReminders,
  unansweredRequests,
  monitoringDue,
  exceptionsExpiring,
  minorsTurningAdult,
  rulesTakingEffect,
  retentionList,
  housekeeping,
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
  const [states] = await db.write([
    db.q.select({ job: jobStates.job, doneAt: jobStates.doneAt }).from(jobStates),
    db.q.insert(jobRuns).values({ id, job: 'cron', startedAt }),
    ...forgetSessions(db, startedAt),
  ]);
  const ran: Ran[] = [];
  const run = async (job: JobName, work: () => Promise<object & { more?: boolean }>): Promise<unknown> => {
    const from = world.now();
    const outcome = await settled(world, job, work);
    const failed = 'failed' in outcome;
    const done = !failed && outcome.more !== true;
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
  const [settingsRows, closed] = await db.read([
    db.q.select().from(officeSettings),
    db.q.select({ date: closures.date }).from(closures),
  ]);
  const { settings, version } = officeSettingsInForce(settingsRows, now());
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
