import { addDays, civilDate, instantOf, minuteOfDay, minutesOf } from '../jst.ts';
import type { Settings } from '../settings.ts';
import type { Instant } from '../types.ts';
import { finding, type Rule, SILENT } from './rule.ts';

/** RX: urgent words reach staff at any hour; at night the office says at most one fixed text. */
export const RX: Rule = {
  id: 'RX',
  summary: '緊急の連絡は積極的に受けます。夜間の自動返信は、管理者が決めた一文だけを一晩に一度です。',
  steps: ['phone', 'ask-manager'],
  judge: ({ action, settings, at }) => {
    if (action.do !== 'night-reply') return SILENT;
    if (settings.nightText === null) {
      return [finding('RX', 'refuse', '夜間の自動返信は使わない設定です。')];
    }
    if (!action.replyToken) {
      return [finding('RX', 'refuse', '夜間の一文は、届いたメッセージへの返信としてだけ送れます。')];
    }
    const start = nightStart(at, settings);
    if (start === null) return [finding('RX', 'refuse', '送信時間の中です。自動ではなく、人が返信します。')];
    if (action.lastAt !== null && action.lastAt >= start) {
      return [finding('RX', 'refuse', 'この方には今夜すでに一度お送りしています。')];
    }
    return SILENT;
  },
};

/** When the night that `at` lies in began; null in the daytime window. */
function nightStart(at: Instant, settings: Pick<Settings, 'sendFrom' | 'sendUntil'>): Instant | null {
  const minute = minuteOfDay(at);
  const today = civilDate(at);
  if (minute >= minutesOf(settings.sendUntil)) return instantOf(today, settings.sendUntil);
  if (minute < minutesOf(settings.sendFrom)) return instantOf(addDays(today, -1), settings.sendUntil);
  return null;
}
