import { z } from 'zod';
import { civilDate } from './jst.ts';
import { findCancellation } from './text/cancellation.ts';
import { foldDraft } from './text/draft.ts';
import { findIdentity } from './text/identity.ts';
import { findStickers } from './text/stickers.ts';
import type { CivilDate, ClockTime, Instant } from './types.ts';

/** The numbers of the manual. An office may make them stricter, never weaker. */
export interface Settings {
  /** R11: half-open window, JST. */
  sendFrom: ClockTime;
  sendUntil: ClockTime;
  /** R12: office hours in which the reply clock runs. */
  replyFrom: ClockTime;
  replyUntil: ClockTime;
  /** R12: received before this, due the same business day. */
  replySameDayBefore: ClockTime;
  /** R12: else due at this time of the next business day. */
  replyNextDayBy: ClockTime;
  /** 0 = Sunday. */
  closedWeekdays: readonly number[];
  /** 年末年始, `MM-DD`, both days included. */
  yearEndFrom: string;
  yearEndUntil: string;
  /** R11: automatic messages never go out on closed days. */
  autoOnClosedDays: false;
  /** R3 */
  callsNeeded: number;
  /** R3: a warning when all calls lie within so many minutes. */
  callsSpreadMinutes: number;
  /** R4: business days between stage 1 and stage 2. */
  stageTwoWaitDays: number;
  /** R4: business days without an answer about dates, after which one reminder goes, and after as many again a call. */
  dateReminderDays: number;
  /** R2: so many conversations on so many of the last days open a review. */
  excessConversations: number;
  excessDays: number;
  excessWindowDays: number;
  /** R2, R6: a silence of so many minutes ends a conversation. */
  conversationGapMinutes: number;
  /** R14 */
  maxCharacters: number;
  maxQuestions: number;
  /** RX: the one fixed night text; null: off. */
  nightText: string | null;
  /** R1: the one fixed answer to whoever writes without consent or is unknown; null: off. */
  strangerText: string | null;
  /** Who approves exceptions. */
  approver: 'manager';
  /** Days before a monitoring month in which the office is told. */
  monitoringNoticeDays: number;
  /** Minutes between two fixed meetings of one counselor when one of them is a visit. No rule of the manual. */
  travelMinutes: number;
  /** R9: the office's own numbers and mail addresses, which may stand in a message. */
  officePhones: readonly string[];
  officeMails: readonly string[];
  /** R9: places of the office that may be named in full. */
  officeAddresses: readonly string[];
}

/** The manual as it stands (手順書, 令和4年3月6日). */
export const DEFAULT_SETTINGS: Settings = {
  sendFrom: '08:00',
  sendUntil: '21:00',
  replyFrom: '09:00',
  replyUntil: '18:00',
  replySameDayBefore: '16:00',
  replyNextDayBy: '12:00',
  closedWeekdays: [0, 6],
  yearEndFrom: '12-29',
  yearEndUntil: '01-03',
  autoOnClosedDays: false,
  callsNeeded: 3,
  callsSpreadMinutes: 30,
  stageTwoWaitDays: 2,
  dateReminderDays: 3,
  excessConversations: 5,
  excessDays: 3,
  excessWindowDays: 7,
  conversationGapMinutes: 30,
  maxCharacters: 200,
  maxQuestions: 2,
  nightText: null,
  strangerText: null,
  approver: 'manager',
  monitoringNoticeDays: 30,
  travelMinutes: 30,
  officePhones: ['086-123-4567'],
  officeMails: [],
  officeAddresses: [],
};

/** Settings in force from a civil date on. */
export interface SettingsVersion {
  version: number;
  effectiveFrom: CivilDate;
  settings: Settings;
}

/** The version in force at an instant; the manual's own numbers (version 0) before the first. */
export function settingsInForce(versions: readonly SettingsVersion[], at: Instant): SettingsVersion {
  const today = civilDate(at);
  let best: SettingsVersion = { version: 0, effectiveFrom: '0000-01-01', settings: DEFAULT_SETTINGS };
  for (const each of versions) {
    if (each.effectiveFrom > today) continue;
    const later =
      each.effectiveFrom > best.effectiveFrom ||
      (each.effectiveFrom === best.effectiveFrom && each.version > best.version);
    if (later) best = each;
  }
  return best;
}

/** A field that is out of bounds, with the reason in Japanese. */
export interface SettingsProblem {
  field: string;
  message: string;
}

export type ParsedSettings =
  | { ok: true; settings: Settings }
  | { ok: false; problems: readonly SettingsProblem[] };

/** Reads settings from JSON; what is missing stays as the manual has it, what is weaker is refused. */
export function parseSettings(json: unknown): ParsedSettings {
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, settings: parsed.data };
  const problems = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.') || (issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : ''),
    message: /[ぁ-ん]/.test(issue.message) ? issue.message : '値の形が正しくありません。',
  }));
  return { ok: false, problems };
}

/** R9, R10, R13 hold for the fixed texts too. */
function isSendable(text: string): boolean {
  const draft = foldDraft('', text);
  const hits = [
    ...findCancellation(draft),
    ...findStickers(draft),
    ...findIdentity(draft, DEFAULT_SETTINGS, { partner: '', client: '' }),
  ];
  return hits.every((hit) => hit.severity !== 'refuse');
}

const D = DEFAULT_SETTINGS;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '時刻は「08:00」の形で入力してください。');
const monthDay = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, '日付は「12-29」の形で入力してください。');

function atLeast(bound: number, most: number, message: string) {
  return z
    .int('整数で入力してください。')
    .min(bound, message)
    .max(most, `${most}以下で入力してください。`)
    .default(bound);
}

function atMost(bound: number, message: string) {
  return z
    .int('整数で入力してください。')
    .min(1, '1以上で入力してください。')
    .max(bound, message)
    .default(bound);
}

function notBefore(bound: ClockTime, message: string) {
  return clock.refine((time) => time >= bound, message).default(bound);
}

function notAfter(bound: ClockTime, message: string) {
  return clock.refine((time) => time <= bound, message).default(bound);
}

const schema = z
  .strictObject(
    {
      sendFrom: notBefore(D.sendFrom, '送信の始まりは午前8時より早くできません（手順書 6）。'),
      sendUntil: notAfter(D.sendUntil, '送信の終わりは午後9時より遅くできません（手順書 6）。'),
      replyFrom: clock.default(D.replyFrom),
      replyUntil: notAfter(D.replyUntil, '返信の期限は午後6時より遅くできません（手順書 7）。'),
      replySameDayBefore: notBefore(
        D.replySameDayBefore,
        '当日中に返信する受信時刻の区切りは、午後4時より早くできません（手順書 7）。',
      ),
      replyNextDayBy: notAfter(
        D.replyNextDayBy,
        '翌営業日の返信期限は、お昼の12時より遅くできません（手順書 7）。',
      ),
      closedWeekdays: z
        .array(z.int().min(0).max(6))
        .refine(
          (days) => days.includes(0) && days.includes(6),
          '土曜日と日曜日は休みから外せません（手順書 6）。',
        )
        .refine((days) => new Set(days).size < 7, '毎日を休みにすることはできません。')
        .transform((days) => [...new Set(days)].sort())
        .default([...D.closedWeekdays]),
      yearEndFrom: monthDay
        .refine(
          (day) => day >= '12-01' && day <= D.yearEndFrom,
          '年末の休みは12月29日より遅く始められません。',
        )
        .default(D.yearEndFrom),
      yearEndUntil: monthDay
        .refine(
          (day) => day >= D.yearEndUntil && day <= '01-31',
          '年始の休みは1月3日より早く終えられません。',
        )
        .default(D.yearEndUntil),
      autoOnClosedDays: z
        .literal(false, '自動の連絡を休業日に送る設定にはできません（手順書 6）。')
        .default(false),
      callsNeeded: atLeast(D.callsNeeded, 10, 'LINEの前の電話は3回より少なくできません（手順書 2）。'),
      callsSpreadMinutes: atLeast(
        D.callsSpreadMinutes,
        1440,
        '電話の間隔の注意は30分より短くできません（手順書 2）。',
      ),
      stageTwoWaitDays: atLeast(
        D.stageTwoWaitDays,
        10,
        '折り返しを待つ日数は2営業日より短くできません（手順書 2）。',
      ),
      dateReminderDays: atLeast(
        D.dateReminderDays,
        10,
        '日程の返事を待つ日数は3営業日より短くできません（手順書 2）。',
      ),
      excessConversations: atMost(
        D.excessConversations,
        '検討を始める回数は5回より多くできません（手順書 1）。',
      ),
      excessDays: atMost(D.excessDays, '検討を始める日数は3日より多くできません（手順書 1）。'),
      excessWindowDays: atLeast(D.excessWindowDays, 31, '数える期間は7日より短くできません（手順書 1）。'),
      conversationGapMinutes: atMost(
        D.conversationGapMinutes,
        '会話の区切りは30分より長くできません（手順書 1）。',
      ),
      maxCharacters: atMost(D.maxCharacters, '本文の長さの目安は200文字より長くできません（手順書 9）。'),
      maxQuestions: atMost(D.maxQuestions, '質問の数の目安は2つより多くできません（手順書 9）。'),
      nightText: z
        .string()
        .trim()
        .min(1, '夜間の文面を入力してください。')
        .max(200, '夜間の文面は200文字までです。')
        .refine(
          isSendable,
          '夜間の文面に、おわびやキャンセル、絵文字、個人情報は書けません（手順書 4・5・8）。',
        )
        .nullable()
        .default(null),
      strangerText: z
        .string()
        .trim()
        .min(1, '登録のない方への文面を入力してください。')
        .max(200, '登録のない方への文面は200文字までです。')
        .refine(
          isSendable,
          '登録のない方への文面に、おわびやキャンセル、絵文字、個人情報は書けません（手順書 4・5・8）。',
        )
        .nullable()
        .default(null),
      approver: z.literal('manager', '例外を認める人は管理者です。').default('manager'),
      monitoringNoticeDays: atLeast(
        D.monitoringNoticeDays,
        90,
        'モニタリングの予告は30日前より遅くできません（手順書 3）。',
      ),
      travelMinutes: z
        .int('整数で入力してください。')
        .min(0, '0以上で入力してください。')
        .max(180, '180以下で入力してください。')
        .default(D.travelMinutes),
      officePhones: z
        .array(
          z
            .string()
            .regex(/^0\d{1,4}-?\d{1,4}-?\d{3,4}$/, '電話番号は「086-123-4567」の形で入力してください。'),
        )
        .default([...D.officePhones]),
      officeMails: z.array(z.email('メールアドレスの形が正しくありません。')).default([...D.officeMails]),
      officeAddresses: z
        .array(z.string().trim().min(1, '住所を入力してください。'))
        .default([...D.officeAddresses]),
    },
    { error: (issue) => (issue.code === 'unrecognized_keys' ? '知らない項目があります。' : undefined) },
  )
  .refine((s) => s.sendFrom < s.sendUntil, {
    path: ['sendUntil'],
    message: '送信の終わりは、始まりより後の時刻にしてください。',
  })
  .refine((s) => s.replyFrom < s.replyNextDayBy && s.replyNextDayBy < s.replyUntil, {
    path: ['replyNextDayBy'],
    message: '翌営業日の返信期限は、返信時間の中の時刻にしてください。',
  })
  .refine((s) => s.replySameDayBefore < s.replyUntil, {
    path: ['replySameDayBefore'],
    message: '当日中に返信する受信時刻の区切りは、返信時間の終わりより前にしてください。',
  })
  .refine((s) => s.excessDays <= s.excessWindowDays, {
    path: ['excessDays'],
    message: '日数は、数える期間より多くできません。',
  });
