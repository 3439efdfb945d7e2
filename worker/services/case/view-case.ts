import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm';
import { calls, caseChanges, cases, meetings, slots, tasks } from '../../../db/schema/cases.ts';
import { approvals, messages } from '../../../db/schema/messages.ts';
import { clients, contacts, staff } from '../../../db/schema/people.ts';
import { recordEntries } from '../../../db/schema/records.ts';
import type { Ctx } from '../../context.ts';
import { missingConsent } from '../../manual/rules/r1.ts';
import type { Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { CaseView, Gate, ParticipantView } from '../../views/cases.ts';
import { readApprovals, toApproval } from '../approval/approval-rows.ts';
import { logAccess } from '../client/log-access.ts';
import { assembleFacts, officeSettingsInForce } from '../facts/assemble-facts.ts';
import { type FactRows, factQueries, factRowsOf } from '../facts/read-facts.ts';
import { draftFor } from '../message/drafts.ts';
import { judgeMessage, verdictOf } from '../message/judge-message.ts';
import { readMessages, toMessage } from '../message/message-rows.ts';
import { officeProfile } from '../office/profile.ts';
import { readEntries, toRecord } from '../record/list-entries.ts';
import { readTasks, toTask } from '../task/task-rows.ts';
import { readAnswers, readParticipants, readSlots, toAnswer, toPlaces, toSlot } from './case-queries.ts';
import { readCaseRows } from './case-rows.ts';
import { clientOfCase } from './client-of-case.ts';
import { judgeMeeting } from './judge-meeting.ts';
import { diaryQueries, diaryRowsOf, toDiary } from './read-diary.ts';
import { clashesOf } from './suggest-times.ts';

/** A case with everything a counselor decides from, the gated steps judged now. Opening it is logged. */
export async function viewCase(ctx: Ctx, caseId: string): Promise<CaseView | Refused> {
  const { q } = ctx.db;
  const people = sql`select contact_id from participants where case_id = ${caseId}`;
  const scope = { contacts: people, clients: clientOfCase(caseId), cases: sql`${caseId}` };
  const all = await ctx.db.read([
    ...factQueries(ctx.db, scope, ctx.now),
    q
      .select({
        id: cases.id,
        kind: cases.kind,
        status: cases.status,
        purpose: cases.purpose,
        plannedMethod: cases.plannedMethod,
        placeChoices: cases.placeChoices,
        openedAt: cases.openedAt,
        lineReason: cases.lineReason,
        lineWishBy: cases.lineWishBy,
        lineWishAt: cases.lineWishAt,
        lineWishHow: cases.lineWishHow,
        confirmedSlotId: cases.confirmedSlotId,
        confirmedAt: cases.confirmedAt,
        confirmedBy: sql<string | null>`(select name from staff where id = ${cases.confirmedBy})`,
        cancelledAt: cases.cancelledAt,
        cancelReason: cases.cancelReason,
        cancelledBy: sql<string | null>`(select name from staff where id = ${cases.cancelledBy})`,
        head: sql<number>`(select max(seq) from record_entries where client_id = ${cases.clientId})`,
        clientId: clients.id,
        clientName: clients.name,
        clientKana: clients.kana,
        attendsProgram: clients.attendsProgram,
        counselorId: staff.id,
        counselorName: staff.name,
      })
      .from(cases)
      .innerJoin(clients, eq(clients.id, cases.clientId))
      .innerJoin(staff, eq(staff.id, cases.counselorId))
      .where(eq(cases.id, caseId)),
    readSlots(ctx.db, caseId),
    ...readAnswers(ctx.db, caseId),
    readParticipants(ctx.db, sql`${caseId}`),
    q
      .select({
        id: calls.id,
        at: calls.calledAt,
        contactName: contacts.name,
        outcome: calls.outcome,
        reached: calls.reached,
        direction: calls.direction,
        note: calls.note,
        staff: staff.name,
      })
      .from(calls)
      .innerJoin(contacts, eq(contacts.id, calls.contactId))
      .innerJoin(staff, eq(staff.id, calls.staffId))
      .where(and(eq(calls.caseId, caseId), sql`${calls.undoneAt} is null`))
      .orderBy(calls.calledAt),
    readMessages(ctx.db, eq(messages.caseId, caseId)),
    readTasks(ctx.db, eq(tasks.caseId, caseId)),
    q
      .select({ ...getTableColumns(meetings), by: staff.name })
      .from(meetings)
      .innerJoin(staff, eq(staff.id, meetings.recordedBy))
      .where(eq(meetings.caseId, caseId)),
    readEntries(ctx.db, eq(recordEntries.caseId, caseId)),
    readCaseRows(ctx.db, eq(cases.id, caseId)),
    ...diaryQueries(ctx.db, caseId, ctx.now),
    readApprovals(ctx.db, eq(approvals.caseId, caseId)),
    q
      .select({
        from: slots.startsAt,
        at: caseChanges.changedAt,
        by: staff.name,
        reason: caseChanges.reason,
      })
      .from(caseChanges)
      .innerJoin(slots, eq(slots.id, caseChanges.slotId))
      .innerJoin(staff, eq(staff.id, caseChanges.changedBy))
      .where(eq(caseChanges.caseId, caseId))
      .orderBy(desc(caseChanges.changedAt))
      .limit(1),
  ] as const);
  const facts = factRowsOf(all);
  const theCase = all[15][0];
  const [
    slotRows,
    answerRows,
    markRows,
    peopleRows,
    callRows,
    messageRows,
    taskRows,
    heldRows,
    entryRows,
    caseRows,
  ] = [all[16], all[17], all[18], all[19], all[20], all[21], all[22], all[23], all[24], all[25]];
  const diary = toDiary(diaryRowsOf(all, 26), ctx.now)?.diary;
  if (!theCase) return refused('not-found');
  await ctx.db.write([logAccess(ctx, theCase.clientId, 'case')]);
  const first = peopleRows.find((p) => p.kind !== 'provider') ?? peopleRows[0];
  const gate = (purpose: 'callback-request' | 'date-request') =>
    judgeGate(purpose, facts, { ...theCase, offered }, first?.contactId ?? null, ctx.now);
  const slot = slotRows.find((s) => s.id === theCase.confirmedSlotId);
  const offered = slotRows.some((s) => s.closedAt === null && s.startsAt > ctx.now);
  const held = heldRows[0];
  return {
    id: theCase.id,
    kind: theCase.kind,
    status: theCase.status,
    purpose: theCase.purpose,
    plannedMethod: theCase.plannedMethod,
    placeChoices: toPlaces(theCase.placeChoices),
    client: {
      id: theCase.clientId,
      name: theCase.clientName,
      kana: theCase.clientKana,
      attendsProgram: theCase.attendsProgram,
    },
    counselor: { id: theCase.counselorId, name: theCase.counselorName },
    openedAt: theCase.openedAt,
    now: ctx.now,
    calls: callRows,
    failedCalls: caseRows[0]?.failedCalls ?? 0,
    callsNeeded: gateSettings(facts, ctx.now).callsNeeded,
    callbackRequest: gate('callback-request'),
    dateRequest: gate('date-request'),
    slots: slotRows
      .filter((s) => s.closedAt === null)
      .map((s) => ({
        ...toSlot(s, ctx.now),
        overlap: Boolean(s.taken),
        clashes: diary && s.startsAt > ctx.now && theCase.status === 'open' ? clashesOf(s, diary) : [],
      })),
    participants: peopleRows.map(
      (p): ParticipantView => ({
        contactId: p.contactId,
        name: p.name,
        kana: p.kana,
        kind: p.kind,
        relation: p.relation,
        phone: p.phone,
        ...reachOf(p, facts, theCase.clientId, ctx.now),
        answer: toAnswer(p.contactId, answerRows, markRows),
      }),
    ),
    messages: messageRows.map(toMessage),
    tasks: taskRows.map(toTask),
    confirmed:
      slot && theCase.status !== 'cancelled'
        ? {
            slotId: slot.id,
            startsAt: slot.startsAt,
            endsAt: slot.endsAt,
            place: slot.place,
            by: theCase.confirmedBy ?? '',
            at: theCase.confirmedAt ?? 0,
          }
        : null,
    held: held
      ? {
          startedAt: held.startedAt,
          endedAt: held.endedAt,
          method: held.method,
          place: held.place,
          by: held.by,
        }
      : null,
    cancelled:
      theCase.cancelledAt === null
        ? null
        : {
            at: theCase.cancelledAt,
            reason: theCase.cancelReason ?? '',
            by: theCase.cancelledBy ?? '',
          },
    changed: theCase.status === 'open' ? (all[34][0] ?? null) : null,
    alternation: alternationOf(facts, theCase, first?.contactId ?? null, slot?.startsAt ?? null, ctx.now),
    approvals: all[33].map((row) => toApproval(row, ctx.actor.id)),
    line: {
      reason: theCase.lineReason,
      wishBy: theCase.lineWishBy,
      wishAt: theCase.lineWishAt,
      wishHow: theCase.lineWishHow,
    },
    records: entryRows.map(toRecord),
    head: theCase.head,
  };
}

function gateSettings(facts: FactRows, now: number) {
  return officeSettingsInForce(facts[14], now).settings;
}

/** One gated step, judged with a draft that keeps the manual, so that only the case itself can lock it. */
function judgeGate(
  purpose: 'callback-request' | 'date-request',
  facts: FactRows,
  theCase: {
    id: string;
    clientId: string;
    kind: CaseView['kind'];
    counselorName: string;
    attendsProgram: boolean;
    offered: boolean;
  },
  contactId: string | null,
  now: number,
): Gate {
  const contact = facts[0].find((c) => c.id === contactId);
  const draft = draftFor(purpose, {
    office: officeProfile(facts[14]).name,
    counselor: theCase.counselorName,
    partner: contact?.kind === 'provider' ? 'provider' : 'other',
    attendsProgram: theCase.attendsProgram,
    kind: theCase.kind,
    offered: theCase.offered,
  });
  if (contactId === null || !contact) {
    return { contactId: null, verdict: { outcome: 'refuse', until: null, findings: [], next: [] }, draft };
  }
  const of = assembleFacts(facts, { contactId, clientId: theCase.clientId, caseId: theCase.id }, now);
  return { contactId, verdict: verdictOf(judgeMessage(of, { purpose, ...draft }, 'staff')), draft };
}

/** R1 as a person sees it: may LINE be used, and would it arrive. */
function reachOf(
  person: { contactId: string; lineUserId: string | null; friend: boolean | null },
  rows: FactRows,
  clientId: string,
  now: Instant,
): Pick<ParticipantView, 'reachable' | 'unfriended' | 'suspended'> {
  if (person.lineUserId === null) return { reachable: false, unfriended: false, suspended: false };
  const { facts } = assembleFacts(rows, { contactId: person.contactId, clientId, caseId: null }, now);
  const agreed = missingConsent({ ...facts, partner: { ...facts.partner, friend: true } }, now) === null;
  return {
    reachable: missingConsent(facts, now) === null,
    unfriended: agreed && person.friend !== true,
    suspended: facts.partner.suspended,
  };
}

/** R8: whether this one could be held by LINE, and which meeting came before it. */
function alternationOf(
  facts: FactRows,
  theCase: { id: string; clientId: string; kind: CaseView['kind'] },
  contactId: string | null,
  at: number | null,
  now: number,
): CaseView['alternation'] {
  if (contactId === null || !facts[0].some((c) => c.id === contactId))
    return { line: { outcome: 'refuse', until: null, findings: [], next: [] }, last: null };
  const of = assembleFacts(facts, { contactId, clientId: theCase.clientId, caseId: theCase.id }, now);
  const held = of.facts.meetings
    .filter((each) => each.status === 'held' && each.kind !== 'consultation')
    .sort((a, b) => b.at - a.at)[0];
  return {
    line: verdictOf(judgeMeeting(of, { do: 'plan', kind: theCase.kind, method: 'line', at })),
    last: held ? { at: held.at, kind: held.kind, method: held.method } : null,
  };
}
