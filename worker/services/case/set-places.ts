import { and, eq } from 'drizzle-orm';
import { cases } from '../../../db/schema/cases.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import type { PlaceChoice } from '../../views/shared.ts';
import { PLACE_SAID } from '../answer/answer-said.ts';
import { act } from '../record/act.ts';
import { clientOfCase } from './client-of-case.ts';

/** Leaves the place to the person, with these to choose from, or (none) settles it again. Only while a date is sought. */
export async function setPlaces(
  ctx: Ctx,
  caseId: string,
  places: readonly PlaceChoice[],
): Promise<{ places: PlaceChoice[] } | Refused> {
  const { q } = ctx.db;
  const chosen = [...new Set(places)];
  const stored = JSON.stringify(chosen);
  return act(
    ctx,
    clientOfCase(caseId),
    [
      q
        .select({ clientId: cases.clientId, status: cases.status, placeChoices: cases.placeChoices })
        .from(cases)
        .where(eq(cases.id, caseId)),
    ],
    ([found]) => {
      const theCase = found[0];
      if (!theCase) return { result: refused('not-found') };
      if (theCase.status !== 'open') return { result: refused('case-closed') };
      if (theCase.placeChoices === stored) return { result: { places: chosen } };
      const said = chosen.map((each) => PLACE_SAID[each]).join('・');
      return {
        result: { places: chosen },
        writes: [
          q
            .update(cases)
            .set({ placeChoices: stored })
            .where(and(eq(cases.id, caseId), eq(cases.status, 'open'))),
        ],
        entries: [
          {
            clientId: theCase.clientId,
            kind: 'places-set',
            caseId,
            body: {
              summary: said === '' ? '場所は本人に聞かないことにしました' : `場所を本人に聞きます：${said}`,
            },
          },
        ],
      };
    },
  );
}
