import { eq, getTableColumns, sql } from 'drizzle-orm';
import { cases, slots } from '../../../db/schema/cases.ts';
import type { Ctx } from '../../context.ts';
import type { ContactMethod } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { assembleFacts } from '../facts/assemble-facts.ts';
import { FACT_QUERIES, factQueries, factRowsOf } from '../facts/read-facts.ts';
import { act } from '../record/act.ts';
import { clientOfCase } from './client-of-case.ts';
import { judgeMeeting, type LineGround } from './judge-meeting.ts';
import { METHOD_SAID } from './mark-held.ts';
import { closedBy, whoClosed } from './who-closed.ts';

/** Plans the meeting in another way; by LINE, R7 and R8 decide again. */
export async function changeMethod(
  ctx: Ctx,
  caseId: string,
  input: { method: ContactMethod; line?: LineGround | undefined },
): Promise<{ method: ContactMethod } | Refused> {
  const { q } = ctx.db;
  const people = sql`select contact_id from participants where case_id = ${caseId}`;
  const scope = { contacts: people, clients: clientOfCase(caseId), cases: sql`${caseId}` };
  return act(
    ctx,
    clientOfCase(caseId),
    [
      ...factQueries(ctx.db, scope, ctx.now),
      q
        .select({ ...getTableColumns(cases), startsAt: slots.startsAt, closer: whoClosed })
        .from(cases)
        .leftJoin(slots, eq(slots.id, cases.confirmedSlotId))
        .where(eq(cases.id, caseId)),
    ] as const,
    (all) => {
      const theCase = all[FACT_QUERIES][0];
      const rows = factRowsOf(all);
      const contactId = rows[0][0]?.id;
      if (!theCase || !contactId) return { result: refused('not-found') };
      if (theCase.status === 'held' || theCase.status === 'cancelled')
        return { result: closedBy(theCase.status, theCase.closer) };
      const of = assembleFacts(rows, { contactId, clientId: theCase.clientId, caseId }, ctx.now);
      const draft = { kind: theCase.kind, method: input.method, at: theCase.startsAt, line: input.line };
      const decision = judgeMeeting(of, { do: 'plan', ...draft });
      const rules = decision.findings.map((each) => each.rule);
      const base = { clientId: theCase.clientId, caseId };
      if (decision.outcome === 'refuse') {
        return {
          result: refused('refused-by-manual', { rules: [...decision.findings] }),
          entries: [
            { ...base, kind: 'refused', body: { summary: '方法をLINEに変えられませんでした', rules } },
          ],
        };
      }
      return {
        result: { method: input.method },
        writes: [
          q
            .update(cases)
            .set({
              plannedMethod: input.method,
              ...(input.line
                ? {
                    lineReason: input.line.reason,
                    lineWishBy: input.line.wishBy,
                    lineWishAt: input.line.wishAt,
                    lineWishHow: input.line.wishHow,
                  }
                : {}),
            })
            .where(eq(cases.id, caseId)),
        ],
        entries: [
          {
            ...base,
            kind: 'method-changed',
            body: {
              summary: `方法を${METHOD_SAID[theCase.plannedMethod]}から${METHOD_SAID[input.method]}に変えました`,
              rules,
              ...(input.line ? { reason: `LINEで行う理由：${input.line.reason}` } : {}),
            },
          },
        ],
      };
    },
  );
}
