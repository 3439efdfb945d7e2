import { describe, expect, it } from 'vitest';
import { type Command, readCommand } from '../../worker/bot/read-command.ts';

const SAID: Record<Command, string[]> = {
  today: [
    '今日',
    'きょう',
    'キョウ',
    'ｷｮｳ',
    '今日は？',
    '　今 日 。',
    'TODAY',
    'Ｔｏｄａｙ！',
    '今日なにがある？',
    '本日のまとめ',
  ],
  unanswered: [
    '未返信',
    'みへんしん',
    'ミヘンシン',
    '未返信みせて',
    '未返信を見せてください',
    '返信まだのやつ',
    '今日の未返信',
  ],
  calls: ['電話', 'でんわ', 'デンワ', 'ＴＥＬ', '電話お願いします', '電話！！', '今日の電話は', '折り返し'],
  requests: ['依頼', 'いらい', '依頼は？', '日程調整', '日程の答え'],
  schedule: [
    '予定',
    'よてい',
    'スケジュール',
    'ｽｹｼﾞｭｰﾙ',
    'カレンダー',
    '今日の予定を教えてください',
    '明日の予定は？',
  ],
  quota: ['残り通数', 'のこり通数', '残り通数は？', 'あと何通？', '残り', 'LINEの残り通数'],
  urgent: ['緊急', 'きんきゅう', 'アラート'],
  help: ['ヘルプ', 'へるぷ', 'HELP', 'help', '？', '?', '使い方', 'つかいかたを教えて', 'メニュー'],
};

describe('what staff write', () => {
  it.each(Object.entries(SAID).flatMap(([command, texts]) => texts.map((text) => [text, command])))(
    '%j asks for %s',
    (text, command) => expect(readCommand(text)).toBe(command),
  );

  it.each([
    ...[
      '',
      ' ',
      '。。。',
      'こんにちは',
      '天気',
      '電話と予定',
      'もう死にたいです',
      '😊',
      '\u0000',
      'null',
      '0',
    ],
    ...['<script>alert(1)</script>', "' or 1=1 --", '山田太郎さんの受給者証番号は', '今日'.repeat(200)],
    '明日の会議で、山田さんの予定をどうするか決めたいのですが、みなさんはどう思いますか',
  ])('%j is none of the commands', (text) => expect(readCommand(text)).toBeNull());
});
