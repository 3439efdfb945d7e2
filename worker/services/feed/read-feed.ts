import { and, eq, gt } from 'drizzle-orm';
import ical, { ICalCalendarMethod } from 'ical-generator';
import { cases, feedLinks, slots } from '../../../db/schema/cases.ts';
import { officeSettings } from '../../../db/schema/office.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { METHOD_SAID } from '../case/mark-held.ts';
import { officeProfile } from '../office/profile.ts';
import { sha256 } from '../record/chain.ts';

/** The meeting behind a private link as iCalendar (RFC 5545): office, time and place, nothing about the person. */
export async function readFeed(
  ctx: Pick<Ctx, 'db' | 'now'>,
  token: string,
): Promise<{ ics: string } | Refused> {
  const { q } = ctx.db;
  const [found, settingsRows] = await ctx.db.read([
    q
      .select({
        caseId: cases.id,
        method: cases.plannedMethod,
        status: cases.status,
        startsAt: slots.startsAt,
        endsAt: slots.endsAt,
        place: slots.place,
        confirmedAt: cases.confirmedAt,
      })
      .from(feedLinks)
      .innerJoin(cases, eq(cases.id, feedLinks.caseId))
      .innerJoin(slots, eq(slots.id, cases.confirmedSlotId))
      .where(and(eq(feedLinks.tokenHash, await sha256(token)), gt(feedLinks.expiresAt, ctx.now))),
    q.select().from(officeSettings),
  ]);
  const meeting = found[0];
  if (!meeting || meeting.status === 'cancelled') return refused('not-found');
  const office = officeProfile(settingsRows);
  const calendar = ical({
    prodId: { company: office.name, product: '予定', language: 'JA' },
    method: ICalCalendarMethod.PUBLISH,
  });
  calendar.createEvent({
    id: meeting.caseId,
    start: new Date(meeting.startsAt),
    end: new Date(meeting.endsAt),
    stamp: new Date(meeting.confirmedAt ?? ctx.now),
    summary: `${office.name}との予定（${METHOD_SAID[meeting.method]}）`,
    location: meeting.place,
  });
  return { ics: calendar.toString() };
}
