import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { cases, participants, slots } from '../../../db/schema/cases.ts';
import { messages } from '../../../db/schema/messages.ts';
import { officeSettings } from '../../../db/schema/office.ts';
import { clientContacts, clients, contacts, lineAccounts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { AppAppointment, AppHome, AppRequest } from '../../views/mini-app.ts';
import type { Person } from '../../views/shared.ts';
import { consentState, isMinor, readLatestConsents, readRuleVersions } from '../consent/consent-state.ts';
import { consentVersionNeeded } from '../facts/assemble-facts.ts';
import { officeProfile } from '../office/profile.ts';

/** R8: the start of the newest held monitoring or meeting, if that one was by LINE. */
const lastByLine = sql<
  number | null
>`(select case when m.method = 'line' then m.started_at end from meetings m where m.client_id = ${clients.id} and m.kind <> 'consultation' order by m.started_at desc limit 1)`;

/** What the first page shows: only what hangs on this LINE account's own contact. */
export async function viewHome(
  ctx: Pick<Ctx, 'db' | 'now'>,
  input: { lineUserId: string; addFriendUrl: string },
): Promise<AppHome> {
  const { q } = ctx.db;
  const me = sql`select id from contacts where line_user_id = ${input.lineUserId}`;
  const ourClients = sql`select client_id from client_contacts where contact_id in (${me})`;
  const [meRows, accounts, clientRows, consentRows, ruleRows, requestRows, appointmentRows, settingsRows] =
    await ctx.db.read([
      q.select().from(contacts).where(eq(contacts.lineUserId, input.lineUserId)),
      q.select().from(lineAccounts).where(eq(lineAccounts.lineUserId, input.lineUserId)),
      q
        .select({
          id: clients.id,
          contactId: clientContacts.contactId,
          name: clients.name,
          kana: clients.kana,
          shownName: clients.shownName,
          birthDate: clients.birthDate,
          lastByLine: lastByLine,
          counselorName: staff.name,
          counselorKana: staff.kana,
        })
        .from(clientContacts)
        .innerJoin(clients, eq(clients.id, clientContacts.clientId))
        .innerJoin(staff, eq(staff.id, clients.counselorId))
        .where(sql`${clientContacts.contactId} in (${me})`)
        .orderBy(clients.kana),
      readLatestConsents(ctx.db, ourClients),
      readRuleVersions(ctx.db, ctx.now),
      readRequests(ctx.db, input.lineUserId, ctx.now),
      readAppointments(ctx.db, input.lineUserId),
      q.select().from(officeSettings),
    ]);
  const contact = meRows[0];
  const provider = contact?.kind === 'provider';
  const needed = consentVersionNeeded(ruleRows);
  return {
    now: ctx.now,
    office: officeProfile(settingsRows),
    me: contact
      ? {
          name: contact.name,
          kana: contact.kana,
          kind: contact.kind,
          suspended: accounts[0]?.suspendedAt != null,
          reminderTime: contact.reminderTime,
        }
      : null,
    friend: accounts[0]?.friend ?? null,
    addFriendUrl: input.addFriendUrl,
    rulesVersion: Math.max(0, ...ruleRows.map((each) => each.version)),
    clients: clientRows.map((client) => ({
      id: client.id,
      name: provider ? client.shownName : client.name,
      kana: provider ? null : client.kana,
      counselor: { name: client.counselorName, kana: client.counselorKana },
      minor: contact ? isMinor(contact.kind, client.birthDate, ctx.now) : null,
      lastByLine: provider ? null : client.lastByLine,
      consent: consentState(
        consentRows.find((c) => c.clientId === client.id && c.contactId === client.contactId),
        needed,
        client,
        ctx.now,
      ),
      requests: requestRows
        .filter((r) => r.clientId === client.id)
        .map(({ clientId: _, ...r }): AppRequest => r),
      appointments: appointmentRows
        .filter((a) => a.clientId === client.id && a.endsAt > ctx.now)
        .map(toAppointment)
        .sort((a, b) => a.startsAt - b.startsAt),
    })),
  };
}

/** Open cases in which this contact has been asked for dates. */
function readRequests({ q }: Database, lineUserId: string, now: number) {
  return q
    .select({
      caseId: cases.id,
      clientId: cases.clientId,
      kind: cases.kind,
      askedAt: sql<number>`min(${messages.createdAt})`,
      // Parts of days answer nothing any more once times have been offered.
      answeredAt: sql<
        number | null
      >`(select max(a.answered_at) from answers a where a.case_id = ${cases.id} and a.contact_id = ${contacts.id} and not (a.choice = 'parts' and exists (select 1 from slots s where s.case_id = a.case_id and s.closed_at is null and s.offered_at > a.answered_at and s.starts_at > ${now})))`,
    })
    .from(messages)
    .innerJoin(contacts, eq(contacts.id, messages.contactId))
    .innerJoin(cases, eq(cases.id, messages.caseId))
    .where(
      and(
        eq(contacts.lineUserId, lineUserId),
        eq(messages.purpose, 'date-request'),
        inArray(messages.status, ['queued', 'leased', 'sent']),
        eq(cases.status, 'open'),
      ),
    )
    .groupBy(cases.id);
}

/** Who else takes part, as JSON. */
export const othersComing = sql<string>`(select json_group_array(json_object('name', c.name, 'kana', c.kana)) from (
  select c.name, c.kana from participants p join contacts c on c.id = p.contact_id
  where p.case_id = cases.id and c.id <> contacts.id order by p.added_at, c.id) c)`;

/** A provider knows the name the office chose to show, and nobody else who comes. */
export function whoComes(row: {
  provider: number | boolean;
  clientName: string;
  clientKana: string | null;
  shownName: string;
  people: string;
}): { client: Person; people: Person[] } {
  if (row.provider) return { client: { name: row.shownName, kana: null }, people: [] };
  return {
    client: { name: row.clientName, kana: row.clientKana },
    people: JSON.parse(row.people) as Person[],
  };
}

/** Confirmed and held meetings of the cases this contact takes part in. */
export function readAppointments({ q }: Database, lineUserId: string) {
  return q
    .select({
      caseId: cases.id,
      clientId: cases.clientId,
      kind: cases.kind,
      status: cases.status,
      method: cases.plannedMethod,
      startsAt: slots.startsAt,
      endsAt: slots.endsAt,
      place: slots.place,
      counselorName: staff.name,
      counselorKana: staff.kana,
      clientName: clients.name,
      clientKana: clients.kana,
      shownName: clients.shownName,
      provider: sql<number>`${contacts.kind} = 'provider'`,
      people: othersComing,
    })
    .from(participants)
    .innerJoin(contacts, eq(contacts.id, participants.contactId))
    .innerJoin(cases, eq(cases.id, participants.caseId))
    .innerJoin(slots, eq(slots.id, cases.confirmedSlotId))
    .innerJoin(clients, eq(clients.id, cases.clientId))
    .innerJoin(staff, eq(staff.id, cases.counselorId))
    .where(and(eq(contacts.lineUserId, lineUserId), inArray(cases.status, ['confirmed', 'held'])));
}

/** A row of {@link readAppointments} as pages show it. */
export function toAppointment(row: Awaited<ReturnType<typeof readAppointments>>[number]): AppAppointment {
  return {
    caseId: row.caseId,
    kind: row.kind,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    place: row.place,
    method: row.method,
    counselor: { name: row.counselorName, kana: row.counselorKana },
    ...whoComes(row),
  };
}
