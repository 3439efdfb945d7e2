import { eq, sql } from 'drizzle-orm';
import { tasks } from '../../../db/schema/cases.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';

/** Marks a task as done by this member of staff; what was done stands in the record. */
export async function finishTask(
  ctx: Ctx,
  taskId: string,
  note: string | undefined,
): Promise<{ doneAt: number } | Refused> {
  const { q } = ctx.db;
  return act(
    ctx,
    sql`select client_id from tasks where id = ${taskId}`,
    [q.select().from(tasks).where(eq(tasks.id, taskId))],
    ([found]) => {
      const task = found[0];
      if (!task) return { result: refused('not-found') };
      if (task.why === 'review-look')
        return {
          result: refused('conflict', {
            detail: '取りきめの見直しのページで、続けるか終えるかを決めてください。',
          }),
        };
      if (task.doneAt !== null) return { result: { doneAt: task.doneAt } };
      return {
        result: { doneAt: ctx.now },
        writes: [
          q
            .update(tasks)
            .set({ doneAt: ctx.now, doneBy: ctx.actor.id, doneNote: note ?? null })
            .where(eq(tasks.id, taskId)),
        ],
        entries: [
          {
            clientId: task.clientId,
            kind: 'task-done',
            caseId: task.caseId,
            contactId: task.contactId,
            body: {
              summary: `済：${task.title}`,
              ...(note ? { content: note } : {}),
              refs: { task: taskId },
            },
          },
        ],
      };
    },
  );
}
