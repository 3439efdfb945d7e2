import type { NoticeKind, NoticeSettings } from '../../views/notices.ts';

/** What staff can choose to be told of, in the order of the page. */
export const NOTICE_KINDS: readonly NoticeKind[] = [
  'date-arrived',
  'duty-soon',
  'duty-overdue',
  'send-failed',
  'consent',
  'withdrawn',
  'monitoring',
  'review',
  'exception',
  'quota',
];

/** Until somebody has chosen: urgent words by LINE and nothing else, because LINE's free plan has 200 messages a month. */
export const NOT_CHOSEN: NoticeSettings = {
  channel: 'line',
  kinds: [...NOTICE_KINDS],
  digest: true,
  workFrom: '09:00',
  workUntil: '18:00',
  slackUserId: null,
};
