import type { messagingApi } from '@line/bot-sdk';
import { and, eq, sql } from 'drizzle-orm';
import { cases, slots } from '../../../db/schema/cases.ts';
import { addDays, civilDate, instantOf } from '../../manual/jst.ts';
import { sayMeeting } from '../../manual/say.ts';
import { readCaseRows } from '../../services/case/case-rows.ts';
import { METHOD_SAID } from '../../services/case/mark-held.ts';
import { KIND_SAID } from '../../services/case/open-case.ts';
import { answer, opens } from '../cards.ts';
import type { Desk } from '../desk.ts';

const DAYS = 7;
const MOST_LINES = 20;

/** 予定: one's own fixed meetings of the coming week, by time, kind and method. */
export async function saySchedule({ ctx, staffId, links }: Desk): Promise<messagingApi.Message[]> {
  const until = instantOf(addDays(civilDate(ctx.now), DAYS + 1), '00:00');
  const [rows] = await ctx.db.read([
    readCaseRows(
      ctx.db,
      and(
        eq(cases.status, 'confirmed'),
        eq(cases.counselorId, staffId),
        sql`${slots.endsAt} > ${ctx.now} and ${slots.startsAt} < ${until}`,
      ),
    ),
  ]);
  const lines = rows
    .flatMap(({ startsAt, endsAt, kind, method }) =>
      startsAt === null || endsAt === null ? [] : [{ startsAt, endsAt, kind, method }],
    )
    .sort((a, b) => a.startsAt - b.startsAt)
    .map(
      ({ startsAt, endsAt, kind, method }) =>
        `・${sayMeeting(startsAt, endsAt)} ${KIND_SAID[kind]}（${METHOD_SAID[method]}）`,
    );
  const text =
    lines.length === 0
      ? `これから${DAYS}日のあいだに、決まった予定はありません。`
      : [
          `これから${DAYS}日の予定は${lines.length}件です。`,
          ...lines.slice(0, MOST_LINES),
          ...(lines.length > MOST_LINES ? ['続きは、コンソールでごらんください。'] : []),
        ].join('\n');
  const card = { title: 'コンソールの予定', lines: [], buttons: [opens('予定をひらく', links.calendar)] };
  return answer(text, links.calendar === null ? [] : [card]);
}
