import { and, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm';
import { caseChanges, cases, participants, slots, tasks } from '../../../db/schema/cases.ts';
import { messages } from '../../../db/schema/messages.ts';
import { closures, officeSettings } from '../../../db/schema/office.ts';
import { contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { replyClockStart } from '../../manual/calendar.ts';
import { sayMeeting } from '../../manual/say.ts';
import { type Refused, refused } from '../../problem.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';
import { act } from '../record/act.ts';
import { clientOfCase } from './client-of-case.ts';
import { KIND_SAID } from './open-case.ts';

/**
 * Gives a confirmed date up to find another (R10: a postponement is told by phone or visit, never by LINE).
 * What was queued about it dies, everybody becomes a task, and the case asks for a date again.
 */
export async function changeDate(
  ctx: Ctx,
  caseId: string,
  input: { reason: string; tell: 'phone' | 'visit' },
): Promise<{ taskIds: string[] } | Refused> {
  const { q } = ctx.db;
  return act(
    ctx,
    clientOfCase(caseId),
    [
      q
        .select({
          ...getTableColumns(cases),
          startsAt: slots.startsAt,
          endsAt: slots.endsAt,
          changer: sql<
            string | null
          >`(select s.name from case_changes h join staff s on s.id = h.changed_by where h.case_id = ${caseId} order by h.changed_at desc limit 1)`,
        })
        .from(cases)
        .leftJoin(slots, eq(slots.id, cases.confirmedSlotId))
        .where(eq(cases.id, caseId)),
      q
        .select({ id: contacts.id, name: contacts.name })
        .from(participants)
        .innerJoin(contacts, eq(contacts.id, participants.contactId))
        .where(eq(participants.caseId, caseId)),
      q.select().from(officeSettings),
      q.select({ date: closures.date }).from(closures),
    ],
    ([found, people, settingsRows, closureRows]) => {
      const theCase = found[0];
      if (!theCase) return { result: refused('not-found') };
      if (theCase.status === 'held' || theCase.status === 'cancelled')
        return { result: refused('case-closed') };
      const { confirmedSlotId, confirmedAt, startsAt, endsAt } = theCase;
      if (confirmedSlotId === null || confirmedAt === null || startsAt === null || endsAt === null)
        return {
          result: refused('conflict', {
            detail: theCase.changer
              ? `${theCase.changer}さんが先に、日を変える手つづきをはじめました。`
              : '確定した日がありません。',
          }),
        };
      const { settings } = officeSettingsInForce(settingsRows, ctx.now);
      const closed = closureRows.map((row) => row.date);
      const how = input.tell === 'phone' ? '電話で' : '訪問して';
      const told = people.map((person) => ({
        id: ctx.newId(),
        clientId: theCase.clientId,
        contactId: person.id,
        caseId,
        kind: input.tell,
        why: 'tell-changed',
        title: `${person.name}さんに、${KIND_SAID[theCase.kind]}の日が変わることを${how}伝えます`,
        dueAt: replyClockStart(ctx.now, settings, closed),
        onceKey: `tell-changed:${confirmedSlotId}:${confirmedAt}:${person.id}`,
        createdAt: ctx.now,
      }));
      return {
        result: { taskIds: told.map((task) => task.id) },
        writes: [
          q.insert(caseChanges).values({
            id: ctx.newId(),
            caseId,
            slotId: confirmedSlotId,
            confirmedAt,
            reason: input.reason,
            tell: input.tell,
            changedBy: ctx.actor.id ?? '',
            changedAt: ctx.now,
          }),
          q
            .update(cases)
            .set({ status: 'open', confirmedSlotId: null, confirmedAt: null, confirmedBy: null })
            .where(eq(cases.id, caseId)),
          q.update(slots).set({ closedAt: ctx.now }).where(eq(slots.id, confirmedSlotId)),
          q
            .update(messages)
            .set({ status: 'dropped', lastError: '日程の変更', leaseUntil: null, leaseToken: null })
            .where(
              and(
                eq(messages.caseId, caseId),
                inArray(messages.status, ['queued', 'leased']),
                inArray(messages.purpose, ['confirmed', 'reminder']),
              ),
            ),
          q
            .update(tasks)
            .set({ doneAt: ctx.now, doneBy: ctx.actor.id, doneNote: '日程の変更' })
            .where(
              and(
                eq(tasks.caseId, caseId),
                inArray(tasks.why, ['tell-date', 'wish-change', 'wish-cannot-come']),
                isNull(tasks.doneAt),
              ),
            ),
          ...told.map((task) => q.insert(tasks).values(task)),
        ],
        entries: [
          {
            clientId: theCase.clientId,
            kind: 'date-changed',
            caseId,
            body: {
              summary: `確定した日を取りやめ、決め直します：${sayMeeting(startsAt, endsAt)}。LINEは使わず、${how}伝えます`,
              reason: input.reason,
              nextAction: `${people.map((person) => person.name).join('、')}さんに${how}伝える`,
              rules: ['R10'],
            },
          },
        ],
      };
    },
  );
}
