import type { messagingApi } from '@line/bot-sdk';
import { and, eq } from 'drizzle-orm';
import { cases } from '../../../db/schema/cases.ts';
import { sayMeeting } from '../../manual/say.ts';
import { readCaseRows } from '../../services/case/case-rows.ts';
import { KIND_SAID } from '../../services/case/open-case.ts';
import { readTopDates, type TopDate } from '../../services/case/top-dates.ts';
import { answer, type Card, MOST_CARDS, opens } from '../cards.ts';
import type { Desk } from '../desk.ts';

/** 依頼: the cases whose people were asked for dates (R4), with the date ranked first where they have answered. */
export async function sayRequests(desk: Desk): Promise<messagingApi.Message[]> {
  const { ctx, staffId } = desk;
  const [rows] = await ctx.db.read([
    readCaseRows(ctx.db, and(eq(cases.status, 'open'), eq(cases.counselorId, staffId))),
  ]);
  const asked = rows.filter((row) => row.answered || row.asked);
  const answered = asked.filter((row) => row.answered);
  if (asked.length === 0) return answer('日程をうかがっている案件は、ありません。');
  const text = [
    `日程をうかがっている案件は${asked.length}件です。`,
    `・答えが届いたもの：${answered.length}件`,
    `・答えを待っているもの：${asked.length - answered.length}件`,
  ].join('\n');
  const shown = answered.slice(0, MOST_CARDS);
  const [top] =
    shown.length === 0
      ? [[]]
      : await ctx.db.read([
          readTopDates(
            ctx.db,
            shown.map((row) => row.id),
            ctx.now,
          ),
        ]);
  return answer(
    text,
    shown.map((row) =>
      dateCard(
        desk,
        row,
        top.find((each) => each.caseId === row.id),
      ),
    ),
  );
}

function dateCard(
  { buttons, links }: Desk,
  row: { id: string; kind: keyof typeof KIND_SAID },
  top: TopDate | undefined,
): Card {
  const title = `${KIND_SAID[row.kind]}の日程の答え`;
  const open = opens('案件を開く', links.case(row.id));
  if (!top) {
    const lines = ['そのまま決められる時間がありません。案件で、答えをごらんください。'];
    return { title, lines, buttons: [open] };
  }
  return {
    title,
    lines: [
      `いちばんの希望：${sayMeeting(top.startsAt, top.endsAt)}`,
      `答えた人：${top.participants}人のうち${top.answered}人`,
    ],
    buttons: [{ label: 'この日に決める', press: buttons.card(row.id, top.slotId)('ask-date') }, open],
  };
}
