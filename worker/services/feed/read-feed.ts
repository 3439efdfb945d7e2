import { and, eq, gt } from 'drizzle-orm';
import { cases, feedLinks, slots } from '../../../db/schema/cases.ts';
import { calendarEvents } from '../../../db/schema/notices.ts';
import { officeSettings } from '../../../db/schema/office.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { METHOD_SAID } from '../case/mark-held.ts';
import { officeProfile } from '../office/profile.ts';
import { sha256 } from '../record/chain.ts';
import { buildCalendar } from './build-calendar.ts';

/**
 * The meeting behind a private link as iCalendar (RFC 5545): office, time and place, nothing about the person.
 * Fetched again after a change, it says so: the same UID, a higher SEQUENCE, STATUS:CANCELLED when it is off.
 */
export async function readFeed(
  ctx: Pick<Ctx, 'db' | 'now'>,
  token: string,
): Promise<{ ics: string } | Refused> {
  const { q } = ctx.db;
  const [found, settingsRows] = await ctx.db.read([
    q
      .select({
        uid: cases.id,
        method: cases.plannedMethod,
        startsAt: slots.startsAt,
        endsAt: slots.endsAt,
        location: slots.place,
        sequence: calendarEvents.sequence,
        cancelled: calendarEvents.cancelled,
        changedAt: calendarEvents.changedAt,
      })
      .from(feedLinks)
      .innerJoin(cases, eq(cases.id, feedLinks.caseId))
      .innerJoin(calendarEvents, eq(calendarEvents.caseId, cases.id))
      .innerJoin(slots, eq(slots.id, calendarEvents.slotId))
      .where(and(eq(feedLinks.tokenHash, await sha256(token)), gt(feedLinks.expiresAt, ctx.now))),
    q.select().from(officeSettings),
  ]);
  const meeting = found[0];
  if (!meeting) return refused('not-found');
  const { method, ...event } = meeting;
  const office = officeProfile(settingsRows).name;
  const summary = `${office}との予定（${METHOD_SAID[method]}）`;
  return { ics: buildCalendar({ name: `${office}との予定`, company: office }, [{ ...event, summary }]) };
}
