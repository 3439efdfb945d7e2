import type { messagingApi } from '@line/bot-sdk';
import { answer } from '../cards.ts';

const LINES = [
  '・今日：あなたを待っているもの',
  '・未返信：返信を待っている連絡',
  '・電話：電話をする案件',
  '・依頼：日程をうかがっている案件',
  '・予定：これから7日の予定',
  '・残り通数：今月送れるLINEの数',
  '・緊急：対応を待っている緊急の連絡',
];

/** ヘルプ. Whoever is also somebody's family learns that a message here reaches no counselor (decision 021). */
export function sayHelp(also: { contact: boolean }): messagingApi.Message[] {
  return answer(
    [
      '職員のみなさんは、次のことばを送ってください。',
      ...LINES,
      'お名前などの個人情報は、ここには書かないでください。',
      ...family(also),
    ].join('\n'),
  );
}

/** What to a text that is none of the commands. */
export function sayUnknown(also: { contact: boolean }): messagingApi.Message[] {
  return answer(
    [
      'すみません、わかりませんでした。下のボタンか、次のことばを送ってください。',
      ...LINES,
      ...family(also),
    ].join('\n'),
  );
}

/** A sticker, an image or a file of a member of staff. */
export function sayOther(also: { contact: boolean }): messagingApi.Message[] {
  return answer(
    [
      '画像やスタンプは、このトークでは受け取れません。記録に残す資料は、コンソールからお願いします。',
      'ご用は、下のボタンか「ヘルプ」でどうぞ。',
      ...family(also),
    ].join('\n'),
  );
}

function family({ contact }: { contact: boolean }): string[] {
  return contact
    ? [
        'ご自身やご家族のことでのご連絡は、このトークには届きません。電話か、アプリの「連絡したい」からお願いします。',
      ]
    : [];
}
