import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { messages } from '../../../db/schema/messages.ts';
import { contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';
import { PURPOSE_SAID } from './say-purpose.ts';

/** Takes a message back that still waits; what is on its way or arrived can't be. */
export async function withdrawMessage(ctx: Ctx, id: string): Promise<{ id: string } | Refused> {
  const { q } = ctx.db;
  return act(
    ctx,
    sql`select client_id from messages where id = ${id}`,
    [
      q
        .select({ ...getTableColumns(messages), partner: contacts.name })
        .from(messages)
        .innerJoin(contacts, eq(contacts.id, messages.contactId))
        .where(eq(messages.id, id)),
    ],
    ([found]) => {
      const message = found[0];
      if (!message) return { result: refused('not-found') };
      if (message.status === 'dropped') return { result: { id } };
      if (message.status !== 'queued')
        return {
          result: refused('conflict', {
            detail:
              message.status === 'dead'
                ? '送れなかった LINE です。'
                : 'もう送りはじめたため、取り消せません。',
          }),
        };
      if (message.leaseToken !== null)
        return {
          result: refused('conflict', { detail: '前に送った分が届いた可能性があります。電話で確かめます。' }),
        };
      return {
        result: { id },
        writes: [
          q
            .update(messages)
            .set({
              status: 'dropped',
              lastError: '送る前に取り消しました',
              leaseUntil: null,
              leaseToken: null,
            })
            // Leased a moment ago: if LINE has it already, the dispatcher writes that down.
            .where(and(eq(messages.id, id), inArray(messages.status, ['queued', 'leased']))),
        ],
        entries: [
          {
            clientId: message.clientId,
            kind: 'line-withdrawn',
            caseId: message.caseId,
            contactId: message.contactId,
            body: {
              summary: `LINE「${PURPOSE_SAID[message.purpose]}」を送る前に取り消しました`,
              method: 'line' as const,
              partner: message.partner,
              content: [message.greeting, message.body].filter(Boolean).join('\n'),
              refs: { messageId: id },
            },
          },
        ],
      };
    },
  );
}
