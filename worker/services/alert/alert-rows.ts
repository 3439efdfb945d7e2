import { eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { alerts } from '../../../db/schema/messages.ts';
import { contacts } from '../../../db/schema/people.ts';
import type { AlertRow } from '../../views/desk.ts';

/** The statement that reads the alerts nobody has taken: urgent ones first, the oldest first (RX). */
export function readAlerts({ q }: Database) {
  return q
    .select({
      id: alerts.id,
      kind: alerts.kind,
      contactId: alerts.contactId,
      contactName: contacts.name,
      phone: contacts.phone,
      client: sql<
        string | null
      >`(select json_object('id', c.id, 'name', c.name, 'kana', c.kana) from client_contacts cc join clients c on c.id = cc.client_id where cc.contact_id = ${alerts.contactId} order by c.kana limit 1)`,
      messages: alerts.messages,
      raisedAt: alerts.raisedAt,
      pushes: alerts.pushes,
    })
    .from(alerts)
    .leftJoin(contacts, eq(contacts.id, alerts.contactId))
    .where(isNull(alerts.takenAt))
    .orderBy(sql`${alerts.kind} <> 'urgent'`, alerts.raisedAt)
    .limit(100);
}

/** A row of {@link readAlerts} as pages show it. */
export function toAlert({ client, ...row }: Awaited<ReturnType<typeof readAlerts>>[number]): AlertRow {
  return { ...row, client: client === null ? null : (JSON.parse(client) as AlertRow['client']) };
}
