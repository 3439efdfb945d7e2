import { eq, sql } from 'drizzle-orm';
import { cases, participants, slots } from '../../../db/schema/cases.ts';
import { calendarEvents, calendarFeeds } from '../../../db/schema/notices.ts';
import { officeSettings } from '../../../db/schema/office.ts';
import { contacts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { DAY } from '../../manual/jst.ts';
import { type Refused, refused } from '../../problem.ts';
import { METHOD_SAID } from '../case/mark-held.ts';
import { KIND_SAID } from '../case/open-case.ts';
import { officeProfile } from '../office/profile.ts';
import { sha256 } from '../record/chain.ts';
import { buildCalendar } from './build-calendar.ts';

/** What is over stays so long, so that a calendar that was away still hears of it. */
const PAST = 90 * DAY;
const MOST_EVENTS = 1000;
const REFRESH_MINUTES = 60;

/**
 * The calendar behind a private address. A contact sees when, where and how, without anybody's name; a member of
 * staff sees kind, method and the way to the case (R9: calendars are kept by others). Cancelled meetings stay in it
 * with STATUS:CANCELLED under the same UID.
 */
export async function readOwnFeed(
  ctx: Pick<Ctx, 'db' | 'now'>,
  token: string,
  origin: string,
): Promise<{ ics: string } | Refused> {
  const { q } = ctx.db;
  const hash = await sha256(token);
  const mine = sql`select id from calendar_feeds where token_hash = ${hash} and revoked_at is null`;
  const event = {
    caseId: cases.id,
    kind: cases.kind,
    method: cases.plannedMethod,
    startsAt: slots.startsAt,
    endsAt: slots.endsAt,
    place: slots.place,
    sequence: calendarEvents.sequence,
    cancelled: calendarEvents.cancelled,
    changedAt: calendarEvents.changedAt,
  };
  const recent = sql`${slots.startsAt} > ${ctx.now - PAST}`;
  const [found, staffRows, contactRows, settingsRows] = await ctx.db.read([
    q
      .select({
        staffId: calendarFeeds.staffId,
        active: staff.active,
        lineUserId: contacts.lineUserId,
        owner: calendarFeeds.lineUserId,
      })
      .from(calendarFeeds)
      .leftJoin(staff, eq(staff.id, calendarFeeds.staffId))
      .leftJoin(contacts, eq(contacts.id, calendarFeeds.contactId))
      .where(sql`${calendarFeeds.id} in (${mine})`),
    q
      .select(event)
      .from(cases)
      .innerJoin(calendarEvents, eq(calendarEvents.caseId, cases.id))
      .innerJoin(slots, eq(slots.id, calendarEvents.slotId))
      .where(
        sql`${cases.counselorId} in (select staff_id from calendar_feeds where id in (${mine})) and ${recent}`,
      )
      .orderBy(slots.startsAt, cases.id)
      .limit(MOST_EVENTS),
    q
      .select(event)
      .from(participants)
      .innerJoin(cases, eq(cases.id, participants.caseId))
      .innerJoin(calendarEvents, eq(calendarEvents.caseId, cases.id))
      .innerJoin(slots, eq(slots.id, calendarEvents.slotId))
      .where(
        sql`${participants.contactId} in (select contact_id from calendar_feeds where id in (${mine})) and ${recent}`,
      )
      .orderBy(slots.startsAt, cases.id)
      .limit(MOST_EVENTS),
    q.select().from(officeSettings),
  ]);
  const feed = found[0];
  // Whoever left the office, or whose LINE account is another's now, has no calendar here.
  const isStaff = feed?.staffId != null;
  if (!feed || (isStaff ? !feed.active : feed.lineUserId !== feed.owner)) return refused('not-found');
  const office = officeProfile(settingsRows).name;
  const events = (isStaff ? staffRows : contactRows).map((row) => {
    const { caseId: uid, sequence, cancelled, changedAt, startsAt, endsAt } = row;
    const base = { uid, sequence, cancelled, changedAt, startsAt, endsAt };
    const how = METHOD_SAID[row.method];
    if (!isStaff) return { ...base, summary: `${office}との予定（${how}）`, location: row.place };
    const url = new URL(`/console/cases/${row.caseId}`, origin).href;
    return {
      ...base,
      summary: `${KIND_SAID[row.kind]}（${how}）`,
      description: `くわしくは、コンソールでごらんください。\n${url}`,
      url,
    };
  });
  const name = isStaff ? `${office}（担当の予定）` : `${office}との予定`;
  return { ics: buildCalendar({ name, company: office, refreshMinutes: REFRESH_MINUTES }, events) };
}
