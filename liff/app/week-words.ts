import { civilDate, daysBetween } from '../../worker/manual/jst.ts';
import type { CivilDate, Instant } from '../../worker/manual/types.ts';
import type { DayPart } from '../../worker/views/shared.ts';
import { mondayOf } from '../data/answer-draft.ts';

const NEAR = ['{今週|こんしゅう}', '{来週|らいしゅう}', '{さ来週|さらいしゅう}'];

/** 今週, 来週, さ来週 (weeks begin on Monday); nothing for weeks farther off. */
export function weekName(now: Instant, date: CivilDate): string {
  return NEAR[daysBetween(mondayOf(civilDate(now)), mondayOf(date)) / 7] ?? '';
}

export const PARTS: readonly { part: DayPart; words: string }[] = [
  { part: 'morning', words: '{午前|ごぜん}' },
  { part: 'afternoon', words: '{午後|ごご}' },
  { part: 'evening', words: '{夕方|ゆうがた}' },
];

export function partWords(part: DayPart): string {
  return PARTS.find((each) => each.part === part)?.words ?? '';
}
