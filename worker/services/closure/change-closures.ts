import { eq, sql } from 'drizzle-orm';
import { closures } from '../../../db/schema/office.ts';
import type { Ctx } from '../../context.ts';
import { addDays, civilDate, daysBetween } from '../../manual/jst.ts';
import { shortDate } from '../../manual/say.ts';
import type { CivilDate } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { logChange } from '../office/log-change.ts';

const MOST_DAYS = 60;

/** Closes the office for a day or several on end; it holds at once, for everything that is not yet sent (R11). */
export async function addClosures(
  ctx: Ctx,
  input: { from: CivilDate; until: CivilDate; reason: string },
): Promise<{ dates: CivilDate[] } | Refused> {
  const days = daysBetween(input.from, input.until) + 1;
  if (days < 1) return refused('bad-input', { fields: { until: 'おわりの日が、はじめより前です。' } });
  if (days > MOST_DAYS) return refused('bad-input', { fields: { until: `一度に${MOST_DAYS}日までです。` } });
  if (input.from < civilDate(ctx.now))
    return refused('bad-input', { fields: { from: '今日か、それより後の日を選んでください。' } });
  const dates = Array.from({ length: days }, (_, at) => addDays(input.from, at));
  await ctx.db.read([]);
  await ctx.db.write([
    ctx.db.q.run(sql`insert into closures (date, reason)
      select value, ${input.reason} from json_each(${JSON.stringify(dates)}) where true
      on conflict (date) do update set reason = excluded.reason`),
    logChange(ctx, {
      area: 'closure',
      subjectId: input.from,
      summary: `${said(input.from, input.until)}を休みにしました（${input.reason}）`,
      detail: { dates, reason: input.reason },
    }),
  ]);
  return { dates };
}

/** Opens the office again on a day that was to be closed. */
export async function removeClosure(ctx: Ctx, date: CivilDate): Promise<{ date: CivilDate } | Refused> {
  const [found] = await ctx.db.read([ctx.db.q.select().from(closures).where(eq(closures.date, date))]);
  const old = found[0];
  if (!old) return refused('not-found');
  if (date < civilDate(ctx.now))
    return refused('conflict', { detail: 'すぎた日の休みは、そのまま残します。' });
  await ctx.db.write([
    ctx.db.q.delete(closures).where(eq(closures.date, date)),
    logChange(ctx, {
      area: 'closure',
      subjectId: date,
      summary: `${shortDate(date)}の休みをやめました（${old.reason}）`,
      detail: { ...old },
    }),
  ]);
  return { date };
}

function said(from: CivilDate, until: CivilDate): string {
  return from === until ? shortDate(from) : `${shortDate(from)}から${shortDate(until)}まで`;
}
