import { sql } from 'drizzle-orm';
import { alerts } from '../../../db/schema/messages.ts';
import { staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { LineClient } from '../../line/client.ts';
import type { World } from '../../world.ts';
import { ids } from '../facts/read-facts.ts';
import { MOST_PUSHES } from './raise-urgent.ts';

const EVERY_MS = 10 * 60_000;
/** After a push that may not have arrived; the next tick takes it up. */
const AGAIN_MS = 60_000;
const AT_ONCE = 20;
const TRIES = 2;

/** Claim, as many tries, settle. */
export const ALERT_SUBREQUESTS = 2 + TRIES;

/**
 * RX: tells every active member of staff of the alerts that nobody has taken, at any hour: how many, and where.
 * Nothing personal. Claimed before they are sent, so that two runs don't say the same; a run that dies says it
 * again a minute later, because one alarm too many is better than one too few.
 */
export async function pushAlerts(
  ctx: Ctx,
  line: LineClient,
  options: { consoleUrl: string | null; log: World['log'] },
): Promise<{ told: number }> {
  const { q } = ctx.db;
  const [claimed, team] = await ctx.db.write([
    q
      .update(alerts)
      .set({
        nextPushAt: ctx.now + AGAIN_MS,
        consoleUrl: sql`coalesce(${options.consoleUrl}, console_url)`,
      })
      .where(
        sql`id in (select id from alerts where taken_at is null and next_push_at is not null and next_push_at <= ${ctx.now} order by next_push_at limit ${AT_ONCE})`,
      )
      .returning({ id: alerts.id, messages: alerts.messages, consoleUrl: alerts.consoleUrl }),
    q
      .select({ lineUserId: staff.lineUserId })
      .from(staff)
      .where(sql`active = 1 and line_user_id is not null`),
  ]);
  if (claimed.length === 0) return { told: 0 };
  const to = team.flatMap((each) => each.lineUserId ?? []);
  const url = claimed.find((each) => each.consoleUrl !== null)?.consoleUrl ?? null;
  const said = to.length > 0 && (await say(line, to, claimed.length, url, ctx.newId()));
  await ctx.db.write([
    q
      .update(alerts)
      .set(
        said
          ? {
              pushes: sql`min(pushes + 1, ${MOST_PUSHES})`,
              nextPushAt: sql`case when pushes + 1 < ${MOST_PUSHES} then ${ctx.now + EVERY_MS} end`,
            }
          : { nextPushAt: ctx.now + AGAIN_MS },
      )
      .where(
        sql`id in (${ids(claimed.map((each) => each.id))}) and next_push_at = ${ctx.now + AGAIN_MS} and taken_at is null`,
      ),
  ]);
  options.log({ event: said ? 'alert-told' : 'alert-not-told', alerts: claimed.length, staff: to.length });
  return { told: said ? claimed.length : 0 };
}

/** One key for all tries of one round, so that none arrives twice. */
async function say(
  line: LineClient,
  to: readonly string[],
  count: number,
  url: string | null,
  retryKey: string,
): Promise<boolean> {
  const text = `緊急のことばがあるLINEが${count}件あります。対応する人は、コンソールの「今日」で「対応します」を押してください。${url ? `\n${url}` : ''}`;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const outcome = await line.multicast(to, { messages: [{ type: 'text', text }], retryKey });
    if (outcome.kind === 'accepted') return true;
    if (outcome.kind !== 'retry') return false;
  }
  return false;
}
