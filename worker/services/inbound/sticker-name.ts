const MOST = 60;

/** What LINE's English keywords of a sticker mean; several keywords say the same. */
const SAID: readonly [words: string, ...keywords: string[]][] = [
  ['ありがとう', 'thanks', 'thank you', 'thx', 'arigato', 'appreciate', 'grateful'],
  ['ごめんなさい', 'sorry', 'apology', 'apologize', 'gomen', 'my bad', 'forgive'],
  ['お願いします', 'please', 'request', 'beg'],
  ['わかりました', 'ok', 'okay', 'got it', 'understood', 'roger', 'sure', 'agree', 'yes', 'yup', 'alright'],
  ['いいえ', 'no', 'nope', 'refuse', 'disagree', 'reject'],
  ['おはよう', 'good morning', 'morning', 'wake up'],
  ['おやすみ', 'good night', 'goodnight', 'sleep', 'sleepy', 'zzz', 'night'],
  ['こんにちは', 'hello', 'hi', 'hey', 'howdy', 'greetings', 'greeting', 'yo'],
  ['またね', 'bye', 'goodbye', 'see you', 'see ya'],
  ['お疲れさま', 'good job', 'well done', 'good work', 'otsukare'],
  ['おめでとう', 'congratulations', 'congrats', 'celebrate', 'happy birthday'],
  ['がんばる', 'cheer', 'fight', 'fighting', 'go for it', 'do your best'],
  ['待っています', 'wait', 'waiting', 'hold on'],
  ['いそいでいます', 'hurry', 'running late', 'late', 'on my way', 'omw'],
  ['泣いている', 'cry', 'crying', 'tears', 'sob', 'weep'],
  ['かなしい', 'sad', 'sorrow', 'depressed', 'down', 'lonely'],
  ['つらい', 'tired', 'exhausted', 'pain', 'hurt', 'suffer', 'sick', 'ill', 'fever', 'cold'],
  ['怒っている', 'angry', 'mad', 'rage', 'furious', 'upset'],
  ['こわい', 'scared', 'afraid', 'fear', 'scary', 'horror'],
  ['困っている', 'trouble', 'troubled', 'confused', 'help', 'worried', 'worry', 'anxious', 'sweat'],
  ['おどろき', 'surprised', 'surprise', 'shock', 'shocked', 'wow', 'omg'],
  ['うれしい', 'happy', 'glad', 'smile', 'joy', 'yay', 'excited', 'delighted', 'fun'],
  ['笑っている', 'laugh', 'laughing', 'lol', 'haha', 'lmao'],
  ['好き', 'love', 'heart', 'like', 'kiss', 'hug'],
  ['ハテナ', 'question', 'what', 'huh', 'wondering', 'why'],
];

const BY_KEYWORD = new Map(SAID.flatMap(([words, ...keywords]) => keywords.map((each) => [each, words])));

/**
 * What a sticker says, in words (R13: it is stored and opens a duty): the text written on it, else what its keywords
 * mean, else the keywords as they came. null: LINE said nothing about it.
 */
export function stickerName(sticker: {
  text?: string | undefined;
  keywords?: readonly string[] | undefined;
}): string | null {
  const own = sticker.text?.trim();
  if (own) return own.slice(0, MOST);
  const keywords = (sticker.keywords ?? []).map((each) => each.trim()).filter(Boolean);
  const meant = new Set(keywords.flatMap((each) => BY_KEYWORD.get(each.toLowerCase()) ?? []));
  const words = meant.size > 0 ? [...meant].slice(0, 2) : keywords.slice(0, 3);
  return words.length === 0 ? null : words.join('・').slice(0, MOST);
}
