import { and, eq } from 'drizzle-orm';
import { cases, tasks } from '../../../db/schema/cases.ts';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { sayInstant } from '../../manual/say.ts';
import type { Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';

export interface NewVisit {
  contactId: string;
  caseId?: string | undefined;
  at: Instant;
  place: string;
  /** What is to be told or talked about there. */
  about: string;
}

/** Sets a visit instead of a message (R0, R10): a task for its day, and the entry that says so. */
export async function planVisit(
  ctx: Ctx,
  clientId: string,
  visit: NewVisit,
): Promise<{ taskId: string } | Refused> {
  if (visit.at <= ctx.now) return refused('bad-input', { fields: { at: 'これからの日時にしてください。' } });
  const taskId = ctx.newId();
  const { q } = ctx.db;
  return act(
    ctx,
    [clientId],
    [
      q
        .select({ name: contacts.name, relation: clientContacts.relation })
        .from(clientContacts)
        .innerJoin(contacts, eq(contacts.id, clientContacts.contactId))
        .where(and(eq(clientContacts.clientId, clientId), eq(clientContacts.contactId, visit.contactId))),
      q
        .select({ id: cases.id })
        .from(cases)
        .where(and(eq(cases.id, visit.caseId ?? ''), eq(cases.clientId, clientId))),
    ],
    ([found, inCase]) => {
      const who = found[0];
      if (!who || (visit.caseId && !inCase[0])) return { result: refused('not-found') };
      const caseId = visit.caseId ?? null;
      return {
        result: { taskId },
        writes: [
          q.insert(tasks).values({
            id: taskId,
            clientId,
            contactId: visit.contactId,
            caseId,
            kind: 'visit',
            why: 'visit-planned',
            title:
              `${sayInstant(visit.at)}に${who.name}さんを訪問します（${visit.place}）：${visit.about}`.slice(
                0,
                200,
              ),
            dueAt: visit.at,
            createdAt: ctx.now,
          }),
        ],
        entries: [
          {
            clientId,
            kind: 'visit-planned',
            caseId,
            contactId: visit.contactId,
            body: {
              summary: `LINEの代わりに、訪問の予定を立てました：${sayInstant(visit.at)}`,
              method: 'visit' as const,
              place: visit.place,
              partner: who.name,
              relation: who.relation,
              content: visit.about,
              nextAction: '訪問',
              refs: { task: taskId },
            },
          },
        ],
      };
    },
  );
}
