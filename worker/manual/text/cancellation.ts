import { APOLOGY, APOLOGY_OF_OTHERS } from './apology.ts';
import {
  CALLED_OFF,
  CHANGED,
  CLOSING_DAYS,
  CONDITION_BEFORE,
  DAY,
  MOVED,
  NO_LONGER,
  OTHERS_EVENT,
  OWN_APPOINTMENT,
  PERFORMED,
  REPORTED,
  SOFTENER,
  UNABLE,
  UNABLE_NOW,
} from './change.ts';
import { type Draft, spanOf } from './draft.ts';
import type { Hit } from './hit.ts';
import { likestSentence, soundsLike } from './likeness.ts';
import {
  locator,
  matchesOf,
  occurs,
  quotationsOf,
  type Sentence,
  type Stretch,
  sentencesOf,
} from './sentences.ts';

interface Found {
  start: number;
  end: number;
  severity: 'refuse' | 'warn';
}

/** R10: cancellation, postponement and apology by the office (refuse); the mere word (warn). */
export function findCancellation(draft: Draft): Hit[] {
  const text = draft.kana.text;
  const sentences = sentencesOf(text);
  const quotations = quotationsOf(text);
  const topics = new Map<Sentence, Topic>();
  const scan = (pattern: RegExp, judge: Judge): Found[] => {
    const sentenceAt = locator(sentences);
    const quotationAt = locator(quotations);
    return matchesOf(pattern, text).flatMap((each) => {
      const sentence = sentenceAt(each.start)!;
      const topic = topics.get(sentence) ?? readTopic(sentence.text);
      topics.set(sentence, topic);
      const severity = judge(each, sentence, topic);
      if (severity === null) return [];
      return [
        { ...each, severity: isCited(each, quotationAt(each.start), text) ? ('warn' as const) : severity },
      ];
    });
  };
  const judged = [
    ...scan(APOLOGY, apology),
    ...scan(CALLED_OFF, callingOff),
    ...scan(UNABLE, inability),
    ...scan(MOVED, move),
    ...scan(NO_LONGER, ending),
    ...scan(CHANGED, change),
  ];
  const hits = [
    hitOf(
      draft,
      judged,
      'refuse',
      'キャンセルや延期、おわびはLINEでお伝えできません。訪問か電話でお伝えください。',
    ),
    hitOf(
      draft,
      judged,
      'warn',
      'キャンセルや延期、おわびの言葉があります。事業所からのキャンセルやおわびでないか、お確かめください。',
    ),
  ].flat();
  if (hits.length > 0 || !soundsLike('R10', text)) return hits;
  const sentence = likestSentence('R10', text);
  return [
    {
      severity: 'refuse',
      message:
        'キャンセルや延期、おわびの連絡に読めます。そうであれば訪問か電話でお伝えください。ちがうときは、言いかえてください。',
      spans: sentence ? [spanOf(draft.kana, sentence.start, sentence.end)] : [],
    },
  ];
}

function hitOf(draft: Draft, found: readonly Found[], severity: Found['severity'], message: string): Hit[] {
  const spans = found
    .filter((each) => each.severity === severity)
    .map((each) => spanOf(draft.kana, each.start, each.end));
  return spans.length === 0 ? [] : [{ severity, message, spans }];
}

type Judge = (found: Stretch, sentence: Sentence, topic: Topic) => Found['severity'] | null;

/** Somebody's words, cited: 「延期してほしい」とのご希望. Own words that are announced stay own. */
function isCited(found: Stretch, quotation: Stretch | undefined, text: string): boolean {
  if (quotation === undefined || found.end > quotation.end) return false;
  return !/^と(?:お伝え|申し上げ|伝え)/.test(text.slice(quotation.end, quotation.end + 8));
}

/** What a sentence is about, read once. */
interface Topic {
  planned: boolean;
  elsewhere: boolean;
  attendance: boolean;
  day: boolean;
  closing: boolean;
}

function readTopic(text: string): Topic {
  const own = OWN_APPOINTMENT.test(text);
  return {
    planned: own || /予定して|行くこと|行くの/.test(text),
    elsewhere: !own && OTHERS_EVENT.test(text),
    attendance: !own && ATTENDANCE.test(text),
    day: DAY.test(text),
    closing: CLOSING_DAYS.test(text),
  };
}

const ATTENDANCE = /作業所|通所|送迎|でい|利用|ばす|学校|お?仕事|眠|食べ|使え|薬/;

function apology(found: Stretch, sentence: Sentence): Found['severity'] {
  // 申し訳 is refused wherever it stands: nothing behind it makes it somebody else's.
  if (/^(?:申|もうし)/.test(tailFrom(sentence, found.start))) return 'refuse';
  return occurs(APOLOGY_OF_OTHERS, tailFrom(sentence, found.end)) ? 'warn' : 'refuse';
}

function callingOff(found: Stretch, sentence: Sentence, topic: Topic): Found['severity'] {
  const tail = tailFrom(sentence, found.end);
  const act = occurs(PERFORMED, tail) || asksFor(tail);
  const own = act && !topic.elsewhere && !occurs(REPORTED, tail) && !isConditional(sentence, found);
  return own ? 'refuse' : 'warn';
}

function inability(found: Stretch, sentence: Sentence): Found['severity'] | null {
  const tail = tailFrom(sentence, found.end);
  if (/^なくな(?:った|る|りました)(?:場合|とき|時|際|ら)/.test(tail)) return 'warn';
  if (!UNABLE_NOW.test(tail) || isConditional(sentence, found)) return null;
  return /とのこと|とのご|とのお|とうかが|と伺|と聞|のですね|んですね/.test(tail) ? null : 'refuse';
}

function move(found: Stretch, sentence: Sentence, topic: Topic): Found['severity'] | null {
  if (topic.attendance) return null;
  const phrase = sentence.text.slice(found.start - sentence.start, found.end - sentence.start);
  if (topic.closing && /休|やす/.test(phrase)) return null;
  if (/変わり(?:は|も)?(?:あり|ござ|な)|変更(?:は|も)(?:あり|ござ)/.test(phrase)) return null;
  if (isConditional(sentence, found)) return null;
  return occurs(REPORTED, tailFrom(sentence, found.end)) ? 'warn' : 'refuse';
}

/** 「…できなくなりました」 of an appointment, whatever verb was chosen. */
function ending(found: Stretch, sentence: Sentence, topic: Topic): Found['severity'] | null {
  if (!(topic.planned || topic.day) || topic.elsewhere || topic.attendance) return null;
  if (isConditional(sentence, found) || occurs(REPORTED, tailFrom(sentence, found.end))) return null;
  return 'refuse';
}

/** 変更 of an appointment, whatever stands between the two words. */
function change(found: Stretch, sentence: Sentence, topic: Topic): Found['severity'] | null {
  if (!topic.planned || topic.elsewhere || topic.attendance) return null;
  return callingOff(found, sentence, topic) === 'refuse' ? 'refuse' : null;
}

/** A request further on in the sentence: 「延期のご検討を…いただけませんか」. */
function asksFor(tail: string): boolean {
  return (
    /^[^。]{0,20}(?:いただけ(?:な|ま|れ)|いただきた|頂け|もらえ(?:な|ま)|願えま)/.test(tail) &&
    !/いつでも|ご希望/.test(tail)
  );
}

// Contexts reach no further than this, so that the work per word found is bounded.
const REACH = 60;

function isConditional(sentence: Sentence, found: Stretch): boolean {
  const end = found.start - sentence.start;
  const before = sentence.text.slice(Math.max(0, end - REACH), end).replace(SOFTENER, '');
  return CONDITION_BEFORE.test(before);
}

function tailFrom(sentence: Sentence, at: number): string {
  return sentence.text.slice(at - sentence.start, at - sentence.start + REACH);
}
