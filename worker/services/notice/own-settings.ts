import { desc, eq, sql } from 'drizzle-orm';
import { isOvertaken } from '../../../db/client.ts';
import { noticeSettings, staffNotices } from '../../../db/schema/notices.ts';
import { linesOf, type Notice } from '../../chat/notice.ts';
import type { Config, Ctx } from '../../context.ts';
import { civilDate, instantOf } from '../../manual/calendar.ts';
import { type Refused, refused } from '../../problem.ts';
import type { NoticeKind, NoticeSettings, NoticeSettingsView } from '../../views/notices.ts';
import { NOT_CHOSEN } from './kinds.ts';

const RECENT = 10;

/** What a member of staff chose to be told of, and what this deployment can do. */
export async function viewNoticeSettings(
  ctx: Ctx,
  staffId: string,
  config: Config,
): Promise<NoticeSettingsView> {
  const { q } = ctx.db;
  const [mine, recent] = await ctx.db.read([
    q.select().from(noticeSettings).where(eq(noticeSettings.staffId, staffId)),
    q
      .select()
      .from(staffNotices)
      .where(sql`exists (select 1 from json_each(${staffNotices.staffIds}) where value = ${staffId})`)
      .orderBy(desc(staffNotices.createdAt))
      .limit(RECENT),
  ]);
  const row = mine[0];
  const chosen: NoticeSettings = row
    ? {
        channel: row.channel,
        kinds: JSON.parse(row.kinds) as NoticeKind[],
        digest: row.digest,
        workFrom: row.workFrom,
        workUntil: row.workUntil,
        slackUserId: row.slackUserId,
      }
    : NOT_CHOSEN;
  return {
    ...chosen,
    now: ctx.now,
    chosen: row !== undefined,
    ...readiness(config),
    recent: recent.map((notice) => ({
      at: notice.sentAt ?? notice.createdAt,
      channel: notice.channel,
      what: linesOf(JSON.parse(notice.content) as Notice).join('、'),
      status: notice.status,
      error: notice.lastError,
    })),
  };
}

/** Which channels have their secrets, and the names of those that are missing. */
function readiness(config: Config): Pick<NoticeSettingsView, 'ready' | 'missing'> {
  const { slackWebhookUrl, slackSigningSecret, teamsWebhookUrl, productOrigin } = config;
  const ready = {
    line: true,
    slack: Boolean(slackWebhookUrl),
    teams: Boolean(teamsWebhookUrl),
    slackButtons: Boolean(slackWebhookUrl && slackSigningSecret),
  };
  const needed = {
    SLACK_WEBHOOK_URL: slackWebhookUrl,
    SLACK_SIGNING_SECRET: slackSigningSecret,
    TEAMS_WEBHOOK_URL: teamsWebhookUrl,
    PRODUCT_ORIGIN: productOrigin,
  };
  return { ready, missing: Object.entries(needed).flatMap(([name, value]) => (value ? [] : [name])) };
}

/** Keeps one's own choice. Whoever begins is told of what comes from now on, not of what was. */
export async function saveNoticeSettings(
  ctx: Ctx,
  staffId: string,
  input: NoticeSettings,
  config: Config,
): Promise<NoticeSettings | Refused> {
  const { ready } = readiness(config);
  if (input.channel !== 'none' && !ready[input.channel])
    return refused('bad-input', {
      fields: { channel: 'この送り先は、まだ接続されていません。管理者に伝えてください。' },
    });
  if (input.workFrom >= input.workUntil)
    return refused('bad-input', { fields: { workUntil: '終わりは、始まりより後の時刻にしてください。' } });
  const { q } = ctx.db;
  await ctx.db.read([
    q.select({ one: sql`1` }).from(noticeSettings).where(eq(noticeSettings.staffId, staffId)),
  ]);
  const today = civilDate(ctx.now);
  const row = {
    channel: input.channel,
    kinds: JSON.stringify(input.kinds),
    digest: input.digest,
    workFrom: input.workFrom,
    workUntil: input.workUntil,
    slackUserId: input.slackUserId,
    updatedAt: ctx.now,
  };
  const digestOn = ctx.now >= instantOf(today, input.workFrom) ? today : '';
  try {
    await ctx.db.write([
      q
        .insert(noticeSettings)
        .values({ ...row, staffId, toldUntil: ctx.now, digestOn })
        .onConflictDoUpdate({
          target: noticeSettings.staffId,
          set: { ...row, toldUntil: sql`iif(channel = 'none', ${ctx.now}, told_until)` },
        }),
    ]);
  } catch (error) {
    if (isOvertaken(error))
      return refused('bad-input', { fields: { slackUserId: 'このSlackのIDは、ほかの職員が使っています。' } });
    throw error;
  }
  return input;
}
