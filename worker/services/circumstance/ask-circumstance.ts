import { and, eq } from 'drizzle-orm';
import { circumstances, clientContacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { civilDate } from '../../manual/jst.ts';
import type { CivilDate } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';

/** Asks for a 特別な事情: why the phone can't be used, until when (R0, R3). It counts once a manager approved it. */
export async function askCircumstance(
  ctx: Ctx,
  clientId: string,
  input: { contactId: string; reason: string; reviewOn: CivilDate },
): Promise<{ id: string } | Refused> {
  if (input.reviewOn < civilDate(ctx.now))
    return refused('bad-input', { fields: { reviewOn: '見直しの日は、今日より後にしてください。' } });
  const id = ctx.newId();
  const { q } = ctx.db;
  return act(
    ctx,
    [clientId],
    [
      q
        .select({ contactId: clientContacts.contactId })
        .from(clientContacts)
        .where(and(eq(clientContacts.clientId, clientId), eq(clientContacts.contactId, input.contactId))),
    ],
    ([found]) => {
      if (found.length === 0) return { result: refused('not-found') };
      return {
        result: { id },
        writes: [
          q
            .insert(circumstances)
            .values({ id, clientId, ...input, askedBy: ctx.actor.id ?? '', askedAt: ctx.now }),
        ],
        entries: [
          {
            clientId,
            kind: 'circumstance',
            contactId: input.contactId,
            body: {
              summary: '特別な事情の承認を頼みました',
              reason: input.reason,
              nextAction: '見直し',
              nextDue: input.reviewOn,
              rules: ['R0', 'R3'],
            },
          },
        ],
      };
    },
  );
}
