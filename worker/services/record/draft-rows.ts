import { eq, type SQL, sql } from 'drizzle-orm';
import type { Database, Statement } from '../../../db/client.ts';
import { clients, staff } from '../../../db/schema/people.ts';
import { recordDrafts } from '../../../db/schema/records.ts';
import type { Ctx } from '../../context.ts';
import type { RecordBody, RecordDraftView } from '../../views/records.ts';

const DRAFTS_SHOWN = 200;

export interface NewDraft {
  clientId: string;
  caseId: string | null;
  /** What it is about: a held meeting, a talk on the phone, or a counselor's own page. */
  source: RecordDraftView['source'];
  sourceId: string;
  body: Partial<RecordBody>;
}

/** Begins an entry with what the system knows: a counselor completes it. Once for each thing that happened. */
export function beginDraft(ctx: Ctx, draft: NewDraft): Statement {
  const { body, ...rest } = draft;
  return ctx.db.q
    .insert(recordDrafts)
    .values({
      id: ctx.newId(),
      ...rest,
      body: JSON.stringify(body),
      staffId: ctx.actor.id ?? '',
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .onConflictDoNothing();
}

/** Begins the entry of a held meeting: whom it was with is what the case says of its participants. */
export function beginMeetingDraft(ctx: Ctx, draft: NewDraft & { caseId: string }): Statement {
  const people = (column: SQL) => sql`(select group_concat(${column}, '、') from participants p
    join contacts c on c.id = p.contact_id
    left join client_contacts cc on cc.contact_id = c.id and cc.client_id = ${draft.clientId}
    where p.case_id = ${draft.caseId})`;
  return ctx.db.q.run(sql`insert into ${recordDrafts}
      (id, client_id, case_id, source, source_id, body, staff_id, created_at, updated_at)
    select ${ctx.newId()}, ${draft.clientId}, ${draft.caseId}, ${draft.source}, ${draft.sourceId},
      json_set(${JSON.stringify(draft.body)}, '$.partner', ${people(sql`c.name`)}, '$.relation', ${people(sql`cc.relation`)},
        '$.purpose', (select purpose from cases where id = ${draft.caseId})),
      ${ctx.actor.id}, ${ctx.now}, ${ctx.now}
    where true on conflict do nothing`);
}

/** The thing did not happen after all: its draft goes. */
export function dropDraftOf(ctx: Ctx, source: RecordDraftView['source'], sourceId: string): Statement {
  return ctx.db.q.run(sql`update ${recordDrafts} set settled_at = ${ctx.now}, settled_by = ${ctx.actor.id},
    outcome = 'dropped' where source = ${source} and source_id = ${sourceId} and settled_at is null`);
}

/** Drafts that wait to be finalised, oldest first. */
export function readDrafts({ q }: Database, where?: SQL) {
  return q
    .select({
      id: recordDrafts.id,
      clientId: recordDrafts.clientId,
      name: clients.name,
      kana: clients.kana,
      caseId: recordDrafts.caseId,
      source: recordDrafts.source,
      body: recordDrafts.body,
      staffId: recordDrafts.staffId,
      staff: staff.name,
      revision: recordDrafts.revision,
      createdAt: recordDrafts.createdAt,
      updatedAt: recordDrafts.updatedAt,
      updatedBy: sql<string | null>`(select name from staff where id = ${recordDrafts.updatedBy})`,
    })
    .from(recordDrafts)
    .innerJoin(clients, eq(clients.id, recordDrafts.clientId))
    .innerJoin(staff, eq(staff.id, recordDrafts.staffId))
    .where(sql`${recordDrafts.settledAt} is null ${where ? sql`and ${where}` : sql``}`)
    .orderBy(recordDrafts.createdAt)
    .limit(DRAFTS_SHOWN);
}

/** Rows of {@link readDrafts} as the console shows them. */
export function toDraft(row: Awaited<ReturnType<typeof readDrafts>>[number]): RecordDraftView {
  const { name, kana, body, ...rest } = row;
  return { ...rest, client: { name, kana }, body: JSON.parse(body) as Partial<RecordBody> };
}
