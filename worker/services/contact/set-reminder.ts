import { and, eq, sql } from 'drizzle-orm';
import { cases, participants, slots } from '../../../db/schema/cases.ts';
import { messages } from '../../../db/schema/messages.ts';
import { contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { ClockTime } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { queueReminder } from '../case/confirm-date.ts';
import { assembleFacts } from '../facts/assemble-facts.ts';
import { factQueries, factRowsOf } from '../facts/read-facts.ts';
import { act } from '../record/act.ts';

/**
 * Turns a contact's reminders on (at a time of day) or off. What is already fixed follows: queued reminders of the
 * old wish die, and confirmed meetings still to come get one at the new time.
 */
export async function setReminder(
  ctx: Ctx,
  input: { lineUserId: string; time: ClockTime | null },
): Promise<{ time: ClockTime | null } | Refused> {
  const { q } = ctx.db;
  const me = sql`select id from contacts where line_user_id = ${input.lineUserId}`;
  const ourCases = sql`select case_id from participants where contact_id in (${me})`;
  const ourClients = sql`select client_id from client_contacts where contact_id in (${me})`;
  return act(
    ctx,
    ourClients,
    [
      ...factQueries(ctx.db, { contacts: me, clients: ourClients, cases: ourCases }, ctx.now),
      q.select().from(contacts).where(eq(contacts.lineUserId, input.lineUserId)),
      q
        .select({ caseId: cases.id, clientId: cases.clientId, slotId: slots.id, startsAt: slots.startsAt })
        .from(participants)
        .innerJoin(cases, eq(cases.id, participants.caseId))
        .innerJoin(slots, eq(slots.id, cases.confirmedSlotId))
        .where(and(sql`${participants.contactId} in (${me})`, eq(cases.status, 'confirmed'))),
      q
        .select({ clientId: sql<string>`client_id` })
        .from(sql`client_contacts`)
        .where(sql`contact_id in (${me})`),
    ] as const,
    (all) => {
      const contact = all[15][0];
      if (!contact) return { result: refused('not-found') };
      const time = input.time;
      const rows = factRowsOf(all);
      const queued =
        time === null
          ? []
          : all[16].flatMap((meeting) => {
              const who = { contactId: contact.id, clientId: meeting.clientId, caseId: meeting.caseId };
              const statement = queueReminder(
                ctx,
                assembleFacts(rows, who, ctx.now),
                { ...who, slot: { id: meeting.slotId, startsAt: meeting.startsAt } },
                time,
              );
              return statement ? [statement] : [];
            });
      return {
        result: { time },
        writes: [
          q.update(contacts).set({ reminderTime: time }).where(eq(contacts.id, contact.id)),
          q
            .update(messages)
            .set({ status: 'dropped', onceKey: null, lastError: 'お知らせの設定の変更' })
            .where(
              and(
                eq(messages.contactId, contact.id),
                eq(messages.purpose, 'reminder'),
                eq(messages.status, 'queued'),
              ),
            ),
          ...queued,
        ],
        entries: all[17].map(({ clientId }) => ({
          clientId,
          kind: 'reminder-set',
          contactId: contact.id,
          body: {
            summary: time === null ? '前日のお知らせを止めました' : `前日のお知らせを${time}に受け取ります`,
            partner: contact.name,
          },
        })),
      };
    },
  );
}
