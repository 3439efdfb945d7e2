import { and, eq, isNull, sql } from 'drizzle-orm';
import { cases, slots } from '../../../db/schema/cases.ts';
import { officeSettings } from '../../../db/schema/office.ts';
import { clientContacts, clients, contacts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { SendPurpose } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { DraftText } from '../../views/messages.ts';
import { officeProfile } from '../office/profile.ts';
import { draftsFor } from './drafts.ts';

/** The product's own texts for one contact and purpose, in the name of whoever is signed in. */
export async function listDrafts(
  ctx: Ctx,
  about: { clientId: string; contactId: string; caseId?: string | undefined; purpose: SendPurpose },
): Promise<{ drafts: DraftText[] } | Refused> {
  const { q } = ctx.db;
  const caseId = about.caseId ?? '';
  const [found, caseRows, settingsRows, staffRows] = await ctx.db.read([
    q
      .select({ partner: contacts.kind, attendsProgram: clients.attendsProgram })
      .from(clientContacts)
      .innerJoin(clients, eq(clients.id, clientContacts.clientId))
      .innerJoin(contacts, eq(contacts.id, clientContacts.contactId))
      .where(and(eq(clientContacts.clientId, about.clientId), eq(clientContacts.contactId, about.contactId))),
    q
      .select({
        kind: cases.kind,
        offered: sql<number>`exists (select 1 from ${slots} where ${slots.caseId} = ${caseId} and ${isNull(slots.closedAt)} and ${slots.startsAt} > ${ctx.now})`,
      })
      .from(cases)
      .where(and(eq(cases.id, caseId), eq(cases.clientId, about.clientId))),
    q.select().from(officeSettings),
    q.select({ id: staff.id, name: staff.name }).from(staff),
  ]);
  const who = found[0];
  if (!who || (about.caseId && !caseRows[0])) return refused('not-found');
  return {
    drafts: draftsFor(about.purpose, {
      office: officeProfile(settingsRows).name,
      counselor: staffRows.find((each) => each.id === ctx.actor.id)?.name ?? '',
      partner: who.partner === 'provider' ? 'provider' : 'other',
      attendsProgram: who.attendsProgram,
      kind: caseRows[0]?.kind ?? null,
      offered: Boolean(caseRows[0]?.offered),
    }),
  };
}
