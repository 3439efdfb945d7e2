import { sql } from 'drizzle-orm';
import { cases, tasks } from '../../db/schema/cases.ts';
import { messages } from '../../db/schema/messages.ts';
import { closures, officeSettings } from '../../db/schema/office.ts';
import { DAY, stageTwoDue } from '../manual/calendar.ts';
import { officeSettingsInForce } from '../services/facts/assemble-facts.ts';
import type { World } from '../world.ts';

/** Longer than the longest wait that the settings allow, with the year's end in it. */
const LOOK_BACK = 45 * DAY;

/**
 * R4: a task for staff when nobody has called back since stage 1 for the whole wait. A talk, an answer about
 * dates, a newer stage 1, or a stage 2 that was asked already ends the wait. Once for each stage 1.
 */
export async function stageTwoWait(world: World): Promise<{ tasks: number }> {
  const { q } = world.db;
  const now = world.now();
  const [waiting, settingsRows, closureRows] = await world.db.read([
    q
      .select({
        id: messages.id,
        clientId: messages.clientId,
        contactId: messages.contactId,
        caseId: messages.caseId,
        sentAt: messages.sentAt,
      })
      .from(cases)
      .innerJoin(messages, sql`${messages.caseId} = ${cases.id}`)
      .where(
        sql`${cases.status} = 'open' and ${messages.purpose} = 'callback-request'
          and ${messages.createdAt} between ${now - LOOK_BACK} and ${now - DAY}
          and ${messages.status} = 'sent'
          and not exists (select 1 from tasks t where t.once_key = 'stage-two:' || ${messages.id})
          and not exists (select 1 from messages n where n.case_id = ${cases.id} and n.id <> ${messages.id}
            and n.contact_id = ${messages.contactId} and n.created_at >= ${messages.sentAt}
            and n.purpose in ('callback-request', 'date-request') and n.status in ('queued', 'leased', 'sent'))
          and not exists (select 1 from calls k where k.client_id = ${messages.clientId}
            and k.contact_id = ${messages.contactId} and k.called_at >= ${messages.sentAt}
            and k.undone_at is null and (k.outcome = 'reached' or (k.outcome = 'family' and k.reached = 1)))
          and not exists (select 1 from answers a where a.case_id = ${cases.id}
            and a.contact_id = ${messages.contactId} and a.answered_at >= ${messages.sentAt})`,
      )
      .orderBy(messages.sentAt)
      .limit(100),
    q.select().from(officeSettings),
    q.select({ date: closures.date }).from(closures),
  ]);
  const { settings } = officeSettingsInForce(settingsRows, now);
  const closed = closureRows.map((row) => row.date);
  const due = waiting.flatMap(({ sentAt, ...message }) => {
    const dueAt = stageTwoDue(sentAt ?? now, settings, closed);
    return dueAt <= now ? [{ ...message, dueAt }] : [];
  });
  if (due.length === 0) return { tasks: 0 };
  await world.db.write(
    due.map(({ id, ...about }) =>
      q
        .insert(tasks)
        .values({
          ...about,
          id: world.newId(),
          kind: 'decide',
          why: 'stage-two',
          title: '折り返しがありません。希望の日時を、電話かLINEでうかがいます',
          onceKey: `stage-two:${id}`,
          createdAt: now,
        })
        .onConflictDoNothing(),
    ),
  );
  return { tasks: due.length };
}
