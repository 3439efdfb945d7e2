import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { cases, slots } from '../../../db/schema/cases.ts';
import { clients, staff } from '../../../db/schema/people.ts';
import type { Instant } from '../../manual/types.ts';

/**
 * What already lies in the days to come beside this case: fixed meetings of its counselor and of its
 * participants, and times that the counselor has on offer elsewhere.
 */
export function readBooked({ q }: Database, caseId: string, now: Instant) {
  const own = sql`(select counselor_id from cases where id = ${caseId})`;
  const shared = sql<
    string | null
  >`(select group_concat(c.name, '、') from participants mine join participants theirs on theirs.contact_id = mine.contact_id join contacts c on c.id = mine.contact_id where mine.case_id = ${caseId} and theirs.case_id = ${cases.id})`;
  return q
    .select({
      caseId: cases.id,
      startsAt: slots.startsAt,
      endsAt: slots.endsAt,
      place: slots.place,
      method: cases.plannedMethod,
      fixed: sql<number>`${cases.status} = 'confirmed'`,
      mine: sql<number>`${cases.counselorId} = ${own}`,
      counselor: staff.name,
      client: clients.name,
      participants: shared,
    })
    .from(slots)
    .innerJoin(cases, sql`${cases.id} = ${slots.caseId}`)
    .innerJoin(clients, sql`${clients.id} = ${cases.clientId}`)
    .innerJoin(staff, sql`${staff.id} = ${cases.counselorId}`)
    .where(
      sql`${slots.startsAt} > ${now - DAY} and ${slots.endsAt} > ${now} and ${cases.id} <> ${caseId}
        and ((${cases.status} = 'confirmed' and ${cases.confirmedSlotId} = ${slots.id})
          or (${cases.status} = 'open' and ${slots.closedAt} is null and ${cases.counselorId} = ${own}))`,
    )
    .orderBy(slots.startsAt);
}

const DAY = 86_400_000;

type Row = Awaited<ReturnType<typeof readBooked>>[number];
export type Booked = Omit<Row, 'fixed' | 'mine'> & { fixed: boolean; mine: boolean };

/** Rows of {@link readBooked}, without other people's meetings that concern nobody here. */
export function toBooked(rows: readonly Row[]): Booked[] {
  return rows
    .map((row) => ({ ...row, fixed: Boolean(row.fixed), mine: Boolean(row.mine) }))
    .filter((row) => row.mine || row.participants !== null);
}
