import type { SendPurpose } from '../../manual/types.ts';

/** What a message was for, in the record's words. */
export const PURPOSE_SAID: Readonly<Record<SendPurpose, string>> = {
  'callback-request': '折り返しのお願い',
  'date-request': '希望日時のお願い',
  confirmed: '日程決定のお知らせ',
  reminder: '前日のお知らせ',
  reply: '返信',
  info: '連絡',
};
