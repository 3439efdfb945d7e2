import { eq, sql } from 'drizzle-orm';
import { cases } from '../../../db/schema/cases.ts';
import { clients } from '../../../db/schema/people.ts';
import { recordEntries } from '../../../db/schema/records.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import type { RecordBody } from '../../views/records.ts';
import { act } from './act.ts';

export interface NewEntry {
  kind: 'note' | 'correction' | 'completed';
  caseId?: string | undefined;
  /** The entry that a correction or completion speaks of; it stays as it was written (R5). */
  correctsId?: string | undefined;
  body: RecordBody;
}

/** Adds to a client's 相談記録 by hand: a note, a correction of an entry, or the finished record of a case. */
export async function addEntry(
  ctx: Ctx,
  clientId: string,
  input: NewEntry,
): Promise<{ seq: number } | Refused> {
  if (input.kind === 'correction' && !input.correctsId)
    return refused('bad-input', { fields: { correctsId: '訂正する記録を選んでください。' } });
  const { q } = ctx.db;
  return act(
    ctx,
    [clientId],
    [
      q.select({ id: clients.id }).from(clients).where(eq(clients.id, clientId)),
      q
        .select({ clientId: cases.clientId })
        .from(cases)
        .where(eq(cases.id, input.caseId ?? '')),
      q
        .select({ clientId: recordEntries.clientId })
        .from(recordEntries)
        .where(eq(recordEntries.id, input.correctsId ?? '')),
      q
        .select({ seq: sql<number | null>`max(${recordEntries.seq})` })
        .from(recordEntries)
        .where(eq(recordEntries.clientId, clientId)),
    ],
    ([client, inCase, corrected, head]) => {
      const foreign =
        client.length === 0 ||
        (input.caseId !== undefined && inCase[0]?.clientId !== clientId) ||
        (input.correctsId !== undefined && corrected[0]?.clientId !== clientId);
      if (foreign) return { result: refused('not-found') };
      const { startedAt } = input.body;
      return {
        result: { seq: (head[0]?.seq ?? 0) + 1 },
        entries: [
          {
            clientId,
            kind: input.kind,
            caseId: input.caseId ?? null,
            correctsId: input.correctsId ?? null,
            body: input.body,
            ...(startedAt === undefined ? {} : { at: startedAt }),
          },
        ],
      };
    },
  );
}
