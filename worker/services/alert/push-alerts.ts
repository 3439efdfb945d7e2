import type { messagingApi } from '@line/bot-sdk';
import { eq, sql } from 'drizzle-orm';
import type { Statement } from '../../../db/client.ts';
import { alerts } from '../../../db/schema/messages.ts';
import { noticeSettings, staffNotices } from '../../../db/schema/notices.ts';
import { staff } from '../../../db/schema/people.ts';
import type { Notice } from '../../chat/notice.ts';
import type { Ctx } from '../../context.ts';
import type { LineClient } from '../../line/client.ts';
import { HOUR } from '../../manual/jst.ts';
import type { World } from '../../world.ts';
import { ids } from '../facts/read-facts.ts';
import { OFTEN } from './raise-urgent.ts';

const EVERY_MS = 10 * 60_000;
/** After an hour of those, hourly, and after half a day every six hours: it is said until somebody takes it. */
const HALF_A_DAY_MS = 12 * HOUR;
const SELDOM_MS = 6 * HOUR;
/** After a push that may not have arrived; the next tick takes it up. */
const AGAIN_MS = 60_000;
const AT_ONCE = 20;
const TRIES = 2;

/** Claim, as many tries, settle with what goes to Slack and Teams. */
export const ALERT_SUBREQUESTS = 2 + TRIES;

/**
 * RX: tells every active member of staff of the alerts that nobody has taken, at any hour: how many, and where. By LINE,
 * or where they chose so through the staff's outbox to Slack or Teams, with a button to take each; where that would
 * reach nobody, everybody's LINE. Nothing personal. Claimed before they are sent, so that two runs don't say the same; a run that dies says it
 * again a minute later, because one alarm too many is better than one too few.
 */
export async function pushAlerts(
  ctx: Ctx,
  line: LineClient,
  options: { consoleUrl: string | null; chats: readonly ('slack' | 'teams')[]; log: World['log'] },
): Promise<{ told: number; posts: number }> {
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
      .returning({
        id: alerts.id,
        messages: alerts.messages,
        pushes: alerts.pushes,
        raisedAt: alerts.raisedAt,
        consoleUrl: alerts.consoleUrl,
      }),
    q
      .select({
        id: staff.id,
        lineUserId: staff.lineUserId,
        channel: noticeSettings.channel,
        slackUserId: noticeSettings.slackUserId,
      })
      .from(staff)
      .leftJoin(noticeSettings, eq(noticeSettings.staffId, staff.id))
      .where(sql`${staff.active} = 1`),
  ]);
  if (claimed.length === 0) return { told: 0, posts: 0 };
  const url = claimed.find((each) => each.consoleUrl !== null)?.consoleUrl ?? null;
  const chats = options.chats.filter((chat) => team.some((each) => each.channel === chat));
  const chosen = team.filter((each) => (each.channel ?? 'line') === 'line' && each.lineUserId !== null);
  const to = (chosen.length > 0 || chats.length > 0 ? chosen : team).flatMap((each) => each.lineUserId ?? []);
  const byLine = to.length > 0 && (await say(line, to, claimed.length, url, ctx.newId()));
  // What stands in the staff's outbox is tried again by itself.
  const said = byLine || (to.length === 0 && chats.length > 0);
  await ctx.db.write([
    ...chats.map((chat) => post(ctx, chat, claimed, team, url)),
    q
      .update(alerts)
      .set(
        said
          ? {
              pushes: sql`min(pushes + 1, ${OFTEN})`,
              nextPushAt: sql`${ctx.now} + case when pushes + 1 < ${OFTEN} then ${EVERY_MS}
                when ${ctx.now} - raised_at < ${HALF_A_DAY_MS} then ${HOUR} else ${SELDOM_MS} end`,
            }
          : { nextPushAt: ctx.now + AGAIN_MS },
      )
      .where(
        sql`id in (${ids(claimed.map((each) => each.id))}) and next_push_at = ${ctx.now + AGAIN_MS} and taken_at is null`,
      ),
  ]);
  options.log({ event: said ? 'alert-told' : 'alert-not-told', alerts: claimed.length, staff: to.length });
  return { told: said ? claimed.length : 0, posts: chats.length };
}

/** One post to a chat for a round: said again only when a later round begins, not when LINE has to be tried again. */
function post(
  ctx: Ctx,
  chat: 'slack' | 'teams',
  claimed: readonly { id: string; pushes: number; messages: number; raisedAt: number }[],
  team: readonly { id: string; channel: string | null; slackUserId: string | null }[],
  url: string | null,
): Statement {
  const readers = team.filter((each) => each.channel === chat);
  const notice: Notice = {
    sort: 'urgent',
    items: [{ kind: 'urgent', count: claimed.length }],
    acts: claimed.map(({ id }) => ({ act: 'take-alert', id })),
    url,
    mentions: chat === 'slack' ? readers.flatMap((each) => each.slackUserId ?? []) : [],
  };
  const hours = (since: number) => Math.floor((ctx.now - since) / HOUR);
  const round = claimed
    .map(({ id, pushes, messages, raisedAt }) =>
      [id, pushes, messages, ...(pushes < OFTEN ? [] : [hours(raisedAt)])].join('.'),
    )
    .sort();
  return ctx.db.q
    .insert(staffNotices)
    .values({
      id: ctx.newId(),
      channel: chat,
      staffIds: JSON.stringify(readers.map((each) => each.id)),
      sort: 'urgent',
      content: JSON.stringify(notice),
      onceKey: `urgent:${chat}:${round.join('+')}`,
      status: 'queued',
      notBefore: ctx.now,
      staleAfter: ctx.now + HOUR,
      createdAt: ctx.now,
    })
    .onConflictDoNothing();
}

/** One key for all tries of one round, so that none arrives twice. */
async function say(
  line: LineClient,
  to: readonly string[],
  count: number,
  url: string | null,
  retryKey: string,
): Promise<boolean> {
  const text = `緊急のことばがあるLINEが${count}件あります。対応する人は、このトークに「緊急」と送るか、コンソールの「今日」をひらいて、「引き受ける」を押してください。${url ? `\n${url}` : ''}`;
  const quickReply: messagingApi.QuickReply = {
    items: [{ type: 'action', action: { type: 'message', label: '緊急をみる', text: '緊急' } }],
  };
  for (let tries = 0; tries < TRIES; tries += 1) {
    const outcome = await line.multicast(to, { messages: [{ type: 'text', text, quickReply }], retryKey });
    if (outcome.kind === 'accepted') return true;
    if (outcome.kind !== 'retry') return false;
  }
  return false;
}
