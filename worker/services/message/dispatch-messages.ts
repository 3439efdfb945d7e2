import type { Ctx } from '../../context.ts';
import type { Allowance } from '../../line/meter.ts';
import type { Instant } from '../../manual/types.ts';
import type { World } from '../../world.ts';
import { assembleFacts } from '../facts/assemble-facts.ts';
import { FACT_QUERIES, factQueries, factRowsOf, ids } from '../facts/read-facts.ts';
import { gateOf, readQuota } from '../quota/quota-readings.ts';
import { type LeasedMessage, leaseMessages } from './lease-messages.ts';
import { type Delivery, type Outcome, pushLeased } from './push-leased.ts';
import { settleDispatch } from './settle-dispatch.ts';

export interface DispatchReport {
  sent: number;
  again: number;
  dropped: number;
  dead: number;
}

const AT_ONCE = 20;
/** Lease, facts, and the two of settling, with room for lost races. */
const ROUND_TRIPS = 8;

/**
 * Sends what is due: leased so that two runs never share a message, judged again by the manual with fresh facts
 * at the moment of each push (R1, R11), under its own id as retry key from the first try on, and written down
 * with its record entry. Stops when nothing is due, the budget ends, or LINE takes no more.
 */
export async function dispatchMessages(
  ctx: Ctx,
  delivery: Delivery & { budget: Allowance; log: World['log'] },
): Promise<DispatchReport> {
  const report: DispatchReport = { sent: 0, again: 0, dropped: 0, dead: 0 };
  let humanFirst = false;
  for (;;) {
    const atOnce = Math.min(AT_ONCE, delivery.budget.left - ROUND_TRIPS);
    if (atOnce < 1) return report;
    const now = { ...ctx, now: delivery.clock() };
    const run = ctx.newId();
    const leased = await leaseMessages(now, run, atOnce, humanFirst);
    if (leased.length === 0) return report;
    const { factsAt, quota } = await readFacts(now, leased);
    humanFirst = quota?.low ?? false;
    const { outcomes, stop } = await pushLeased(delivery, leased, factsAt, quota);
    await settleDispatch({ ...ctx, now: delivery.clock() }, run, outcomes, stop);
    for (const outcome of outcomes) {
      report[outcome.kind] += 1;
      logOutcome(delivery.log, outcome);
    }
    if (stop) delivery.log({ event: 'outbox-stopped', why: stop });
    if (stop) return report;
  }
}

/** One snapshot for all; the instant is the one of each push. */
async function readFacts(ctx: Ctx, leased: readonly LeasedMessage[]) {
  const about = (list: (string | null)[]) => ids([...new Set(list)].filter((id) => id !== null));
  const scope = {
    contacts: about(leased.map((m) => m.contactId)),
    clients: about(leased.map((m) => m.clientId)),
    cases: about(leased.map((m) => m.caseId)),
  };
  const all = await ctx.db.read([
    ...factQueries(ctx.db, scope, ctx.now),
    readQuota(ctx.db, ctx.now),
  ] as const);
  const rows = factRowsOf(all);
  return {
    factsAt: (message: LeasedMessage, now: Instant) => assembleFacts(rows, message, now),
    quota: gateOf(all[FACT_QUERIES][0]),
  };
}

function logOutcome(log: World['log'], outcome: Outcome): void {
  const { kind, message } = outcome;
  log({ event: `message-${kind}`, id: message.id, attempts: message.attempts });
}
