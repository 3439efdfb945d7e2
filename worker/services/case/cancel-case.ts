import { and, eq, getTableColumns, inArray, isNull } from 'drizzle-orm';
import { cases, participants, tasks } from '../../../db/schema/cases.ts';
import { messages } from '../../../db/schema/messages.ts';
import { closures, officeSettings } from '../../../db/schema/office.ts';
import { contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { replyClockStart } from '../../manual/calendar.ts';
import { type Refused, refused } from '../../problem.ts';
import { endApprovals } from '../approval/end-approvals.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';
import { act } from '../record/act.ts';
import { clientOfCase } from './client-of-case.ts';
import { KIND_SAID } from './open-case.ts';
import { closedBy, whoClosed } from './who-closed.ts';

/**
 * Calls a case off. Never by LINE (R10): queued notices and reminders die, what was still to be done about it
 * ends, and everybody who takes part becomes a phone or visit task. Of two counselors the second is told who.
 */
export async function cancelCase(
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
        .select({ ...getTableColumns(cases), closer: whoClosed })
        .from(cases)
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
        return { result: closedBy(theCase.status, theCase.closer) };
      const { settings } = officeSettingsInForce(settingsRows, ctx.now);
      const dueAt = replyClockStart(
        ctx.now,
        settings,
        closureRows.map((c) => c.date),
      );
      const how = input.tell === 'phone' ? '電話で' : '訪問して';
      const told = people.map((person) => ({
        id: ctx.newId(),
        clientId: theCase.clientId,
        contactId: person.id,
        caseId,
        kind: input.tell,
        why: 'tell-cancelled',
        title: `${person.name}さんに、${KIND_SAID[theCase.kind]}のとりやめを${how}伝えます`,
        dueAt,
        createdAt: ctx.now,
      }));
      return {
        result: { taskIds: told.map((t) => t.id) },
        writes: [
          q
            .update(cases)
            .set({
              status: 'cancelled',
              cancelledAt: ctx.now,
              cancelReason: input.reason,
              cancelledBy: ctx.actor.id,
            })
            .where(eq(cases.id, caseId)),
          q
            .update(messages)
            .set({ status: 'dropped', lastError: '日程調整のとりやめ', leaseUntil: null, leaseToken: null })
            .where(and(eq(messages.caseId, caseId), inArray(messages.status, ['queued', 'leased']))),
          endApprovals(ctx, caseId, '日程調整のとりやめ'),
          q
            .update(tasks)
            .set({ doneAt: ctx.now, doneBy: ctx.actor.id, doneNote: '日程調整のとりやめ' })
            .where(and(eq(tasks.caseId, caseId), isNull(tasks.doneAt))),
          ...told.map((t) => q.insert(tasks).values(t)),
        ],
        entries: [
          {
            clientId: theCase.clientId,
            kind: 'cancelled',
            caseId,
            body: {
              summary: `${KIND_SAID[theCase.kind]}をとりやめました。LINEは使わず、${how}伝えます`,
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
