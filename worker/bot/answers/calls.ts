import type { messagingApi } from '@line/bot-sdk';
import { and, eq } from 'drizzle-orm';
import { cases } from '../../../db/schema/cases.ts';
import { sayInstant } from '../../manual/say.ts';
import { readCaseRows } from '../../services/case/case-rows.ts';
import { KIND_SAID } from '../../services/case/open-case.ts';
import { answer, type Card, MOST_CARDS, opens } from '../cards.ts';
import type { Desk } from '../desk.ts';

type Row = Awaited<ReturnType<typeof readCaseRows>>[number];

/** 電話: the cases that wait for a call (R0, R3), the most tried first, with a button for how it ended. */
export async function sayCalls(desk: Desk): Promise<messagingApi.Message[]> {
  const { ctx, staffId } = desk;
  const [all, own] = await ctx.db.read([
    readCaseRows(ctx.db, eq(cases.status, 'open')),
    readCaseRows(ctx.db, and(eq(cases.status, 'open'), eq(cases.counselorId, staffId))),
  ]);
  const mine = own
    .filter(waitsForCall)
    .sort((a, b) => b.failedCalls - a.failedCalls || a.openedAt - b.openedAt);
  const others = all.filter(waitsForCall).length - mine.length;
  const elsewhere = others > 0 ? [`ほかの職員の担当は${others}件です。`] : [];
  if (mine.length === 0) return answer(['あなたが電話をする案件は、ありません。', ...elsewhere].join('\n'));
  const text = [
    `電話をする案件は${mine.length}件です。`,
    ...elsewhere,
    ...(mine.length > MOST_CARDS ? [`はじめの${MOST_CARDS}件をお見せします。`] : []),
    '相手と番号は「案件を開く」でごらんください。',
  ].join('\n');
  return answer(
    text,
    mine.slice(0, MOST_CARDS).map((row) => cardOf(desk, row)),
  );
}

/** Whether a case is to be phoned about: neither answered nor asked by LINE, and not talked to since it was opened: as on the console's 今日. */
export function waitsForCall(row: Row): boolean {
  return !row.answered && !row.asked && row.talkedAt < row.openedAt;
}

function cardOf({ buttons, links }: Desk, row: Row): Card {
  const press = buttons.card(row.id, row.contactId);
  return {
    title: `${KIND_SAID[row.kind]}の日程の電話`,
    lines: [
      `つながらなかった電話：${row.failedCalls}回`,
      row.lastCallAt === null ? '電話は、まだしていません' : `最後の電話：${sayInstant(row.lastCallAt)}`,
    ],
    buttons: [
      row.contactId === null ? null : { label: '不通', press: press('call-failed') },
      row.contactId === null ? null : { label: 'つながった', press: press('call-reached') },
      opens('案件を開く', links.case(row.id)),
    ],
  };
}
