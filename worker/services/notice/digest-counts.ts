import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import type { NoticeItemKind } from '../../chat/notice.ts';
import { addDays, civilDate, instantOf } from '../../manual/calendar.ts';
import type { Instant } from '../../manual/types.ts';
import { openProposal } from '../proposal/list-proposals.ts';

/** What waits for each member of staff at the opening of the day, as counts. */
export function readDigestCounts({ q }: Pick<Database, 'q'>, now: Instant) {
  const from = instantOf(civilDate(now), '00:00');
  const tomorrow = instantOf(addDays(civilDate(now), 1), '00:00');
  const managers = sql`select id from staff where role = 'manager' and active = 1`;
  return q.all<{ staffId: string; kind: NoticeItemKind; count: number }>(sql`
    with waiting (kind, staff_id, ref) as (
      select iif(d.due_at <= ${now}, 'duty-overdue', 'duty-open'), coalesce(d.taken_by, c.counselor_id), d.id
        from reply_duties d join client_contacts cc on cc.contact_id = d.contact_id join clients c on c.id = cc.client_id
        where d.cleared_at is null
      union all select iif(d.due_at <= ${now}, 'duty-overdue', 'duty-open'), m.id, d.id
        from reply_duties d join (${managers}) m where d.cleared_at is null and d.contact_id is null
      union all select 'date-arrived', k.counselor_id, k.id from cases k
        where k.status = 'open' and exists (select 1 from answers a where a.case_id = k.id)
      union all select 'tasks', c.counselor_id, t.id from tasks t join clients c on c.id = t.client_id
        where t.done_at is null and t.due_at < ${tomorrow}
      union all select 'meetings', k.counselor_id, k.id from slots s join cases k on k.confirmed_slot_id = s.id
        where s.starts_at >= ${from} and s.starts_at < ${tomorrow} and k.status = 'confirmed'
      union all select 'monitoring', c.counselor_id, monitoring_proposals.id
        from monitoring_proposals join clients c on c.id = monitoring_proposals.client_id where ${openProposal()}
      union all select 'exception', m.id, e.id from circumstances e join (${managers}) m where e.approved_at is null
      union all select 'review', m.id, r.id from reviews r join (${managers}) m where r.closed_at is null
    )
    select staff_id as staffId, kind, count(distinct ref) as count from waiting group by 1, 2`);
}

/** The order in which a digest names what waits. */
export const DIGEST_ORDER: readonly NoticeItemKind[] = [
  'duty-overdue',
  'duty-open',
  'date-arrived',
  'tasks',
  'meetings',
  'monitoring',
  'exception',
  'review',
];
