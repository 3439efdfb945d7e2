import { and, eq, sql } from 'drizzle-orm';
import { cases, participants } from '../../../db/schema/cases.ts';
import { closures, officeSettings } from '../../../db/schema/office.ts';
import { clients, contacts, lineAccounts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { isClosed } from '../../manual/calendar.ts';
import { addDays, civilDate } from '../../manual/jst.ts';
import type { CivilDate, Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { AppCase } from '../../views/mini-app.ts';
import { consentState, readLatestConsents, readRuleVersions } from '../consent/consent-state.ts';
import { consentVersionNeeded, officeSettingsInForce } from '../facts/assemble-facts.ts';
import { othersComing, whoComes } from '../home/view-home.ts';
import { readAnswers, readSlots, toAnswer, toPlaces, toSlot } from './case-queries.ts';
import { clientOfCase } from './client-of-case.ts';

/** A case as one of its participants may see it; for everybody else it does not exist. */
export async function viewAppCase(
  ctx: Pick<Ctx, 'db' | 'now'>,
  input: { caseId: string; lineUserId: string },
): Promise<AppCase | Refused> {
  const { q } = ctx.db;
  const [found, consentRows, ruleRows, settingsRows, closureRows, slotRows, answerRows, markRows] =
    await ctx.db.read([
      q
        .select({
          kind: cases.kind,
          status: cases.status,
          method: cases.plannedMethod,
          placeChoices: cases.placeChoices,
          confirmedSlotId: cases.confirmedSlotId,
          clientId: clients.id,
          clientName: clients.name,
          clientKana: clients.kana,
          shownName: clients.shownName,
          attendsProgram: clients.attendsProgram,
          contactId: contacts.id,
          provider: sql<number>`${contacts.kind} = 'provider'`,
          friend: lineAccounts.friend,
          suspendedAt: lineAccounts.suspendedAt,
          counselorName: staff.name,
          counselorKana: staff.kana,
          people: othersComing,
        })
        .from(participants)
        .innerJoin(cases, eq(cases.id, participants.caseId))
        .innerJoin(clients, eq(clients.id, cases.clientId))
        .innerJoin(contacts, eq(contacts.id, participants.contactId))
        .innerJoin(lineAccounts, eq(lineAccounts.lineUserId, contacts.lineUserId))
        .innerJoin(staff, eq(staff.id, cases.counselorId))
        .where(and(eq(participants.caseId, input.caseId), eq(contacts.lineUserId, input.lineUserId))),
      readLatestConsents(ctx.db, clientOfCase(input.caseId)),
      readRuleVersions(ctx.db, ctx.now),
      q.select().from(officeSettings),
      q.select({ date: closures.date }).from(closures),
      readSlots(ctx.db, input.caseId),
      ...readAnswers(ctx.db, input.caseId),
    ]);
  const theCase = found[0];
  if (!theCase) return refused('not-found');
  const provider = Boolean(theCase.provider);
  const { client, people } = whoComes(theCase);
  const slots = slotRows.filter((s) => s.closedAt === null).map((s) => toSlot(s, ctx.now));
  const offered = slots.some((slot) => slot.open);
  const { settings } = officeSettingsInForce(settingsRows, ctx.now);
  const closed = closureRows.map((row) => row.date);
  const consent = consentRows.find((row) => row.contactId === theCase.contactId);
  // Whoever agreed may go on answering, whatever the age: only sending stops at 18 (R1).
  const anyAge = { birthDate: null };
  const mayAnswer = consentState(consent, consentVersionNeeded(ruleRows), anyAge, ctx.now).state === 'yes';
  const confirmed = slotRows.find((s) => s.id === theCase.confirmedSlotId);
  return {
    id: input.caseId,
    now: ctx.now,
    kind: theCase.kind,
    status: theCase.status,
    client: { ...client, id: theCase.clientId },
    counselor: { name: theCase.counselorName, kana: theCase.counselorKana },
    asksCheckin: !provider,
    asksAttendance: !provider && theCase.attendsProgram,
    answersBy: !offered ? 'parts' : provider ? 'marks' : 'rank',
    slots,
    days: offered ? [] : daysAhead(ctx.now, (date) => isClosed(date, settings, closed)),
    places: provider ? [] : toPlaces(theCase.placeChoices),
    mayAnswer,
    toldByLine: mayAnswer && theCase.suspendedAt === null && theCase.friend !== false,
    suspended: theCase.suspendedAt !== null,
    answer: toAnswer(theCase.contactId, answerRows, markRows),
    confirmed:
      confirmed && (theCase.status === 'confirmed' || theCase.status === 'held')
        ? {
            startsAt: confirmed.startsAt,
            endsAt: confirmed.endsAt,
            place: confirmed.place,
            method: theCase.method,
            people,
          }
        : null,
  };
}

const DAYS_AHEAD = 21;

/** Open days of the next three weeks, from tomorrow on. */
function daysAhead(now: Instant, closed: (date: CivilDate) => boolean): CivilDate[] {
  const today = civilDate(now);
  return Array.from({ length: DAYS_AHEAD }, (_, i) => addDays(today, i + 1)).filter((date) => !closed(date));
}
