import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { invitations } from '../../../db/schema/consents.ts';
import { clients, contacts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { InvitationLook } from '../../views/mini-app.ts';
import { isMinor } from '../consent/consent-state.ts';
import { sha256 } from '../record/chain.ts';

/** The statement that reads an invitation by its token's hash, with what may be shown of it. */
export function readInvitation({ q }: Database, tokenHash: string) {
  return q
    .select({
      id: invitations.id,
      clientId: invitations.clientId,
      contactId: invitations.contactId,
      explainedBy: invitations.explainedBy,
      explainedAt: invitations.explainedAt,
      expiresAt: invitations.expiresAt,
      usedAt: invitations.usedAt,
      usedBy: invitations.usedByLineUserId,
      revokedAt: invitations.revokedAt,
      clientName: clients.name,
      clientKana: clients.kana,
      birthDate: clients.birthDate,
      counselorId: clients.counselorId,
      contactName: contacts.name,
      contactKana: contacts.kana,
      contactKind: contacts.kind,
      contactLine: contacts.lineUserId,
      staffName: staff.name,
      staffKana: staff.kana,
    })
    .from(invitations)
    .innerJoin(clients, eq(clients.id, invitations.clientId))
    .innerJoin(contacts, eq(contacts.id, invitations.contactId))
    .innerJoin(staff, eq(staff.id, invitations.explainedBy))
    .where(eq(invitations.tokenHash, tokenHash));
}

/**
 * Whether this LINE account may use the invitation: open, not expired, and neither the contact nor the account
 * bound to somebody else. All reasons why not look the same from outside (R1).
 */
export function isUsable(
  invitation: {
    expiresAt: Instant;
    usedAt: Instant | null;
    revokedAt: Instant | null;
    contactId: string;
    contactLine: string | null;
  },
  by: { lineUserId: string; contactId: string | null },
  now: Instant,
): boolean {
  return (
    invitation.usedAt === null &&
    invitation.revokedAt === null &&
    invitation.expiresAt > now &&
    (invitation.contactLine === null || invitation.contactLine === by.lineUserId) &&
    (by.contactId === null || by.contactId === invitation.contactId)
  );
}

/** Whether this very account has used the invitation and is still bound by it. */
export function hasUsed(
  invitation: { usedBy: string | null; contactLine: string | null } | undefined,
  lineUserId: string,
): boolean {
  return invitation?.usedBy === lineUserId && invitation.contactLine === lineUserId;
}

/** What the person sees before reading the rules; nothing at all when the invitation can't be used. */
export async function lookAtInvitation(
  ctx: Pick<Ctx, 'db' | 'now'>,
  input: { token: string; lineUserId: string },
): Promise<InvitationLook | Refused> {
  const [found, me] = await ctx.db.read([
    readInvitation(ctx.db, await sha256(input.token)),
    ctx.db.q
      .select({ id: contacts.id })
      .from(contacts)
      .where(sql`${contacts.lineUserId} = ${input.lineUserId}`),
  ]);
  const invitation = found[0];
  const by = { lineUserId: input.lineUserId, contactId: me[0]?.id ?? null };
  const answered = hasUsed(invitation, input.lineUserId);
  if (!invitation || !(answered || isUsable(invitation, by, ctx.now))) return refused('invitation-unusable');
  return {
    answered,
    client: { name: invitation.clientName, kana: invitation.clientKana },
    contact: { name: invitation.contactName, kana: invitation.contactKana, kind: invitation.contactKind },
    minor: isMinor(invitation.contactKind, invitation.birthDate, ctx.now),
    explainedBy: { name: invitation.staffName, kana: invitation.staffKana },
    explainedAt: invitation.explainedAt,
    expiresAt: invitation.expiresAt,
  };
}
