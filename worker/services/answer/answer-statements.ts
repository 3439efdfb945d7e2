import { and, eq, sql } from 'drizzle-orm';
import { type Given, prepared, preparedInsert } from '../../../db/prepared.ts';
import { answers, cases, participants, preferences, slots } from '../../../db/schema/cases.ts';
import { consents } from '../../../db/schema/consents.ts';
import { clientContacts, clients, contacts } from '../../../db/schema/people.ts';
import type { Instant } from '../../manual/types.ts';
import { slotTaken } from '../case/slot-taken.ts';
import { readVersionNeeded } from '../facts/assemble-facts.ts';

interface Answering {
  caseId: string;
  lineUserId: string;
  submissionKey: string;
  now: Instant;
}

/** The participant who answers: the newest consent, which one is needed (R1), and the answers before this one. */
export const readAnswering = prepared((q, given: Given<Answering>) => {
  const before = sql`from answers a where a.case_id = ${participants.caseId} and a.contact_id = ${participants.contactId}`;
  return q
    .select({
      clientId: cases.clientId,
      status: cases.status,
      placeChoices: cases.placeChoices,
      contactId: contacts.id,
      kind: contacts.kind,
      name: contacts.name,
      relation: clientContacts.relation,
      attendsProgram: clients.attendsProgram,
      choice: consents.choice,
      version: consents.version,
      versionNeeded: readVersionNeeded(given.now),
      lastSeq: sql<number | null>`(select max(a.seq) ${before})`,
      /** When this very submission was taken before. */
      answeredAt: sql<Instant | null>`(select a.answered_at ${before} and a.submission_key = ${given.submissionKey})`,
    })
    .from(participants)
    .innerJoin(cases, eq(cases.id, participants.caseId))
    .innerJoin(clients, eq(clients.id, cases.clientId))
    .innerJoin(contacts, eq(contacts.id, participants.contactId))
    .innerJoin(
      clientContacts,
      and(eq(clientContacts.clientId, cases.clientId), eq(clientContacts.contactId, contacts.id)),
    )
    .leftJoin(
      consents,
      and(
        eq(consents.clientId, cases.clientId),
        eq(consents.contactId, contacts.id),
        sql`${consents.seq} = (select max(seq) from consents c where c.client_id = ${cases.clientId} and c.contact_id = ${contacts.id})`,
      ),
    )
    .where(and(eq(participants.caseId, given.caseId), eq(contacts.lineUserId, given.lineUserId)));
});

/** The times that were offered, and whether each is still to be had. */
export const readOffered = prepared((q, given: Given<{ caseId: string }>) =>
  q
    .select({
      id: slots.id,
      startsAt: slots.startsAt,
      endsAt: slots.endsAt,
      closedAt: slots.closedAt,
      taken: slotTaken,
    })
    .from(slots)
    .where(eq(slots.caseId, given.caseId)),
);

export const insertAnswer = preparedInsert(answers);

/** `chosen`: JSON of `{ slotId, mark, rank }`. */
export const insertPreferences = prepared((q, given: Given<{ answerId: string; chosen: string }>) =>
  q.run(sql`insert into ${preferences} (answer_id, slot_id, mark, rank)
    select ${given.answerId}, value ->> 'slotId', value ->> 'mark', value ->> 'rank' from json_each(${given.chosen})`),
);
