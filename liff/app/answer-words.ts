import type { AnswerChoice, SlotMark } from '../../worker/views/shared.ts';

/** Answers other than a time; each leads to a person of the office. */
export const OTHERS: readonly { choice: Exclude<AnswerChoice, 'ranked'>; title: string }[] = [
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
