import type { AnswerChoice, PlaceChoice, SlotMark } from '../../worker/views/shared.ts';
import { MOST_RANKED } from '../data/answer-draft.ts';

/** Answers other than a time; each leads to a person of the office. */
export const OTHERS: readonly { choice: Exclude<AnswerChoice, 'ranked' | 'parts'>; title: string }[] = [
  { choice: 'none', title: 'どれも だめです' },
  { choice: 'unknown', title: 'わからない' },
  { choice: 'call', title: '{電話|でんわ}して ほしい' },
];

export function otherTitle(choice: AnswerChoice): string {
  return OTHERS.find((each) => each.choice === choice)?.title ?? '';
}

export const MARKS: readonly { mark: SlotMark; sign: string; words: string }[] = [
  { mark: 'yes', sign: '○', words: 'よい' },
  { mark: 'maybe', sign: '△', words: 'たぶん' },
  { mark: 'no', sign: '×', words: 'だめ' },
];

export function markWords(mark: SlotMark): string {
  const found = MARKS.find((each) => each.mark === mark);
  return found ? `${found.sign} ${found.words}` : '';
}

/** 1番 to 3番, and よい for those that suit besides. `place` counts from 0. */
export function rankWords(place: number): string {
  return place < MOST_RANKED ? `${place + 1}{番|ばん}` : 'よい';
}

export const PLACES: Readonly<Record<PlaceChoice | 'any', { title: string; drawing?: string }>> = {
  home: { title: '{自分|じぶん}の {家|いえ}', drawing: 'house' },
  office: { title: '{事務所|じむしょ}', drawing: 'users' },
  provider: { title: '{通|かよ}って いる {所|ところ}', drawing: 'bus' },
  // No drawing: a tick would look like an answer already given.
  any: { title: 'どこでも いい' },
};
