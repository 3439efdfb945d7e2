import { desc, eq, type SQL } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { messages } from '../../../db/schema/messages.ts';
import { clients, contacts, staff } from '../../../db/schema/people.ts';
import type { MessageView } from '../../views/cases.ts';

/** Messages as lists show them, newest first. */
export function readMessages({ q }: Database, where: SQL | undefined) {
  return q
    .select({
      id: messages.id,
      contactId: messages.contactId,
      purpose: messages.purpose,
      contactName: contacts.name,
      clientId: messages.clientId,
      clientName: clients.name,
      clientKana: clients.kana,
      greeting: messages.greeting,
      body: messages.body,
      status: messages.status,
      notBefore: messages.notBefore,
      sentAt: messages.sentAt,
      lastError: messages.lastError,
      origin: messages.origin,
      author: staff.name,
      createdAt: messages.createdAt,
    })
    .from(messages)
    .innerJoin(contacts, eq(contacts.id, messages.contactId))
    .innerJoin(clients, eq(clients.id, messages.clientId))
    .leftJoin(staff, eq(staff.id, messages.authorStaffId))
    .where(where)
    .orderBy(desc(messages.createdAt))
    .limit(200);
}
type Row = Awaited<ReturnType<typeof readMessages>>[number];

/** A row of {@link readMessages} as pages show it. */
export function toMessage(found: Row): MessageView {
  const { clientId: _, clientName: __, clientKana: ___, createdAt: ____, ...row } = found;
  return row;
}
