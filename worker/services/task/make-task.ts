import { and, eq, sql } from 'drizzle-orm';
import { tasks } from '../../../db/schema/cases.ts';
import { officeSettings } from '../../../db/schema/office.ts';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { civilDate, instantOf } from '../../manual/jst.ts';
import { sayDate } from '../../manual/say.ts';
import type { CivilDate } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';
import { act } from '../record/act.ts';

export interface NewTask {
  contactId: string;
  kind: 'phone' | 'visit' | 'decide' | 'check';
  title: string;
  dueOn: CivilDate;
  /** What it was made from: a message or a form. The same one makes a task of these words only once. */
  aboutId?: string | undefined;
}

/** A task that a counselor sets, due at the end of its day's hours; what it comes from still waits for its answer (R12). */
export async function makeTask(
  ctx: Ctx,
  clientId: string,
  input: NewTask,
): Promise<{ id: string; dueAt: number } | Refused> {
  if (input.dueOn < civilDate(ctx.now))
    return refused('bad-input', { fields: { dueOn: '今日か、それより後の日を選んでください。' } });
  const { q } = ctx.db;
  const id = ctx.newId();
  const onceKey = input.aboutId ? `made:${input.aboutId}:${clientId}:${input.kind}:${input.title}` : null;
  return act(
    ctx,
    [clientId],
    [
      q
        .select({ name: contacts.name, relation: clientContacts.relation })
        .from(clientContacts)
        .innerJoin(contacts, eq(contacts.id, clientContacts.contactId))
        .where(and(eq(clientContacts.clientId, clientId), eq(clientContacts.contactId, input.contactId))),
      q.all<{ n: number }>(sql`select 1 as n where ${input.aboutId ?? null} is null
        or exists (select 1 from inbound_messages where id = ${input.aboutId ?? null} and contact_id = ${input.contactId})
        or exists (select 1 from wishes where id = ${input.aboutId ?? null} and contact_id = ${input.contactId})`),
      q
        .select({ id: tasks.id, dueAt: tasks.dueAt })
        .from(tasks)
        .where(eq(tasks.onceKey, onceKey ?? '')),
      q.select().from(officeSettings),
    ],
    ([found, about, again, settingsRows]) => {
      const who = found[0];
      if (!who || about.length === 0) return { result: refused('not-found') };
      if (again[0]) return { result: again[0] };
      const { settings } = officeSettingsInForce(settingsRows, ctx.now);
      const dueAt = instantOf(input.dueOn, settings.replyUntil);
      return {
        result: { id, dueAt },
        writes: [
          q.insert(tasks).values({
            ...{ id, clientId, contactId: input.contactId, kind: input.kind, title: input.title },
            ...{ why: 'made-by-hand', dueAt, onceKey, createdAt: ctx.now },
          }),
        ],
        entries: [
          {
            clientId,
            kind: 'task-made',
            contactId: input.contactId,
            body: {
              summary: `することを決めました：${input.title}`,
              partner: who.name,
              relation: who.relation,
              nextAction: `${input.title}（${sayDate(input.dueOn)}まで）`,
              nextDue: input.dueOn,
              refs: { task: id, ...(input.aboutId ? { about: input.aboutId } : {}) },
            },
          },
        ],
      };
    },
  );
}
