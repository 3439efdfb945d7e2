import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { Statement } from '../../../db/client.ts';
import { tasks } from '../../../db/schema/cases.ts';
import { approvals } from '../../../db/schema/messages.ts';
import type { Ctx } from '../../context.ts';
import { replyClockStart } from '../../manual/calendar.ts';
import { type Refused, refused } from '../../problem.ts';
import type { ApprovalRow } from '../../views/approvals.ts';
import { assembleFacts, type FactsOf } from '../facts/assemble-facts.ts';
import { FACT_QUERIES, factQueries, factRowsOf } from '../facts/read-facts.ts';
import { linkFor } from '../message/drafts.ts';
import { enqueue } from '../message/enqueue.ts';
import { judgeMessage } from '../message/judge-message.ts';
import { PURPOSE_SAID } from '../message/say-purpose.ts';
import { act, type Plan } from '../record/act.ts';

type Asked = typeof approvals.$inferSelect;
type Outcome = Exclude<ApprovalRow['outcome'], null>;

/**
 * A manager decides what a counselor asked for. On はい the manual is asked again at this moment: the message is
 * queued under the counselor's name, or, where it may no longer go, everything ends and a phone task stands.
 * Of two managers one decides, and the other is told who.
 */
export async function decideApproval(
  ctx: Ctx,
  id: string,
  input: { decision: 'approve' | 'decline'; note?: string | undefined },
): Promise<{ outcome: Outcome } | Refused> {
  if (input.decision === 'decline' && !input.note)
    return refused('bad-input', { fields: { note: '見送る理由を書いてください。' } });
  const { q } = ctx.db;
  const its = (column: string) =>
    sql`select ${sql.raw(column)} from approvals where id = ${id} and ${sql.raw(column)} is not null`;
  const scope = { contacts: its('contact_id'), clients: its('client_id'), cases: its('case_id') };
  return act(
    ctx,
    its('client_id'),
    [
      ...factQueries(ctx.db, scope, ctx.now),
      q
        .select({
          ...getTableColumns(approvals),
          decider: sql<string | null>`(select name from staff where id = ${approvals.decidedBy})`,
        })
        .from(approvals)
        .where(eq(approvals.id, id)),
    ] as const,
    (all): Plan<{ outcome: Outcome } | Refused> => {
      const asked = all[FACT_QUERIES][0];
      if (!asked) return { result: refused('not-found') };
      if (asked.outcome !== null) return { result: decidedAlready(asked, asked.decider) };
      const of = assembleFacts(factRowsOf(all), asked, ctx.now);
      if (input.decision === 'decline') {
        return {
          result: { outcome: 'declined' },
          writes: [settle(ctx, asked, 'declined', input.note ?? null), tellOtherwise(ctx, asked, of)],
          entries: [entry(asked, of, '送らないことにしました（管理者）', input.note)],
        };
      }
      const urgent = { managerId: ctx.actor.id ?? '', reason: asked.reason };
      const plain = judgeMessage(of, asked, 'staff');
      const needsIt = plain.outcome === 'hold';
      const decision = needsIt ? judgeMessage(of, asked, 'staff', urgent) : plain;
      if (decision.outcome === 'refuse') {
        const why = decision.findings
          .filter((each) => each.severity === 'refuse')
          .map((each) => each.message);
        return {
          result: refused('refused-by-manual', { rules: [...decision.findings] }),
          writes: [settle(ctx, asked, 'void', why.join(' ').slice(0, 400)), tellOtherwise(ctx, asked, of)],
          entries: [entry(asked, of, '手順書により送りませんでした（承認のとき）', why.join(' '))],
        };
      }
      const messageId = ctx.newId();
      const message = {
        id: messageId,
        contactId: asked.contactId,
        clientId: asked.clientId,
        caseId: asked.caseId,
        purpose: asked.purpose,
        greeting: asked.greeting,
        body: asked.body,
        link: linkFor(asked.purpose, asked.caseId),
        onceKey: `approval:${id}`,
        overrideReason: [asked.overrideReason, `緊急（時間外）：${asked.reason}`].filter(Boolean).join('　'),
        urgentBy: needsIt ? urgent.managerId : null,
        urgentReason: needsIt ? asked.reason : null,
        settingsVersion: of.settingsVersion,
        findings: decision.findings,
      };
      return {
        result: { outcome: 'approved' },
        writes: [
          enqueue(ctx, decision.permit, message, asked.askedBy),
          settle(ctx, asked, 'approved', input.note ?? null, messageId),
        ],
        entries: [
          entry(asked, of, '時間外に送ることを承認しました（管理者）', input.note),
          {
            ...entry(asked, of, '送信を頼みました', `緊急（時間外）：${asked.reason}`),
            kind: 'line-queued',
            actor: { kind: 'staff', id: asked.askedBy },
          },
        ],
      };
    },
  );
}

function decidedAlready(asked: Asked, by: string | null): Refused {
  const words = {
    approved: '承認',
    declined: '見送りに',
    withdrawn: '取り下げ',
    void: '手順書により終わりに',
  };
  return refused('conflict', {
    detail: `${by ?? 'ほかの人'}さんが先に、${words[asked.outcome ?? 'void']}しました。`,
  });
}

function settle(
  ctx: Ctx,
  asked: Asked,
  outcome: Outcome,
  note: string | null,
  messageId: string | null = null,
): Statement {
  return ctx.db.q
    .update(approvals)
    .set({ outcome, note, messageId, decidedBy: ctx.actor.id, decidedAt: ctx.now })
    .where(eq(approvals.id, asked.id));
}

/** What does not go by LINE is told by phone. */
function tellOtherwise(ctx: Ctx, asked: Asked, of: FactsOf): Statement {
  return ctx.db.q
    .insert(tasks)
    .values({
      id: ctx.newId(),
      clientId: asked.clientId,
      contactId: asked.contactId,
      caseId: asked.caseId,
      kind: 'phone',
      why: 'approval-declined',
      title: `LINE「${PURPOSE_SAID[asked.purpose]}」は見送りになりました。電話か訪問で伝えます`,
      dueAt: replyClockStart(ctx.now, of.settings, of.facts.closures),
      onceKey: `approval:${asked.id}`,
      createdAt: ctx.now,
    })
    .onConflictDoNothing({ target: tasks.onceKey });
}

function entry(asked: Asked, of: FactsOf, did: string, reason: string | undefined) {
  return {
    clientId: asked.clientId,
    kind: 'approval-decided',
    caseId: asked.caseId,
    contactId: asked.contactId,
    body: {
      summary: `LINE「${PURPOSE_SAID[asked.purpose]}」：${did}`,
      method: 'line' as const,
      partner: of.facts.partner.name,
      content: [asked.greeting, asked.body].filter(Boolean).join('\n'),
      rules: ['R11'],
      refs: { approval: asked.id },
      ...(reason ? { reason } : {}),
    },
  };
}
