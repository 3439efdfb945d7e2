import { and, eq } from 'drizzle-orm';
import { cases } from '../../../db/schema/cases.ts';
import { replyDuties, wishes } from '../../../db/schema/inbound.ts';
import { closures, officeSettings } from '../../../db/schema/office.ts';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { replyDue } from '../../manual/calendar.ts';
import type { Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { WishKind } from '../../views/shared.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';
import { act } from '../record/act.ts';

export const WISH_SAID: Record<WishKind, string> = {
  call: '電話がほしい',
  change: '予定を変えたい',
  'cannot-come': '行けなくなった',
  consult: '相談したい',
  question: 'わからないことがある',
};

export interface WishInput {
  lineUserId: string;
  submissionKey: string;
  kind: WishKind;
  clientId: string;
  caseId?: string | undefined;
  when?: string | undefined;
  note?: string | undefined;
}

/**
 * A form instead of chat, at any hour (R10: the user may change or call off by the mini-app). It opens a duty to
 * answer like any message (R12). The same submission twice is one wish.
 */
export async function submitWish(ctx: Ctx, input: WishInput): Promise<{ wishedAt: Instant } | Refused> {
  const { q } = ctx.db;
  const id = ctx.newId();
  return act(
    ctx,
    [input.clientId],
    [
      q
        .select({ contactId: contacts.id, name: contacts.name, relation: clientContacts.relation })
        .from(clientContacts)
        .innerJoin(contacts, eq(contacts.id, clientContacts.contactId))
        .where(and(eq(clientContacts.clientId, input.clientId), eq(contacts.lineUserId, input.lineUserId))),
      q.select().from(wishes).where(eq(wishes.submissionKey, input.submissionKey)),
      q.select().from(officeSettings),
      q.select({ date: closures.date }).from(closures),
      q
        .select({ clientId: cases.clientId })
        .from(cases)
        .where(eq(cases.id, input.caseId ?? '')),
    ],
    ([found, again, settingsRows, closureRows, inCase]) => {
      const mine = found[0];
      if (!mine) return { result: refused('not-found') };
      if (again[0]) return { result: { wishedAt: again[0].wishedAt } };
      if (input.caseId && inCase[0]?.clientId !== input.clientId) return { result: refused('not-found') };
      const { settings } = officeSettingsInForce(settingsRows, ctx.now);
      const dueAt = replyDue(
        ctx.now,
        settings,
        closureRows.map((c) => c.date),
      );
      return {
        result: { wishedAt: ctx.now },
        writes: [
          q.insert(wishes).values({
            id,
            clientId: input.clientId,
            contactId: mine.contactId,
            caseId: input.caseId ?? null,
            kind: input.kind,
            submissionKey: input.submissionKey,
            whenText: input.when ?? null,
            note: input.note ?? null,
            wishedAt: ctx.now,
          }),
          q.insert(replyDuties).values({
            id: ctx.newId(),
            wishId: id,
            contactId: mine.contactId,
            openedAt: ctx.now,
            dueAt,
          }),
        ],
        entries: [
          {
            clientId: input.clientId,
            kind: 'wished',
            caseId: input.caseId ?? null,
            contactId: mine.contactId,
            body: {
              summary: `ミニアプリから：${WISH_SAID[input.kind]}`,
              method: 'line',
              partner: mine.name,
              relation: mine.relation,
              content: [input.when, input.note].filter(Boolean).join('\n'),
              rules: ['R12'],
            },
          },
        ],
      };
    },
  );
}
