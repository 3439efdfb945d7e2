import type {
  WishKind,
  WishReason,
  WishTopic,
  WishUrgency,
  WishVoice,
  WishWith,
} from '../../views/shared.ts';

export const WISH_SAID: Record<WishKind, string> = {
  call: '電話がほしい',
  change: '予定を変えたい',
  'cannot-come': '行けなくなった',
  consult: '相談したい',
  question: 'わからないことがある',
  'line-monitoring': 'モニタリングをLINEでしたい',
};

const TOPIC_SAID: Record<WishTopic, string> = {
  living: 'くらし・家のこと',
  money: 'お金のこと',
  health: '体や気持ちのこと',
  work: '仕事・通所のこと',
  people: '家族や人のこと',
  rules: 'LINEの約束のこと',
  app: 'アプリの使い方',
  dates: '予定のこと',
  other: 'そのほか',
};
const WITH_SAID: Record<WishWith, string> = { counselor: '担当と話したい', anybody: 'だれとでもよい' };
const URGENCY_SAID: Record<WishUrgency, string> = { soon: 'いそいでいる', usual: 'いそがない' };

/** R7: why a visit isn't possible. */
export const REASON_SAID: Record<WishReason, string> = {
  work: '仕事や学校で、会える時間がない',
  body: '体の調子が悪く、会うのが難しい',
  hospital: '入院している',
  people: '人と会うのがつらい',
  other: 'そのほか',
};

/** R7: how the person's own wish was said. */
export const VOICE_SAID: Record<WishVoice, string> = {
  self: 'ミニアプリに、本人が自分で書いた',
  spoken: '本人が口で言った',
  written: '本人が書いて見せた',
  signed: '本人が手話や身ぶりで伝えた',
  cards: '本人が絵やカードで伝えた',
};

/** What was filled in, as staff read it: the record, the duty, the case. */
export function wishLines(wish: {
  whenText: string | null;
  topic: WishTopic | null;
  talkWith: WishWith | null;
  urgency: WishUrgency | null;
  lineReason: WishReason | null;
  lineVoice: WishVoice | null;
  note: string | null;
}): string[] {
  return [
    wish.urgency === 'soon' ? URGENCY_SAID.soon : null,
    wish.topic && TOPIC_SAID[wish.topic],
    wish.whenText,
    wish.talkWith && WITH_SAID[wish.talkWith],
    wish.lineReason && `訪問できない理由：${REASON_SAID[wish.lineReason]}`,
    wish.lineVoice && `本人の希望：${VOICE_SAID[wish.lineVoice]}`,
    wish.note,
  ].flatMap((line) => line || []);
}
