import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { tasks } from '../../../db/schema/cases.ts';
import { clients, contacts } from '../../../db/schema/people.ts';
import type { TaskView } from '../../views/cases.ts';

/** Open tasks, the most urgent first. */
export function readTasks({ q }: Database, where?: SQL) {
  return q
    .select({
      id: tasks.id,
      clientId: tasks.clientId,
      name: clients.name,
      kana: clients.kana,
      contactName: contacts.name,
      phone: contacts.phone,
      caseId: tasks.caseId,
      kind: tasks.kind,
      title: tasks.title,
      dueAt: tasks.dueAt,
      reviewId: sql<
        string | null
      >`iif(${tasks.why} = 'review-look', substr(${tasks.onceKey}, 13, instr(substr(${tasks.onceKey}, 13), ':') - 1), null)`,
    })
    .from(tasks)
    .innerJoin(clients, eq(clients.id, tasks.clientId))
    .leftJoin(contacts, eq(contacts.id, tasks.contactId))
    .where(and(isNull(tasks.doneAt), where))
    .orderBy(tasks.dueAt);
}

/** A row of {@link readTasks} as pages show it. */
export function toTask({ name, kana, ...row }: Awaited<ReturnType<typeof readTasks>>[number]): TaskView {
  return { ...row, client: { name, kana } };
}
