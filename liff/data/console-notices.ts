import type {
  HeldBackView,
  JobsView,
  NoticeKind,
  NoticeSettings,
  NoticeSettingsView,
  ProposalView,
} from '../../worker/views/notices.ts';
import { call } from './console-http.ts';

export function fetchNoticeSettings(signal?: AbortSignal): Promise<NoticeSettingsView> {
  return call('GET', '/api/console/notice-settings', undefined, signal);
}

export function saveNoticeSettings(input: NoticeSettings): Promise<NoticeSettings> {
  return call('PUT', '/api/console/notice-settings', input);
}

/** What cron does, what it proposes, and what the cap per person kept back. */
export interface Rounds {
  jobs: JobsView;
  proposals: ProposalView[];
  heldBack: HeldBackView[];
}

export async function fetchRounds(signal?: AbortSignal): Promise<Rounds> {
  const [jobs, { proposals }, { heldBack }] = await Promise.all([
    call<JobsView>('GET', '/api/console/jobs', undefined, signal),
    call<{ proposals: ProposalView[] }>('GET', '/api/console/proposals', undefined, signal),
    call<{ heldBack: HeldBackView[] }>('GET', '/api/console/held-back', undefined, signal),
  ]);
  return { jobs, proposals, heldBack };
}

export function dismissProposal(id: string, reason: string): Promise<unknown> {
  return call('POST', `/api/console/proposals/${encodeURIComponent(id)}/dismiss`, { reason });
}

/** Each kind of notice in words. */
export const NOTICE_KINDS: readonly [NoticeKind, string][] = [
  ['date-arrived', '日程の答えが届いたとき'],
  ['duty-soon', '返信の期限まで1時間になったとき'],
  ['duty-overdue', '返信の期限をすぎたとき'],
  ['send-failed', 'LINEで送れなかったとき'],
  ['consent', 'LINEの承諾があったとき'],
  ['withdrawn', 'LINEの取りやめがあったとき'],
  ['monitoring', 'モニタリングの時期が近いとき'],
  ['review', 'LINEの回数の検討が始まったとき'],
  ['exception', '特別な事情の承認を待つとき（管理者）'],
  ['quota', 'LINEの残り通数が2割になったとき（管理者）'],
];

export const HELD_WHY: Readonly<Record<HeldBackView['why'], string>> = {
  day: '1日1通まで',
  week: '7日で3通まで',
};
