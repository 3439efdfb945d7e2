import type { NoticeKind } from '../views/notices.ts';

/** What stands in the morning's digest beside the kinds of news. */
export type NoticeItemKind = NoticeKind | 'urgent' | 'duty-open' | 'tasks' | 'meetings';

/** A button that somebody may press in the chat itself. */
export interface NoticeAct {
  act: 'take-alert' | 'take-duty';
  id: string;
}

/** A notice to staff: counts, kinds and a link; nothing about any person (R9). */
export interface Notice {
  sort: 'urgent' | 'news' | 'digest';
  items: { kind: NoticeItemKind; count: number }[];
  acts: NoticeAct[];
  /** Where it is settled; null when the deployment does not say where it is. */
  url: string | null;
  /** Slack ids of those it is for. */
  mentions: string[];
}

/** Each kind in words, with a count behind it. */
export const NOTICE_SAID: Readonly<Record<NoticeItemKind, string>> = {
  urgent: '緊急のことばがある連絡',
  'date-arrived': '日程の答えが届いた調整',
  'duty-soon': '返信の期限まで1時間以内',
  'duty-overdue': '返信の期限をすぎたもの',
  'send-failed': 'LINEで送れなかった連絡',
  consent: 'LINEの承諾',
  withdrawn: 'LINEの取りやめ',
  monitoring: 'モニタリングの時期の提案',
  review: 'LINEの回数の検討',
  exception: '承認を待つ特別な事情',
  quota: 'LINEの残り通数のお知らせ',
  'duty-open': '返信を待つ連絡',
  tasks: '今日までの電話や訪問',
  meetings: '今日の予定',
};

const HEAD: Readonly<Record<Notice['sort'], string>> = {
  urgent: '緊急の連絡です',
  news: 'お知らせ',
  digest: '今日のまとめ',
};

/** The heading of a notice. */
export function headOf(notice: Notice): string {
  return HEAD[notice.sort];
}

/** One line for each kind: 「日程の答えが届いた調整：2件」. */
export function linesOf(notice: Notice): string[] {
  return notice.items.map(({ kind, count }) => `${NOTICE_SAID[kind]}：${count}件`);
}

/** The whole notice as plain text, for LINE and for programs that show no cards. */
export function textOfNotice(notice: Notice): string {
  const what =
    notice.sort === 'urgent' ? ['対応する人は、コンソールの「今日」で「引き受ける」を押してください。'] : [];
  return [headOf(notice), ...linesOf(notice), ...what, ...(notice.url ? [notice.url] : [])].join('\n');
}
