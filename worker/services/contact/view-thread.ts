import { desc, eq } from 'drizzle-orm';
import { contents, inboundMessages, replyDuties } from '../../../db/schema/inbound.ts';
import { messages } from '../../../db/schema/messages.ts';
import { contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import type { MessageView } from '../../views/cases.ts';
import type { ThreadMessage } from '../../views/desk.ts';
import { readMessages, toMessage } from '../message/message-rows.ts';

/** What one contact wrote and what was sent, newest first; what was unsent keeps its place without its words. */
export async function viewThread(
  ctx: Ctx,
  contactId: string,
): Promise<{ messages: ThreadMessage[]; sent: MessageView[] } | Refused> {
  const { q } = ctx.db;
  const [known, rows, sent] = await ctx.db.read([
    q.select({ id: contacts.id }).from(contacts).where(eq(contacts.id, contactId)),
    q
      .select({
        id: inboundMessages.id,
        kind: inboundMessages.kind,
        text: inboundMessages.text,
        at: inboundMessages.occurredAt,
        unsentAt: inboundMessages.unsentAt,
        tag: inboundMessages.tag,
        content: contents.status,
        dutyId: replyDuties.id,
        dueAt: replyDuties.dueAt,
        clearedAt: replyDuties.clearedAt,
      })
      .from(inboundMessages)
      .leftJoin(contents, eq(contents.inboundMessageId, inboundMessages.id))
      .leftJoin(replyDuties, eq(replyDuties.inboundMessageId, inboundMessages.id))
      .where(eq(inboundMessages.contactId, contactId))
      .orderBy(desc(inboundMessages.occurredAt))
      .limit(200),
    readMessages(ctx.db, eq(messages.contactId, contactId)),
  ]);
  if (known.length === 0) return refused('not-found');
  return {
    messages: rows.map(({ unsentAt, dutyId, dueAt, clearedAt, ...row }) => ({
      ...row,
      text: unsentAt === null ? row.text : null,
      unsent: unsentAt !== null,
      duty: dutyId !== null && dueAt !== null ? { id: dutyId, dueAt, clearedAt } : null,
    })),
    sent: sent.map(toMessage),
  };
}
