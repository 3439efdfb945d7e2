import { and, asc, eq, gte, isNull, lt, sql } from 'drizzle-orm';
import { cases, meetings, slots } from '../../../db/schema/cases.ts';
import { closures, officeSettings } from '../../../db/schema/office.ts';
import { clients, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { addDays, closedBecause, daysBetween, holidayName, instantOf } from '../../manual/calendar.ts';
import type { CivilDate } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { CalendarDay, CalendarMeeting, CalendarView } from '../../views/calendar.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';

/** Six weeks: the most that a month's page shows. */
const MOST_DAYS = 42;

/** The fixed and the held meetings of some days, of one counselor or of all, with holidays and closures. */
export async function viewCalendar(
  ctx: Ctx,
  asked: { from: CivilDate; until: CivilDate; counselor?: string | undefined },
): Promise<CalendarView | Refused> {
  const days = daysBetween(asked.from, asked.until) + 1;
  if (days < 1) return refused('bad-input', { fields: { until: 'おわりの日が、はじめより前です。' } });
  if (days > MOST_DAYS) return refused('bad-input', { fields: { until: `一度に${MOST_DAYS}日までです。` } });
  const span = { from: instantOf(asked.from, '00:00'), until: instantOf(asked.until, '24:00') };
  const { q } = ctx.db;
  const [fixedRows, heldRows, staffRows, closureRows, settingsRows] = await ctx.db.read([
    readFixed(ctx, span, asked.counselor),
    readHeld(ctx, span, asked.counselor),
    q
      .select({ id: staff.id, name: staff.name, active: staff.active })
      .from(staff)
      .orderBy(asc(sql`coalesce(${staff.kana}, ${staff.name})`)),
    q.select().from(closures).where(sql`${closures.date} between ${asked.from} and ${asked.until}`),
    q.select().from(officeSettings),
  ]);
  const shown = [
    ...fixedRows.map((row) => toMeeting(row, row.endsAt < ctx.now ? 'waiting' : 'fixed')),
    ...heldRows.map((row) => toMeeting(row, 'held')),
  ].sort((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt);
  const busy = new Set(shown.map((meeting) => meeting.counselor.id));
  return {
    now: ctx.now,
    days: Array.from({ length: days }, (_, at) => toDay(addDays(asked.from, at), settingsRows, closureRows)),
    meetings: shown,
    counselors: staffRows
      .filter((each) => each.active || busy.has(each.id) || each.id === asked.counselor)
      .map(({ id, name }) => ({ id, name })),
  };
}

interface Span {
  from: number;
  until: number;
}

/** Confirmed cases by the start of their date. */
function readFixed({ db: { q } }: Ctx, span: Span, counselor: string | undefined) {
  return q
    .select({
      caseId: sql<string | null>`${cases.id}`,
      ...WHO,
      counselorId: cases.counselorId,
      kind: cases.kind,
      method: cases.plannedMethod,
      place: slots.place,
      startsAt: slots.startsAt,
      endsAt: slots.endsAt,
    })
    .from(slots)
    .innerJoin(cases, and(eq(cases.id, slots.caseId), eq(cases.confirmedSlotId, slots.id)))
    .innerJoin(clients, eq(clients.id, cases.clientId))
    .innerJoin(staff, eq(staff.id, cases.counselorId))
    .where(
      and(
        gte(slots.startsAt, span.from),
        lt(slots.startsAt, span.until),
        eq(cases.status, 'confirmed'),
        isNull(clients.erasedAt),
        counselor === undefined ? undefined : eq(cases.counselorId, counselor),
      ),
    );
}

/** Held meetings by when they truly began, under whoever kept the case. */
function readHeld({ db: { q } }: Ctx, span: Span, counselor: string | undefined) {
  const keeper = sql<string>`coalesce(${cases.counselorId}, ${meetings.recordedBy})`;
  return q
    .select({
      caseId: meetings.caseId,
      ...WHO,
      counselorId: keeper,
      kind: meetings.kind,
      method: meetings.method,
      place: meetings.place,
      startsAt: meetings.startedAt,
      endsAt: meetings.endedAt,
    })
    .from(meetings)
    .innerJoin(clients, eq(clients.id, meetings.clientId))
    .leftJoin(cases, eq(cases.id, meetings.caseId))
    .innerJoin(staff, sql`${staff.id} = ${keeper}`)
    .where(
      and(
        gte(meetings.startedAt, span.from),
        lt(meetings.startedAt, span.until),
        isNull(clients.erasedAt),
        counselor === undefined ? undefined : sql`${keeper} = ${counselor}`,
      ),
    );
}

const WHO = { clientId: clients.id, name: clients.name, kana: clients.kana, counselor: staff.name };

type Row = Awaited<ReturnType<typeof readFixed>>[number];

function toMeeting(row: Row, state: CalendarMeeting['state']): CalendarMeeting {
  const { name, kana, counselor, counselorId, ...rest } = row;
  return { ...rest, client: { name, kana }, counselor: { id: counselorId, name: counselor }, state };
}

/** A day as the settings have it that are in force on it. */
function toDay(
  date: CivilDate,
  settingsRows: Parameters<typeof officeSettingsInForce>[0],
  closureRows: readonly { date: CivilDate; reason: string }[],
): CalendarDay {
  const { settings } = officeSettingsInForce(settingsRows, instantOf(date, '12:00'));
  const own = closureRows.find((row) => row.date === date);
  const holiday = holidayName(date);
  return { date, holiday, closed: own?.reason ?? closedBecause(date, settings, []) };
}
