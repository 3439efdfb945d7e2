import { desc, sql } from 'drizzle-orm';
import { consents, usageRules } from '../../db/schema/consents.ts';
import { addBusinessDays, civilDate, instantOf } from '../manual/calendar.ts';
import { addTasks } from '../services/task/add-tasks.ts';
import type { Round } from './job.ts';

const AT_ONCE = 100;
/** Nobody can visit everybody at once: the tasks are due after so many business days. */
const WITHIN_DAYS = 10;

/**
 * R1: from the day on which a changed rule is in force, consents to older versions count no more. Whoever had
 * agreed stands as a task: explain anew and ask. Once for each client and version; a wording fix needs none.
 */
export const rulesTakingEffect: Round = {
  name: 'rules-taking-effect',
  cost: 2,
  run: async (world, { settings, closures }) => {
    const { q } = world.db;
    const now = world.now();
    const needed = sql`(select max(version) from usage_rules where change = 'rule' and effective_from <= ${now})`;
    const [outdated, newest] = await world.db.read([
      q
        .selectDistinct({ clientId: consents.clientId })
        .from(consents)
        .where(
          sql`${consents.choice} = 'yes' and ${consents.version} < ${needed}
            and ${consents.seq} = (select max(l.seq) from consents l
              where l.client_id = ${consents.clientId} and l.contact_id = ${consents.contactId})
            and not exists (select 1 from tasks t where t.once_key = 'rules:' || ${needed} || ':' || ${consents.clientId})
            and ${consents.lineUserId} = (select k.line_user_id from contacts k where k.id = ${consents.contactId})
            and exists (select 1 from clients c where c.id = ${consents.clientId} and c.erased_at is null)`,
        )
        .limit(AT_ONCE),
      q
        .select({ version: usageRules.version })
        .from(usageRules)
        .where(sql`${usageRules.change} = 'rule' and ${usageRules.effectiveFrom} <= ${now}`)
        .orderBy(desc(usageRules.version))
        .limit(1),
    ]);
    const version = newest[0]?.version ?? 0;
    const dueAt = instantOf(
      addBusinessDays(civilDate(now), WITHIN_DAYS, settings, closures),
      settings.replyUntil,
    );
    await addTasks(
      world,
      outdated.map(({ clientId }) => ({
        clientId,
        kind: 'visit',
        why: 'rules-changed',
        title: `新しい留意点（第${version}版）を説明し、あらためて承諾をいただきます`,
        dueAt,
        onceKey: `rules:${version}:${clientId}`,
      })),
    );
    return { tasks: outdated.length, more: outdated.length === AT_ONCE };
  },
};
