import { and, eq, isNull } from 'drizzle-orm';
import { invitations } from '../../../db/schema/consents.ts';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';
import { sha256 } from '../record/chain.ts';

const FOURTEEN_DAYS = 14 * 86_400_000;

export const HOW_EXPLAINED = { visit: '訪問', office: '来所', phone: '電話', video: 'テレビ電話' } as const;

/**
 * Records that the rules were explained and that the person agreed to exchange LINE, and makes the one-time
 * link to hand over (R1). Only the token's hash is stored; open invitations of the same contact end.
 */
export async function createInvitation(
  ctx: Ctx,
  clientId: string,
  input: { contactId: string; how: keyof typeof HOW_EXPLAINED; token: string },
): Promise<{ id: string; expiresAt: number } | Refused> {
  const id = ctx.newId();
  const expiresAt = ctx.now + FOURTEEN_DAYS;
  const tokenHash = await sha256(input.token);
  const { q } = ctx.db;
  const pair = and(eq(clientContacts.clientId, clientId), eq(clientContacts.contactId, input.contactId));
  return act(
    ctx,
    [clientId],
    [
      q
        .select({ name: contacts.name, relation: clientContacts.relation })
        .from(clientContacts)
        .innerJoin(contacts, eq(contacts.id, clientContacts.contactId))
        .where(pair),
    ],
    ([found]) => {
      const contact = found[0];
      if (!contact) return { result: refused('not-found') };
      return {
        result: { id, expiresAt },
        writes: [
          q
            .update(invitations)
            .set({ revokedAt: ctx.now })
            .where(
              and(
                eq(invitations.clientId, clientId),
                eq(invitations.contactId, input.contactId),
                isNull(invitations.usedAt),
                isNull(invitations.revokedAt),
              ),
            ),
          q.insert(invitations).values({
            id,
            clientId,
            contactId: input.contactId,
            tokenHash,
            explainedBy: ctx.actor.id ?? '',
            explainedAt: ctx.now,
            explainedHow: input.how,
            createdAt: ctx.now,
            expiresAt,
          }),
        ],
        entries: [
          {
            clientId,
            kind: 'explained',
            contactId: input.contactId,
            body: {
              summary: '利用上の留意点を説明し、LINE交換の了解を得て、招待を渡しました',
              method: input.how,
              partner: contact.name,
              relation: contact.relation,
              rules: ['R1'],
            },
          },
        ],
      };
    },
  );
}
