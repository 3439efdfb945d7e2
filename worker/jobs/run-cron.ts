import { eq } from 'drizzle-orm';
import { jobRuns } from '../../db/schema/office.ts';
import { type Budget, keepBack, metered } from '../line/meter.ts';
import type { QuotaReading } from '../services/quota/quota-readings.ts';
import type { World } from '../world.ts';
import { askQuota, tellAndFetch } from './chores.ts';
import { deliverMetered } from './deliver.ts';
import { housekeeping } from './housekeeping.ts';
import { stageTwoWait } from './stage-two-wait.ts';
import { sweepInbox } from './sweep-inbox.ts';

/** Kept for writing down how the run ended. */
const FOR_THE_END = 1;

/**
 * One cron tick: what came in first (it may stop what goes out), then what staff must hear, then what goes out. Each job
 * is safe to repeat and to run beside another tick; one that fails doesn't keep the next from running.
 * The whole tick stays within the subrequests of one invocation and leaves the rest to the next.
 */
export async function runCron(world: World): Promise<Record<string, unknown>> {
  const budget: Budget = { left: world.config.maxSubrequests };
  const outside = metered(world, budget);
  const { db } = outside;
  const id = world.newId();
  const startedAt = world.now();
  await db.write([
    db.q.insert(jobRuns).values({ id, job: 'cron', startedAt }),
    ...housekeeping(db, startedAt),
  ]);

  const half = Math.floor(budget.left / 2);
  let quota: QuotaReading | undefined;
  let sent = 0;
  const outcome: Record<string, unknown> = {
    inbox: await settled(world, 'sweep-inbox', () => sweepInbox(outside, keepBack(budget, half))),
    stageTwo: await settled(world, 'stage-two-wait', () => stageTwoWait(outside)),
    chores: await settled(world, 'tell-and-fetch', () =>
      tellAndFetch(outside, budget, (reading) => {
        quota = reading;
      }),
    ),
    outbox: await settled(world, 'deliver', async () => {
      budget.left -= FOR_THE_END;
      const report = await deliverMetered(outside, budget);
      sent = report.sent;
      return report;
    }),
    quota: await settled(world, 'ask-quota', () => askQuota(outside, budget, { quota, sentNow: sent > 0 })),
  };
  const finishedAt = world.now();
  await world.db.write([
    db.q
      .update(jobRuns)
      .set({ finishedAt, outcome: JSON.stringify(outcome) })
      .where(eq(jobRuns.id, id)),
  ]);
  world.log({ event: 'cron', id, ms: finishedAt - startedAt, subrequestsLeft: budget.left });
  return outcome;
}

async function settled(world: World, job: string, run: () => Promise<object>): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    const why = error instanceof Error ? error.name : 'unknown';
    world.log({ event: 'job-failed', job, why });
    return { failed: why };
  }
}
