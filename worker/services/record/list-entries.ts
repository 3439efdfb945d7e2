import { eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { clients, contacts, staff } from '../../../db/schema/people.ts';
import { recordEntries } from '../../../db/schema/records.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import type { RecordBody, RecordView } from '../../views/records.ts';
import { logAccess } from '../client/log-access.ts';

const ENTRIES_SHOWN = 500;

/** The newest entries that match, newest first. */
export function readEntries({ q }: Database, where: SQL | undefined) {
  return q
    .select({
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
    })
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

/** A client's 相談記録; that it was opened is logged. */
export async function listEntries(ctx: Ctx, clientId: string): Promise<{ records: RecordView[] } | Refused> {
  const [rows, known] = await ctx.db.read([
    readEntries(ctx.db, eq(recordEntries.clientId, clientId)),
    ctx.db.q.select({ id: clients.id }).from(clients).where(eq(clients.id, clientId)),
  ]);
  if (known.length === 0) return refused('not-found');
  await ctx.db.write([logAccess(ctx, clientId, 'records')]);
  return { records: rows.map(toRecord) };
}
