import type { messagingApi } from '@line/bot-sdk';
import { sayInstant, sayMonth } from '../../manual/say.ts';
import { quotaView, readQuota } from '../../services/quota/quota-readings.ts';
import { answer } from '../cards.ts';
import type { Desk } from '../desk.ts';

const STATE_SAID = {
  ok: [],
  low: ['残りが少なくなっています。電話や訪問を先にお考えください。'],
  out: ['今月は、もう送れません。電話や訪問でお願いします。'],
} as const;

/** 残り通数: how many messages LINE lets the office send this month, as LINE said last. */
export async function sayQuota({ ctx }: Desk): Promise<messagingApi.Message[]> {
  const [rows] = await ctx.db.read([readQuota(ctx.db, ctx.now)]);
  const quota = quotaView(rows[0]);
  if (!quota) return answer('LINEの残り通数は、まだわかりません。少し待ってから、もう一度お願いします。');
  const left =
    quota.left === null || quota.limit === null
      ? `・送った数：${quota.used}通（上限はありません）`
      : `・残り：${quota.left}通（${quota.limit}通のうち${quota.used}通を送りました）`;
  return answer(
    [
      `${sayMonth(quota.month)}のLINEの通数です。`,
      left,
      ...STATE_SAID[quota.state],
      `${sayInstant(quota.readAt)}に、LINEにたずねた数です。このトークでの返事は、数に入りません。`,
    ].join('\n'),
  );
}
