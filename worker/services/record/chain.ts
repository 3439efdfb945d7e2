import { type SQL, sql } from 'drizzle-orm';
import type { QueryBuilder, Statement } from '../../../db/client.ts';
import { type Given, prepared, preparedInsert } from '../../../db/prepared.ts';
import { recordEntries } from '../../../db/schema/records.ts';
import type { Actor, Ctx } from '../../context.ts';
import type { Instant } from '../../manual/types.ts';
import type { RecordBody } from '../../views/records.ts';

/** Where a client's chain of entries ends; a client without entries has none. */
export interface ChainHead {
  clientId: string;
  seq: number;
  hash: string;
}

/** One 相談記録 entry before it has its place in the chain (R5). */
export interface EntryDraft {
  clientId: string;
  kind: string;
  /** When it happened; now, unless the act says otherwise. */
  at?: Instant;
  caseId?: string | null;
  contactId?: string | null;
  correctsId?: string | null;
  /** Whoever acted, where the context can't know yet (a first visit). */
  actor?: Actor;
  body: RecordBody;
}

/** What the first entry of a chain points to. */
export const GENESIS = '0'.repeat(64);

/** What stands where a body was erased; the trigger on record_entries knows it by heart. */
export const ERASED_BODY = JSON.stringify({ summary: '消去済み' });

/** The statement that reads the heads of the chains of some clients. `clients`: their ids or a select. */
export function readHeads(q: QueryBuilder, clients: SQL) {
  return q
    .select({
      clientId: recordEntries.clientId,
      seq: recordEntries.seq,
      hash: recordEntries.hash,
    })
    .from(recordEntries)
    .where(
      sql`(${recordEntries.clientId}, ${recordEntries.seq}) in (
        select c.id, (select max(seq) from record_entries e where e.client_id = c.id)
        from clients c where c.id in (${clients}))`,
    );
}
export type ReadHeads = ReturnType<typeof readHeads>;

export const headsOfClients = prepared((q, given: Given<{ ids: string }>) =>
  readHeads(q, sql`select value from json_each(${given.ids})`),
);
export const headsOfCase = prepared((q, given: Given<{ caseId: string }>) =>
  readHeads(q, sql`select client_id from cases where id = ${given.caseId}`),
);

const insertEntry = preparedInsert(recordEntries);

/**
 * The inserts that extend the chains by these entries, in order.
 * A second writer with the same heads is refused by the unique (client, seq).
 */
export async function chainEntries(
  ctx: Ctx,
  heads: readonly ChainHead[],
  drafts: readonly EntryDraft[],
): Promise<Statement[]> {
  return (await chainRows(ctx, heads, drafts)).map(insertEntry);
}

/** The same as rows, for whoever writes thousands in one statement. */
export async function chainRows(
  ctx: Pick<Ctx, 'newId' | 'now' | 'actor'>,
  heads: readonly ChainHead[],
  drafts: readonly EntryDraft[],
): Promise<(typeof recordEntries.$inferSelect)[]> {
  const last = new Map(heads.map((h) => [h.clientId, h]));
  const rows: (typeof recordEntries.$inferSelect)[] = [];
  for (const draft of drafts) {
    const head = last.get(draft.clientId);
    const actor = draft.actor ?? ctx.actor;
    const body = JSON.stringify(draft.body);
    const entry = {
      id: ctx.newId(),
      clientId: draft.clientId,
      seq: (head?.seq ?? 0) + 1,
      prevHash: head?.hash ?? GENESIS,
      kind: draft.kind,
      occurredAt: draft.at ?? ctx.now,
      recordedAt: ctx.now,
      actorKind: actor.kind,
      actorId: actor.id,
      caseId: draft.caseId ?? null,
      contactId: draft.contactId ?? null,
      correctsId: draft.correctsId ?? null,
      body,
      bodyHash: await sha256(body),
    };
    const hash = await sha256(canonicalEntry(entry));
    last.set(draft.clientId, { clientId: draft.clientId, seq: entry.seq, hash });
    rows.push({ ...entry, hash });
  }
  return rows;
}

/** What an entry's hash is taken over: its fields as a JSON array in this order, the body by its own hash. */
export function canonicalEntry(e: Omit<typeof recordEntries.$inferSelect, 'hash' | 'body'>): string {
  return JSON.stringify([
    e.prevHash,
    e.id,
    e.clientId,
    e.seq,
    e.kind,
    e.occurredAt,
    e.recordedAt,
    e.actorKind,
    e.actorId,
    e.caseId,
    e.contactId,
    e.correctsId,
    e.bodyHash,
  ]);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const encoder = new TextEncoder();

/** Lower-case hex SHA-256 of a string's UTF-8 bytes. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', encoder.encode(text));
  let hex = '';
  for (const byte of new Uint8Array(digest)) hex += HEX[byte];
  return hex;
}
