import { sql } from 'drizzle-orm';
import { cases, participants, slots } from '../../db/schema/cases.ts';
import { contacts } from '../../db/schema/people.ts';
import type { Ctx } from '../context.ts';
import { DAY } from '../manual/calendar.ts';
import { queueReminder } from '../services/case/confirm-date.ts';
import { assembleFacts } from '../services/facts/assemble-facts.ts';
import { factQueries, factRowsOf, ids } from '../services/facts/read-facts.ts';
import type { World } from '../world.ts';
import type { Round } from './job.ts';

const AT_ONCE = 40;
/** The year's end is the longest row of closed days before a meeting. */
const AHEAD = 12 * DAY;

/**
 * Queues the reminder of the day before for whoever asked for one and has none: who agreed to LINE only after the
 * date was fixed, or joined later. Everybody else's is queued when the date is; a row for each time and contact is
 * there only once. It dies with the date, the wish or the consent, and is never sent after the start.
 */
export const userReminders: Round = {
  name: 'user-reminders',
  cost: 3,
  run: async (world) => {
    const now = world.now();
    const { q } = world.db;
    const [missing] = await world.db.read([
      q
        .select({
          caseId: cases.id,
          clientId: cases.clientId,
          slotId: slots.id,
          startsAt: slots.startsAt,
          contactId: contacts.id,
          time: contacts.reminderTime,
        })
        .from(slots)
        .innerJoin(cases, sql`${cases.confirmedSlotId} = ${slots.id} and ${cases.id} = ${slots.caseId}`)
        .innerJoin(participants, sql`${participants.caseId} = ${cases.id}`)
        .innerJoin(
          contacts,
          sql`${contacts.id} = ${participants.contactId} and ${contacts.reminderTime} is not null and ${contacts.lineUserId} is not null`,
        )
        .where(
          sql`${slots.startsAt} between ${now} and ${now + AHEAD} and ${cases.status} = 'confirmed'
            and not exists (select 1 from messages m
              where m.case_id = ${cases.id} and m.contact_id = ${contacts.id} and m.purpose = 'reminder'
                and m.stale_after = ${slots.startsAt} and (m.status <> 'dropped' or m.once_key is not null))`,
        )
        .orderBy(slots.startsAt)
        .limit(AT_ONCE),
    ]);
    if (missing.length === 0) return { queued: 0 };
    const ctx = ctxOf(world);
    const scope = {
      contacts: ids(missing.map((each) => each.contactId)),
      clients: ids(missing.map((each) => each.clientId)),
      cases: ids(missing.map((each) => each.caseId)),
    };
    const rows = factRowsOf(await world.db.read(factQueries(world.db, scope, now)));
    const queued = missing.flatMap(({ slotId, startsAt, time, ...who }) => {
      if (time === null) return [];
      const statement = queueReminder(
        ctx,
        assembleFacts(rows, who, now),
        { ...who, slot: { id: slotId, startsAt } },
        time,
      );
      return statement ? [statement] : [];
    });
    if (queued.length > 0) await world.db.write(queued);
    return { queued: queued.length };
  },
};

/** Cron as the one who acts. */
export function ctxOf({ db, now, newId }: World): Ctx {
  return { db, now: now(), newId, actor: { kind: 'cron', id: null } };
}
