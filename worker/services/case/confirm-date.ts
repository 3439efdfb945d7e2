import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import { messageIncludes } from '../../../db/client.ts';
import { answers, cases, participants, slots, tasks } from '../../../db/schema/cases.ts';
import { contacts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { replyClockStart } from '../../manual/calendar.ts';
import { reminderInstant } from '../../manual/rules/r11.ts';
import { sayMeeting, shortInstant } from '../../manual/say.ts';
import type { ClockTime, Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { assembleFacts, type FactsOf } from '../facts/assemble-facts.ts';
import { factQueries, factRowsOf } from '../facts/read-facts.ts';
import { linkFor, NOTICES } from '../message/drafts.ts';
import { enqueue } from '../message/enqueue.ts';
import { judgeMessage } from '../message/judge-message.ts';
import { officeProfile } from '../office/profile.ts';
import { act } from '../record/act.ts';
import { clientOfCase } from './client-of-case.ts';
import { judgeMeeting } from './judge-meeting.ts';
import { meetingPlace, placeSaid, type Where } from './meeting-place.ts';
import { KIND_SAID } from './open-case.ts';
import { slotTaken } from './slot-taken.ts';
import { closedBy, whoClosed } from './who-closed.ts';

/**
 * Fixes one of the offered times, if the manual lets it be held so (R7, R8), where it was offered or where the
 * counselor says now that the person was asked. Of two counselors one wins and the
 * other is told who; the same counselor is never booked twice. Everyone who agreed to LINE gets a content-free
 * notice (and a reminder if they asked for one); everyone else stands as a phone task, and so does everyone once
 * a confirmed date was given up: a change is told by voice (R10).
 */
export async function confirmDate(
  ctx: Ctx,
  caseId: string,
  slotId: string,
  where: Where = {},
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
            confirmedFor: slots.startsAt,
            closer: whoClosed,
            changes: sql<number>`(select count(*) from case_changes h where h.case_id = cases.id)`,
          })
          .from(cases)
          .leftJoin(staff, eq(staff.id, cases.confirmedBy))
          .leftJoin(slots, eq(slots.id, cases.confirmedSlotId))
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
        q
          .select({ name: contacts.name, place: answers.place })
          .from(answers)
          .innerJoin(contacts, eq(contacts.id, answers.contactId))
          .where(
            sql`(${answers.contactId}, ${answers.seq}) in (select contact_id, max(seq) from answers where case_id = ${caseId} group by contact_id) and ${answers.caseId} = ${caseId}`,
          ),
      ] as const,
      (all) => {
        const theCase = all[15][0];
        const slot = all[16][0];
        if (!theCase || !slot) return { result: refused('not-found') };
        if (theCase.status !== 'open') return { result: whoWon(theCase, slotId, slot.startsAt) };
        if (slot.closedAt !== null || slot.taken) return { result: TAKEN };
        const rows = factRowsOf(all);
        const offered = { place: slot.place, method: theCase.plannedMethod };
        const held = meetingPlace(where, offered, officeProfile(rows[14]).name);
        const first = all[17][0];
        if (first) {
          const of = assembleFacts(
            rows,
            { contactId: first.id, clientId: theCase.clientId, caseId },
            ctx.now,
          );
          const plan = { kind: theCase.kind, method: held.method, at: slot.startsAt };
          const decision = judgeMeeting(of, { do: 'plan', ...plan });
          if (decision.outcome === 'refuse')
            return {
              result: refused('refused-by-manual', {
                detail:
                  'この日をLINEで行うことはできません。方法を訪問や来所に変えてから、確定してください。',
                rules: [...decision.findings],
              }),
            };
        }
        const said = sayMeeting(slot.startsAt, slot.endsAt);
        const told = all[17].map((person) => {
          const of = assembleFacts(
            rows,
            { contactId: person.id, clientId: theCase.clientId, caseId },
            ctx.now,
          );
          return tell(
            ctx,
            { ...theCase, id: caseId },
            { ...slot, elsewhere: held.place === slot.place ? null : held.place },
            person,
            of,
          );
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
                plannedMethod: held.method,
              })
              .where(and(eq(cases.id, caseId), eq(cases.status, 'open'))),
            ...(held.place === slot.place
              ? []
              : [q.update(slots).set({ place: held.place }).where(eq(slots.id, slotId))]),
            ...told.flat(),
          ],
          entries: [
            {
              clientId: theCase.clientId,
              kind: 'confirmed',
              caseId,
              body: {
                summary: `${KIND_SAID[theCase.kind]}の日時を確定しました：${said}`,
                content: placeSaid(held, offered, all[18]) || undefined,
                method: held.method,
                place: held.place,
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
  theCase: {
    status: 'open' | 'confirmed' | 'held' | 'cancelled';
    confirmedSlotId: string | null;
    confirmedBy: string | null;
    confirmedFor: Instant | null;
    closer: string | null;
  },
  slotId: string,
  startsAt: Instant,
): { startsAt: Instant } | Refused {
  if (theCase.status === 'confirmed' && theCase.confirmedSlotId === slotId) return { startsAt };
  if (theCase.status === 'confirmed')
    return refused('already-confirmed', {
      detail: `${theCase.confirmedBy ?? 'ほかの人'}さんが先に、${theCase.confirmedFor === null ? '' : `${shortInstant(theCase.confirmedFor)} で`}確定しました。`,
    });
  return closedBy(theCase.status === 'held' ? 'held' : 'cancelled', theCase.closer);
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
  theCase: { id: string; clientId: string; changes: number },
  slot: { id: string; startsAt: Instant; endsAt: Instant; elsewhere: string | null },
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
  const silent = of.lineUserId === null || notice.outcome === 'refuse';
  // The same time confirmed once more is told once more.
  const once = theCase.changes === 0 ? slot.id : `${slot.id}~${theCase.changes}`;
  const reminder =
    silent || person.reminderTime === null
      ? null
      : queueReminder(ctx, facts, { ...base, slot: { ...slot, id: once } }, person.reminderTime);
  const reminders = reminder ? [reminder] : [];
  if (silent || theCase.changes > 0)
    return [...tellByVoice(ctx, theCase, slot, person, of, once), ...reminders];
  return [
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
        onceKey: `confirmed:${once}:${person.id}`,
        settingsVersion: of.settingsVersion,
        findings: notice.findings,
      },
      null,
    ),
    ...reminders,
  ];
}

/** One task to tell the date; where a change still waits to be told, the new date goes with it. */
function tellByVoice(
  ctx: Ctx,
  theCase: { id: string; clientId: string; changes: number },
  slot: { startsAt: Instant; elsewhere: string | null },
  person: Told,
  of: FactsOf,
  once: string,
) {
  const { q } = ctx.db;
  const onceKey = `tell-date:${once}:${person.id}`;
  const when = `${shortInstant(slot.startsAt)}${slot.elsewhere === null ? '' : `・${slot.elsewhere}`}`;
  const insert = q
    .insert(tasks)
    .values({
      id: ctx.newId(),
      clientId: theCase.clientId,
      contactId: person.id,
      caseId: theCase.id,
      kind: 'phone',
      why: 'tell-date',
      title: `${person.name}さんに、決まった日時（${when}）を電話で伝えます`,
      dueAt: replyClockStart(ctx.now, of.settings, of.facts.closures),
      onceKey,
      createdAt: ctx.now,
    })
    .onConflictDoNothing({ target: tasks.onceKey });
  if (theCase.changes === 0) return [insert];
  const join = q
    .update(tasks)
    .set({ why: 'tell-date', onceKey, title: `${person.name}さんに、変わった日時（${when}）を伝えます` })
    .where(
      and(
        eq(tasks.caseId, theCase.id),
        eq(tasks.contactId, person.id),
        eq(tasks.why, 'tell-changed'),
        isNull(tasks.doneAt),
      ),
    );
  return [join, insert];
}

/**
 * The reminder the day before at the person's chosen time, in hours (R11), once per time; null when that moment has passed or the manual refuses.
 */
export function queueReminder(
  ctx: Ctx,
  of: FactsOf,
  about: { contactId: string; clientId: string; caseId: string; slot: { id: string; startsAt: Instant } },
  time: ClockTime,
) {
  const at = reminderInstant(about.slot.startsAt, time, of.facts, of.settings);
  const decision = judgeMessage(of, { purpose: 'reminder', greeting: '', body: NOTICES.reminder }, 'auto');
  if (at === null || at <= ctx.now || decision.outcome === 'refuse') return null;
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
