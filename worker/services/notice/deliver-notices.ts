import { sql } from 'drizzle-orm';
import { staffNotices } from '../../../db/schema/notices.ts';
import { staff } from '../../../db/schema/people.ts';
import { type Notice, textOfNotice } from '../../chat/notice.ts';
import { postWebhook } from '../../chat/post-webhook.ts';
import { slackMessage } from '../../chat/slack.ts';
import { teamsMessage } from '../../chat/teams.ts';
import type { Config, Ctx } from '../../context.ts';
import type { LineClient, PushOutcome } from '../../line/client.ts';
import { civilDate, instantOf } from '../../manual/calendar.ts';
import type { World } from '../../world.ts';
import { backoff } from '../message/backoff.ts';
import { readQuota } from '../quota/quota-readings.ts';

const LEASE_MS = 2 * 60_000;
const AT_ONCE = 10;
const MOST_TRIES = 8;
/** Notices to staff by LINE may use so much of the month's number: the rest is for users. Urgent ones always go. */
const SHARE_OF_QUOTA = 0.25;

/** Lease and settle, and one request for each notice. */
export const NOTICE_SUBREQUESTS = 3;

type Row = typeof staffNotices.$inferSelect;
type End =
  | { status: 'sent' }
  | { status: 'dead' | 'dropped'; why: string }
  | { status: 'queued'; notBefore: number; why: string };

/**
 * Sends what waits in the staff's outbox: leased so that two runs don't share one, tried again with growing waits,
 * given up after eight tries or when it would say something old. The id is LINE's retry key.
 */
export async function deliverNotices(
  ctx: Ctx,
  outside: { line: LineClient; config: Config; fetch: typeof fetch; random: () => number; log: World['log'] },
  most: number,
): Promise<{ sent: number; failed: number }> {
  const { q } = ctx.db;
  const { now } = ctx;
  const run = ctx.newId();
  const mine = sql`lease_token = ${run} and status = 'leased'`;
  const month = instantOf(`${civilDate(now).slice(0, 7)}-01`, '00:00');
  const [, rows, people, quota, used] = await ctx.db.write([
    q
      .update(staffNotices)
      .set({ status: 'leased', leaseUntil: now + LEASE_MS, leaseToken: run })
      .where(
        sql`id in (select id from staff_notices where status in ('queued', 'leased') and not_before <= ${now}
          and (status = 'queued' or lease_until <= ${now}) order by not_before limit ${Math.min(AT_ONCE, most)})`,
      ),
    q.select().from(staffNotices).where(mine),
    q
      .select({ id: staff.id, lineUserId: staff.lineUserId })
      .from(staff)
      .where(
        sql`active = 1 and id in (select j.value from staff_notices n, json_each(n.staff_ids) j where n.lease_token = ${run} and n.status = 'leased')`,
      ),
    readQuota(ctx.db, now),
    q
      .select({ count: sql<number>`count(*)` })
      .from(staffNotices)
      .where(sql`channel = 'line' and status = 'sent' and created_at >= ${month}`),
  ]);
  if (rows.length === 0) return { sent: 0, failed: 0 };
  const reading = quota[0];
  let share =
    reading?.most == null
      ? Number.POSITIVE_INFINITY
      : Math.floor(reading.most * SHARE_OF_QUOTA) - (used[0]?.count ?? 0);
  const ends: { row: Row; end: End }[] = [];
  for (const row of rows) {
    const sparing = row.channel === 'line' && row.sort !== 'urgent';
    let end: End;
    if (row.staleAfter <= now)
      end = { status: 'dropped', why: '知らせる時間をすぎたため、送りませんでした。' };
    else if (sparing && share < 1)
      end = { status: 'dropped', why: 'LINEの残り通数を利用者に残すため、送りませんでした。' };
    else end = endOf(row, await post(row, people, outside), now, outside.random);
    if (end.status === 'sent' && sparing) share -= 1;
    ends.push({ row, end });
    outside.log({ event: `notice-${end.status}`, id: row.id, channel: row.channel, attempts: row.attempts });
  }
  await ctx.db.write(
    ends.map(({ row, end }) =>
      q
        .update(staffNotices)
        .set({
          status: end.status,
          leaseUntil: null,
          leaseToken: null,
          attempts: sql`attempts + 1`,
          lastError: end.status === 'sent' ? null : end.why,
          ...(end.status === 'sent' ? { sentAt: now } : {}),
          ...(end.status === 'queued' ? { notBefore: end.notBefore } : {}),
        })
        .where(sql`id = ${row.id} and ${mine}`),
    ),
  );
  const sent = ends.filter(({ end }) => end.status === 'sent').length;
  return { sent, failed: ends.length - sent };
}

async function post(
  row: Row,
  people: readonly { id: string; lineUserId: string | null }[],
  { line, config, fetch: request }: { line: LineClient; config: Config; fetch: typeof fetch },
): Promise<PushOutcome | { kind: 'not-possible'; why: string }> {
  const notice = JSON.parse(row.content) as Notice;
  if (row.channel === 'slack') {
    const url = config.slackWebhookUrl;
    return url ? postWebhook(request, url, slackMessage(notice)) : missing('SLACK_WEBHOOK_URL');
  }
  if (row.channel === 'teams') {
    const url = config.teamsWebhookUrl;
    return url ? postWebhook(request, url, teamsMessage(notice)) : missing('TEAMS_WEBHOOK_URL');
  }
  const [staffId] = JSON.parse(row.staffIds) as string[];
  const to = people.find((person) => person.id === staffId)?.lineUserId;
  if (!to) return { kind: 'not-possible', why: 'LINEアカウントが結びついていません。' };
  return line.push({ to, messages: [{ type: 'text', text: textOfNotice(notice) }], retryKey: row.id });
}

function missing(name: string): { kind: 'not-possible'; why: string } {
  return { kind: 'not-possible', why: `接続の設定（${name}）がありません。` };
}

function endOf(row: Row, answer: Awaited<ReturnType<typeof post>>, now: number, random: () => number): End {
  switch (answer.kind) {
    case 'accepted':
      return { status: 'sent' };
    case 'not-possible':
      return { status: 'dead', why: answer.why };
    case 'rejected':
      return { status: 'dead', why: `受け付けられませんでした（${answer.status}）。` };
    case 'monthly-limit':
      return { status: 'dropped', why: 'LINEの今月の送信数を使い切りました。' };
    case 'retry': {
      if (row.attempts + 1 >= MOST_TRIES)
        return { status: 'dead', why: '何度か送りましたが、届きませんでした。' };
      const why = '返事がないため、送り直します。';
      return { status: 'queued', notBefore: now + (answer.afterMs ?? backoff(row.attempts, random)), why };
    }
  }
}
