import { sql } from 'drizzle-orm';
import type { Statement } from '../../../db/client.ts';
import { accessLog } from '../../../db/schema/office.ts';
import type { Ctx } from '../../context.ts';
import { MINUTE } from '../../manual/jst.ts';

const SAME_VISIT = 10 * MINUTE;

/** Logs that this member of staff opened this client. A page that refreshes itself is one visit. */
export function logAccess(
  ctx: Ctx,
  clientId: string,
  what: 'client' | 'case' | 'records' | 'thread',
): Statement {
  const staffId = ctx.actor.id;
  return ctx.db.q.run(sql`insert into ${accessLog} (id, staff_id, client_id, what, at)
    select ${ctx.newId()}, ${staffId}, ${clientId}, ${what}, ${ctx.now}
    where not exists (select 1 from ${accessLog} where client_id = ${clientId} and staff_id = ${staffId}
      and what = ${what} and at > ${ctx.now - SAME_VISIT})`);
}
