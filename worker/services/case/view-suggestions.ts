import type { Ctx } from '../../context.ts';
import type { ContactMethod } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { SlotClash, Suggestions } from '../../views/cases.ts';
import { diaryQueries, toDiary } from './read-diary.ts';
import { clashesOf, type Span, suggestTimes } from './suggest-times.ts';

/** Free times that could be offered for a case, each with why it fits, and the days that were passed over. */
export async function viewSuggestions(
  ctx: Pick<Ctx, 'db' | 'now'>,
  caseId: string,
  minutes: number,
): Promise<Suggestions | Refused> {
  const read = toDiary(await ctx.db.read(diaryQueries(ctx.db, caseId, ctx.now)), ctx.now);
  if (!read) return refused('not-found');
  const { diary, known, office } = read;
  const place = known.at(-1)?.place ?? placeFor(diary.method, office);
  return {
    ...suggestTimes(diary, { minutes, place, known }),
    place,
    travelMinutes: diary.settings.travelMinutes,
  };
}

/** What each of these times would collide with, in words, before it is offered. */
export async function checkSlots(
  ctx: Pick<Ctx, 'db' | 'now'>,
  caseId: string,
  times: readonly Span[],
): Promise<{ clashes: SlotClash[][] } | Refused> {
  const read = toDiary(await ctx.db.read(diaryQueries(ctx.db, caseId, ctx.now)), ctx.now);
  if (!read) return refused('not-found');
  return { clashes: times.map((time) => clashesOf(time, read.diary)) };
}

function placeFor(method: ContactMethod, office: string): string {
  if (method === 'visit') return 'ご自宅';
  if (method === 'phone') return '電話';
  if (method === 'video') return 'テレビ電話';
  return method === 'line' ? 'LINE' : office;
}
