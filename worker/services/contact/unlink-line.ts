import { and, eq, isNull, sql } from 'drizzle-orm';
import { feedLinks } from '../../../db/schema/cases.ts';
import { messages } from '../../../db/schema/messages.ts';
import { calendarFeeds } from '../../../db/schema/notices.ts';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';

/**
 * Parts a contact from the LINE account it is bound to: somebody else read the QR, or the person has a new account.
 * What was chosen stays kept, but it was said by that account: until somebody chooses anew, nothing is sent (R1).
 */
export async function unlinkLine(
  ctx: Ctx,
  contactId: string,
  { reason }: { reason: string },
): Promise<{ unlinkedAt: number } | Refused> {
  const { q } = ctx.db;
  const clients = sql`select client_id from client_contacts where contact_id = ${contactId}`;
  return act(
    ctx,
    clients,
    [
      q
        .select({ lineUserId: contacts.lineUserId, name: contacts.name })
        .from(contacts)
        .where(eq(contacts.id, contactId)),
      q
        .select({ clientId: clientContacts.clientId })
        .from(clientContacts)
        .where(eq(clientContacts.contactId, contactId)),
    ],
    ([found, of]) => {
      const contact = found[0];
      if (!contact) return { result: refused('not-found') };
      if (contact.lineUserId === null)
        return { result: refused('conflict', { detail: 'LINEのつながりは、もう外れています。' }) };
      const ours = and(eq(messages.contactId, contactId), eq(messages.status, 'queued'));
      return {
        result: { unlinkedAt: ctx.now },
        writes: [
          q.update(contacts).set({ lineUserId: null }).where(eq(contacts.id, contactId)),
          q
            .update(messages)
            .set({ status: 'dropped', lastError: 'LINEのつながりを外したため' })
            .where(and(ours, isNull(messages.leaseToken))),
          // LINE may have these already: the dispatcher, which sends nothing more, writes down what is known of them.
          q.update(messages).set({ notBefore: ctx.now }).where(ours),
          q
            .update(calendarFeeds)
            .set({ revokedAt: ctx.now })
            .where(and(eq(calendarFeeds.contactId, contactId), isNull(calendarFeeds.revokedAt))),
          q.update(feedLinks).set({ expiresAt: ctx.now }).where(eq(feedLinks.contactId, contactId)),
        ],
        entries: of.map(({ clientId }) => ({
          clientId,
          kind: 'contact-unlinked',
          contactId,
          body: {
            summary: 'LINEのつながりを外しました。送信待ちの連絡を止めました',
            partner: contact.name,
            reason,
            rules: ['R1'],
          },
        })),
      };
    },
  );
}
