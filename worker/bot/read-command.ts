/** What staff can ask the office's account for. */
export type Command =
  | 'today'
  | 'unanswered'
  | 'calls'
  | 'requests'
  | 'schedule'
  | 'quota'
  | 'urgent'
  | 'help';

// Folded as `fold` does: full width, kana, case, spaces and punctuation make no difference. The longest word is looked
// for first, so 「残り通数」 isn't taken for 「残り」, nor 「日程の答え」 for 「日程」.
const WORDS: Readonly<Record<Command, string>> = {
  today: '今日 きょう 本日 ほんじつ まとめ やること すること today todo',
  unanswered:
    '未返信 みへんしん 返信待ち へんしんまち 返信 へんしん 返事 へんじ 未対応 未読 みどく よんでいない 答えていない',
  calls: '電話 でんわ 架電 かでん テル tel phone 折り返し 折返し おりかえし',
  requests:
    '依頼 いらい 日程調整 にっていちょうせい 日程の答え 日程 にってい 調整 ちょうせい 希望日 きぼうび 候補日 こうほび',
  schedule: '予定表 予定 よてい スケジュール カレンダー アポ schedule calendar',
  quota:
    '残り通数 のこり通数 のこりつうすう 残通数 通数 つうすう 何通 なん通 なんつう 残り のこり 残数 quota',
  urgent: '緊急 きんきゅう アラート 急ぎ いそぎ',
  help: 'ヘルプ help 使い方 使いかた つかいかた つかい方 メニュー menu コマンド 何ができる なにができる 説明 せつめい',
};

/** The small words people put around what they want; they say nothing by themselves. */
const SMALL = [
  'お願いいたします お願いします おねがいします お願い おねがい くださいませ ください 下さい みせて 見せて おしえて 教えて',
  '知りたい しりたい 確認したい 確認 かくにん 一覧 いちらん リスト list 件数 何件 なんけん ちょうだい 頂戴 ほしい だして 出して',
  'どう なに 何 ありますか ある いますか いる ですか でしょうか です ますか ます かな だっけ っけ って line ライン',
  '明日 あした 今週 来週 週 あと いま 今 自分 わたし 私 ぶん 分 ちょっと すみません おはようございます おはよう',
  'お疲れさまです お疲れ様です おつかれさまです こんにちは の は を が に と も か ね よ お で な',
]
  .join(' ')
  .split(' ');

const BY_LENGTH = (Object.entries(WORDS) as [Command, string][])
  .flatMap(([command, words]) => words.split(' ').map((word) => ({ command, word: fold(word) })))
  .sort((a, b) => b.word.length - a.word.length);
const SMALL_BY_LENGTH = SMALL.map(fold).sort((a, b) => b.length - a.length);

/** Of what follows a command's word, so much may mean nothing to us: 「電話する人だれだっけ」. */
const MOST_UNKNOWN = 6;
const MOST_READ = 60;

/** The command that a text asks for, however it is written; null: none that we know. A lone question mark asks for help. */
export function readCommand(text: string): Command | null {
  if (/^\s*[?？]+\s*$/u.test(text)) return 'help';
  const said = fold(text);
  if (said === '' || said.length > MOST_READ) return null;
  const found: Command[] = [];
  let first = Number.POSITIVE_INFINITY;
  let rest = said;
  for (const { command, word } of BY_LENGTH) {
    const at = rest.indexOf(word);
    if (at < 0) continue;
    if (!found.includes(command)) found.push(command);
    first = Math.min(first, rest.slice(0, at).replaceAll('\u0000', '').length);
    rest = rest.replaceAll(word, '\u0000');
  }
  // 「今日の電話」 is about the calls, and 「残りの電話」 too.
  const wide: Command[] = ['today', 'quota'];
  const meant = found.length > 1 ? found.filter((each) => !wide.includes(each)) : found;
  const [command] = meant;
  if (!command || meant.length > 1) return null;
  const unknown = withoutSmall(rest.replaceAll('\u0000', ' ')).replaceAll(' ', '');
  return unknown === '' || (first === 0 && unknown.length <= MOST_UNKNOWN) ? command : null;
}

/** NFKC, small letters, hiragana, and nothing but letters and digits; long vowel marks too are left out. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60))
    .replace(/[^\p{L}\p{N}]|ー/gu, '');
}

function withoutSmall(text: string): string {
  return SMALL_BY_LENGTH.reduce((rest, word) => rest.replaceAll(word, ' '), text);
}
