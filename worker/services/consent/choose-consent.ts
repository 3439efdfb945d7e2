import { and, desc, eq, isNull, lte, sql } from 'drizzle-orm';
import { tasks } from '../../../db/schema/cases.ts';
import { consents, invitations, usageRules } from '../../../db/schema/consents.ts';
import { closures, officeSettings } from '../../../db/schema/office.ts';
import { clientContacts, clients, contacts, lineAccounts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { replyDue } from '../../manual/calendar.ts';
import { consentLacks } from '../../manual/rules/r1.ts';
import type { ConsentChoice, PartnerKind } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { ConsentReceipt } from '../../views/mini-app.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';
import { hasUsed, isUsable, readInvitation } from '../invitation/find-invitation.ts';
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
 * visit and uses the invitation up, all in one batch. Every choice is kept, with what staff have to do about it.
 */
export async function chooseConsent(
  ctx: Ctx,
  input: ConsentInput,
): Promise<Omit<ConsentReceipt, 'addFriendUrl' | 'choice'> | Refused> {
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
        .select({
          seq: consents.seq,
          invitationId: consents.invitationId,
          textHash: consents.textHash,
          choice: consents.choice,
          chooser: consents.chooser,
          explained: consents.explainedToPerson,
          chosenAt: consents.chosenAt,
        })
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
        .select({ name: staff.name, kana: staff.kana, birthDate: clients.birthDate })
        .from(clients)
        .innerJoin(staff, eq(staff.id, clients.counselorId))
        .where(sql`${clients.id} in (${clientIds})`),
      q
        .select({ friend: lineAccounts.friend })
        .from(lineAccounts)
        .where(eq(lineAccounts.lineUserId, input.lineUserId)),
      q
        .select({ why: tasks.why, contactId: tasks.contactId })
        .from(tasks)
        .where(and(sql`${tasks.clientId} in (${clientIds})`, isNull(tasks.doneAt))),
      q.select().from(officeSettings),
      q.select({ date: closures.date }).from(closures),
    ],
    ([
      invited,
      me,
      links,
      last,
      rules,
      explained,
      counselor,
      account,
      openTasks,
      settingsRows,
      closureRows,
    ]) => {
      const invitation = invited[0];
      const link = links[0];
      const by = { lineUserId: input.lineUserId, contactId: me[0]?.id ?? null };
      const used = hasUsed(invitation, input.lineUserId);
      if (input.token && !(invitation && (used || isUsable(invitation, by, ctx.now))))
        return { result: refused('invitation-unusable') };
      if (!link) return { result: refused(input.token ? 'invitation-unusable' : 'not-found') };
      if (rules[0]?.version !== input.version || rules[0].textHash !== input.textHash)
        return { result: refused('rules-changed') };
      const { clientId, contactId } = link;
      const { settings } = officeSettingsInForce(settingsRows, ctx.now);
      const dueAt = replyDue(
        ctx.now,
        settings,
        closureRows.map((c) => c.date),
      );
      const { birthDate, ...about } = counselor[0] ?? { name: '', kana: null, birthDate: null };
      const lacks = input.choice === 'yes' ? consentLacks({ by: input.chooser }, birthDate, ctx.now) : null;
      const receipt = {
        clientId,
        lacks,
        answerBy: input.choice === 'question' ? dueAt : null,
        counselor: about,
        friend: account[0]?.friend ?? null,
      };
      // Sent again because the answer to the first time was lost on the way: it is kept once.
      if (used && last[0] && invitation?.id === last[0].invitationId && isSame(input, last[0]))
        return { result: { ...receipt, chosenAt: last[0].chosenAt } };
      const todo = tasksAfter(input, lacks).filter(
        (task) => !openTasks.some((open) => saysTheSame(open, { ...task, contactId })),
      );
      const partner = invitation?.contactName ?? me[0]?.name ?? '';
      const writes = [
        ...(invitation && !used
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
        ...todo.map((task) =>
          q
            .insert(tasks)
            .values({ ...task, id: ctx.newId(), clientId, contactId, dueAt, createdAt: ctx.now }),
        ),
      ];
      return {
        result: { ...receipt, chosenAt: ctx.now },
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
              content: [
                `利用上の留意点 第${input.version}版（${input.textHash}）`,
                `答えた人：${CHOOSER_SAID[input.chooser]}`,
                ...(input.explainedToPerson === undefined
                  ? []
                  : [`本人への説明：${input.explainedToPerson ? 'した' : 'まだ'}`]),
              ].join('\n'),
              rules: ['R1'],
            },
          },
        ],
      };
    },
  );
}

function isSame(
  input: ConsentInput,
  last: { textHash: string; choice: string; chooser: string; explained: boolean | null },
): boolean {
  return (
    input.textHash === last.textHash &&
    input.choice === last.choice &&
    input.chooser === last.chooser &&
    (input.explainedToPerson ?? null) === last.explained
  );
}

const CHOOSER_SAID: Record<PartnerKind, string> = {
  person: '本人',
  guardian: '保護者',
  'legal-representative': '後見人等',
  family: '家族',
  provider: '事業所',
};

type NewTask = Pick<typeof tasks.$inferInsert, 'kind' | 'why' | 'title'>;

/** Whether a task that is open asks for this already: cron's at 18 asks for the person's own consent, of whomever. */
function saysTheSame(
  open: { why: string; contactId: string | null },
  task: { why: string; contactId: string },
): boolean {
  if (task.why === 'consent-own-needed' && open.why === 'turns-adult') return true;
  return open.why === task.why && open.contactId === task.contactId;
}

/** What staff have to do about a choice (R1). */
function tasksAfter(input: ConsentInput, lacks: ReturnType<typeof consentLacks>): NewTask[] {
  const todo: NewTask[] = [];
  if (input.choice === 'question') {
    const title = 'やくそくについて、わからないことがあるそうです。電話で説明します';
    todo.push({ kind: 'phone', why: 'consent-question', title });
  }
  if (input.choice === 'no') {
    const title = 'LINEは使わないとの答え。これからの連絡方法を電話で確かめます';
    todo.push({ kind: 'phone', why: 'consent-declined', title });
  }
  if (lacks === 'guardian-needed') {
    const title = '18歳になる前の方が「はい」と答えました。保護者に説明し、承諾をうかがいます';
    todo.push({ kind: 'phone', why: 'consent-guardian-needed', title });
  }
  if (lacks === 'own-needed') {
    const title = '18歳になった方の保護者が「はい」と答えました。本人に説明し、承諾をうかがいます';
    todo.push({ kind: 'visit', why: 'consent-own-needed', title });
  }
  if (input.explainedToPerson === false) {
    const title = '本人にはまだ話していないとのこと。会うときに、本人に説明します';
    todo.push({ kind: 'visit', why: 'consent-unexplained', title });
  }
  return todo;
}
