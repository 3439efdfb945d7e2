import type { messagingApi } from '@line/bot-sdk';
import { sayInstant } from '../../manual/say.ts';
import { type OpenDuty, readOpenDuties } from '../../services/duty/open-duties.ts';
import { WISH_SAID } from '../../services/wish/wish-words.ts';
import { answer, type Card, MOST_CARDS, opens } from '../cards.ts';
import type { Desk } from '../desk.ts';

/** 未返信: the replies that are owed, one's own first, with the button that takes one over (R12). */
export async function sayUnanswered(desk: Desk): Promise<messagingApi.Message[]> {
  const { ctx, staffId } = desk;
  const [duties] = await ctx.db.read([readOpenDuties(ctx.db, staffId)]);
  if (duties.length === 0) return answer('返信を待っている連絡は、ありません。');
  const mine = duties.filter((duty) => duty.mine === 1).length;
  const late = duties.filter((duty) => duty.dueAt <= ctx.now).length;
  const text = [
    `返信を待っている連絡は${duties.length}件です。`,
    `・あなたの担当：${mine}件`,
    ...(late > 0 ? [`・期限をすぎたもの：${late}件`] : []),
    ...(duties.length > MOST_CARDS ? [`はじめの${MOST_CARDS}件をお見せします。`] : []),
  ].join('\n');
  return answer(
    text,
    duties.slice(0, MOST_CARDS).map((duty) => cardOf(desk, duty)),
  );
}

function cardOf({ ctx, staffId, buttons, links }: Desk, duty: OpenDuty): Card {
  const taken = duty.takenBy === null ? 'まだいません' : duty.takenBy === staffId ? 'あなた' : 'ほかの職員';
  return {
    title: duty.wish === null ? '返信を待つLINE' : `「${WISH_SAID[duty.wish]}」への返信`,
    lines: [
      `届いたとき：${sayInstant(duty.openedAt)}`,
      `期限：${sayInstant(duty.dueAt)}${duty.dueAt <= ctx.now ? '（すぎています）' : ''}`,
      `引き受けた人：${taken}`,
    ],
    buttons: [
      duty.takenBy === null ? { label: '担当を引き受ける', press: buttons.card(duty.id)('take-duty') } : null,
      opens('やりとりをひらく', links.thread(duty.contactId)),
    ],
  };
}
