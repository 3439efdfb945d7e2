import { addDays, civilDate, DAY, HOUR, instantOf, MINUTE, minutesOf } from '../../manual/calendar.ts';
import { minuteOfDay } from '../../manual/jst.ts';
import type { ClockTime, Instant } from '../../manual/types.ts';

/** When a job's turn is: at every tick of cron, every so many minutes, or once a day from a time on (JST). */
export type Turn = { every: 'tick' } | { everyMinutes: number } | { at: ClockTime };

/** Every job of cron, in the order in which a tick runs them, as the console lists them. */
export const JOBS = {
  'sweep-inbox': {
    turn: { every: 'tick' },
    label: '届いたLINEの処理',
    what: '途中で止まった受信を、もう一度処理します。',
  },
  'urgent-repeats': {
    turn: { every: 'tick' },
    label: '緊急の知らせ',
    what: '緊急のことばを、だれかが対応するまで職員にくり返し知らせます。',
  },
  'fetch-contents': {
    turn: { every: 'tick' },
    label: '画像の保存',
    what: '届いた画像を、LINEから取り寄せて保存します。',
  },
  'stage-two-wait': {
    turn: { every: 'tick' },
    label: '折り返しの待ち',
    what: '待つ日数をすぎても折り返しがないとき、希望日時をうかがう仕事を出します。',
  },
  'monitoring-due': {
    turn: { at: '06:00' },
    label: 'モニタリングの時期',
    what: '受給者証の月が近い方の日程調整を提案します。',
  },
  'exceptions-expiring': {
    turn: { at: '06:05' },
    label: '特別な事情の見直し',
    what: '見直しの日が近い特別な事情を、仕事に出します。',
  },
  'minors-turning-adult': {
    turn: { at: '06:10' },
    label: '18歳になる方の承諾',
    what: '18歳になる方の、ご本人の承諾を、仕事に出します。',
  },
  'rules-taking-effect': {
    turn: { at: '06:15' },
    label: '新しい留意点の承諾',
    what: '留意点のきまりが変わった日に、承諾し直していただく方を仕事に出します。',
  },
  'reviews-to-look-at': {
    turn: { at: '06:20' },
    label: '取りきめの見直し',
    what: '見直す日が来た、LINEの取りきめを、仕事に出します。',
  },
  'user-reminders': {
    turn: { everyMinutes: 60 },
    label: '前日のお知らせ',
    what: '希望された方の、前日のお知らせを用意します。',
  },
  'unanswered-requests': {
    turn: { everyMinutes: 60 },
    label: '日程の返事の催促',
    what: '返事のない方に一度だけお知らせし、それでもないときは電話の仕事を出します。',
  },
  'retention-list': {
    turn: { at: '03:00' },
    label: '保存期間（5年）の一覧',
    what: '最後の支援から5年をすぎた方を一覧にします。消すことはしません。',
  },
  housekeeping: {
    turn: { at: '03:30' },
    label: '期限切れの片付け',
    what: '期限の切れたログイン・招待・リンクを片付けます。',
  },
  'staff-menus': {
    turn: { everyMinutes: 60 },
    label: '職員のLINEメニュー',
    what: '職員になった方のLINEに職員用のメニューを出し、やめた方からは外します。',
  },
  'staff-notices': {
    turn: { every: 'tick' },
    label: '職員へのお知らせ',
    what: '日程の答えや返信の期限などを、まとめて職員に知らせます。',
  },
  'morning-digest': {
    turn: { every: 'tick' },
    label: '朝のまとめ',
    what: '業務のはじめに、待っている仕事の数を職員に知らせます。',
  },
  'deliver-notices': {
    turn: { every: 'tick' },
    label: '職員へのお知らせの送信',
    what: 'LINE・Slack・Teamsに送り、失敗は送り直します。',
  },
  deliver: {
    turn: { every: 'tick' },
    label: 'LINEの送信',
    what: '送る時間になった連絡を、手順書にもう一度たずねてから送ります。',
  },
  'ask-quota': { turn: { every: 'tick' }, label: 'LINEの残り通数', what: '今月の残りをLINEにたずねます。' },
} as const satisfies Record<string, { turn: Turn; label: string; what: string }>;
export type JobName = keyof typeof JOBS;

/** The last instant at or before `now` from which a turn counts; a job that has not ended since then is due. */
export function lastTurn(turn: Turn, now: Instant): Instant {
  if ('every' in turn) return now;
  if ('everyMinutes' in turn) {
    const step = turn.everyMinutes * MINUTE;
    return Math.floor(now / step) * step;
  }
  const today = instantOf(civilDate(now), turn.at);
  return today <= now ? today : today - DAY;
}

/** When the next turn is, after `now`; null: with the next tick. */
export function nextTurn(turn: Turn, now: Instant): Instant | null {
  if ('every' in turn) return null;
  if ('everyMinutes' in turn) return lastTurn(turn, now) + turn.everyMinutes * MINUTE;
  const today = instantOf(civilDate(now), turn.at);
  return today > now ? today : instantOf(addDays(civilDate(now), 1), turn.at);
}

/** Whether a job has its turn: it has not come to its end since the last one. After an outage it runs once, not once for each missed turn. */
export function isDue(turn: Turn, doneAt: Instant | null, now: Instant): boolean {
  return doneAt === null || doneAt < lastTurn(turn, now);
}

/** The next tick of cron after an instant, as wrangler.toml has it: every five minutes by day, every ten at night. */
export function nextTick(now: Instant): Instant {
  const step = isDay(now) ? 5 * MINUTE : 10 * MINUTE;
  return Math.floor(now / step) * step + step;
}

function isDay(at: Instant): boolean {
  const minute = minuteOfDay(at);
  return minute >= minutesOf('08:00') && minute < minutesOf('21:00');
}

/** A turn in words. */
export function sayTurn(turn: Turn): string {
  if ('every' in turn) return '毎回（5分から10分ごと）';
  if ('at' in turn) return `毎日 ${turn.at}`;
  return turn.everyMinutes * MINUTE === HOUR ? '1時間ごと' : `${turn.everyMinutes}分ごと`;
}
