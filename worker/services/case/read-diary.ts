import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { answers, cases, participants, slots } from '../../../db/schema/cases.ts';
import { closures, officeSettings } from '../../../db/schema/office.ts';
import { contacts, staff } from '../../../db/schema/people.ts';
import type { Instant } from '../../manual/types.ts';
import type { DayPart } from '../../views/shared.ts';
import { officeSettingsInForce, parseHours } from '../facts/assemble-facts.ts';
import { officeProfile } from '../office/profile.ts';
import { readBooked, toBooked } from './booked.ts';
import type { Diary } from './suggest-times.ts';

/** The statements that {@link toDiary} makes a case's diary from. */
export function diaryQueries(db: Database, caseId: string, now: Instant) {
  const { q } = db;
  return [
    q
      .select({
        clientId: cases.clientId,
        status: cases.status,
        method: cases.plannedMethod,
        counselor: staff.name,
      })
      .from(cases)
      .innerJoin(staff, eq(staff.id, cases.counselorId))
      .where(eq(cases.id, caseId)),
    q
      .select({ name: contacts.name, hours: contacts.hours })
      .from(participants)
      .innerJoin(contacts, eq(contacts.id, participants.contactId))
      .where(
        and(
          eq(participants.caseId, caseId),
          eq(contacts.kind, 'provider'),
          sql`${contacts.hours} is not null`,
        ),
      ),
    readBooked(db, caseId, now),
    q
      .select({ startsAt: slots.startsAt, endsAt: slots.endsAt, place: slots.place })
      .from(slots)
      .where(and(eq(slots.caseId, caseId), isNull(slots.closedAt))),
    q
      .select({ name: contacts.name, date: sql<string>`p.date`, part: sql<DayPart>`p.part` })
      .from(answers)
      .innerJoin(sql`answer_parts p`, sql`p.answer_id = ${answers.id}`)
      .innerJoin(contacts, eq(contacts.id, answers.contactId))
      .where(
        and(
          eq(answers.caseId, caseId),
          sql`${answers.seq} = (select max(a.seq) from answers a where a.case_id = ${caseId} and a.contact_id = ${answers.contactId})`,
        ),
      ),
    q.select({ date: closures.date }).from(closures),
    q.select().from(officeSettings),
  ] as const;
}

type Rows = Awaited<ReturnType<typeof readRows>>;
const readRows = (db: Database, caseId: string, now: Instant) => db.read(diaryQueries(db, caseId, now));

/** How many statements {@link diaryQueries} yields. */
export const DIARY_QUERIES = 7;

/** The rows of {@link diaryQueries} out of a batch that holds them from `at` on; a slice loses the tuple, hence the cast. */
export function diaryRowsOf(batch: readonly unknown[], at: number): Rows {
  return batch.slice(at, at + DIARY_QUERIES) as unknown as Rows;
}

/** The case's diary with what is on offer already; null when there is no such case. */
export function toDiary(rows: Rows, now: Instant) {
  const [found, partnerRows, bookedRows, known, wished, closureRows, settingsRows] = rows;
  const theCase = found[0];
  if (!theCase) return null;
  const diary: Diary = {
    now,
    settings: officeSettingsInForce(settingsRows, now).settings,
    closures: closureRows.map((row) => row.date),
    method: theCase.method,
    counselor: theCase.counselor,
    wished,
    booked: toBooked(bookedRows),
    partners: partnerRows.flatMap(({ name, hours }) => {
      const own = parseHours(hours);
      return own ? [{ name, hours: own }] : [];
    }),
  };
  return { diary, known, theCase, office: officeProfile(settingsRows).name };
}
