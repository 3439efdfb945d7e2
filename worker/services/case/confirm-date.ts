import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import { messageIncludes } from '../../../db/client.ts';
import { cases, participants, slots, tasks } from '../../../db/schema/cases.ts';
import { contacts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { isClosed, replyClockStart } from '../../manual/calendar.ts';
import { addDays, civilDate, instantOf } from '../../manual/jst.ts';
import { sayMeeting } from '../../manual/say.ts';
import type { Settings } from '../../manual/settings.ts';
import type { ClockTime, Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { assembleFacts, type FactsOf } from '../facts/assemble-facts.ts';
import { factQueries, factRowsOf } from '../facts/read-facts.ts';
import { linkFor, NOTICES } from '../message/drafts.ts';
import { enqueue } from '../message/enqueue.ts';
import { judgeMessage } from '../message/judge-message.ts';
import { act } from '../record/act.ts';
import { clientOfCase } from './client-of-case.ts';
import { KIND_SAID } from './open-case.ts';
import { slotTaken } from './slot-taken.ts';

/**
 * Fixes one of the offered times. Of two counselors one wins and the other is told who; the same counselor is
 * never booked twice. Everyone who agreed to LINE gets a content-free notice (and a reminder if they asked for
 * one); everyone else stands as a phone task.
 */
export async function confirmDate(
  ctx: Ctx,
  caseId: string,
  slotId: string,
): Promise<{ startsAt: Instant } | Refused> {
  const { q } = ctx.db;
  const people = sql`select contact_id from participants where case_id = ${caseId}`;
  const scope = { contacts: people, clients: clientOfCase(caseId), cases: sql`${caseId}` };
  try {
    return await act(
      ctx,
      clientOfCase(caseId),
      [
        ...factQueries(ctx.db, scope, ctx.now),
        q
          .select({
            clientId: cases.clientId,
            counselorId: cases.counselorId,
            kind: cases.kind,
            status: cases.status,
            plannedMethod: cases.plannedMethod,
            confirmedSlotId: cases.confirmedSlotId,
            confirmedBy: staff.name,
          })
          .from(cases)
          .leftJoin(staff, eq(staff.id, cases.confirmedBy))
          .where(eq(cases.id, caseId)),
        q
          .select({ ...getTableColumns(slots), taken: slotTaken })
          .from(slots)
          .where(and(eq(slots.id, slotId), eq(slots.caseId, caseId))),
        q
          .select({
            id: contacts.id,
            name: contacts.name,
            kind: contacts.kind,
            reminderTime: contacts.reminderTime,
          })
          .from(participants)
          .innerJoin(contacts, eq(contacts.id, participants.contactId))
          .where(eq(participants.caseId, caseId)),
      ] as const,
      (all) => {
        const theCase = all[15][0];
        const slot = all[16][0];
        if (!theCase || !slot) return { result: refused('not-found') };
        if (theCase.status !== 'open') return { result: whoWon(theCase, slotId, slot.startsAt) };
        if (slot.closedAt !== null || slot.taken) return { result: TAKEN };
        const rows = factRowsOf(all);
        const said = sayMeeting(slot.startsAt, slot.endsAt);
        const told = all[17].map((person) => {
          const of = assembleFacts(
            rows,
            { contactId: person.id, clientId: theCase.clientId, caseId },
            ctx.now,
          );
          return tell(ctx, { ...theCase, id: caseId }, slot, person, of);
        });
        return {
          result: { startsAt: slot.startsAt },
          writes: [
            q
              .update(cases)
              .set({
                status: 'confirmed',
                confirmedSlotId: slotId,
                confirmedAt: ctx.now,
                confirmedBy: ctx.actor.id,
              })
              .where(and(eq(cases.id, caseId), eq(cases.status, 'open'))),
            ...told.flat(),
          ],
          entries: [
            {
              clientId: theCase.clientId,
              kind: 'confirmed',
              caseId,
              body: {
                summary: `${KIND_SAID[theCase.kind]}の日時を確定しました：${said}`,
                method: theCase.plannedMethod,
                place: slot.place,
                startedAt: slot.startsAt,
                endedAt: slot.endsAt,
              },
            },
          ],
        };
      },
    );
  } catch (error) {
    // Two of the counselor's cases confirmed at the same instant: the trigger refuses the second.
    if (messageIncludes(error, 'cases_no_double_booking')) return TAKEN;
    throw error;
  }
}

const TAKEN = refused('slot-taken', {
  detail: 'この時間は使えません。担当者の別の予定があるか、取り下げられています。',
});

function whoWon(
  theCase: { status: string; confirmedSlotId: string | null; confirmedBy: string | null },
  slotId: string,
  startsAt: Instant,
): { startsAt: Instant } | Refused {
  if (theCase.status === 'confirmed' && theCase.confirmedSlotId === slotId) return { startsAt };
  if (theCase.status === 'confirmed')
    return refused('already-confirmed', {
      detail: `${theCase.confirmedBy ?? 'ほかの人'}さんが先に確定しました。`,
    });
  return refused('case-closed');
}

interface Told {
  id: string;
  name: string;
  kind: string;
  reminderTime: ClockTime | null;
}

/** What tells one participant: a notice and, if asked for, a reminder; a phone task where LINE may not. */
function tell(
  ctx: Ctx,
  theCase: { id: string; clientId: string },
  slot: { id: string; startsAt: Instant; endsAt: Instant },
  person: Told,
  of: FactsOf,
) {
  const base = { contactId: person.id, clientId: theCase.clientId, caseId: theCase.id, greeting: '' };
  const facts: FactsOf = {
    ...of,
    facts: {
      ...of.facts,
      case: of.facts.case && { ...of.facts.case, status: 'confirmed', meetingStartsAt: slot.startsAt },
    },
  };
  const notice = judgeMessage(facts, { purpose: 'confirmed', greeting: '', body: NOTICES.confirmed }, 'auto');
  if (of.lineUserId === null || notice.outcome === 'refuse') {
    return [
      ctx.db.q
        .insert(tasks)
        .values({
          id: ctx.newId(),
          clientId: theCase.clientId,
          contactId: person.id,
          caseId: theCase.id,
          kind: 'phone',
          why: 'tell-date',
          title: `${person.name}さんに、決まった日時を電話で伝えます`,
          dueAt: replyClockStart(ctx.now, of.settings, of.facts.closures),
          onceKey: `tell-date:${slot.id}:${person.id}`,
          createdAt: ctx.now,
        })
        .onConflictDoNothing({ target: tasks.onceKey }),
    ];
  }
  const statements = [
    enqueue(
      ctx,
      notice.permit,
      {
        ...base,
        id: ctx.newId(),
        purpose: 'confirmed',
        body: NOTICES.confirmed,
        link: linkFor('confirmed', theCase.id),
        staleAfter: slot.endsAt,
        onceKey: `confirmed:${slot.id}:${person.id}`,
        settingsVersion: of.settingsVersion,
        findings: notice.findings,
      },
      null,
    ),
  ];
  const reminder =
    person.reminderTime === null ? null : queueReminder(ctx, facts, { ...base, slot }, person.reminderTime);
  return reminder ? [...statements, reminder] : statements;
}

/**
 * The reminder the day before at the person's chosen time (or the last open day before it), in hours, never after
 * the start, once per time; null when that moment has passed or the manual refuses.
 */
export function queueReminder(
  ctx: Ctx,
  of: FactsOf,
  about: { contactId: string; clientId: string; caseId: string; slot: { id: string; startsAt: Instant } },
  time: ClockTime,
) {
  const at = reminderInstant(about.slot.startsAt, time, of.settings, of.facts.closures);
  const decision = judgeMessage(of, { purpose: 'reminder', greeting: '', body: NOTICES.reminder }, 'auto');
  if (at <= ctx.now || decision.outcome === 'refuse') return null;
  return enqueue(
    ctx,
    decision.permit,
    {
      id: ctx.newId(),
      contactId: about.contactId,
      clientId: about.clientId,
      caseId: about.caseId,
      purpose: 'reminder',
      greeting: '',
      body: NOTICES.reminder,
      link: linkFor('reminder', about.caseId),
      notBefore: at,
      staleAfter: about.slot.startsAt,
      onceKey: `reminder:${about.slot.id}:${about.contactId}:${time}`,
      settingsVersion: of.settingsVersion,
      findings: decision.findings,
    },
    null,
  );
}

function reminderInstant(
  startsAt: Instant,
  time: ClockTime,
  settings: Settings,
  closures: readonly string[],
): Instant {
  let date = addDays(civilDate(startsAt), -1);
  while (isClosed(date, settings, closures)) date = addDays(date, -1);
  return instantOf(date, time);
}
