import { and, eq, isNull, sql } from 'drizzle-orm';
import { cases } from '../../../db/schema/cases.ts';
import { clients } from '../../../db/schema/people.ts';
import { recordDrafts, recordEntries } from '../../../db/schema/records.ts';
import type { Ctx } from '../../context.ts';
import type { Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { RecordBody } from '../../views/records.ts';
import { act } from './act.ts';
import { beginDraft } from './draft-rows.ts';

export interface DraftSaved {
  id: string;
  revision: number;
}

const CHANGED = {
  detail: 'ほかの人がこの下書きを書きかえたか、確定しました。読み直してから続けてください。',
};

/** Begins a counselor's own draft. */
export async function startDraft(
  ctx: Ctx,
  clientId: string,
  input: { id: string; caseId?: string | undefined; body: Partial<RecordBody> },
): Promise<DraftSaved | Refused> {
  const { q } = ctx.db;
  const [client, inCase] = await ctx.db.read([
    q.select({ id: clients.id }).from(clients).where(eq(clients.id, clientId)),
    q
      .select({ clientId: cases.clientId })
      .from(cases)
      .where(eq(cases.id, input.caseId ?? '')),
  ]);
  if (client.length === 0 || (input.caseId && inCase[0]?.clientId !== clientId)) return refused('not-found');
  const [, made] = await ctx.db.write([
    beginDraft(ctx, {
      clientId,
      caseId: input.caseId ?? null,
      source: 'own',
      // The page names its draft itself: what is sent twice is there once.
      sourceId: input.id,
      body: input.body,
    }),
    q
      .select({ id: recordDrafts.id, revision: recordDrafts.revision })
      .from(recordDrafts)
      .where(and(eq(recordDrafts.source, 'own'), eq(recordDrafts.sourceId, input.id))),
  ]);
  return made[0] ?? refused('fault');
}

/** Keeps what was written so far. Whoever began from an older text is told, and nothing is overwritten. */
export async function saveDraft(
  ctx: Ctx,
  id: string,
  input: { revision: number; body: Partial<RecordBody> },
): Promise<DraftSaved | Refused> {
  await ctx.db.read([]);
  const [kept] = await ctx.db.write([
    ctx.db.q
      .update(recordDrafts)
      .set({
        body: JSON.stringify(input.body),
        revision: input.revision + 1,
        updatedAt: ctx.now,
        updatedBy: ctx.actor.id,
      })
      .where(stands(id, input.revision))
      .returning({ id: recordDrafts.id, revision: recordDrafts.revision }),
  ]);
  return kept[0] ?? refused('conflict', CHANGED);
}

/** Throws a draft away that needs no entry: what happened stands in the record already. */
export async function dropDraft(ctx: Ctx, id: string, revision: number): Promise<DraftSaved | Refused> {
  await ctx.db.read([]);
  const [gone] = await ctx.db.write([
    ctx.db.q
      .update(recordDrafts)
      .set({ settledAt: ctx.now, settledBy: ctx.actor.id, outcome: 'dropped' })
      .where(stands(id, revision))
      .returning({ id: recordDrafts.id, revision: recordDrafts.revision }),
  ]);
  return gone[0] ?? refused('conflict', CHANGED);
}

/** Makes the draft an entry that nobody changes any more (R5); both or neither. */
export async function finaliseDraft(
  ctx: Ctx,
  id: string,
  input: { revision: number; body: RecordBody },
): Promise<{ seq: number } | Refused> {
  const missing = missingFields(input.body, ctx.now);
  if (missing) return missing;
  const { q } = ctx.db;
  return act(
    ctx,
    sql`select client_id from record_drafts where id = ${id}`,
    [
      q
        .select()
        .from(recordDrafts)
        .where(and(eq(recordDrafts.id, id), isNull(recordDrafts.settledAt))),
      q
        .select({ seq: sql<number | null>`max(seq)` })
        .from(recordEntries)
        .where(sql`client_id = (select client_id from record_drafts where id = ${id})`),
    ],
    ([found, head]) => {
      const draft = found[0];
      if (!draft || draft.revision !== input.revision) return { result: refused('conflict', CHANGED) };
      return {
        result: { seq: (head[0]?.seq ?? 0) + 1 },
        writes: [
          q
            .update(recordDrafts)
            .set({ settledAt: ctx.now, settledBy: ctx.actor.id, outcome: 'finalised' })
            .where(eq(recordDrafts.id, id)),
        ],
        entries: [
          {
            clientId: draft.clientId,
            kind: 'completed',
            caseId: draft.caseId,
            at: input.body.startedAt ?? ctx.now,
            body: { ...input.body, refs: { draft: id, [draft.source]: draft.sourceId } },
          },
        ],
      };
    },
  );
}

/** What a finalised 相談記録 names; null when nothing is missing. */
export function missingFields(body: RecordBody, now: Instant): Refused | null {
  const { startedAt, endedAt } = body;
  const fields: Record<string, string> = {};
  if (startedAt === undefined) fields.startedAt = '日と、はじめの時刻を入れてください。';
  else if (startedAt > now) fields.startedAt = 'これからの日時は、記録として確定できません。';
  if (endedAt === undefined) fields.endedAt = 'おわりの時刻を入れてください。';
  else if (startedAt !== undefined && endedAt < startedAt) fields.endedAt = 'おわりが、はじめより前です。';
  if (!body.method) fields.method = '手段を選んでください。';
  if ((body.method === 'visit' || body.method === 'office') && !body.place)
    fields.place = '場所を入れてください。';
  for (const [name, words] of WRITTEN) if (!body[name]) fields[name] = words;
  return Object.keys(fields).length > 0 ? refused('bad-input', { fields }) : null;
}

const WRITTEN = [
  ['partner', '相手を入れてください。'],
  ['relation', '間がらを入れてください。'],
  ['purpose', '目的を入れてください。'],
  ['content', '内容を書いてください。'],
  ['response', '対応を書いてください。'],
] as const;

function stands(id: string, revision: number) {
  return and(eq(recordDrafts.id, id), eq(recordDrafts.revision, revision), isNull(recordDrafts.settledAt));
}
