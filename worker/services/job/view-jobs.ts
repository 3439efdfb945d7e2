import { eq, sql } from 'drizzle-orm';
import { jobStates, retentionDue } from '../../../db/schema/notices.ts';
import { clients } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { JobsView } from '../../views/notices.ts';
import { JOBS, nextTick, nextTurn, sayTurn } from './turns.ts';

const MOST = 500;

/** Every job of cron with its last run and its next, and who stands on the list of those past five years. */
export async function viewJobs(ctx: Ctx): Promise<JobsView> {
  const { q } = ctx.db;
  const [states, retention] = await ctx.db.read([
    q.select().from(jobStates),
    q
      .select({
        clientId: clients.id,
        name: clients.name,
        kana: clients.kana,
        lastOn: retentionDue.lastOn,
      })
      .from(retentionDue)
      .innerJoin(clients, eq(clients.id, retentionDue.clientId))
      .where(sql`${clients.erasedAt} is null`)
      .orderBy(retentionDue.lastOn, clients.kana)
      .limit(MOST),
  ]);
  const tick = nextTick(ctx.now);
  return {
    now: ctx.now,
    jobs: Object.entries(JOBS).map(([name, { turn, label, what }]) => {
      const state = states.find((row) => row.job === name);
      const doneAt = state?.doneAt ?? null;
      // What failed, or stopped at its bound, goes on at the next tick.
      const waits = state !== undefined && doneAt !== state.startedAt;
      return {
        name,
        label,
        what,
        turn: sayTurn(turn),
        lastAt: state?.startedAt ?? null,
        doneAt,
        nextAt: waits ? tick : Math.max(tick, nextTurn(turn, ctx.now) ?? 0),
        counts: countsOf(state?.outcome),
        failures: state?.failures ?? 0,
      };
    }),
    retention,
  };
}

function countsOf(outcome: string | undefined): Record<string, number> {
  if (outcome === undefined) return {};
  const entries = Object.entries(JSON.parse(outcome) as Record<string, unknown>);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0),
  );
}
