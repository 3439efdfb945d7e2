import type {
  CallOutcome,
  CaseKind,
  CaseStatus,
  ContactMethod,
  PartnerKind,
  SendPurpose,
} from '../../worker/manual/types.ts';
import type { TaskView } from '../../worker/views/cases.ts';
import type { InboundTag, ThreadMessage } from '../../worker/views/desk.ts';
import type { Attendance, ConsentState, DayPart, Health, PlaceChoice } from '../../worker/views/shared.ts';

/** The words for every value that the API answers with. */
export const CASE_KIND: Readonly<Record<CaseKind, string>> = {
  meeting: '担当者会議',
  monitoring: 'モニタリング',
  consultation: '相談',
};
export const CASE_STATUS: Readonly<Record<CaseStatus, string>> = {
  open: '調整中',
  confirmed: '確定',
  held: '実施済み',
  cancelled: 'とりやめ',
};
export const METHOD: Readonly<Record<ContactMethod, string>> = {
  visit: '訪問',
  office: '来所',
  phone: '電話',
  video: 'テレビ電話',
  line: 'LINE',
  mail: 'メール',
  fax: 'FAX',
  post: '郵便',
};
export const PARTNER: Readonly<Record<PartnerKind, string>> = {
  person: '本人',
  guardian: '保護者',
  'legal-representative': '後見人等',
  family: '家族',
  provider: '事業所',
};
export const OUTCOME: Readonly<Record<CallOutcome, string>> = {
  'no-answer': '出ない',
  voicemail: '留守電',
  busy: '話し中',
  reached: 'つながった',
  family: '家族が出た',
  'wrong-number': '番号違い',
};
export const PURPOSE: Readonly<Record<SendPurpose, string>> = {
  'callback-request': '折り返しのお願い',
  'date-request': '希望日のお願い',
  confirmed: '日程が決まった知らせ',
  reminder: '前日の知らせ',
  reply: '返信',
  info: 'その他の連絡',
};
export const HEALTH: Readonly<Record<Health, string>> = { good: 'よい', usual: 'ふつう', bad: 'よくない' };
export const ATTENDANCE: Readonly<Record<Attendance, string>> = {
  usual: 'いつもどおり',
  'sometimes-off': 'ときどき休む',
  off: '休んでいる',
};
export const PLACE_CHOICE: Readonly<Record<PlaceChoice | 'any', string>> = {
  home: '自宅',
  office: '事務所',
  provider: '通っている事業所',
  any: 'どこでもよい',
};
export const PLACES: readonly PlaceChoice[] = ['home', 'office', 'provider'];
export const DAY_PART: Readonly<Record<DayPart, string>> = {
  morning: '午前',
  afternoon: '午後',
  evening: '夕方',
};
export const TASK: Readonly<Record<TaskView['kind'], string>> = {
  phone: '電話する',
  visit: '訪問する',
  decide: '決める',
  check: '確かめる',
};

export type Tone = 'ok' | 'wait' | 'stop' | 'plain';
export const CONSENT: Readonly<Record<ConsentState | 'not-invited', { words: string; tone: Tone }>> = {
  yes: { words: '承諾あり', tone: 'ok' },
  no: { words: '使わない', tone: 'plain' },
  later: { words: 'あとで決める', tone: 'wait' },
  question: { words: '質問あり', tone: 'wait' },
  withdrawn: { words: 'やめました', tone: 'stop' },
  none: { words: '未回答', tone: 'wait' },
  outdated: { words: '説明し直す', tone: 'wait' },
  'guardian-needed': { words: '保護者の承諾が要る', tone: 'wait' },
  'own-needed': { words: '18歳。本人の承諾が要る', tone: 'wait' },
  'not-invited': { words: 'まねいていません', tone: 'plain' },
};

export const INBOUND_TAG: Readonly<Record<InboundTag, string>> = {
  urgent: '緊急',
  'basic-consultation': '基本相談',
  none: 'どちらでもない',
};

const INBOUND: Readonly<Record<string, string>> = {
  image: '写真が届きました。受け取っているところです',
  video: '動画が届きました',
  audio: '音声が届きました',
  file: 'ファイルが届きました',
  sticker: 'スタンプが届きました',
  location: '位置情報が届きました',
};

const NOT_KEPT: Readonly<Record<NonNullable<ThreadMessage['why']>, string>> = {
  kind: 'この形の写真は開けません',
  gone: 'LINE にもう残っていません',
  'too-large': '大きすぎて受け取れません',
  failed: '受け取れませんでした',
  unsent: '相手が取り消しました',
};

/** What an inbound message says, or what kind of thing it was. */
export function inboundText(
  message: Pick<ThreadMessage, 'kind' | 'text' | 'sticker' | 'unsent' | 'why'>,
): string {
  if (message.unsent) return '相手が送信を取り消しました';
  if (message.kind === 'sticker' && message.sticker) return `スタンプ「${message.sticker}」が届きました`;
  if (message.kind === 'image' && message.why) return `写真が届きましたが、${NOT_KEPT[message.why]}`;
  return message.text ?? INBOUND[message.kind] ?? 'メッセージが届きました';
}

/** 0–9 as the office's table has them. */
export function rowTag(row: number): string {
  return `手順書 ${row}`;
}
