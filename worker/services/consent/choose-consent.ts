import { and, desc, eq, lte, sql } from 'drizzle-orm';
import { tasks } from '../../../db/schema/cases.ts';
import { consents, invitations, usageRules } from '../../../db/schema/consents.ts';
import { clientContacts, clients, contacts, lineAccounts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { ConsentChoice, PartnerKind } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { Person } from '../../views/shared.ts';
import { isUsable, readInvitation } from '../invitation/find-invitation.ts';
import { act } from '../record/act.ts';
import { sha256 } from '../record/chain.ts';

export const SAID: Record<ConsentChoice, string> = {
  yes: 'はい、使います',
  no: 'いいえ、使いません',
  later: 'あとで決めます',
  question: 'わからないことがあります',
  withdrawn: 'LINEをやめます',
};

export interface ConsentInput {
  lineUserId: string;
  /** The invitation's token on the first visit; afterwards the client is named instead. */
  token?: string | undefined;
  clientId?: string | undefined;
  version: number;
  textHash: string;
  choice: Exclude<ConsentChoice, 'withdrawn'>;
  chooser: PartnerKind;
  explainedToPerson?: boolean | undefined;
}

/**
 * Keeps what the person chose about one exact text (R1), binds the LINE account to the contact on the first
 * visit and uses the invitation up, all in one batch. Every choice is kept; 「いいえ」 and 「わからない」 leave a task.
 */
export async function chooseConsent(
  ctx: Ctx,
  input: ConsentInput,
): Promise<{ clientId: string; chosenAt: number; counselor: Person; friend: boolean | null } | Refused> {
  const { q } = ctx.db;
  const tokenHash = await sha256(input.token ?? '');
  const mine = sql`select id from contacts where line_user_id = ${input.lineUserId}`;
  const clientIds = input.token
    ? sql`select client_id from invitations where token_hash = ${tokenHash}`
    : sql`${input.clientId ?? ''}`;
  const contactIds = input.token
    ? sql`select contact_id from invitations where token_hash = ${tokenHash}`
    : mine;
  return act(
    ctx,
    clientIds,
    [
      readInvitation(ctx.db, tokenHash),
      q
        .select({ id: contacts.id, name: contacts.name })
        .from(contacts)
        .where(eq(contacts.lineUserId, input.lineUserId)),
      q
        .select({
          clientId: clientContacts.clientId,
          contactId: clientContacts.contactId,
          relation: clientContacts.relation,
        })
        .from(clientContacts)
        .where(
          and(
            sql`${clientContacts.clientId} in (${clientIds})`,
            sql`${clientContacts.contactId} in (${contactIds})`,
          ),
        ),
      q
        .select({ seq: consents.seq })
        .from(consents)
        .where(
          and(sql`${consents.clientId} in (${clientIds})`, sql`${consents.contactId} in (${contactIds})`),
        )
        .orderBy(desc(consents.seq))
        .limit(1),
      q
        .select({ version: usageRules.version, textHash: usageRules.textHash })
        .from(usageRules)
        .where(lte(usageRules.effectiveFrom, ctx.now))
        .orderBy(desc(usageRules.version))
        .limit(1),
      q
        .select({ explainedBy: invitations.explainedBy, id: invitations.id })
        .from(invitations)
        .where(
          and(
            sql`${invitations.clientId} in (${clientIds})`,
            sql`${invitations.contactId} in (${contactIds})`,
          ),
        )
        .orderBy(desc(invitations.createdAt))
        .limit(1),
      q
        .select({ name: staff.name, kana: staff.kana })
        .from(clients)
        .innerJoin(staff, eq(staff.id, clients.counselorId))
        .where(sql`${clients.id} in (${clientIds})`),
      q
        .select({ friend: lineAccounts.friend })
        .from(lineAccounts)
        .where(eq(lineAccounts.lineUserId, input.lineUserId)),
    ],
    ([invited, me, links, last, rules, explained, counselor, account]) => {
      const invitation = invited[0];
      const link = links[0];
      const by = { lineUserId: input.lineUserId, contactId: me[0]?.id ?? null };
      if (input.token && !(invitation && isUsable(invitation, by, ctx.now)))
        return { result: refused('invitation-unusable') };
      if (!link) return { result: refused(input.token ? 'invitation-unusable' : 'not-found') };
      if (rules[0]?.version !== input.version || rules[0].textHash !== input.textHash)
        return { result: refused('rules-changed') };
      const { clientId, contactId } = link;
      const partner = invitation?.contactName ?? me[0]?.name ?? '';
      const writes = [
        ...(invitation
          ? [
              q
                .update(invitations)
                .set({ usedAt: ctx.now, usedByLineUserId: input.lineUserId })
                .where(eq(invitations.id, invitation.id)),
              q.update(contacts).set({ lineUserId: input.lineUserId }).where(eq(contacts.id, contactId)),
            ]
          : []),
        q.insert(consents).values({
          id: ctx.newId(),
          clientId,
          contactId,
          lineUserId: input.lineUserId,
          invitationId: invitation?.id ?? explained[0]?.id ?? null,
          version: input.version,
          textHash: input.textHash,
          choice: input.choice,
          chooser: input.chooser,
          explainedToPerson: input.explainedToPerson ?? null,
          explainedBy: invitation?.explainedBy ?? explained[0]?.explainedBy ?? null,
          chosenAt: ctx.now,
          seq: (last[0]?.seq ?? 0) + 1,
        }),
        ...(input.choice === 'question'
          ? [
              q.insert(tasks).values({
                id: ctx.newId(),
                clientId,
                contactId,
                kind: 'phone' as const,
                why: 'consent-question',
                title: 'やくそくについて、わからないことがあるそうです。電話で説明します',
                dueAt: ctx.now,
                createdAt: ctx.now,
              }),
            ]
          : []),
      ];
      return {
        result: {
          clientId,
          chosenAt: ctx.now,
          counselor: counselor[0] ?? { name: '', kana: null },
          friend: account[0]?.friend ?? null,
        },
        writes,
        entries: [
          {
            clientId,
            kind: 'consent',
            contactId,
            actor: { kind: 'contact' as const, id: contactId },
            body: {
              summary: `LINE利用の答え：${SAID[input.choice]}`,
              method: 'line' as const,
              partner,
              relation: link.relation,
              content: `利用上の留意点 第${input.version}版（${input.textHash}）`,
              rules: ['R1'],
            },
          },
        ],
      };
    },
  );
}
