import type { Ctx } from '../../context.ts';
import type { Finding } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { Verdict } from '../../views/cases.ts';
import { assembleFacts } from '../facts/assemble-facts.ts';
import { factQueries, ids } from '../facts/read-facts.ts';
import { act } from '../record/act.ts';
import { linkFor } from './drafts.ts';
import { enqueue } from './enqueue.ts';
import { type DraftMessage, judgeMessage, verdictOf } from './judge-message.ts';
import { PURPOSE_SAID } from './say-purpose.ts';

/**
 * A counselor sends a message: the manual decides on fresh facts, and the outcome is kept either way.
 * A refusal is recorded as a refused attempt; 緊急 outside the hours is a manager's, with a reason (R11); warnings want a written reason, which goes into the record (R5).
 */
export async function queueMessage(
  ctx: Ctx,
  draft: DraftMessage & { override?: string | undefined; urgent?: string | undefined },
  isManager: () => boolean,
): Promise<{ id: string; verdict: Verdict } | Refused> {
  const id = ctx.newId();
  const who = { contactId: draft.contactId, clientId: draft.clientId, caseId: draft.caseId ?? null };
  const scope = {
    contacts: ids([who.contactId]),
    clients: ids([who.clientId]),
    cases: ids(who.caseId ? [who.caseId] : []),
  };
  return act(ctx, [who.clientId], factQueries(ctx.db, scope, ctx.now), (rows) => {
    const known = rows[0].length > 0 && rows[1].length > 0;
    if (!known || (who.caseId && rows[6].length === 0)) return { result: refused('not-found') };
    const of = assembleFacts(rows, who, ctx.now);
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
