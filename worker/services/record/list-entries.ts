import { and, eq, gte, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { clients, contacts, staff } from '../../../db/schema/people.ts';
import { recordEntries } from '../../../db/schema/records.ts';
import type { Ctx } from '../../context.ts';
import { addDays, instantOf } from '../../manual/jst.ts';
import type { CivilDate } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { RecordBody, RecordFilter, RecordPage, RecordView } from '../../views/records.ts';
import { logAccess } from '../client/log-access.ts';

const ENTRIES_SHOWN = 500;
const PAGE = 50;

/** What of a client's record is asked for. */
export interface RecordsAsked {
  from?: CivilDate | undefined;
  until?: CivilDate | undefined;
  kind?: RecordFilter | undefined;
  caseId?: string | undefined;
  /** One entry alone, a correction too. */
  entry?: string | undefined;
}

const SHOWN = {
  id: recordEntries.id,
  seq: recordEntries.seq,
  kind: recordEntries.kind,
  at: recordEntries.occurredAt,
  recordedAt: recordEntries.recordedAt,
  actorKind: recordEntries.actorKind,
  staffName: staff.name,
  actorContact: sql<string | null>`(select name from contacts where id = ${recordEntries.actorId})`,
  caseId: recordEntries.caseId,
  contactName: contacts.name,
  correctsId: recordEntries.correctsId,
  hash: recordEntries.hash,
  body: recordEntries.body,
};

/** The newest entries that match, newest first. */
export function readEntries({ q }: Database, where: SQL | undefined) {
  return q
    .select(SHOWN)
    .from(recordEntries)
    .leftJoin(staff, eq(staff.id, recordEntries.actorId))
    .leftJoin(contacts, eq(contacts.id, recordEntries.contactId))
    .where(where)
    .orderBy(sql`${recordEntries.seq} desc`)
    .limit(ENTRIES_SHOWN);
}

/** Rows of {@link readEntries} as the console shows them. */
export function toRecord(row: Awaited<ReturnType<typeof readEntries>>[number]): RecordView {
  const { actorKind, staffName, actorContact, body, ...rest } = row;
  const actor = staffName ?? actorContact ?? (actorKind === 'cron' ? '自動' : 'システム');
  return { ...rest, actor, body: JSON.parse(body) as RecordBody };
}

/**
 * Entries that are no corrections, in the order in which things happened, newest first, and everything that
 * corrects them, however deep. `limit` counts the entries alone.
 */
export function readThreads(db: Database, where: SQL | undefined, limit: number) {
  return readEntriesOf(
    db,
    sql`with recursive roots as (select id from record_entries where ${where} order by occurred_at desc, seq desc limit ${limit}),
      whole (id) as (select id from roots union select e.id from record_entries e join whole on e.corrects_id = whole.id)
      select id from whole`,
  );
}

function readEntriesOf({ q }: Database, ids: SQL) {
  return q
    .select(SHOWN)
    .from(recordEntries)
    .leftJoin(staff, eq(staff.id, recordEntries.actorId))
    .leftJoin(contacts, eq(contacts.id, recordEntries.contactId))
    .where(sql`${recordEntries.id} in (${ids})`)
    .orderBy(sql`+${recordEntries.occurredAt} desc`, sql`+${recordEntries.seq} desc`);
}

/** The entries that are asked for, corrections left out: these come along with what they correct. */
export function entriesAsked(clientId: string, asked: RecordsAsked): SQL | undefined {
  return and(
    eq(recordEntries.clientId, clientId),
    asked.entry ? eq(recordEntries.id, asked.entry) : isNull(recordEntries.correctsId),
    asked.from ? gte(recordEntries.occurredAt, instantOf(asked.from, '00:00')) : undefined,
    asked.until ? lt(recordEntries.occurredAt, instantOf(addDays(asked.until, 1), '00:00')) : undefined,
    asked.caseId ? eq(recordEntries.caseId, asked.caseId) : undefined,
    asked.kind ? OF_KIND[asked.kind] : undefined,
  );
}

const method = sql`${recordEntries.body} ->> 'method'`;
const OF_KIND: Record<RecordFilter, SQL> = {
  call: sql`(${recordEntries.kind} in ('call', 'call-undone') or ${method} = 'phone')`,
  line: sql`(${recordEntries.kind} like 'line-%' or ${method} = 'line')`,
  met: sql`${method} in ('visit', 'office', 'video')`,
  stop: sql`${recordEntries.kind} in ('refused', 'line-dropped', 'line-unsent')`,
  consent: sql`${recordEntries.kind} in ('consent', 'consent-withdrawn', 'explained', 'invitation-revoked', 'contact-resumed', 'contact-unlinked')`,
  written: sql`${recordEntries.kind} in ('note', 'completed', 'held')`,
};

/** A page of a client's 相談記録; that it was opened is logged. `after`: the last page's `next`. */
export async function listEntries(
  ctx: Ctx,
  clientId: string,
  asked: RecordsAsked & { after?: string | undefined; print?: '1' | undefined },
): Promise<RecordPage | Refused> {
  const where = entriesAsked(clientId, asked);
  const [at, seq] = asked.after ? (JSON.parse(asked.after) as [number, number]) : [null, null];
  const page = at === null ? where : and(where, sql`(occurred_at, seq) < (${at}, ${seq})`);
  const [rows, known, total] = await ctx.db.read([
    readThreads(ctx.db, page, PAGE + 1),
    ctx.db.q.select({ id: clients.id }).from(clients).where(eq(clients.id, clientId)),
    at === null
      ? ctx.db.q.select({ n: sql<number | null>`count(*)` }).from(recordEntries).where(where)
      : ctx.db.q.select({ n: sql<number | null>`null` }).from(sql`(select 1)`),
  ]);
  if (known.length === 0) return refused('not-found');
  await ctx.db.write([logAccess(ctx, clientId, asked.print ? 'export-print' : 'records')]);
  const roots = rows.filter((row) => row.correctsId === null || row.id === asked.entry);
  const more = roots.length > PAGE ? roots[PAGE] : undefined;
  const last = roots[Math.min(roots.length, PAGE) - 1];
  const left = more ? withThread(more.id, rows) : new Set<string>();
  return {
    records: rows.filter((row) => !left.has(row.id)).map(toRecord),
    next: more && last ? JSON.stringify([last.at, last.seq]) : null,
    total: total[0]?.n ?? null,
  };
}

function withThread(id: string, rows: readonly { id: string; correctsId: string | null }[]): Set<string> {
  const all = new Set([id]);
  for (let grown = true; grown; ) {
    const size = all.size;
    for (const row of rows) if (row.correctsId !== null && all.has(row.correctsId)) all.add(row.id);
    grown = all.size > size;
  }
  return all;
}
