import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { answers, participants, preferences, slots } from '../../../db/schema/cases.ts';
import { clientContacts, contacts, lineAccounts } from '../../../db/schema/people.ts';
import type { AnswerView, PartView, PlaceChoice, SlotView } from '../../views/shared.ts';
import { inOrder } from '../answer/answer-said.ts';
import { slotTaken } from './slot-taken.ts';

/** Offered times of a case that were not taken back, soonest first. */
export function readSlots({ q }: Database, caseId: string) {
  return q
    .select({ ...getTableColumns(slots), taken: slotTaken })
    .from(slots)
    .where(eq(slots.caseId, caseId))
    .orderBy(slots.startsAt);
}
type SlotRow = Awaited<ReturnType<typeof readSlots>>[number];

/** A slot as pages show it: closed when taken back, taken by another meeting, or past. */
export function toSlot(row: SlotRow, now: number): SlotView {
  return {
    id: row.id,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    place: row.place,
    open: row.closedAt === null && !row.taken && row.startsAt > now,
  };
}

// Columns are written out: in a query of one table drizzle drops the table's name.
const partsOfAnswer = sql<string>`(select json_group_array(json_object('date', p.date, 'part', p.part)) from answer_parts p where p.answer_id = answers.id)`;

/** The newest answer of each participant of a case, with its marks and parts of days. */
export function readAnswers({ q }: Database, caseId: string) {
  const newest = sql`(${answers.contactId}, ${answers.seq}) in (select contact_id, max(seq) from answers where case_id = ${caseId} group by contact_id)`;
  return [
    q
      .select({ ...getTableColumns(answers), parts: partsOfAnswer })
      .from(answers)
      .where(and(eq(answers.caseId, caseId), newest)),
    q
      .select(getTableColumns(preferences))
      .from(preferences)
      .innerJoin(answers, eq(answers.id, preferences.answerId))
      .where(and(eq(answers.caseId, caseId), newest)),
  ] as const;
}
type AnswerRow = typeof answers.$inferSelect & { parts: string };

/** Where a case may be held, as it is stored. */
export function toPlaces(stored: string): PlaceChoice[] {
  return JSON.parse(stored) as PlaceChoice[];
}
type MarkRow = typeof preferences.$inferSelect;

/** One contact's newest answer out of {@link readAnswers}; null when there is none. */
export function toAnswer(
  contactId: string,
  rows: readonly AnswerRow[],
  marks: readonly MarkRow[],
): AnswerView | null {
  const answer = rows.find((a) => a.contactId === contactId);
  if (!answer) return null;
  return {
    choice: answer.choice,
    marks: marks
      .filter((m) => m.answerId === answer.id)
      .map(({ slotId, mark, rank }) => ({ slotId, mark, rank }))
      .sort((a, b) => (a.rank ?? 9) - (b.rank ?? 9)),
    parts: inOrder(JSON.parse(answer.parts) as PartView[]),
    place: answer.place,
    health: answer.health,
    attendance: answer.attendance,
    note: answer.note,
    answeredAt: answer.answeredAt,
  };
}

/** Participants of cases, with how they can be reached. */
export function readParticipants({ q }: Database, which: SQL) {
  return q
    .select({
      caseId: participants.caseId,
      contactId: contacts.id,
      clientId: clientContacts.clientId,
      kind: contacts.kind,
      name: contacts.name,
      kana: contacts.kana,
      phone: contacts.phone,
      relation: clientContacts.relation,
      lineUserId: contacts.lineUserId,
      friend: lineAccounts.friend,
      suspendedAt: lineAccounts.suspendedAt,
    })
    .from(participants)
    .innerJoin(contacts, eq(contacts.id, participants.contactId))
    .innerJoin(
      clientContacts,
      and(
        eq(clientContacts.contactId, contacts.id),
        sql`${clientContacts.clientId} = (select client_id from cases where id = ${participants.caseId})`,
      ),
    )
    .leftJoin(lineAccounts, eq(lineAccounts.lineUserId, contacts.lineUserId))
    .where(sql`${participants.caseId} in (${which})`)
    .orderBy(participants.addedAt, contacts.id);
}
