import { sql } from 'drizzle-orm';
import { addMonths, civilDate, instantOf, monthsDue } from '../manual/calendar.ts';
import type { Round } from './job.ts';

const AT_ONCE = 200;

/**
 * Proposes a case for each monitoring month of the 受給者証 that is near or has come (R7: months are as stored, never
 * computed). Staff open or dismiss it. None while a monitoring of that client is under way or was held in that month.
 */
export const monitoringDue: Round = {
  name: 'monitoring-due',
  cost: 1,
  run: async (world, { settings }) => {
    const now = world.now();
    const today = civilDate(now);
    const firstOfMonth = `${today.slice(0, 7)}-01`;
    const coming = [0, 1, 2, 3, 4].map((n) => addMonths(firstOfMonth, n).slice(0, 7));
    const near = monthsDue(coming, today, settings).filter((month) => month.state !== 'later');
    const months = JSON.stringify(
      near.map(({ month, firstDay }) => ({
        month,
        number: Number(month.slice(5)),
        from: instantOf(firstDay, '00:00'),
        until: instantOf(addMonths(firstDay, 1), '00:00'),
      })),
    );
    const [made] = await world.db.write([
      world.db.q.all<{ id: string }>(sql`
        insert into monitoring_proposals (id, client_id, month, proposed_at)
        select c.id || ':' || json_extract(due.value, '$.month'), c.id, json_extract(due.value, '$.month'), ${now}
        from clients c
        join json_each(${months}) due
        join json_each(c.monitoring_months) own on own.value = json_extract(due.value, '$.number')
        where c.erased_at is null
          and not exists (select 1 from monitoring_proposals p
            where p.client_id = c.id and p.month = json_extract(due.value, '$.month'))
          and not exists (select 1 from cases k
            where k.client_id = c.id and k.kind = 'monitoring' and k.status in ('open', 'confirmed'))
          and not exists (select 1 from meetings h where h.client_id = c.id and h.kind = 'monitoring'
            and h.started_at >= json_extract(due.value, '$.from') and h.started_at < json_extract(due.value, '$.until'))
        limit ${AT_ONCE}
        on conflict do nothing
        returning id`),
    ]);
    return { proposed: made.length, more: made.length === AT_ONCE };
  },
};
