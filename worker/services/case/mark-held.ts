import { and, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm';
import { cases, meetings, tasks } from '../../../db/schema/cases.ts';
import { replyDuties } from '../../../db/schema/inbound.ts';
import { messages } from '../../../db/schema/messages.ts';
import type { Ctx } from '../../context.ts';
import type { ContactMethod, Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { endApprovals } from '../approval/end-approvals.ts';
import { assembleFacts } from '../facts/assemble-facts.ts';
import { factQueries, factRowsOf } from '../facts/read-facts.ts';
import { act } from '../record/act.ts';
import { beginMeetingDraft } from '../record/draft-rows.ts';
import { clientOfCase } from './client-of-case.ts';
import { judgeMeeting, type LineGround, lineMeetingOf } from './judge-meeting.ts';
import { KIND_SAID } from './open-case.ts';
import { closedBy, whoClosed } from './who-closed.ts';

export const METHOD_SAID: Record<ContactMethod, string> = {
  visit: '訪問',
  office: '来所',
  phone: '電話',
  mail: 'メール',
  line: 'LINE',
  fax: 'FAX',
  post: '郵便',
  video: 'テレビ電話',
};

export interface HeldMeeting {
  method: ContactMethod;
  place: string;
  startedAt: Instant;
  endedAt: Instant;
  content?: string | undefined;
  line?: LineGround | undefined;
}

/**
 * Records that the meeting took place. By LINE, R7 and R8 decide once more, also for a back-dated one.
 * Whatever still waited to be said about it dies; a talk clears the duty to answer (R12).
 */
export async function markHeld(
  ctx: Ctx,
  caseId: string,
  input: HeldMeeting,
): Promise<{ id: string } | Refused> {
  if (input.endedAt < input.startedAt)
    return refused('bad-input', { fields: { endedAt: '終わりの時刻は、始まりより後にしてください。' } });
  if (input.startedAt > ctx.now)
    return refused('bad-input', { fields: { startedAt: 'これからの日時は、実施として記録できません。' } });
  const id = ctx.newId();
  const { q } = ctx.db;
  const people = sql`select contact_id from participants where case_id = ${caseId}`;
  const scope = { contacts: people, clients: clientOfCase(caseId), cases: sql`${caseId}` };
  return act(
    ctx,
    clientOfCase(caseId),
    [
      ...factQueries(ctx.db, scope, ctx.now),
      q
        .select({ ...getTableColumns(cases), closer: whoClosed })
        .from(cases)
        .where(eq(cases.id, caseId)),
      q.select({ id: sql<string>`contact_id` }).from(sql`participants`).where(sql`case_id = ${caseId}`),
    ] as const,
    (all) => {
      const theCase = all[15][0];
      const first = all[16][0]?.id;
      if (!theCase || !first) return { result: refused('not-found') };
      if (theCase.status === 'held' || theCase.status === 'cancelled')
        return { result: closedBy(theCase.status, theCase.closer) };
      const of = assembleFacts(
        factRowsOf(all),
        { contactId: first, clientId: theCase.clientId, caseId },
        ctx.now,
      );
      const lineMeeting = lineMeetingOf(input.line) ?? of.facts.lineMeeting;
      const draft = { kind: theCase.kind, method: input.method, at: input.startedAt, line: input.line };
      const decision = judgeMeeting(of, { do: 'mark-held', ...draft });
      const base = { clientId: theCase.clientId, caseId };
      const rules = decision.findings.map((f) => f.rule);
      if (decision.outcome === 'refuse') {
        return {
          result: refused('refused-by-manual', { rules: [...decision.findings] }),
          entries: [
            {
              ...base,
              kind: 'refused',
              body: { summary: 'LINEでの実施は、手順書により記録できませんでした', rules },
            },
          ],
        };
      }
      const talked = ['visit', 'office', 'phone', 'video'].includes(input.method);
      return {
        result: { id },
        writes: [
          q.insert(meetings).values({
            id,
            caseId,
            clientId: theCase.clientId,
            kind: theCase.kind,
            method: input.method,
            place: input.place,
            startedAt: input.startedAt,
            endedAt: input.endedAt,
            lineReason: input.method === 'line' ? (lineMeeting?.reason ?? null) : null,
            recordedBy: ctx.actor.id ?? '',
            recordedAt: ctx.now,
          }),
          q.update(cases).set({ status: 'held' }).where(eq(cases.id, caseId)),
          beginMeetingDraft(ctx, {
            ...base,
            source: 'meeting',
            sourceId: id,
            body: {
              method: input.method,
              place: input.place,
              startedAt: input.startedAt,
              endedAt: input.endedAt,
              ...(input.content ? { content: input.content } : {}),
            },
          }),
          q
            .update(messages)
            .set({ status: 'dropped', lastError: '実施済み', leaseUntil: null, leaseToken: null })
            .where(and(eq(messages.caseId, caseId), inArray(messages.status, ['queued', 'leased']))),
          endApprovals(ctx, caseId, '実施済み'),
          q
            .update(tasks)
            .set({ doneAt: ctx.now, doneBy: ctx.actor.id, doneNote: '実施済み' })
            .where(and(eq(tasks.caseId, caseId), isNull(tasks.doneAt))),
          ...(talked
            ? [
                q
                  .update(replyDuties)
                  .set({ clearedAt: ctx.now, clearedBy: 'talk' as const, clearedRef: id })
                  .where(
                    and(
                      isNull(replyDuties.clearedAt),
                      sql`${replyDuties.openedAt} <= ${input.startedAt}`,
                      sql`${replyDuties.contactId} in (select p.contact_id from participants p join contacts c on c.id = p.contact_id where p.case_id = ${caseId} and c.kind <> 'provider')`,
                    ),
                  ),
              ]
            : []),
        ],
        entries: [
          {
            ...base,
            kind: 'held',
            at: input.startedAt,
            body: {
              summary: `${KIND_SAID[theCase.kind]}を実施しました（${METHOD_SAID[input.method]}）`,
              method: input.method,
              place: input.place,
              startedAt: input.startedAt,
              endedAt: input.endedAt,
              rules,
              ...(input.content ? { content: input.content } : {}),
              ...(input.method === 'line' && lineMeeting?.reason
                ? { reason: `LINEで行う理由：${lineMeeting.reason}` }
                : {}),
            },
          },
        ],
      };
    },
  );
}
