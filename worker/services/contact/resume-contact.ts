import { eq, sql } from 'drizzle-orm';
import { clientContacts, contacts, lineAccounts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';

/** Staff confirm that a contact who had blocked the account is back and may be written to again (R1). */
export async function resumeContact(ctx: Ctx, contactId: string): Promise<{ resumedAt: number } | Refused> {
  const { q } = ctx.db;
  const clients = sql`select client_id from client_contacts where contact_id = ${contactId}`;
  return act(
    ctx,
    clients,
    [
      q
        .select({ lineUserId: contacts.lineUserId, name: contacts.name, friend: lineAccounts.friend })
        .from(contacts)
        .innerJoin(lineAccounts, eq(lineAccounts.lineUserId, contacts.lineUserId))
        .where(eq(contacts.id, contactId)),
      q
        .select({ clientId: clientContacts.clientId })
        .from(clientContacts)
        .where(eq(clientContacts.contactId, contactId)),
    ],
    ([found, of]) => {
      const contact = found[0];
      if (!contact?.lineUserId) return { result: refused('not-found') };
      if (contact.friend === false)
        return { result: refused('conflict', { detail: 'まだ友だちに戻っていないため、再開できません。' }) };
      return {
        result: { resumedAt: ctx.now },
        writes: [
          q
            .update(lineAccounts)
            .set({ suspendedAt: null })
            .where(eq(lineAccounts.lineUserId, contact.lineUserId)),
        ],
        entries: of.map(({ clientId }) => ({
          clientId,
          kind: 'contact-resumed',
          contactId,
          body: { summary: 'LINEの連絡を再開しました', partner: contact.name, rules: ['R1'] },
        })),
      };
    },
  );
}
