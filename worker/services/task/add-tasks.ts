import { tasks } from '../../../db/schema/cases.ts';
import type { Ctx } from '../../context.ts';

type NewTask = Omit<typeof tasks.$inferInsert, 'id' | 'createdAt' | 'onceKey'> & { onceKey: string };

/** Work that jobs leave for staff, in one batch; each stands only once, whoever adds it again. */
export async function addTasks(
  outside: { db: Ctx['db']; now: () => number; newId: () => string },
  list: readonly NewTask[],
): Promise<void> {
  if (list.length === 0) return;
  const createdAt = outside.now();
  await outside.db.write(
    list.map((task) =>
      outside.db.q
        .insert(tasks)
        .values({ ...task, id: outside.newId(), createdAt })
        .onConflictDoNothing(),
    ),
  );
}
