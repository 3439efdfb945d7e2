import type { messagingApi } from '@line/bot-sdk';
import { sayInstant } from '../../manual/say.ts';
import { readAlerts } from '../../services/alert/alert-rows.ts';
import type { AlertRow } from '../../views/desk.ts';
import { answer, type Card, MOST_CARDS, opens } from '../cards.ts';
import type { Desk } from '../desk.ts';

/** 緊急: the alerts nobody has taken (RX). */
export async function sayUrgent(desk: Desk): Promise<messagingApi.Message[]> {
  const [rows] = await desk.ctx.db.read([readAlerts(desk.ctx.db)]);
  const urgent = rows.filter((row) => row.kind === 'urgent');
  if (urgent.length === 0) return answer('対応を待っている緊急の連絡は、ありません。');
  return answer(
    `緊急のことばがある連絡が${urgent.length}件あります。対応する人は「引き受ける」を押してください。`,
    alertCards(desk, urgent),
  );
}

/** One card for each alert, with the button that takes it; room is left for a card of links. */
export function alertCards(
  { buttons, links }: Desk,
  urgent: readonly Pick<AlertRow, 'id' | 'raisedAt' | 'messages'>[],
): Card[] {
  return urgent.slice(0, MOST_CARDS - 1).map(({ id, raisedAt, messages }) => ({
    title: '緊急のことばがある連絡',
    lines: [`はじめに届いたとき：${sayInstant(raisedAt)}`, `届いた数：${messages}件`],
    buttons: [
      { label: '引き受ける', press: buttons.card(id)('take-alert') },
      opens('今日をひらく', links.today),
    ],
  }));
}
