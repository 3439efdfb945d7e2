import type { Statement } from '../../../db/client.ts';
import { contents } from '../../../db/schema/inbound.ts';
import type { Ctx } from '../../context.ts';
import type { LineEvent } from '../../line/events.ts';

/** Kinds of messages whose content LINE keeps on a host of its own, for a while. */
const WITH_CONTENT = new Set(['image', 'video', 'audio', 'file']);

/** Images are fetched later by cron; the content of other kinds is noted as not kept (R9). */
export function noteContent(
  { db, now }: Pick<Ctx, 'db' | 'now'>,
  inboundMessageId: string,
  message: NonNullable<LineEvent['message']>,
): Statement[] {
  if (!WITH_CONTENT.has(message.type)) return [];
  const row = { inboundMessageId, lineMessageId: message.id };
  const provider = message.contentProvider;
  const elsewhere =
    typeof provider === 'object' && provider !== null && Reflect.get(provider, 'type') === 'external';
  return [
    db.q
      .insert(contents)
      .values(
        message.type === 'image' && !elsewhere
          ? { ...row, status: 'due', nextTryAt: now }
          : { ...row, status: 'not-kept', why: 'kind', settledAt: now },
      )
      .onConflictDoNothing(),
  ];
}
