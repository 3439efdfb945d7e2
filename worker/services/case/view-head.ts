import { eq, sql } from 'drizzle-orm';
import { cases } from '../../../db/schema/cases.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';

/** How far the client's record has grown: an open page asks this often, and reads the case again when it grew. */
export async function viewHead(ctx: Pick<Ctx, 'db'>, caseId: string): Promise<{ head: number } | Refused> {
  const [rows] = await ctx.db.read([
    ctx.db.q
      .select({
        // Written out: in a select from one table, a column's name would stand without its table's.
        head: sql<number>`(select max(seq) from record_entries where client_id = cases.client_id)`,
      })
      .from(cases)
      .where(eq(cases.id, caseId)),
  ]);
  return rows[0] ?? refused('not-found');
}
