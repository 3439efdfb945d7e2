import { sql } from 'drizzle-orm';
import { circumstances, clients } from '../../db/schema/people.ts';
import { addDays, civilDate, instantOf } from '../manual/calendar.ts';
import { sayDate } from '../manual/say.ts';
import { addTasks } from '../services/task/add-tasks.ts';
import type { Round } from './job.ts';

const AT_ONCE = 100;
/** So long before its review date staff think about a 特別な事情. */
const AHEAD_DAYS = 14;

/** R0, R3: a 特別な事情 ends at its review date; staff decide before whether it goes on. Once for each. */
export const exceptionsExpiring: Round = {
  name: 'exceptions-expiring',
  cost: 2,
  run: async (world, { settings }) => {
    const { q } = world.db;
    const now = world.now();
    const today = civilDate(now);
    const [ending] = await world.db.read([
      q
        .select({
          id: circumstances.id,
          clientId: circumstances.clientId,
          contactId: circumstances.contactId,
          reviewOn: circumstances.reviewOn,
        })
        .from(circumstances)
        .innerJoin(clients, sql`${clients.id} = ${circumstances.clientId} and ${clients.erasedAt} is null`)
        .where(
          sql`${circumstances.approvedAt} is not null
            and ${circumstances.reviewOn} between ${today} and ${addDays(today, AHEAD_DAYS)}
            and not exists (select 1 from circumstances later where later.client_id = ${circumstances.clientId}
              and later.contact_id = ${circumstances.contactId} and later.review_on > ${circumstances.reviewOn})
            and not exists (select 1 from tasks t where t.once_key = 'circumstance:' || ${circumstances.id})`,
        )
        .orderBy(circumstances.reviewOn)
        .limit(AT_ONCE),
    ]);
    await addTasks(
      world,
      ending.map(({ id, reviewOn, ...about }) => ({
        ...about,
        kind: 'decide',
        why: 'circumstance-ends',
        title: `特別な事情の見直しは${sayDate(reviewOn)}です。続けるかどうかを、管理者と決めます`,
        dueAt: instantOf(reviewOn, settings.replyNextDayBy),
        onceKey: `circumstance:${id}`,
      })),
    );
    return { tasks: ending.length, more: ending.length === AT_ONCE };
  },
};
