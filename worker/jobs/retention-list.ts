import { sql } from 'drizzle-orm';
import { civilDate, instantOf } from '../manual/calendar.ts';
import { addMonths } from '../manual/jst.ts';
import type { Round } from './job.ts';

const AT_ONCE = 100;
const YEARS_5 = 5 * 12;

/**
 * R5: lists the clients whose newest entry in the 相談記録 is more than five years old, and takes off again whoever has
 * a newer one. It deletes nothing: a manager erases, as an act of its own.
 */
export const retentionList: Round = {
  name: 'retention-list',
  cost: 1,
  run: async (world) => {
    const now = world.now();
    const before = instantOf(addMonths(civilDate(now), -YEARS_5), '00:00');
    // Entries are numbered in the order of their writing: nothing older than the last one can be newer service.
    const lastWritten = (client: string) =>
      sql.raw(
        `(select e.recorded_at from record_entries e where e.client_id = ${client} order by e.seq desc limit 1)`,
      );
    const [, added] = await world.db.write([
      world.db.q.run(
        sql`delete from retention_due where ${lastWritten('retention_due.client_id')} >= ${before}`,
      ),
      world.db.q.all<{ id: string }>(sql`
        insert into retention_due (client_id, last_on, listed_at)
        select c.id, date((select max(e.occurred_at) from record_entries e where e.client_id = c.id) / 1000, 'unixepoch', '+9 hours'), ${now}
        from clients c
        where c.created_at < ${before} and c.erased_at is null
          and not exists (select 1 from retention_due d where d.client_id = c.id)
          and ${lastWritten('c.id')} < ${before}
        limit ${AT_ONCE}
        on conflict do nothing
        returning client_id as id`),
    ]);
    return { listed: added.length, more: added.length === AT_ONCE };
  },
};
