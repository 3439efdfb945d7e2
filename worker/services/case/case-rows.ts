import { desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { calls, cases, slots } from '../../../db/schema/cases.ts';
import { clients, staff } from '../../../db/schema/people.ts';
import type { CaseRow } from '../../views/cases.ts';

/** Cases as lists show them, newest first. Failed calls count since the case was opened or since the last talk (R3). */
export function readCaseRows({ q }: Database, where: SQL | undefined) {
  const lastTalk = sql`coalesce((select max(t.called_at) from calls t where t.case_id = ${cases.id} and t.undone_at is null and (t.outcome = 'reached' or (t.outcome = 'family' and t.reached = 1))), 0)`;
  return q
    .select({
      id: cases.id,
      clientId: cases.clientId,
      name: clients.name,
      kana: clients.kana,
      kind: cases.kind,
      status: cases.status,
      purpose: cases.purpose,
      counselor: staff.name,
      openedAt: cases.openedAt,
      failedCalls: sql<number>`(select count(*) from ${calls} where ${calls.caseId} = ${cases.id} and ${calls.undoneAt} is null and ${calls.outcome} in ('no-answer', 'voicemail', 'busy') and ${calls.calledAt} > ${lastTalk})`,
      lastCallAt: sql<
        number | null
      >`(select max(called_at) from calls where case_id = ${cases.id} and undone_at is null)`,
      talkedAt: sql<number>`${lastTalk}`,
      startsAt: slots.startsAt,
      endsAt: slots.endsAt,
      place: slots.place,
      method: cases.plannedMethod,
      answered: sql<number>`${cases.status} = 'open' and exists (select 1 from answers where case_id = ${cases.id})`,
      asked: sql<number>`exists (select 1 from messages m where m.case_id = ${cases.id} and m.purpose in ('callback-request', 'date-request') and m.status in ('queued', 'leased', 'sent'))`,
      contactId: sql<
        string | null
      >`(select contact_id from participants where case_id = ${cases.id} order by added_at, contact_id limit 1)`,
      phone: sql<
        string | null
      >`(select c.phone from participants p join contacts c on c.id = p.contact_id where p.case_id = ${cases.id} order by p.added_at, p.contact_id limit 1)`,
    })
    .from(cases)
    .innerJoin(clients, eq(clients.id, cases.clientId))
    .innerJoin(staff, eq(staff.id, cases.counselorId))
    .leftJoin(slots, eq(slots.id, cases.confirmedSlotId))
    .where(where)
    .orderBy(desc(cases.openedAt));
}

type Row = Awaited<ReturnType<typeof readCaseRows>>[number];

/** A row of {@link readCaseRows} as pages show it. */
export function toCaseRow(row: Row): CaseRow {
  return {
    id: row.id,
    clientId: row.clientId,
    client: { name: row.name, kana: row.kana },
    kind: row.kind,
    status: row.status,
    purpose: row.purpose,
    counselor: row.counselor,
    openedAt: row.openedAt,
    failedCalls: row.failedCalls,
    startsAt: row.startsAt,
    answered: Boolean(row.answered),
  };
}
