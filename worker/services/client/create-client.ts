import { clients } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { CivilDate } from '../../manual/types.ts';
import { act } from '../record/act.ts';
import { writeTerms } from './name-terms.ts';

export interface NewClient {
  name: string;
  kana: string;
  shownName?: string | undefined;
  birthDate?: CivilDate | undefined;
  attendsProgram: boolean;
  /** Months (1–12) on the 受給者証. */
  monitoringMonths: number[];
}

/** Takes a person into the office's care; the counselor who does it is in charge. */
export async function createClient(ctx: Ctx, input: NewClient): Promise<{ id: string }> {
  const id = ctx.newId();
  return act(ctx, [id], [], () => ({
    result: { id },
    writes: [
      ctx.db.q.insert(clients).values({
        id,
        name: input.name,
        kana: input.kana,
        shownName: input.shownName ?? input.name,
        birthDate: input.birthDate ?? null,
        attendsProgram: input.attendsProgram,
        monitoringMonths: JSON.stringify(input.monitoringMonths),
        counselorId: ctx.actor.id ?? '',
        createdAt: ctx.now,
      }),
      ...writeTerms(ctx.db, 'client', { id, ...input }),
    ],
    entries: [{ clientId: id, kind: 'client-created', body: { summary: '利用者の登録' } }],
  }));
}
