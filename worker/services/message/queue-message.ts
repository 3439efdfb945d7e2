import { and, eq, gt, inArray } from 'drizzle-orm';
import { messages } from '../../../db/schema/messages.ts';
import { staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { Finding, Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { Verdict } from '../../views/cases.ts';
import { assembleFacts } from '../facts/assemble-facts.ts';
import { FACT_QUERIES, factQueries, factRowsOf, ids } from '../facts/read-facts.ts';
import { act } from '../record/act.ts';
import { nextBusinessOpening } from './check-message.ts';
import { linkFor } from './drafts.ts';
import { enqueue } from './enqueue.ts';
import { type DraftMessage, judgeMessage, verdictOf } from './judge-message.ts';
import { PURPOSE_SAID } from './say-purpose.ts';

export interface NewMessage extends DraftMessage {
  /** Why it goes in spite of warnings. */
  override?: string | undefined;
  /** 緊急 (R11). */
  urgent?: string | undefined;
  /** At the opening of the next business day instead of now (R11). */
  later?: boolean | undefined;
  /** What whoever writes has seen: a colleague's newer message to the same contact is shown first. */
  seenAt?: Instant | undefined;
}

/**
 * A counselor sends a message: the manual decides on fresh facts, and the outcome is kept either way.
 * A refusal is recorded as a refused attempt; 緊急 outside the hours is a manager's, with a reason (R11); warnings want a written reason, which goes into the record (R5).
 */
export async function queueMessage(
  ctx: Ctx,
  draft: NewMessage,
  isManager: () => boolean,
): Promise<{ id: string; verdict: Verdict } | Refused> {
  const id = ctx.newId();
  const who = { contactId: draft.contactId, clientId: draft.clientId, caseId: draft.caseId ?? null };
  const scope = {
    contacts: ids([who.contactId]),
    clients: ids([who.clientId]),
    cases: ids(who.caseId ? [who.caseId] : []),
  };
  const queries = [...factQueries(ctx.db, scope, ctx.now), readNewer(ctx, draft)] as const;
  return act(ctx, [who.clientId], queries, (all) => {
    const rows = factRowsOf(all);
    const known = rows[0].length > 0 && rows[1].length > 0;
    if (!known || (who.caseId && rows[6].length === 0)) return { result: refused('not-found') };
    const newer =
      draft.seenAt === undefined ? undefined : all[FACT_QUERIES].find((m) => m.by !== ctx.actor.id);
    if (newer)
      return {
        result: refused('conflict', {
          detail: `書いている間に、${newer.name}さんがこの方へ「${PURPOSE_SAID[newer.purpose]}」を送りました。読んでから、もう一度送ってください。`,
        }),
      };
    const now = assembleFacts(rows, who, ctx.now);
    const at = draft.later ? nextBusinessOpening(now) : null;
    const of = at === null ? now : assembleFacts(rows, who, at);
    if (draft.urgent && !isManager()) {
      return { result: refused('forbidden', { detail: '時間外に送れるのは、緊急のときの管理者だけです。' }) };
    }
    const urgent = draft.urgent && ctx.actor.id ? { managerId: ctx.actor.id, reason: draft.urgent } : null;
    const decision = judgeMessage(of, draft, 'staff', urgent);
    const verdict = verdictOf(decision);
    // A refusal rests on what refused; the warnings beside it did not stop anything.
    const restsOn = (f: Finding) => decision.outcome !== 'refuse' || f.severity === 'refuse';
    const entry = (kind: string, summary: string, reason?: string) => ({
      clientId: who.clientId,
      kind,
      caseId: who.caseId,
      contactId: who.contactId,
      body: {
        summary,
        method: 'line' as const,
        partner: of.facts.partner.name,
        content: [draft.greeting, draft.body].filter(Boolean).join('\n'),
        rules: [...new Set(decision.findings.filter(restsOn).map((f) => f.rule))],
        ...(reason ? { reason } : {}),
      },
    });
    if (decision.outcome === 'refuse') {
      return {
        result: refused('refused-by-manual', { rules: verdict.findings }),
        entries: [entry('refused', `LINE「${PURPOSE_SAID[draft.purpose]}」は手順書により送りませんでした`)],
      };
    }
    const reason = [draft.override?.trim(), draft.urgent && `緊急（時間外）：${draft.urgent}`]
      .filter(Boolean)
      .join('　');
    const warned = decision.findings.some((f) => f.severity === 'warn');
    if (warned && !reason) return { result: refused('reason-needed', { rules: verdict.findings }) };
    const message = {
      id,
      ...who,
      purpose: draft.purpose,
      greeting: draft.greeting,
      body: draft.body,
      link: linkFor(draft.purpose, who.caseId),
      overrideReason: warned ? reason : null,
      urgentBy: urgent?.managerId ?? null,
      urgentReason: urgent?.reason ?? null,
      settingsVersion: of.settingsVersion,
      findings: decision.findings,
    };
    return {
      result: { id, verdict },
      writes: [enqueue(ctx, decision.permit, message, ctx.actor.id)],
      entries: [
        entry(
          'line-queued',
          `LINE「${PURPOSE_SAID[draft.purpose]}」の送信を頼みました`,
          warned ? reason : undefined,
        ),
      ],
    };
  });
}

/** What colleagues had sent to this contact since whoever writes last looked. */
function readNewer({ db }: Ctx, draft: NewMessage) {
  return db.q
    .select({ by: messages.authorStaffId, name: staff.name, purpose: messages.purpose })
    .from(messages)
    .innerJoin(staff, eq(staff.id, messages.authorStaffId))
    .where(
      and(
        eq(messages.contactId, draft.contactId),
        gt(messages.createdAt, draft.seenAt ?? Number.MAX_SAFE_INTEGER),
        inArray(messages.status, ['queued', 'leased', 'sent']),
      ),
    );
}
