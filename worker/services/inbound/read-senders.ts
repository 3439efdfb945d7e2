import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { consents } from '../../../db/schema/consents.ts';
import { inboundEvents, inboundMessages } from '../../../db/schema/inbound.ts';
import { closures, officeSettings } from '../../../db/schema/office.ts';
import { clientContacts, contacts, lineAccounts, staff } from '../../../db/schema/people.ts';
import type { Instant } from '../../manual/types.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';
import { ids } from '../facts/read-facts.ts';
import { readAutoReplies } from '../message/auto-reply.ts';
import { readRecentContact } from '../review/count-contact.ts';
import type { Office, Sender } from './plan-event.ts';

/** The clients of whoever stands behind these LINE accounts: for the chains that entries extend. */
export function clientsBehind(users: readonly string[]): SQL {
  return sql`select cc.client_id from client_contacts cc join contacts c on c.id = cc.contact_id where c.line_user_id in (${ids(users)})`;
}

/** What planning needs about these events and their senders, in one batch. */
export function senderQueries(
  { q }: Pick<Database, 'q'>,
  asked: { events: readonly string[]; users: readonly string[]; lineMessages: readonly string[] },
  now: Instant,
) {
  const mine = sql`select id from contacts where line_user_id in (${ids(asked.users)})`;
  return [
    q
      .select({ id: inboundEvents.id })
      .from(inboundEvents)
      .where(sql`${inboundEvents.id} in (${ids(asked.events)}) and processed_at is null`),
    q
      .select({ lineMessageId: inboundMessages.lineMessageId })
      .from(inboundMessages)
      .where(sql`${inboundMessages.lineMessageId} in (${ids(asked.lineMessages)})`),
    q
      .select({ lineUserId: staff.lineUserId, active: staff.active })
      .from(staff)
      .where(sql`${staff.lineUserId} in (${ids(asked.users)})`),
    q
      .select({
        contactId: contacts.id,
        lineUserId: contacts.lineUserId,
        name: contacts.name,
        clientId: clientContacts.clientId,
        relation: clientContacts.relation,
        choice: consents.choice,
      })
      .from(contacts)
      .leftJoin(clientContacts, eq(clientContacts.contactId, contacts.id))
      .leftJoin(
        consents,
        and(
          eq(consents.clientId, clientContacts.clientId),
          eq(consents.contactId, contacts.id),
          sql`${consents.seq} = (select max(seq) from consents c where c.client_id = ${clientContacts.clientId} and c.contact_id = ${contacts.id})`,
        ),
      )
      .where(sql`${contacts.id} in (${mine})`),
    q
      .select({ lineUserId: lineAccounts.lineUserId, suspendedAt: lineAccounts.suspendedAt })
      .from(lineAccounts)
      .where(sql`${lineAccounts.lineUserId} in (${ids(asked.users)})`),
    q.select().from(officeSettings),
    q.select({ date: closures.date }).from(closures),
    readRecentContact({ q }, asked.users, now),
    readAutoReplies({ q }, asked.users),
  ] as const;
}

export type SenderRows = Awaited<ReturnType<typeof readSenders>>;
const readSenders = (db: Database, asked: Parameters<typeof senderQueries>[1]) =>
  db.read(senderQueries(db, asked, 0));

/** Who stands behind a LINE account, out of the rows that were read. */
export function senderOf(rows: SenderRows, lineUserId: string): Sender {
  const [, , staffRows, contactRows, accountRows, , , recentRows, autoReplyRows] = rows;
  const links = contactRows.filter((r) => r.lineUserId === lineUserId);
  const suspendedAt = accountRows.find((r) => r.lineUserId === lineUserId)?.suspendedAt ?? null;
  const member = staffRows.find((r) => r.lineUserId === lineUserId);
  const contact = links[0] ? { id: links[0].contactId, name: links[0].name } : null;
  const clients = links.flatMap((r) =>
    r.clientId === null
      ? []
      : [{ id: r.clientId, relation: r.relation ?? '', consented: r.choice === 'yes' }],
  );
  const recent = recentRows
    .filter((r) => r.lineUserId === lineUserId)
    .map(({ at, exempt }) => ({ at, exempt: exempt === 1 }));
  const lastOf = (kind: 'night' | 'stranger') =>
    autoReplyRows.find((r) => r.lineUserId === lineUserId && r.kind === kind)?.at ?? null;
  const lastAutoReply = { night: lastOf('night'), stranger: lastOf('stranger') };
  return {
    lineUserId,
    isStaff: member?.active === true,
    wasStaff: member?.active === false,
    contact,
    clients,
    suspended: suspendedAt !== null,
    recent,
    lastAutoReply,
  };
}

/** The office's clock for reply duties (R12). */
export function officeOf(rows: SenderRows, now: Instant): Office {
  const [, , , , , settingsRows, closureRows] = rows;
  return {
    settings: officeSettingsInForce(settingsRows, now).settings,
    closures: closureRows.map((r) => r.date),
  };
}
