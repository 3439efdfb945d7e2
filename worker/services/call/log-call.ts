import { and, eq, isNull, lte, sql } from 'drizzle-orm';
import { calls, cases } from '../../../db/schema/cases.ts';
import { replyDuties } from '../../../db/schema/inbound.ts';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { CallOutcome, Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { clientOfCase } from '../case/client-of-case.ts';
import { act } from '../record/act.ts';
import { beginDraft } from '../record/draft-rows.ts';

export const OUTCOME_SAID: Record<CallOutcome, string> = {
  'no-answer': '出ない',
  voicemail: '留守電',
  busy: '話し中',
  reached: 'つながった',
  family: '家族が出た',
  'wrong-number': '番号違い',
};

export interface NewCall {
  contactId: string;
  outcome: CallOutcome;
  /** For 家族が出た. */
  reached?: boolean | undefined;
  direction?: 'out' | 'in' | undefined;
  note?: string | undefined;
  /** For a call entered later; now, when left out. */
  at?: Instant | undefined;
}

/** One try is one tap (R3), in a case or outside of any. A talk clears what waited for an answer (R12) and answers a call-back request (R4). */
export async function logCall(
  ctx: Ctx,
  about: { caseId: string } | { clientId: string },
  input: NewCall,
): Promise<{ id: string } | Refused> {
  const at = input.at ?? ctx.now;
  if (at > ctx.now) return refused('bad-input', { fields: { at: 'これからの時刻は記録できません。' } });
  const id = ctx.newId();
  const { q } = ctx.db;
  const caseId = 'caseId' in about ? about.caseId : null;
  const client = 'caseId' in about ? clientOfCase(about.caseId) : sql`${about.clientId}`;
  return act(
    ctx,
    client,
    [
      q
        .select({
          clientId: clientContacts.clientId,
          relation: clientContacts.relation,
          name: contacts.name,
        })
        .from(clientContacts)
        .innerJoin(contacts, eq(contacts.id, clientContacts.contactId))
        .where(
          and(sql`${clientContacts.clientId} in (${client})`, eq(clientContacts.contactId, input.contactId)),
        ),
      q
        .select({ purpose: cases.purpose })
        .from(cases)
        .where(eq(cases.id, caseId ?? '')),
    ],
    ([found, purpose]) => {
      const who = found[0];
      if (!who) return { result: refused('not-found') };
      const talked = input.outcome === 'reached' || (input.outcome === 'family' && input.reached === true);
      const direction = input.direction ?? 'out';
      return {
        result: { id },
        writes: [
          q.insert(calls).values({
            id,
            clientId: who.clientId,
            contactId: input.contactId,
            caseId,
            outcome: input.outcome,
            reached: input.reached ?? null,
            direction,
            note: input.note ?? null,
            calledAt: at,
            staffId: ctx.actor.id ?? '',
          }),
          ...(talked
            ? [
                beginDraft(ctx, {
                  clientId: who.clientId,
                  caseId,
                  source: 'call',
                  sourceId: id,
                  body: {
                    method: 'phone',
                    startedAt: at,
                    partner: who.name,
                    relation: who.relation,
                    ...(purpose[0] ? { purpose: purpose[0].purpose } : {}),
                    ...(input.note ? { content: input.note } : {}),
                  },
                }),
                q
                  .update(replyDuties)
                  .set({ clearedAt: ctx.now, clearedBy: 'talk' as const, clearedRef: id })
                  .where(
                    and(
                      eq(replyDuties.contactId, input.contactId),
                      isNull(replyDuties.clearedAt),
                      lte(replyDuties.openedAt, at),
                    ),
                  ),
              ]
            : []),
        ],
        entries: [
          {
            clientId: who.clientId,
            kind: 'call',
            at,
            caseId,
            contactId: input.contactId,
            body: {
              summary: `${direction === 'out' ? '電話' : '電話を受けました'}：${OUTCOME_SAID[input.outcome]}`,
              method: 'phone' as const,
              startedAt: at,
              partner: who.name,
              relation: who.relation,
              refs: { call: id },
              ...(input.note ? { content: input.note } : {}),
            },
          },
        ],
      };
    },
  );
}
