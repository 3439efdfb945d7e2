import { eq, sql } from 'drizzle-orm';
import { recordDrafts } from '../../../db/schema/records.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import type { RecordDraftView } from '../../views/records.ts';
import { logAccess } from '../client/log-access.ts';
import { readDrafts, toDraft } from './draft-rows.ts';

/** Everything that waits to be finalised, of all clients or of one. */
export async function listDrafts(ctx: Ctx, clientId?: string): Promise<{ drafts: RecordDraftView[] }> {
  const [rows] = await ctx.db.read([
    readDrafts(ctx.db, clientId ? sql`${recordDrafts.clientId} = ${clientId}` : undefined),
  ]);
  return { drafts: rows.map(toDraft) };
}

/** One draft, to go on with; that its client was opened is logged. */
export async function viewDraft(ctx: Ctx, id: string): Promise<RecordDraftView | Refused> {
  const [rows] = await ctx.db.read([readDrafts(ctx.db, eq(recordDrafts.id, id))]);
  const row = rows[0];
  if (!row) return refused('not-found', { detail: 'この下書きは、もう確定したか、やめています。' });
  await ctx.db.write([logAccess(ctx, row.clientId, 'records')]);
  return toDraft(row);
}
