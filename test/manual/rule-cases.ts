import { DEFAULT_SETTINGS, type Settings } from '../../worker/manual/settings.ts';
import type { Action, Facts, Instant, MeetingFact, RuleId, Severity } from '../../worker/manual/types.ts';
import { at, sampleFacts, sampleSend } from './sample-facts.ts';

/** One line of a rule's table: what it says of an act, `silent` when nothing. */
export interface RuleCase {
  name: string;
  says: Severity | 'silent';
  action: Action;
  facts: Facts;
  settings: Settings;
}

interface Given {
  action?: Action;
  facts?: Partial<Facts>;
  settings?: Partial<Settings>;
}

function line(says: RuleCase['says'], name: string, given: Given = {}): RuleCase {
  return {
    name,
    says,
    action: given.action ?? sampleSend(),
    facts: sampleFacts(given.facts),
    settings: { ...DEFAULT_SETTINGS, ...given.settings },
  };
}

const info = (body: string, origin: 'staff' | 'auto' = 'staff') =>
  sampleSend({ purpose: 'info', origin, greeting: '', body });
const reply = (body: string) => sampleSend({ purpose: 'reply', greeting: '', body });
const dateRequest = (changes: Parameters<typeof sampleSend>[0] = {}) =>
  sampleSend({ purpose: 'date-request', ...changes });
const calls = (...times: readonly string[]): Facts['calls'] =>
  times.map((time) => ({ at: at('11-24', time), outcome: 'no-answer' as const }));
const sampleCase = sampleFacts().case!;
const plan = (method: MeetingFact['method'], when: Instant = at('11-24', '10:00')): Action => ({
  do: 'plan',
  kind: 'monitoring',
  method,
  at: when,
});
const held = (
  date: string,
  method: MeetingFact['method'],
  changes: Partial<MeetingFact> = {},
): MeetingFact => ({
  at: at(date, '10:00'),
  kind: 'monitoring',
  method,
  status: 'held',
  ...changes,
});
const lineMeeting = {
  reason: 'ご本人が入院中で面会ができないため',
  wish: { by: '本人', at: at('11-20', '10:00'), how: 'お電話で' },
};
const deaf = { reason: '耳が聞こえない', approvedAt: at('11-01', '10:00'), reviewOn: '2026-11-24' };
const weekdays = {
  1: { from: '09:00', to: '17:00' },
  2: { from: '09:00', to: '17:00' },
  3: { from: '09:00', to: '17:00' },
  4: { from: '09:00', to: '17:00' },
  5: { from: '09:00', to: '17:00' },
};
const provider = { kind: 'provider' as const, hours: weekdays, suspended: false, name: 'にじいろ作業所' };
const none = { lastInboundAt: null, lastOutboundAt: null, lastGreetingAt: null };
const record = (how: 'append' | 'correct' | 'edit' | 'delete'): Action => ({
  do: 'change-record',
  how,
  servedOn: '2021-11-24',
});
const night = (changes: Partial<Extract<Action, { do: 'night-reply' }>> = {}): Action => ({
  do: 'night-reply',
  replyToken: true,
  lastAt: null,
  ...changes,
});
const nightText = { nightText: '受付は午前9時からです。お急ぎのときは119または110へおかけください。' };

/** Tables keyed by rule id: at least one that objects and one that lets pass. Boundaries lie one millisecond apart. */
export const RULE_CASES: Readonly<Record<RuleId, readonly RuleCase[]>> = {
  R0: [
    line('warn', '電話をかけずに、はじめての連絡をする', {
      action: info('受給者証の更新は来月です。'),
      facts: { calls: [] },
    }),
    line('silent', '一度かけて出られなかった', {
      action: info('受給者証の更新は来月です。'),
      facts: { calls: calls('10:00') },
    }),
    line('silent', '届いたLINEへの返事', {
      action: reply('ご連絡ありがとうございます。'),
      facts: { calls: [], conversation: { ...none, lastInboundAt: at('11-24', '09:00') } },
    }),
    line('silent', '特別な事情のある方', {
      action: info('受給者証の更新は来月です。'),
      facts: { calls: [], circumstance: deaf },
    }),
    line('warn', '特別な事情の見直し日を過ぎた', {
      action: info('受給者証の更新は来月です。'),
      facts: { calls: [], circumstance: { ...deaf, reviewOn: '2026-11-23' } },
    }),
    line('warn', '承認されていない事情', {
      action: info('受給者証の更新は来月です。'),
      facts: { calls: [], circumstance: { ...deaf, approvedAt: null } },
    }),
    line('silent', '決まった日のお知らせ', {
      action: sampleSend({
        purpose: 'confirmed',
        origin: 'auto',
        greeting: '',
        body: '日程が決まりました。',
      }),
      facts: { calls: [] },
    }),
  ],
  R1: [
    line('refuse', '承諾がない', { facts: { consent: null } }),
    line('refuse', '承諾の1ミリ秒前', {
      facts: { consent: { choice: 'yes', version: 1, at: at('11-24', '17:40') + 1 } },
    }),
    line('silent', '承諾したその時', {
      facts: { consent: { choice: 'yes', version: 1, at: at('11-24', '17:40') } },
    }),
    line('refuse', 'いいえ', { facts: { consent: { choice: 'no', version: 1, at: at('10-01', '10:00') } } }),
    line('refuse', 'あとで', {
      facts: { consent: { choice: 'later', version: 1, at: at('10-01', '10:00') } },
    }),
    line('refuse', 'わからない', {
      facts: { consent: { choice: 'question', version: 1, at: at('10-01', '10:00') } },
    }),
    line('refuse', '取り消した', {
      facts: { consent: { choice: 'withdrawn', version: 1, at: at('11-24', '17:40') } },
    }),
    line('refuse', '版が古い', { facts: { consentVersionNeeded: 2 } }),
    line('silent', '新しい版の承諾', {
      facts: { consentVersionNeeded: 2, consent: { choice: 'yes', version: 3, at: at('10-01', '10:00') } },
    }),
    line('refuse', 'ブロックのあと確かめていない', {
      facts: { partner: { kind: 'person', hours: null, suspended: true, name: '' } },
    }),
    line('refuse', '18歳になった瞬間から保護者の承諾では足りない', {
      facts: {
        now: at('11-25', '08:00'),
        client: { name: '', attendsProgram: true, birthDate: '2008-11-25' },
        consent: { choice: 'yes', version: 1, at: at('10-01', '10:00'), by: 'guardian' },
      },
    }),
    line('silent', '18歳の前日までは保護者の承諾でよい', {
      facts: {
        now: at('11-24', '20:00'),
        client: { name: '', attendsProgram: true, birthDate: '2008-11-25' },
        consent: { choice: 'yes', version: 1, at: at('10-01', '10:00'), by: 'guardian' },
      },
    }),
    line('refuse', '17歳の本人だけの承諾', {
      facts: {
        client: { name: '', attendsProgram: true, birthDate: '2008-11-25' },
        consent: { choice: 'yes', version: 1, at: at('10-01', '10:00'), by: 'person' },
      },
    }),
    line('silent', '計画は送信ではない', { action: plan('visit'), facts: { consent: null } }),
  ],
  R2: [
    line('refuse', '利用者からの連絡を止める', { action: { do: 'limit-contact' } }),
    line('refuse', '結果を書かずに検討を終える', { action: { do: 'close-review', outcome: '　' } }),
    line('silent', '結果を書いて検討を終える', {
      action: { do: 'close-review', outcome: '週に一度お電話することにした' },
    }),
  ],
  R3: [
    line('refuse', '2回', { facts: { now: at('11-24', '15:00'), calls: calls('10:00', '14:00') } }),
    line('silent', '3回', { facts: { calls: calls('10:00', '14:00', '17:30') } }),
    line('refuse', '3回目がこれから', {
      facts: { now: at('11-24', '17:30') - 1, calls: calls('10:00', '14:00', '17:30') },
    }),
    line('silent', '3回目のその時', {
      facts: { now: at('11-24', '17:30'), calls: calls('10:00', '14:00', '17:30') },
    }),
    line('refuse', '話したあとは0回', {
      facts: {
        now: at('11-25', '15:00'),
        calls: calls('10:00', '14:00', '17:30'),
        lastTalkAt: at('11-25', '14:00'),
      },
    }),
    line('refuse', '話した1ミリ秒後までの電話', {
      facts: { calls: calls('10:00', '14:00', '17:30'), lastTalkAt: at('11-24', '10:00') },
    }),
    line('silent', '話した直後の電話から数える', {
      facts: { calls: calls('10:00', '14:00', '17:30'), lastTalkAt: at('11-24', '10:00') - 1 },
    }),
    line('refuse', '調整を始める前の電話は数えない', {
      facts: {
        calls: calls('10:00', '14:00', '17:30'),
        case: { ...sampleCase, openedAt: at('11-24', '10:00') + 1 },
      },
    }),
    line('refuse', '番号違いは数えない', {
      facts: { calls: [...calls('10:00', '14:00'), { at: at('11-24', '17:30'), outcome: 'wrong-number' }] },
    }),
    line('refuse', 'ご家族が出た電話は、つながったか分かるまで数えない', {
      facts: { calls: [...calls('10:00', '14:00'), { at: at('11-24', '17:30'), outcome: 'family' }] },
    }),
    line('silent', 'ご家族が出て、本人にはつながらなかった', {
      facts: {
        calls: [...calls('10:00', '14:00'), { at: at('11-24', '17:30'), outcome: 'family', reached: false }],
      },
    }),
    line('refuse', 'ご家族が出て、本人にかわった', {
      facts: {
        calls: [
          ...calls('10:00', '14:00', '15:00'),
          { at: at('11-24', '17:30'), outcome: 'family', reached: true },
        ],
      },
    }),
    line('human', '特別な事情', { facts: { calls: [], circumstance: deaf } }),
    line('warn', '3回とも30分以内', { facts: { calls: calls('10:00', '10:01', '10:30') } }),
    line('silent', '30分と1ミリ秒', {
      facts: { calls: [...calls('10:00', '10:01'), { at: at('11-24', '10:30') + 1, outcome: 'no-answer' }] },
    }),
    line('refuse', '4回の設定で3回', { settings: { callsNeeded: 4 } }),
    line('silent', '返信は日程調整ではない', {
      action: reply('ありがとうございます。'),
      facts: { calls: [] },
    }),
  ],
  R4: [
    line('warn', '折り返しのお願いがまだ', { action: dateRequest() }),
    line('warn', '待つ時間の1ミリ秒前', {
      action: dateRequest(),
      facts: {
        now: at('12-08', '18:00') - 1,
        case: { ...sampleCase, callbackRequestedAt: at('12-04', '17:40') },
      },
    }),
    line('silent', '2営業日待った', {
      action: dateRequest(),
      facts: {
        now: at('12-08', '18:00'),
        case: { ...sampleCase, callbackRequestedAt: at('12-04', '17:40') },
      },
    }),
    line('warn', '折り返しがあった', {
      action: dateRequest(),
      facts: {
        now: at('12-08', '18:00'),
        circumstance: { ...deaf, reviewOn: '2027-01-01' },
        case: {
          ...sampleCase,
          callbackRequestedAt: at('12-04', '17:40'),
          calledBackAt: at('12-05', '10:00'),
        },
      },
    }),
    line('silent', '電話が使えない方', { action: dateRequest(), facts: { circumstance: deaf } }),
  ],
  R5: [
    line('refuse', '書きかえる', { action: record('edit') }),
    line('refuse', '5年たつ日に消す', { action: record('delete') }),
    line('silent', '5年を過ぎて消す', { action: record('delete'), facts: { now: at('11-25', '00:00') } }),
    line('refuse', 'その1ミリ秒前', { action: record('delete'), facts: { now: at('11-25', '00:00') - 1 } }),
    line('silent', '訂正を足す', { action: record('correct') }),
    line('silent', '記録を足す', { action: record('append') }),
  ],
  R6: [
    line('refuse', '一言がない', {
      action: sampleSend({ greeting: ' ', body: '訪問の日を決めたいです。折り返しをお願いします。' }),
    }),
    line('silent', '一言が先にある'),
    line('silent', '本文の中で先にたずねている', {
      action: sampleSend({
        greeting: '',
        body: '体調はいかがですか。訪問の日のことで折り返しをお願いします。',
      }),
    }),
    line('warn', '本題のあとにたずねている', {
      action: sampleSend({
        greeting: '',
        body: '次の訪問の日を決めたいです。ところで、体調はいかがですか。',
      }),
    }),
    line('warn', '一言が問いかけでない', { action: sampleSend({ greeting: '寒くなりました。' }) }),
    line('silent', '会話の続き', {
      action: sampleSend({ greeting: '' }),
      facts: { conversation: { ...none, lastInboundAt: at('11-24', '17:10') + 1 } },
    }),
    line('refuse', 'ちょうど30分で新しい会話', {
      action: sampleSend({ greeting: '' }),
      facts: { conversation: { ...none, lastInboundAt: at('11-24', '17:10') } },
    }),
    line('silent', '事業所', {
      action: sampleSend({ greeting: '' }),
      facts: { partner: { ...provider, hours: null } },
    }),
    line('warn', '通所先のない方に通所のことをたずねる', {
      action: sampleSend({ greeting: '作業所には通えていますか。' }),
      facts: { client: { name: '', attendsProgram: false } },
    }),
    line('silent', '日程調整でない', { action: reply('ありがとうございます。') }),
  ],
  R7: [
    line('refuse', '理由も希望もない', { action: plan('line') }),
    line('refuse', '理由だけ', {
      action: plan('line'),
      facts: { lineMeeting: { ...lineMeeting, wish: null } },
    }),
    line('refuse', '希望だけ', {
      action: plan('line'),
      facts: { lineMeeting: { ...lineMeeting, reason: ' ' } },
    }),
    line('refuse', '事業所の都合', {
      action: plan('line'),
      facts: { lineMeeting: { ...lineMeeting, reason: '職員の都合のため' } },
    }),
    line('refuse', '保護者の希望', {
      action: plan('line'),
      facts: { lineMeeting: { ...lineMeeting, wish: { ...lineMeeting.wish, by: '保護者' } } },
    }),
    line('warn', '理由と本人の希望がある', { action: plan('line'), facts: { lineMeeting } }),
    line('silent', '訪問', { action: plan('visit') }),
  ],
  R8: [
    line('refuse', '前回もLINE', {
      action: plan('line'),
      facts: { lineMeeting, meetings: [held('08-20', 'line')] },
    }),
    line('refuse', '前回は会議だがLINE', {
      action: plan('line'),
      facts: { lineMeeting, meetings: [held('08-20', 'line', { kind: 'meeting' })] },
    }),
    line('refuse', '間の訪問はとりやめ', {
      action: plan('line'),
      facts: {
        lineMeeting,
        meetings: [held('08-20', 'line'), held('11-10', 'visit', { status: 'cancelled' })],
      },
    }),
    line('silent', '間に訪問した', {
      action: plan('line'),
      facts: { lineMeeting, meetings: [held('08-20', 'line'), held('11-10', 'visit')] },
    }),
    line('warn', 'LINE・電話・LINE', {
      action: plan('line'),
      facts: { lineMeeting, meetings: [held('08-20', 'line'), held('11-10', 'phone')] },
    }),
    line('refuse', 'あとから書く回の次がLINE', {
      action: { do: 'mark-held', kind: 'meeting', method: 'line', at: at('08-01', '10:00') },
      facts: { meetings: [held('08-20', 'line')] },
    }),
    line('refuse', '1ミリ秒前の回がLINE', {
      action: plan('line', at('11-24', '10:00') + 1),
      facts: { lineMeeting, meetings: [held('11-24', 'line')] },
    }),
    line('silent', '相談は数えない', {
      action: plan('line'),
      facts: { lineMeeting, meetings: [held('08-20', 'line', { kind: 'consultation' })] },
    }),
    line('warn', 'ほかにもLINEの予定がある', {
      action: plan('line'),
      facts: { lineMeeting, meetings: [held('12-20', 'line', { status: 'planned' })] },
    }),
  ],
  R9: [
    line('refuse', '写真を付ける', { action: sampleSend({ attachments: 1 }) }),
    line('refuse', '生年月日', { action: reply('昭和60年4月1日生まれの方です。') }),
    line('refuse', '全角の10桁', { action: reply('番号は１２３４５６７８９０です。') }),
    line('warn', '書類の名前', { action: reply('サービス等利用計画を郵送しました。') }),
    line('warn', 'ほかの方の氏名', {
      action: reply('花岡一子の件でお電話いたします。'),
      facts: { client: { name: '花岡 一子', attendsProgram: true }, partner: { ...provider, hours: null } },
    }),
    line('silent', '事業所の番号', { action: reply('お電話は086-123-4567へお願いいたします。') }),
    line('silent', '日付と時刻', { action: reply('2026年12月4日の13:30にうかがいます。') }),
  ],
  R10: [
    line('refuse', '中止', { action: reply('明日は中止です。') }),
    line('refuse', 'おわび', { action: reply('お返事が遅れ、申し訳ございません。') }),
    line('refuse', '自動の文', { action: info('明日の面談は延期になりました。', 'auto') }),
    line('warn', '言葉だけ', { action: reply('キャンセルしたいときはお知らせください。') }),
    line('silent', '恐れ入りますが', { action: reply('恐れ入りますが、ご確認をお願いいたします。') }),
    line('refuse', 'とりやめた予定のお知らせ', {
      action: sampleSend({ purpose: 'reminder', origin: 'auto', greeting: '', body: '明日10時です。' }),
      facts: { case: { ...sampleCase, status: 'cancelled', meetingStartsAt: at('11-25', '10:00') } },
    }),
    line('silent', '決まった予定のお知らせ', {
      action: sampleSend({ purpose: 'reminder', origin: 'auto', greeting: '', body: '明日10時です。' }),
      facts: { case: { ...sampleCase, status: 'confirmed', meetingStartsAt: at('11-25', '10:00') } },
    }),
  ],
  R11: [
    line('hold', '午前8時の1ミリ秒前', { facts: { now: at('11-25', '08:00') - 1 } }),
    line('silent', '午前8時', { facts: { now: at('11-25', '08:00') } }),
    line('silent', '午後9時の1ミリ秒前', { facts: { now: at('11-24', '21:00') - 1 } }),
    line('hold', '午後9時', { facts: { now: at('11-24', '21:00') } }),
    line('hold', '事業所の終わり', {
      action: info('ご確認をお願いします。'),
      facts: { now: at('12-04', '17:00'), partner: provider },
    }),
    line('silent', '事業所の終わりの1ミリ秒前', {
      action: info('ご確認をお願いします。'),
      facts: { now: at('12-04', '17:00') - 1, partner: provider },
    }),
    line('hold', '祝日の事業所', {
      action: info('ご確認をお願いします。'),
      facts: { now: at('11-23', '10:00'), partner: provider },
    }),
    line('hold', '自動の連絡は休業日に送らない', {
      action: info('日程のお知らせです。', 'auto'),
      facts: { now: at('11-28', '10:00') },
    }),
    line('warn', '手で送る連絡は休業日に注意', { facts: { now: at('11-28', '10:00') } }),
    line('hold', '時間外の緊急に理由がない', {
      action: sampleSend({ urgent: { managerId: 'm1', reason: ' ' } }),
      facts: { now: at('11-24', '22:00') },
    }),
    line('warn', '管理者が理由を書いた緊急', {
      action: sampleSend({ urgent: { managerId: 'm1', reason: '大雨の避難' } }),
      facts: { now: at('11-24', '22:00') },
    }),
    line('hold', '自動の連絡に緊急はない', {
      action: { ...sampleSend({ urgent: { managerId: 'm1', reason: '大雨の避難' } }), origin: 'auto' },
      facts: { now: at('11-24', '22:00') },
    }),
    line('refuse', '送れる時間がない', {
      facts: {
        partner: { kind: 'person', hours: { 1: { from: '22:00', to: '23:00' } }, suspended: false, name: '' },
      },
    }),
    line('refuse', '予定を過ぎるお知らせ', {
      action: sampleSend({ purpose: 'reminder', origin: 'auto', greeting: '', body: '明日10時です。' }),
      facts: {
        now: at('11-24', '21:00'),
        case: { ...sampleCase, status: 'confirmed', meetingStartsAt: at('11-25', '08:00') },
      },
    }),
    line('hold', '予定より前に届くお知らせ', {
      action: sampleSend({ purpose: 'reminder', origin: 'auto', greeting: '', body: '明日10時です。' }),
      facts: {
        now: at('11-24', '21:00'),
        case: { ...sampleCase, status: 'confirmed', meetingStartsAt: at('11-25', '08:00') + 1 },
      },
    }),
  ],
  R12: [
    line('refuse', '自動の返信で終える', { action: { do: 'close-duty', by: 'automatic', reason: '' } }),
    line('refuse', '既読で終える', { action: { do: 'close-duty', by: 'read-mark', reason: '見た' } }),
    line('refuse', '理由なく返信せずに終える', {
      action: { do: 'close-duty', by: 'without-reply', reason: ' ' },
    }),
    line('warn', '理由を書いて返信せずに終える', {
      action: { do: 'close-duty', by: 'without-reply', reason: 'まちがいのLINEだったため' },
    }),
    line('silent', '返信した', { action: { do: 'close-duty', by: 'reply', reason: '' } }),
    line('silent', '電話で話した', { action: { do: 'close-duty', by: 'talk', reason: '' } }),
  ],
  R13: [
    line('refuse', '絵文字', { action: reply('ありがとうございます\u{1F60A}') }),
    line('refuse', '国旗', { action: reply('日本\u{1F1EF}\u{1F1F5}') }),
    line('refuse', '囲み数字', { action: reply('1\uFE0F\u20E3水筒') }),
    line('refuse', 'スタンプ', { action: reply('[スタンプ]') }),
    line('warn', '音符', { action: reply('ありがとうございます♪') }),
    line('silent', '数字', { action: reply('1回目の体験でした。') }),
  ],
  R14: [
    line('warn', '急な声かけ', { action: reply('今、時間がありますか') }),
    line('warn', '201文字', { action: reply(`${'あ'.repeat(200)}。`) }),
    line('silent', '200文字', { action: reply(`${'あ'.repeat(199)}。`) }),
    line('warn', '質問が3つ', { action: reply('眠れていますか。食べていますか。飲めていますか。') }),
    line('silent', '質問が2つ', { action: reply('眠れていますか。食べていますか。') }),
    line('warn', '私的な誘い', { action: reply('今度ご飯に行きませんか。') }),
    line('silent', 'ていねいな文', { action: reply('ご連絡ありがとうございます。明日お電話いたします。') }),
  ],
  RX: [
    line('refuse', '夜間の文がない', { action: night(), facts: { now: at('11-24', '22:00') } }),
    line('silent', '管理者が決めた一文', {
      action: night(),
      facts: { now: at('11-24', '21:00') },
      settings: nightText,
    }),
    line('refuse', 'まだ夜でない', {
      action: night(),
      facts: { now: at('11-24', '21:00') - 1 },
      settings: nightText,
    }),
    line('refuse', '返信としてでない', {
      action: night({ replyToken: false }),
      facts: { now: at('11-24', '22:00') },
      settings: nightText,
    }),
    line('refuse', '同じ夜に二度', {
      action: night({ lastAt: at('11-24', '21:00') }),
      facts: { now: at('11-25', '07:59') },
      settings: nightText,
    }),
    line('silent', '次の夜', {
      action: night({ lastAt: at('11-24', '21:00') - 1 }),
      facts: { now: at('11-24', '21:00') },
      settings: nightText,
    }),
  ],
};
