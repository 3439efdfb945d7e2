import { asc, eq } from 'drizzle-orm';
import { clients } from '../../../db/schema/people.ts';
import { recordEntries } from '../../../db/schema/records.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { logAccess } from '../client/log-access.ts';

/**
 * A client's 相談記録 as it is stored, with every hash: whoever has the file can verify the chain without us
 * (docs/record-format.md says how). That it left the office is logged.
 */
export async function exportRecordsJson(
  ctx: Ctx,
  clientId: string,
): Promise<
  { format: string; client: { id: string; name: string }; exportedAt: number; entries: object[] } | Refused
> {
  const { q } = ctx.db;
  const [entries, found] = await ctx.db.read([
    q
      .select()
      .from(recordEntries)
      .where(eq(recordEntries.clientId, clientId))
      .orderBy(asc(recordEntries.seq)),
    q.select({ id: clients.id, name: clients.name }).from(clients).where(eq(clients.id, clientId)),
  ]);
  const client = found[0];
  if (!client) return refused('not-found');
  await ctx.db.write([logAccess(ctx, clientId, 'export-records', 'JSON')]);
  return { format: 'consultation-record-1', client, exportedAt: ctx.now, entries };
}
