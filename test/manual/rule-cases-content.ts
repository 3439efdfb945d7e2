import type { RuleId } from '../../worker/manual/types.ts';
import {
  held,
  info,
  line,
  lineMeeting,
  night,
  nightText,
  plan,
  provider,
  type RuleCase,
  reply,
  sampleCase,
} from './rule-givens.ts';
import { at, sampleSend } from './sample-facts.ts';

/** R7 to RX: what is held, said and sent, and at what hour. */
export const CONTENT_CASES: Readonly<
  Record<Exclude<RuleId, 'R0' | 'R1' | 'R2' | 'R3' | 'R4' | 'R5' | 'R6'>, readonly RuleCase[]>
> = {
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
