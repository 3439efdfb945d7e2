import type { messagingApi } from '@line/bot-sdk';
import { and, eq } from 'drizzle-orm';
import { cases } from '../../../db/schema/cases.ts';
import { NOTICE_SAID } from '../../chat/notice.ts';
import { sayInstant } from '../../manual/say.ts';
import { readAlerts } from '../../services/alert/alert-rows.ts';
import { readCaseRows } from '../../services/case/case-rows.ts';
import { DIGEST_ORDER, readDigestCounts } from '../../services/notice/digest-counts.ts';
import { answer, type Card, opens } from '../cards.ts';
import type { Desk } from '../desk.ts';
import { waitsForCall } from './calls.ts';
import { alertCards } from './urgent.ts';

/** 今日: what waits for this member of staff, as counts; urgent words first, whoever they concern (RX). */
export async function sayToday(desk: Desk): Promise<messagingApi.Message[]> {
  const { ctx, staffId, links } = desk;
  const [counts, alertRows, openRows] = await ctx.db.read([
    readDigestCounts(ctx.db, ctx.now),
    readAlerts(ctx.db),
    readCaseRows(ctx.db, and(eq(cases.status, 'open'), eq(cases.counselorId, staffId))),
  ]);
  const calls = openRows.filter(waitsForCall).length;
  const urgent = alertRows.filter((row) => row.kind === 'urgent');
  const mine = counts.filter((row) => row.staffId === staffId);
  const lines = DIGEST_ORDER.flatMap((kind) => {
    const count = mine.find((row) => row.kind === kind)?.count ?? 0;
    return count > 0 ? [`・${NOTICE_SAID[kind]}：${count}件`] : [];
  });
  if (calls > 0) lines.push(`・電話をする案件：${calls}件`);
  const text = [
    `${sayInstant(ctx.now)}のまとめです。`,
    ...(urgent.length > 0 ? [`・${NOTICE_SAID.urgent}：${urgent.length}件`] : []),
    ...lines,
    ...(lines.length + urgent.length === 0 ? ['あなたを待っているものは、ありません。'] : []),
  ].join('\n');
  const open: Card = {
    title: 'コンソールの「今日」',
    lines: ['くわしい内容は、コンソールでごらんください。'],
    buttons: [opens('今日をひらく', links.today)],
  };
  return answer(text, [...alertCards(desk, urgent), ...(links.today === null ? [] : [open])]);
}
