import { eq, sql } from 'drizzle-orm';
import { inboundMessages } from '../../../db/schema/inbound.ts';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import type { InboundTag } from '../../views/desk.ts';
import { act } from '../record/act.ts';

const SAID: Readonly<Record<InboundTag, string>> = {
  urgent: '「緊急」としました',
  'basic-consultation': '「基本相談」としました',
  none: '「緊急・基本相談ではない」としました',
};

/** R2: staff say that a message was 緊急 or 基本相談, which are always welcome and never counted, or neither. */
export async function tagMessage(
  ctx: Ctx,
  inboundMessageId: string,
  tag: InboundTag,
): Promise<{ tag: InboundTag } | Refused> {
  const { q } = ctx.db;
  const clients = sql`select cc.client_id from client_contacts cc join inbound_messages m on m.contact_id = cc.contact_id where m.id = ${inboundMessageId}`;
  return act(
    ctx,
    clients,
    [
      q
        .select({ tag: inboundMessages.tag, contactId: inboundMessages.contactId, name: contacts.name })
        .from(inboundMessages)
        .leftJoin(contacts, eq(contacts.id, inboundMessages.contactId))
        .where(eq(inboundMessages.id, inboundMessageId)),
      q
        .select({ clientId: clientContacts.clientId, relation: clientContacts.relation })
        .from(clientContacts)
        .innerJoin(inboundMessages, eq(inboundMessages.contactId, clientContacts.contactId))
        .where(eq(inboundMessages.id, inboundMessageId)),
    ],
    ([found, of]) => {
      const message = found[0];
      if (!message) return { result: refused('not-found') };
      if (message.tag === tag) return { result: { tag } };
      return {
        result: { tag },
        writes: [
          q
            .update(inboundMessages)
            .set({ tag, taggedBy: ctx.actor.id, taggedAt: ctx.now })
            .where(eq(inboundMessages.id, inboundMessageId)),
        ],
        entries: of.map(({ clientId, relation }) => ({
          clientId,
          kind: 'message-tagged',
          contactId: message.contactId,
          body: {
            summary: `届いたLINEを${SAID[tag]}`,
            partner: message.name ?? '',
            relation,
            rules: ['R2'],
            refs: { inboundMessageId },
          },
        })),
      };
    },
  );
}
