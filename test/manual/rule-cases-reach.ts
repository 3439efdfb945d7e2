import type { RuleId } from '../../worker/manual/types.ts';
import {
  calls,
  dateRequest,
  deaf,
  info,
  line,
  none,
  plan,
  provider,
  type RuleCase,
  record,
  reply,
  sampleCase,
} from './rule-givens.ts';
import { at, sampleSend } from './sample-facts.ts';

/** R0 to R6: whether, when in the order of things, and how a person is reached. */
export const REACH_CASES: Readonly<
  Record<Extract<RuleId, 'R0' | 'R1' | 'R2' | 'R3' | 'R4' | 'R5' | 'R6'>, readonly RuleCase[]>
> = {
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
    line('refuse', '18歳になってからの保護者の承諾', {
      facts: {
        now: at('11-26', '10:00'),
        client: { name: '', attendsProgram: true, birthDate: '2008-11-25' },
        consent: { choice: 'yes', version: 1, at: at('11-25', '10:00'), by: 'guardian' },
      },
    }),
    line('refuse', '17歳のきょうだいの承諾', {
      facts: {
        client: { name: '', attendsProgram: true, birthDate: '2008-11-25' },
        consent: { choice: 'yes', version: 1, at: at('10-01', '10:00'), by: 'family' },
      },
    }),
    line('refuse', '友だちではない', {
      facts: { partner: { kind: 'person', hours: null, suspended: false, friend: false, name: '' } },
    }),
    line('human', '友だちかどうかLINEが言っていない', {
      facts: { partner: { kind: 'person', hours: null, suspended: false, friend: null, name: '' } },
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
};
