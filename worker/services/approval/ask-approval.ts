import { and, eq, isNull } from 'drizzle-orm';
import { approvals } from '../../../db/schema/messages.ts';
import { staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { assembleFacts } from '../facts/assemble-facts.ts';
import { FACT_QUERIES, factQueries, factRowsOf, ids } from '../facts/read-facts.ts';
import { type DraftMessage, judgeMessage } from '../message/judge-message.ts';
import { PURPOSE_SAID } from '../message/say-purpose.ts';
import { act } from '../record/act.ts';

export interface ApprovalAsk extends DraftMessage {
  purpose: 'callback-request' | 'date-request' | 'reply' | 'info';
  /** 緊急: why it can't wait for the hours. */
  reason: string;
  /** Why it goes in spite of warnings. */
  override?: string | undefined;
}

/**
 * A counselor asks a manager to let a message go outside the hours (R11). Only what the manual would hold can
 * be asked about: what it refuses stays refused, and what it lets go needs nobody.
 */
export async function askApproval(ctx: Ctx, ask: ApprovalAsk): Promise<{ id: string } | Refused> {
  const id = ctx.newId();
  const who = { contactId: ask.contactId, clientId: ask.clientId, caseId: ask.caseId ?? null };
  const scope = {
    contacts: ids([who.contactId]),
    clients: ids([who.clientId]),
    cases: ids(who.caseId ? [who.caseId] : []),
  };
  const { q } = ctx.db;
  return act(
    ctx,
    [who.clientId],
    [
      ...factQueries(ctx.db, scope, ctx.now),
      q
        .select({ by: staff.name })
        .from(approvals)
        .innerJoin(staff, eq(staff.id, approvals.askedBy))
        .where(
          and(
            eq(approvals.contactId, who.contactId),
            eq(approvals.clientId, who.clientId),
            eq(approvals.purpose, ask.purpose),
            isNull(approvals.outcome),
          ),
        ),
    ] as const,
    (all) => {
      const rows = factRowsOf(all);
      if (rows[0].length === 0 || rows[1].length === 0) return { result: refused('not-found') };
      if (who.caseId && rows[6].length === 0) return { result: refused('not-found') };
      const waiting = all[FACT_QUERIES][0];
      if (waiting)
        return {
          result: refused('conflict', {
            detail: `同じ用件を、${waiting.by}さんがすでに管理者へお願いしています。決まるまでお待ちください。`,
          }),
        };
      const of = assembleFacts(rows, who, ctx.now);
      const decision = judgeMessage(of, ask, 'staff');
      const findings = [...decision.findings];
      if (decision.outcome === 'refuse') return { result: refused('refused-by-manual', { rules: findings }) };
      if (decision.outcome !== 'hold')
        return {
          result: refused('conflict', { detail: 'いまは送れる時間です。管理者の承認はいりません。' }),
        };
      if (findings.some((each) => each.severity === 'warn') && !ask.override)
        return { result: refused('reason-needed', { rules: findings }) };
      return {
        result: { id },
        writes: [
          q.insert(approvals).values({
            id,
            ...who,
            purpose: ask.purpose,
            greeting: ask.greeting,
            body: ask.body,
            reason: ask.reason,
            overrideReason: ask.override ?? null,
            askedBy: ctx.actor.id ?? '',
            askedAt: ctx.now,
          }),
        ],
        entries: [
          {
            clientId: who.clientId,
            kind: 'approval-asked',
            caseId: who.caseId,
            contactId: who.contactId,
            body: {
              summary: `LINE「${PURPOSE_SAID[ask.purpose]}」を時間外に送る承認を、管理者に頼みました`,
              method: 'line' as const,
              partner: of.facts.partner.name,
              content: [ask.greeting, ask.body].filter(Boolean).join('\n'),
              reason: `緊急（時間外）：${ask.reason}`,
              rules: [...new Set(findings.map((each) => each.rule))],
              refs: { approval: id },
            },
          },
        ],
      };
    },
  );
}
