import { and, eq, isNull, sql } from 'drizzle-orm';
import { invitations } from '../../../db/schema/consents.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';

/** Ends an invitation that has not been used; its link stops working at once. */
export async function revokeInvitation(ctx: Ctx, id: string): Promise<{ revokedAt: number } | Refused> {
  const { q } = ctx.db;
  return act(
    ctx,
    sql`select client_id from invitations where id = ${id}`,
    [q.select().from(invitations).where(eq(invitations.id, id))],
    ([found]) => {
      const invitation = found[0];
      if (!invitation) return { result: refused('not-found') };
      if (invitation.usedAt !== null || invitation.revokedAt !== null)
        return { result: { revokedAt: invitation.revokedAt ?? invitation.usedAt ?? ctx.now } };
      return {
        result: { revokedAt: ctx.now },
        writes: [
          q
            .update(invitations)
            .set({ revokedAt: ctx.now })
            .where(and(eq(invitations.id, id), isNull(invitations.usedAt))),
        ],
        entries: [
          {
            clientId: invitation.clientId,
            kind: 'invitation-revoked',
            contactId: invitation.contactId,
            body: { summary: '招待の取り消し' },
          },
        ],
      };
    },
  );
}
