import { sql } from 'drizzle-orm';
import type { Statement } from '../../../db/client.ts';
import { accessLog } from '../../../db/schema/office.ts';
import type { Ctx } from '../../context.ts';
import { MINUTE } from '../../manual/jst.ts';

const SAME_VISIT = 10 * MINUTE;

/** Logs that this member of staff opened this client. A page that refreshes itself is one visit; each export counts; `clientId` null: it was of all. */
export function logAccess(
  ctx: Ctx,
  clientId: string | null,
  what:
    | 'client'
    | 'case'
    | 'records'
    | 'thread'
    | 'export-records'
    | 'export-print'
    | 'export-calls'
    | 'export-consents'
    | 'export-figures',
  detail: string | null = null,
): Statement {
  const staffId = ctx.actor.id;
  return ctx.db.q.run(sql`insert into ${accessLog} (id, staff_id, client_id, what, detail, at)
    select ${ctx.newId()}, ${staffId}, ${clientId}, ${what}, ${detail}, ${ctx.now}
    where not exists (select 1 from ${accessLog} where client_id is ${clientId} and staff_id = ${staffId}
      and what = ${what} and what not like 'export%' and at > ${ctx.now - SAME_VISIT})`);
}
