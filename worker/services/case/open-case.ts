import { and, eq, sql } from 'drizzle-orm';
import { cases, participants, tasks } from '../../../db/schema/cases.ts';
import { monitoringProposals } from '../../../db/schema/notices.ts';
import { clientContacts, clients } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { CaseKind, ContactMethod } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { PlaceChoice } from '../../views/shared.ts';
import { assembleFacts } from '../facts/assemble-facts.ts';
import { factQueries, factRowsOf, ids } from '../facts/read-facts.ts';
import { act } from '../record/act.ts';
import { judgeMeeting, type LineGround } from './judge-meeting.ts';

export const KIND_SAID: Record<CaseKind, string> = {
  meeting: '担当者会議',
  monitoring: 'モニタリング',
  consultation: '相談',
};

export interface NewCase {
  kind: CaseKind;
  purpose: string;
  plannedMethod: ContactMethod;
  participants: string[];
  /** Where it may be, when that is left to the person. */
  places?: PlaceChoice[] | undefined;
  /** R7: why it can't be a visit, and the person's own wish. */
  line?: LineGround | undefined;
  /** The monitoring that cron proposed and this settles. */
  proposalId?: string | undefined;
}

/** Opens one matter that needs a date. Planned by LINE, R7 and R8 decide. */
export async function openCase(
  ctx: Ctx,
  clientId: string,
  input: NewCase,
): Promise<{ id: string } | Refused> {
  const id = ctx.newId();
  const { q } = ctx.db;
  const people = [...new Set(input.participants)];
  const scope = { contacts: ids(people), clients: ids([clientId]), cases: ids([]) };
  return act(
    ctx,
    [clientId],
    [
      ...factQueries(ctx.db, scope, ctx.now),
      q.select({ counselorId: clients.counselorId }).from(clients).where(eq(clients.id, clientId)),
      q
        .select({ contactId: clientContacts.contactId })
        .from(clientContacts)
        .where(
          and(eq(clientContacts.clientId, clientId), sql`${clientContacts.contactId} in (${ids(people)})`),
        ),
      q
        .select({ settledAt: monitoringProposals.settledAt })
        .from(monitoringProposals)
        .where(
          and(eq(monitoringProposals.id, input.proposalId ?? ''), eq(monitoringProposals.clientId, clientId)),
        ),
    ] as const,
    (all) => {
      const counselorId = all[15][0]?.counselorId;
      if (!counselorId || all[16].length !== people.length) return { result: refused('not-found') };
      if (input.proposalId && all[17][0]?.settledAt !== null)
        return { result: refused('conflict', { detail: 'この提案は、もう片付いています。' }) };
      const first = people[0];
      if (!first)
        return {
          result: refused('bad-input', { fields: { participants: '日程を合わせる相手を選んでください。' } }),
        };
      const of = assembleFacts(factRowsOf(all), { contactId: first, clientId, caseId: null }, ctx.now);
      const plan = { kind: input.kind, method: input.plannedMethod, at: null, line: input.line };
      const decision = judgeMeeting(of, { do: 'plan', ...plan });
      const entry = {
        clientId,
        body: {
          summary: `${KIND_SAID[input.kind]}の日程調整を始めました`,
          purpose: input.purpose,
          rules: decision.findings.map((f) => f.rule),
          ...(input.line ? { reason: `LINEで行う理由：${input.line.reason}` } : {}),
        },
      };
      if (decision.outcome === 'refuse') {
        return {
          result: refused('refused-by-manual', { rules: [...decision.findings] }),
          entries: [
            {
              ...entry,
              kind: 'refused',
              body: { ...entry.body, summary: `${KIND_SAID[input.kind]}をLINEで計画できませんでした` },
            },
          ],
        };
      }
      return {
        result: { id },
        writes: [
          q.insert(cases).values({
            id,
            clientId,
            counselorId,
            kind: input.kind,
            status: 'open',
            purpose: input.purpose,
            plannedMethod: input.plannedMethod,
            placeChoices: JSON.stringify([...new Set(input.places)]),
            lineReason: input.line?.reason ?? null,
            lineWishBy: input.line?.wishBy ?? null,
            lineWishAt: input.line?.wishAt ?? null,
            lineWishHow: input.line?.wishHow ?? null,
            openedAt: ctx.now,
            openedBy: ctx.actor.id ?? '',
          }),
          ...people.map((contactId) =>
            q.insert(participants).values({ caseId: id, contactId, addedAt: ctx.now }),
          ),
          // What was wished for is decided with the case that is opened for it (R7).
          ...(input.kind === 'monitoring'
            ? [
                q
                  .update(tasks)
                  .set({ doneAt: ctx.now, doneBy: ctx.actor.id, doneNote: '日程調整を始めました' })
                  .where(sql`client_id = ${clientId} and why = 'wish-line-monitoring' and done_at is null`),
              ]
            : []),
          ...(input.kind === 'monitoring'
            ? [
                // Whoever begins a monitoring settles the proposal, also without having come from it.
                q
                  .update(monitoringProposals)
                  .set({ settledAt: ctx.now, settledBy: ctx.actor.id, caseId: id })
                  .where(
                    sql`settled_at is null and client_id = ${clientId} and id = coalesce(${input.proposalId ?? null},
                      (select p.id from monitoring_proposals p where p.client_id = ${clientId} and p.settled_at is null order by p.month limit 1))`,
                  ),
              ]
            : []),
        ],
        entries: [{ ...entry, kind: 'case-opened', caseId: id }],
      };
    },
  );
}
