import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { tasks } from '../../../db/schema/cases.ts';
import { consents } from '../../../db/schema/consents.ts';
import { messages } from '../../../db/schema/messages.ts';
import { closures, officeSettings } from '../../../db/schema/office.ts';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { replyClockStart } from '../../manual/calendar.ts';
import { type Refused, refused } from '../../problem.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';
import { act } from '../record/act.ts';

/**
 * Ends the consent of this LINE account for one client, at any hour and at once (R1): a new row says so,
 * whatever is queued dies, and staff get a phone task for the next opening.
 */
export async function withdrawConsent(
  ctx: Ctx,
  input: { lineUserId: string; clientId: string },
): Promise<{ withdrawnAt: number } | Refused> {
  const { q } = ctx.db;
  const mine = sql`select id from contacts where line_user_id = ${input.lineUserId}`;
  return act(
    ctx,
    [input.clientId],
    [
      q
        .select()
        .from(consents)
        .where(and(eq(consents.clientId, input.clientId), sql`${consents.contactId} in (${mine})`))
        .orderBy(desc(consents.seq))
        .limit(1),
      q
        .select({ name: contacts.name, relation: clientContacts.relation })
        .from(clientContacts)
        .innerJoin(contacts, eq(contacts.id, clientContacts.contactId))
        .where(and(eq(clientContacts.clientId, input.clientId), eq(contacts.lineUserId, input.lineUserId))),
      q.select().from(officeSettings),
      q.select({ date: closures.date }).from(closures),
    ],
    ([latest, who, settingsRows, closureRows]) => {
      const last = latest[0];
      if (!last) return { result: refused('not-found') };
      if (last.choice === 'withdrawn') return { result: { withdrawnAt: last.chosenAt } };
      const { settings } = officeSettingsInForce(settingsRows, ctx.now);
      const ours = and(
        eq(messages.clientId, input.clientId),
        eq(messages.contactId, last.contactId),
        eq(messages.status, 'queued'),
      );
      const dueAt = replyClockStart(
        ctx.now,
        settings,
        closureRows.map((c) => c.date),
      );
      return {
        result: { withdrawnAt: ctx.now },
        writes: [
          q.insert(consents).values({
            ...last,
            id: ctx.newId(),
            choice: 'withdrawn',
            chosenAt: ctx.now,
            seq: last.seq + 1,
          }),
          q
            .update(messages)
            .set({ status: 'dropped', lastError: '承諾の取りやめ' })
            .where(and(ours, isNull(messages.leaseToken))),
          // LINE may have these already: the dispatcher, which sends nothing more, writes down what is known of them.
          q.update(messages).set({ notBefore: ctx.now }).where(ours),
          q.insert(tasks).values({
            id: ctx.newId(),
            clientId: input.clientId,
            contactId: last.contactId,
            kind: 'phone',
            why: 'consent-withdrawn',
            title: 'LINEをやめるとの連絡。これからの連絡方法を電話で確かめます',
            dueAt,
            createdAt: ctx.now,
          }),
        ],
        entries: [
          {
            clientId: input.clientId,
            kind: 'consent-withdrawn',
            contactId: last.contactId,
            body: {
              summary: 'LINE利用の取りやめ。送信待ちの連絡を止め、電話の予定を入れました',
              method: 'line',
              partner: who[0]?.name ?? '',
              relation: who[0]?.relation ?? '',
              rules: ['R1'],
            },
          },
        ],
      };
    },
  );
}
