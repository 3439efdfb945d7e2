import { desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { approvals } from '../../../db/schema/messages.ts';
import { circumstances, clients, contacts, staff } from '../../../db/schema/people.ts';
import type { ApprovalRow, CircumstanceAsk } from '../../views/approvals.ts';

const MOST = 50;

/** Messages that were put to a manager, those that wait first, then the newest. */
export function readApprovals({ q }: Database, where: SQL | undefined) {
  return q
    .select({
      id: approvals.id,
      clientId: approvals.clientId,
      clientName: clients.name,
      clientKana: clients.kana,
      contactId: approvals.contactId,
      contactName: contacts.name,
      phone: contacts.phone,
      caseId: approvals.caseId,
      purpose: approvals.purpose,
      greeting: approvals.greeting,
      body: approvals.body,
      reason: approvals.reason,
      askedById: approvals.askedBy,
      askedBy: staff.name,
      askedAt: approvals.askedAt,
      outcome: approvals.outcome,
      decidedBy: sql<string | null>`(select name from staff s where s.id = ${approvals.decidedBy})`,
      decidedAt: approvals.decidedAt,
      note: approvals.note,
    })
    .from(approvals)
    .innerJoin(clients, eq(clients.id, approvals.clientId))
    .innerJoin(contacts, eq(contacts.id, approvals.contactId))
    .innerJoin(staff, eq(staff.id, approvals.askedBy))
    .where(where)
    .orderBy(sql`${approvals.outcome} is not null`, desc(approvals.askedAt))
    .limit(MOST);
}
type Row = Awaited<ReturnType<typeof readApprovals>>[number];

/** A row of {@link readApprovals} as pages show it. */
export function toApproval(row: Row, viewer: string | null): ApprovalRow {
  const { clientId, clientName, clientKana, askedById, ...rest } = row;
  return {
    ...rest,
    client: { id: clientId, name: clientName, kana: clientKana },
    mine: askedById === viewer,
  };
}

/** 特別な事情 that nobody has approved yet, the oldest first. */
export function readCircumstanceAsks({ q }: Database) {
  return q
    .select({
      id: circumstances.id,
      clientId: circumstances.clientId,
      clientName: clients.name,
      clientKana: clients.kana,
      contactName: contacts.name,
      reason: circumstances.reason,
      reviewOn: circumstances.reviewOn,
      askedBy: staff.name,
      askedAt: circumstances.askedAt,
    })
    .from(circumstances)
    .innerJoin(clients, eq(clients.id, circumstances.clientId))
    .innerJoin(contacts, eq(contacts.id, circumstances.contactId))
    .innerJoin(staff, eq(staff.id, circumstances.askedBy))
    .where(isNull(circumstances.approvedAt))
    .orderBy(circumstances.askedAt)
    .limit(MOST);
}

/** A row of {@link readCircumstanceAsks} as pages show it. */
export function toCircumstanceAsk(
  row: Awaited<ReturnType<typeof readCircumstanceAsks>>[number],
): CircumstanceAsk {
  const { clientId, clientName, clientKana, ...rest } = row;
  return { ...rest, client: { id: clientId, name: clientName, kana: clientKana } };
}
