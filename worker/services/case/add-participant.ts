import { and, eq } from 'drizzle-orm';
import { cases, participants } from '../../../db/schema/cases.ts';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';
import { clientOfCase } from './client-of-case.ts';

/** Asks one more person to take part; only contacts of this client, and only while a date is sought. */
export async function addParticipant(
  ctx: Ctx,
  caseId: string,
  contactId: string,
): Promise<{ contactId: string } | Refused> {
  const { q } = ctx.db;
  return act(
    ctx,
    clientOfCase(caseId),
    [
      q.select({ clientId: cases.clientId, status: cases.status }).from(cases).where(eq(cases.id, caseId)),
      q
        .select({ clientId: clientContacts.clientId, name: contacts.name, relation: clientContacts.relation })
        .from(clientContacts)
        .innerJoin(contacts, eq(contacts.id, clientContacts.contactId))
        .innerJoin(cases, and(eq(cases.clientId, clientContacts.clientId), eq(cases.id, caseId)))
        .where(eq(clientContacts.contactId, contactId)),
    ],
    ([found, contact]) => {
      const theCase = found[0];
      const who = contact[0];
      if (!theCase || !who) return { result: refused('not-found') };
      if (theCase.status !== 'open') return { result: refused('case-closed') };
      return {
        result: { contactId },
        writes: [
          q.insert(participants).values({ caseId, contactId, addedAt: ctx.now }).onConflictDoNothing(),
        ],
        entries: [
          {
            clientId: theCase.clientId,
            kind: 'participant-added',
            caseId,
            contactId,
            body: { summary: '日程を合わせる相手を加えました', partner: who.name, relation: who.relation },
          },
        ],
      };
    },
  );
}
