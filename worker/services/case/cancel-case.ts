import { and, eq, inArray } from 'drizzle-orm';
import { cases, participants, tasks } from '../../../db/schema/cases.ts';
import { messages } from '../../../db/schema/messages.ts';
import { closures, officeSettings } from '../../../db/schema/office.ts';
import { contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { replyClockStart } from '../../manual/calendar.ts';
import { type Refused, refused } from '../../problem.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';
import { act } from '../record/act.ts';
import { clientOfCase } from './client-of-case.ts';
import { KIND_SAID } from './open-case.ts';

/**
 * Calls a case off. Never by LINE (R10): queued notices and reminders die, and everybody who takes part
 * becomes a phone or visit task.
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
      q.select().from(cases).where(eq(cases.id, caseId)),
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
            .set({ status: 'cancelled', cancelledAt: ctx.now, cancelReason: input.reason })
            .where(eq(cases.id, caseId)),
          q
            .update(messages)
            .set({ status: 'dropped', lastError: '日程調整のとりやめ', leaseUntil: null, leaseToken: null })
            .where(and(eq(messages.caseId, caseId), inArray(messages.status, ['queued', 'leased']))),
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
              rules: ['R10'],
            },
          },
        ],
      };
    },
  );
}
