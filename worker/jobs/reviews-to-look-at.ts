import { sql } from 'drizzle-orm';
import { reviews } from '../../db/schema/inbound.ts';
import { contacts } from '../../db/schema/people.ts';
import { civilDate, instantOf } from '../manual/calendar.ts';
import { addTasks } from '../services/task/add-tasks.ts';
import type { Round } from './job.ts';

const AT_ONCE = 100;

/** R2: the day has come on which people look again at what a review agreed. One task for each review and day. */
export const reviewsToLookAt: Round = {
  name: 'reviews-to-look-at',
  cost: 2,
  run: async (world, { settings }) => {
    const today = civilDate(world.now());
    const [due] = await world.db.read([
      world.db.q
        .select({
          id: reviews.id,
          contactId: reviews.contactId,
          name: contacts.name,
          lookOn: sql<string>`${reviews.lookOn}`,
          clientId: sql<string>`(select c.id from client_contacts cc join clients c on c.id = cc.client_id
            where cc.contact_id = ${reviews.contactId} and c.erased_at is null order by c.kana, c.id limit 1)`,
        })
        .from(reviews)
        .innerJoin(contacts, sql`${contacts.id} = ${reviews.contactId}`)
        .where(
          sql`${reviews.lookOn} is not null and ${reviews.endedAt} is null and ${reviews.lookOn} <= ${today}
            and exists (select 1 from client_contacts cc join clients c on c.id = cc.client_id
              where cc.contact_id = ${reviews.contactId} and c.erased_at is null)
            and not exists (select 1 from tasks t
              where t.once_key = 'review-look:' || ${reviews.id} || ':' || ${reviews.lookOn})`,
        )
        .orderBy(reviews.lookOn)
        .limit(AT_ONCE),
    ]);
    await addTasks(
      world,
      due.map(({ id, clientId, contactId, name, lookOn }) => ({
        ...{ clientId, contactId, kind: 'decide', why: 'review-look' },
        title: `${name}さんと取りきめたことを見直します`,
        dueAt: instantOf(lookOn, settings.replyUntil),
        onceKey: `review-look:${id}:${lookOn}`,
      })),
    );
    return { tasks: due.length, more: due.length === AT_ONCE };
  },
};
