import type { messagingApi } from '@line/bot-sdk';
import type { LineClient } from '../../line/client.ts';
import type { Instant } from '../../manual/types.ts';

const TRIES = 3;
/** Our clock and LINE's may differ by so much. */
const MARGIN_MS = 5_000;

export type ReplyEnd =
  | { kind: 'accepted'; requestId: string | null }
  /** Certainly not accepted: it may go by push. */
  | { kind: 'token-over' }
  /** LINE may have it or not, and nothing can tell any more: it must not be said again. */
  | { kind: 'unknown' };

/**
 * Replies by token. A token works once, so trying again after no answer can't double; but when LINE refuses it then,
 * it doesn't say whether the try before has used it up.
 */
export async function replyByToken(
  { line, clock }: { line: LineClient; clock: () => Instant },
  message: { replyToken: string; replyUntil: Instant; unsureSince: Instant | null },
  messages: messagingApi.Message[],
): Promise<ReplyEnd> {
  let unsure = message.unsureSince !== null;
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (clock() >= message.replyUntil - MARGIN_MS) break;
    const answer = await line.reply({ replyToken: message.replyToken, messages });
    if (answer.kind === 'accepted') return answer;
    if (answer.kind === 'refused') break;
    unsure = true;
  }
  return { kind: unsure ? 'unknown' : 'token-over' };
}
