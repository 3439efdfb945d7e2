import { desc, eq, sql } from 'drizzle-orm';
import { cases, meetings, tasks } from '../../../db/schema/cases.ts';
import { consents, invitations } from '../../../db/schema/consents.ts';
import { reviews } from '../../../db/schema/inbound.ts';
import {
  circumstances,
  clientContacts,
  clients,
  contacts,
  lineAccounts,
  staff,
} from '../../../db/schema/people.ts';
import { recordDrafts } from '../../../db/schema/records.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import type { ClientView, ContactView } from '../../views/clients.ts';
import { readCaseRows, toCaseRow } from '../case/case-rows.ts';
import { consentState, readRuleVersions } from '../consent/consent-state.ts';
import { consentVersionNeeded, parseHours } from '../facts/assemble-facts.ts';
import { readDrafts, toDraft } from '../record/draft-rows.ts';
import { readAgreements, toAgreement } from '../review/list-reviews.ts';
import { readTasks, toTask } from '../task/task-rows.ts';
import { readLineWish, toLineWish } from '../wish/line-wish.ts';
import { logAccess } from './log-access.ts';
import { nextByLine } from './next-by-line.ts';

/** Everything about a client on one page. That somebody opened it is logged. */
export async function viewClient(ctx: Ctx, clientId: string): Promise<ClientView | Refused> {
  const { q } = ctx.db;
  const [
    clientRows,
    contactRows,
    consentRows,
    rules,
    invitationRows,
    circumstanceRows,
    caseRows,
    meetingRows,
    taskRows,
    draftRows,
    wishRows,
    agreementRows,
  ] = await ctx.db.read([
    q
      .select({
        id: clients.id,
        name: clients.name,
        kana: clients.kana,
        shownName: clients.shownName,
        birthDate: clients.birthDate,
        attendsProgram: clients.attendsProgram,
        monitoringMonths: clients.monitoringMonths,
        revision: clients.revision,
        counselorId: staff.id,
        counselorName: staff.name,
      })
      .from(clients)
      .innerJoin(staff, eq(staff.id, clients.counselorId))
      .where(eq(clients.id, clientId)),
    q
      .select({
        id: contacts.id,
        kind: contacts.kind,
        name: contacts.name,
        kana: contacts.kana,
        phone: contacts.phone,
        hours: contacts.hours,
        revision: contacts.revision,
        relation: clientContacts.relation,
        lineUserId: contacts.lineUserId,
        friend: lineAccounts.friend,
        suspendedAt: lineAccounts.suspendedAt,
      })
      .from(clientContacts)
      .innerJoin(contacts, eq(contacts.id, clientContacts.contactId))
      .leftJoin(lineAccounts, eq(lineAccounts.lineUserId, contacts.lineUserId))
      .where(eq(clientContacts.clientId, clientId))
      .orderBy(contacts.createdAt),
    q
      .select({
        contactId: consents.contactId,
        by: consents.lineUserId,
        choice: consents.choice,
        version: consents.version,
        textHash: consents.textHash,
        chooser: consents.chooser,
        at: consents.chosenAt,
        explainedBy: staff.name,
        explainedToPerson: consents.explainedToPerson,
      })
      .from(consents)
      .leftJoin(staff, eq(staff.id, consents.explainedBy))
      .where(eq(consents.clientId, clientId))
      .orderBy(desc(consents.seq)),
    readRuleVersions(ctx.db, ctx.now),
    q
      .select({
        id: invitations.id,
        contactId: invitations.contactId,
        explainedBy: staff.name,
        explainedAt: invitations.explainedAt,
        expiresAt: invitations.expiresAt,
        usedAt: invitations.usedAt,
        revokedAt: invitations.revokedAt,
      })
      .from(invitations)
      .innerJoin(staff, eq(staff.id, invitations.explainedBy))
      .where(eq(invitations.clientId, clientId))
      .orderBy(desc(invitations.createdAt)),
    q
      .select({
        id: circumstances.id,
        contactId: circumstances.contactId,
        reason: circumstances.reason,
        reviewOn: circumstances.reviewOn,
        approvedAt: circumstances.approvedAt,
        askedBy: staff.name,
        askedAt: circumstances.askedAt,
        approvedBy: sql<string | null>`(select name from staff where id = ${circumstances.approvedBy})`,
      })
      .from(circumstances)
      .innerJoin(staff, eq(staff.id, circumstances.askedBy))
      .where(eq(circumstances.clientId, clientId))
      .orderBy(desc(circumstances.askedAt)),
    readCaseRows(ctx.db, eq(cases.clientId, clientId)),
    q
      .select({ at: meetings.startedAt, kind: meetings.kind, method: meetings.method })
      .from(meetings)
      .where(eq(meetings.clientId, clientId))
      .orderBy(desc(meetings.startedAt)),
    readTasks(ctx.db, eq(tasks.clientId, clientId)),
    readDrafts(ctx.db, sql`${recordDrafts.clientId} = ${clientId}`),
    readLineWish(ctx.db, clientId),
    readAgreements(
      ctx.db,
      sql`${reviews.contactId} in (select contact_id from client_contacts where client_id = ${clientId})`,
    ),
  ]);
  const client = clientRows[0];
  if (!client) return refused('not-found');
  await ctx.db.write([logAccess(ctx, clientId, 'client')]);
  const needed = consentVersionNeeded(rules);
  const { counselorId, counselorName, monitoringMonths, ...plain } = client;
  return {
    ...plain,
    monitoringMonths: JSON.parse(monitoringMonths) as number[],
    counselor: { id: counselorId, name: counselorName },
    contacts: contactRows.map((contact): ContactView => {
      const { lineUserId, suspendedAt, hours, ...shown } = contact;
      const choices = consentRows.filter((c) => c.contactId === contact.id);
      const invitation = invitationRows.find((i) => i.contactId === contact.id);
      // A choice stands for the LINE account that made it (R1).
      const latest = choices[0]?.by === lineUserId ? choices[0] : undefined;
      const consent = consentState(latest, needed, client, ctx.now);
      return {
        ...shown,
        hours: parseHours(hours),
        choices: choices.map(({ contactId: _, by: __, ...choice }) => choice),
        linked: lineUserId !== null,
        suspended: suspendedAt !== null,
        consent: invitation || consent.state !== 'none' ? consent : { ...consent, state: 'not-invited' },
        invitation: invitation
          ? {
              id: invitation.id,
              explainedBy: invitation.explainedBy,
              explainedAt: invitation.explainedAt,
              expiresAt: invitation.expiresAt,
              state: invitationState(invitation, ctx.now),
            }
          : null,
        circumstance: circumstanceRows.find((c) => c.contactId === contact.id) ?? null,
      };
    }),
    cases: caseRows.map(toCaseRow),
    meetings: meetingRows,
    tasks: taskRows.map(toTask),
    nextLine: nextByLine(ctx.now, [
      ...meetingRows.map((m) => ({ ...m, status: 'held' as const })),
      ...caseRows.flatMap((c) =>
        c.status === 'confirmed' && c.startsAt !== null
          ? [{ at: c.startsAt, kind: c.kind, method: c.method, status: 'planned' as const }]
          : [],
      ),
    ]),
    agreements: agreementRows.map(toAgreement),
    drafts: draftRows.map(toDraft),
    lineWish: toLineWish(wishRows[0], client.name),
  };
}

function invitationState(
  i: { usedAt: number | null; revokedAt: number | null; expiresAt: number },
  now: number,
): 'open' | 'used' | 'expired' | 'revoked' {
  if (i.usedAt !== null) return 'used';
  if (i.revokedAt !== null) return 'revoked';
  return i.expiresAt <= now ? 'expired' : 'open';
}
