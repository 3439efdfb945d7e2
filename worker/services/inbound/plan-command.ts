import type { Statement } from '../../../db/client.ts';
import { botCommands } from '../../../db/schema/bot.ts';
import type { Ctx } from '../../context.ts';
import type { EventCase } from './plan-event.ts';

const MOST = 300;

/**
 * What a member of staff writes or presses is an order to the office's account, never a user's message: no duty, no
 * count, no alert, no entry (decision 021). It waits here until it is answered. null: nothing that can be answered.
 */
export function planCommand({ db }: Pick<Ctx, 'db'>, it: EventCase): Statement | null {
  const { event, eventId, sender } = it;
  // In a group everybody would read the answer.
  if (!sender || event.source?.type !== 'user') return null;
  const isButton = event.type === 'postback';
  if (!isButton && (event.type !== 'message' || !sender.isStaff)) return null;
  if (isButton && !sender.isStaff && !sender.wasStaff) return null;
  const said = isButton ? (event.postback?.data ?? '') : (event.message?.text ?? '');
  return db.q
    .insert(botCommands)
    .values({
      eventId,
      lineUserId: sender.lineUserId,
      kind: isButton ? 'button' : event.message?.type === 'text' ? 'text' : 'other',
      said: said.slice(0, MOST),
      replyToken: event.replyToken ?? null,
      cameAt: it.receivedAt,
      status: 'due',
    })
    .onConflictDoNothing();
}
