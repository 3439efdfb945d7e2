import { sql } from 'drizzle-orm';
import { contents } from '../../db/schema/inbound.ts';
import { alerts, autoReplies } from '../../db/schema/messages.ts';
import { answerStaff, STAFF_ANSWER_SUBREQUESTS, waitingCommands } from '../bot/answer-staff.ts';
import type { Ctx } from '../context.ts';
import { createLineClient, type LineClient } from '../line/client.ts';
import { type Budget, keepBack } from '../line/meter.ts';
import { consoleUrlOf } from '../product-url.ts';
import { ALERT_SUBREQUESTS, pushAlerts } from '../services/alert/push-alerts.ts';
import { CONTENT_SUBREQUESTS, fetchContents } from '../services/content/fetch-contents.ts';
import { AUTO_REPLY_SUBREQUESTS, sendAutoReplies } from '../services/message/send-auto-replies.ts';
import {
  isQuotaStale,
  QUOTA_SUBREQUESTS,
  readQuota,
  refreshQuota,
} from '../services/quota/quota-readings.ts';
import type { World } from '../world.ts';
import { deliverNoticesMetered } from './deliver-notices.ts';

export type Chores = Awaited<ReturnType<typeof readChores>>;

/** What waits besides the two boxes, in one round trip: nothing waiting costs nothing more. */
async function readChores({ db, now }: Ctx) {
  const one = sql<number>`1`;
  const [alert, reply, content, quota, command] = await db.read([
    db.q
      .select({ one })
      .from(alerts)
      .where(sql`taken_at is null and next_push_at is not null and next_push_at <= ${now}`)
      .limit(1),
    db.q.select({ one }).from(autoReplies).where(sql`status = 'due'`).limit(1),
    db.q
      .select({ one })
      .from(contents)
      .where(sql`next_try_at is not null and next_try_at <= ${now}`)
      .limit(1),
    readQuota(db, now),
    db.q.all<{ one: number }>(sql`select 1 as one from (${waitingCommands(now)}) limit 1`),
  ]);
  return {
    alert: alert.length > 0,
    reply: reply.length > 0,
    content: content.length > 0,
    quota: quota[0],
    command: command.length > 0,
  };
}

/** RX first: staff are told of urgent words; then the fixed texts, and what staff asked, while their tokens last. */
async function tell(world: World, ctx: Ctx, due: Chores, budget: Budget, consoleUrl: string | null) {
  const line = lineOf(world);
  const known = consoleUrlOf(world.config) ?? consoleUrl;
  const told =
    due.alert && budget.left >= ALERT_SUBREQUESTS
      ? await pushAlerts(ctx, line, { consoleUrl: known, chats: chatsOf(world), log: world.log })
      : { told: 0, posts: 0 };
  if (told.posts > 0) await deliverNoticesMetered(world, budget);
  const said =
    due.reply && budget.left >= AUTO_REPLY_SUBREQUESTS
      ? await sendAutoReplies(ctx, line, { clock: world.now, log: world.log })
      : { sent: 0 };
  const answered =
    due.command && budget.left >= STAFF_ANSWER_SUBREQUESTS
      ? await answerStaff(ctx, {
          ...world,
          line,
          clock: world.now,
          consoleUrl: known,
          budget,
        })
      : { answered: 0 };
  return { alerts: told.told, autoReplies: said.sent, staffAnswers: answered.answered };
}

/** After a webhook's events: what can't wait for cron. `world` is metered by `budget`. */
export async function tellAfterInbox(world: World, budget: Budget, consoleUrl: string): Promise<void> {
  if (budget.left < 1) return;
  const ctx = ctxOf(world);
  await tell(world, ctx, await readChores(ctx), budget, consoleUrl);
}

/** Cron's share of telling; what else waits is handed on. */
export async function tellDue(world: World, budget: Budget): Promise<{ told: object; due: Chores }> {
  const ctx = ctxOf(world);
  const due = await readChores(ctx);
  return { told: await tell(world, ctx, due, budget, null), due };
}

/** Images that wait, for a third of what may be spent at most. */
export async function fetchDue(world: World, budget: Budget): Promise<object> {
  const spare = Math.max(CONTENT_SUBREQUESTS, Math.floor(budget.left / 3));
  const within = keepBack(budget, budget.left - spare);
  return fetchContents(ctxOf(world), lineOf(world), { budget: within, log: world.log });
}

/** At the end of a run, with what is left of it: how much of the month's number LINE has counted. */
export async function askQuota(
  world: World,
  budget: Budget,
  known: { quota: Chores['quota']; sentNow: boolean },
): Promise<{ read: boolean }> {
  const ctx = ctxOf(world);
  if (budget.left < QUOTA_SUBREQUESTS || !isQuotaStale(known.quota, ctx.now, known.sentNow))
    return { read: false };
  return refreshQuota(ctx, lineOf(world));
}

/** The chats that this deployment has a webhook for. */
function chatsOf({ config }: World): ('slack' | 'teams')[] {
  const { slackWebhookUrl, teamsWebhookUrl } = config;
  return [...(slackWebhookUrl ? ['slack' as const] : []), ...(teamsWebhookUrl ? ['teams' as const] : [])];
}

function ctxOf({ db, now, newId }: World): Ctx {
  return { db, now: now(), newId, actor: { kind: 'cron', id: null } };
}

function lineOf({ config, fetchLine }: World): LineClient {
  const { lineApiUrl: apiUrl, lineChannelAccessToken: channelAccessToken } = config;
  return createLineClient({ apiUrl, channelAccessToken, fetch: fetchLine });
}
