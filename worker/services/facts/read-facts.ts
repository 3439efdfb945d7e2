import { and, desc, eq, isNull, lte, max, ne, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Database } from '../../../db/client.ts';
import { answers, calls, cases, meetings, slots } from '../../../db/schema/cases.ts';
import { consents, usageRules } from '../../../db/schema/consents.ts';
import { inboundMessages, wishes } from '../../../db/schema/inbound.ts';
import { messages } from '../../../db/schema/messages.ts';
import { closures, officeSettings } from '../../../db/schema/office.ts';
import { circumstances, clients, contacts, lineAccounts } from '../../../db/schema/people.ts';
import type { Instant } from '../../manual/types.ts';

/** Ids to gather facts about: bound values or subqueries that yield them. */
export interface FactScope {
  contacts: SQL;
  clients: SQL;
  cases: SQL;
}

/** A list of bound ids, for a {@link FactScope}; an empty list matches nothing. */
export function ids(list: readonly string[]): SQL {
  if (list.length === 0) return sql`select null where 0`;
  return sql.join(
    list.map((id) => sql`${id}`),
    sql`, `,
  );
}

const among = (column: SQLiteColumn, set: SQL) => sql`${column} in (${set})`;

/**
 * The statements that read all that `decide` needs about these contacts, clients and cases:
 * they stand in one batch with whatever else an act reads. See {@link assembleFacts} for the order.
 */
export function factQueries({ q }: Database, scope: FactScope, now: Instant) {
  return [
    q
      .select({
        id: contacts.id,
        kind: contacts.kind,
        name: contacts.name,
        lineUserId: contacts.lineUserId,
        hours: contacts.hours,
        reminderTime: contacts.reminderTime,
        friend: lineAccounts.friend,
        suspendedAt: lineAccounts.suspendedAt,
      })
      .from(contacts)
      .leftJoin(lineAccounts, eq(lineAccounts.lineUserId, contacts.lineUserId))
      .where(among(contacts.id, scope.contacts)),
    q.select().from(clients).where(among(clients.id, scope.clients)),
    q
      .select()
      .from(consents)
      .where(
        and(
          among(consents.clientId, scope.clients),
          among(consents.contactId, scope.contacts),
          sql`(${consents.clientId}, ${consents.contactId}, ${consents.seq}) in (select client_id, contact_id, max(seq) from consents where contact_id in (${scope.contacts}) group by client_id, contact_id)`,
        ),
      ),
    q
      .select({ version: usageRules.version, change: usageRules.change, textHash: usageRules.textHash })
      .from(usageRules)
      .where(lte(usageRules.effectiveFrom, now)),
    q
      .select()
      .from(calls)
      .where(
        and(
          among(calls.clientId, scope.clients),
          among(calls.contactId, scope.contacts),
          isNull(calls.undoneAt),
        ),
      ),
    q
      .select()
      .from(circumstances)
      .where(
        and(among(circumstances.clientId, scope.clients), among(circumstances.contactId, scope.contacts)),
      )
      .orderBy(desc(circumstances.askedAt)),
    q
      .select({
        id: cases.id,
        kind: cases.kind,
        status: cases.status,
        openedAt: cases.openedAt,
        lineReason: cases.lineReason,
        lineWishBy: cases.lineWishBy,
        lineWishAt: cases.lineWishAt,
        lineWishHow: cases.lineWishHow,
        startsAt: slots.startsAt,
      })
      .from(cases)
      .leftJoin(slots, eq(slots.id, cases.confirmedSlotId))
      .where(among(cases.id, scope.cases)),
    q
      .select({
        contactId: messages.contactId,
        caseId: messages.caseId,
        lastSentAt: max(messages.sentAt),
        lastGreetingAt: sql<
          number | null
        >`max(case when ${messages.greeting} <> '' then ${messages.sentAt} end)`,
        callbackRequestedAt: sql<
          number | null
        >`max(case when ${messages.purpose} = 'callback-request' then coalesce(${messages.sentAt}, ${messages.notBefore}) end)`,
      })
      .from(messages)
      .where(
        and(
          among(messages.contactId, scope.contacts),
          sql`${messages.status} in ('queued', 'leased', 'sent')`,
        ),
      )
      .groupBy(messages.contactId, messages.caseId),
    q
      .select({ contactId: inboundMessages.contactId, at: max(inboundMessages.occurredAt) })
      .from(inboundMessages)
      .where(among(inboundMessages.contactId, scope.contacts))
      .groupBy(inboundMessages.contactId),
    q
      .select({ contactId: wishes.contactId, at: max(wishes.wishedAt) })
      .from(wishes)
      .where(among(wishes.contactId, scope.contacts))
      .groupBy(wishes.contactId),
    q
      .select({ contactId: answers.contactId, at: max(answers.answeredAt) })
      .from(answers)
      .where(and(among(answers.caseId, scope.cases), among(answers.contactId, scope.contacts)))
      .groupBy(answers.contactId),
    q
      .select({
        clientId: meetings.clientId,
        kind: meetings.kind,
        method: meetings.method,
        startedAt: meetings.startedAt,
        endedAt: meetings.endedAt,
      })
      .from(meetings)
      .where(among(meetings.clientId, scope.clients)),
    q
      .select({
        clientId: cases.clientId,
        caseId: cases.id,
        kind: cases.kind,
        method: cases.plannedMethod,
        startsAt: slots.startsAt,
      })
      .from(cases)
      .innerJoin(slots, eq(slots.id, cases.confirmedSlotId))
      .where(
        and(among(cases.clientId, scope.clients), ne(cases.status, 'held'), ne(cases.status, 'cancelled')),
      ),
    q.select({ date: closures.date }).from(closures),
    q.select().from(officeSettings),
  ] as const;
}

export type FactRows = Awaited<ReturnType<typeof readFacts>>;
const readFacts = (db: Database, scope: FactScope, now: Instant) => db.read(factQueries(db, scope, now));

/** The rows of {@link factQueries} out of a batch that began with them; a slice loses the tuple, hence the cast. */
export function factRowsOf(batch: readonly unknown[]): FactRows {
  return batch.slice(0, FACT_QUERIES) as unknown as FactRows;
}
/** How many statements {@link factQueries} yields. */
export const FACT_QUERIES = 15;
