import { and, desc, eq, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { wishes } from '../../../db/schema/inbound.ts';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { ClientView } from '../../views/clients.ts';
import { REASON_SAID, VOICE_SAID } from './wish-words.ts';

/** R7: the newest wish for monitoring by LINE since which no monitoring was opened. */
export function readLineWish({ q }: Database, clientId: string) {
  return q
    .select({
      reason: wishes.lineReason,
      voice: wishes.lineVoice,
      at: wishes.wishedAt,
      note: wishes.note,
      contactName: contacts.name,
      relation: clientContacts.relation,
    })
    .from(wishes)
    .innerJoin(contacts, eq(contacts.id, wishes.contactId))
    .innerJoin(
      clientContacts,
      and(eq(clientContacts.contactId, contacts.id), eq(clientContacts.clientId, wishes.clientId)),
    )
    .where(
      and(
        eq(wishes.clientId, clientId),
        eq(wishes.kind, 'line-monitoring'),
        sql`${wishes.lineReason} is not null`,
        sql`not exists (select 1 from cases c where c.client_id = ${wishes.clientId} and c.kind = 'monitoring' and c.opened_at >= ${wishes.wishedAt})`,
      ),
    )
    .orderBy(desc(wishes.wishedAt))
    .limit(1);
}

/** As the case's own fields want it: why, who, when, how said (R7). */
export function toLineWish(
  row: Awaited<ReturnType<typeof readLineWish>>[number] | undefined,
  clientName: string,
): ClientView['lineWish'] {
  if (!row?.reason || !row.voice) return null;
  const from = row.voice === 'self' ? '' : `${row.contactName}さん（${row.relation}）がミニアプリで記入。`;
  return {
    reason: [row.reason === 'other' ? '' : REASON_SAID[row.reason], row.note]
      .filter(Boolean)
      .join('。')
      .slice(0, 400),
    wishBy: `本人（${clientName}さん）`.slice(0, 60),
    wishAt: row.at,
    wishHow: `${from}${VOICE_SAID[row.voice]}`.slice(0, 200),
    contactName: row.contactName,
  };
}
