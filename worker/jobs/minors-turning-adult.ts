import { sql } from 'drizzle-orm';
import { clients } from '../../db/schema/people.ts';
import { addDays, addMonths, civilDate, turns18At } from '../manual/calendar.ts';
import { sayDate } from '../manual/say.ts';
import { addTasks } from '../services/task/add-tasks.ts';
import type { Round } from './job.ts';

const AT_ONCE = 100;
const AHEAD_DAYS = 30;
const YEARS_18 = 18 * 12;

/** R1: from 18 on (JST midnight) a guardian's consent counts no more: the person's own is asked for before. Once, also where a guardian's new はい has asked for it already. */
export const minorsTurningAdult: Round = {
  name: 'minors-turning-adult',
  cost: 2,
  run: async (world) => {
    const { q } = world.db;
    const today = civilDate(world.now());
    const [coming] = await world.db.read([
      q
        .select({ clientId: clients.id, birthDate: clients.birthDate })
        .from(clients)
        .where(
          sql`${clients.erasedAt} is null
            and ${clients.birthDate} between ${addMonths(today, -YEARS_18 - 3)} and ${addDays(addMonths(today, -YEARS_18), AHEAD_DAYS)}
            and exists (select 1 from consents c where c.client_id = ${clients.id} and c.chooser = 'guardian' and c.choice = 'yes'
              and c.seq = (select max(l.seq) from consents l where l.client_id = c.client_id and l.contact_id = c.contact_id))
            and not exists (select 1 from tasks t where t.client_id = ${clients.id}
              and (t.once_key = 'adult:' || ${clients.id} or t.why = 'consent-own-needed'))`,
        )
        .limit(AT_ONCE),
    ]);
    await addTasks(
      world,
      coming.flatMap(({ clientId, birthDate }) => {
        if (birthDate === null) return [];
        const adultFrom = turns18At(birthDate);
        const title = `${sayDate(civilDate(adultFrom))}に18歳になります。ご本人に説明し、ご本人の承諾をいただきます`;
        return [
          {
            clientId,
            kind: 'visit' as const,
            why: 'turns-adult',
            title,
            dueAt: adultFrom,
            onceKey: `adult:${clientId}`,
          },
        ];
      }),
    );
    return { tasks: coming.length, more: coming.length === AT_ONCE };
  },
};
