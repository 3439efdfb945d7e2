import { APOLOGY, APOLOGY_OF_OTHERS } from './apology.ts';
import {
  CALLED_OFF,
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
import { type Quotation, quotationsOf, type Sentence, sentencesOf } from './sentences.ts';

interface Found {
  start: number;
  end: number;
  severity: 'refuse' | 'warn';
}

/** R10: cancellation, postponement and apology by the office (refuse); the mere word (warn). */
export function findCancellation(draft: Draft): Hit[] {
  const text = draft.kana.text;
  const quotations = quotationsOf(text);
  const found = sentencesOf(text).flatMap((sentence) => [
    ...apologies(sentence),
    ...callingsOff(sentence),
    ...inabilities(sentence),
    ...moves(sentence),
    ...endings(sentence),
  ]);
  const judged = found.map((each) => ({
    ...each,
    severity: isQuoted(each, quotations, text) ? ('warn' as const) : each.severity,
  }));
  return [
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
}

function hitOf(draft: Draft, found: readonly Found[], severity: Found['severity'], message: string): Hit[] {
  const spans = found
    .filter((each) => each.severity === severity)
    .map((each) => spanOf(draft.kana, each.start, each.end));
  return spans.length === 0 ? [] : [{ severity, message, spans }];
}

/** Somebody's words, cited: 「延期してほしい」とのご希望. Own words that are announced stay own. */
function isQuoted(found: Found, quotations: readonly Quotation[], text: string): boolean {
  const around = quotations.find((each) => each.start <= found.start && found.end <= each.end);
  return around !== undefined && !/^と(?:お伝え|申し上げ|伝え)/.test(text.slice(around.end, around.end + 8));
}

function apologies(sentence: Sentence): Found[] {
  return matches(APOLOGY, sentence).map((each) => ({
    ...each,
    severity: !isPlea(sentence, each) && after(APOLOGY_OF_OTHERS, sentence, each) ? 'warn' : 'refuse',
  }));
}

/** 申し訳 is refused wherever it stands: nothing behind it makes it somebody else's. */
function isPlea(sentence: Sentence, found: { start: number }): boolean {
  return /^(?:申|もうし)/.test(sentence.text.slice(found.start - sentence.start));
}

function callingsOff(sentence: Sentence): Found[] {
  const elsewhere = OTHERS_EVENT.test(sentence.text) && !OWN_APPOINTMENT.test(sentence.text);
  return matches(CALLED_OFF, sentence).map((each) => {
    const act = after(PERFORMED, sentence, each) && !after(REPORTED, sentence, each);
    const asked = !act && asksFor(sentence, each) && !after(REPORTED, sentence, each);
    const own = (act || asked) && !elsewhere && !isConditional(sentence, each);
    return { ...each, severity: own ? 'refuse' : 'warn' };
  });
}

function inabilities(sentence: Sentence): Found[] {
  return matches(UNABLE, sentence).flatMap((each): Found[] => {
    const tail = sentence.text.slice(each.end - sentence.start);
    if (/^なくな(?:った|る|りました)(?:場合|とき|時|際|ら)/.test(tail))
      return [{ ...each, severity: 'warn' }];
    if (!UNABLE_NOW.test(tail) || isConditional(sentence, each)) return [];
    if (/とのこと|とのご|とのお|とうかが|と伺|と聞|のですね|んですね/.test(tail)) return [];
    return [{ ...each, severity: 'refuse' }];
  });
}

function moves(sentence: Sentence): Found[] {
  return matches(MOVED, sentence).flatMap((each): Found[] => {
    const phrase = sentence.text.slice(each.start - sentence.start, each.end - sentence.start);
    if (/休|やす/.test(phrase) && CLOSING_DAYS.test(sentence.text)) return [];
    if (isConditional(sentence, each)) return [];
    if (/変わり(?:は|も)?(?:あり|ござ|な)|変更(?:は|も)(?:あり|ござ)/.test(phrase)) return [];
    if (/通所|作業所|送迎|でい|利用|ばす|学校/.test(sentence.text) && !OWN_APPOINTMENT.test(sentence.text))
      return [];
    return [{ ...each, severity: after(REPORTED, sentence, each) ? 'warn' : 'refuse' }];
  });
}

/** 「…できなくなりました」 of an appointment, whatever verb was chosen. */
function endings(sentence: Sentence): Found[] {
  const own = OWN_APPOINTMENT.test(sentence.text) || /予定して|行くこと|行くの/.test(sentence.text);
  if (!own && !DAY.test(sentence.text)) return [];
  if (OTHERS_EVENT.test(sentence.text) && !OWN_APPOINTMENT.test(sentence.text)) return [];
  if (/作業所|通所|学校|お?仕事|眠|食べ|使え|薬/.test(sentence.text) && !OWN_APPOINTMENT.test(sentence.text))
    return [];
  return matches(NO_LONGER, sentence).flatMap((each): Found[] => {
    if (isConditional(sentence, each) || after(REPORTED, sentence, each)) return [];
    return [{ ...each, severity: 'refuse' }];
  });
}

/** A request further on in the sentence: 「延期のご検討を…いただけませんか」. */
function asksFor(sentence: Sentence, found: { end: number }): boolean {
  const rest = sentence.text.slice(found.end - sentence.start);
  return (
    /^[^。]{0,20}(?:いただけ(?:な|ま|れ)|いただきた|頂け|もらえ(?:な|ま)|願えま)/.test(rest) &&
    !/いつでも|ご希望/.test(rest)
  );
}

function isConditional(sentence: Sentence, found: { start: number }): boolean {
  const before = sentence.text.slice(0, found.start - sentence.start).replace(SOFTENER, '');
  return CONDITION_BEFORE.test(before);
}

function after(pattern: RegExp, sentence: Sentence, found: { end: number }): boolean {
  pattern.lastIndex = 0;
  return pattern.test(sentence.text.slice(found.end - sentence.start));
}

function matches(pattern: RegExp, sentence: Sentence): { start: number; end: number }[] {
  return [...sentence.text.matchAll(pattern)].map((match) => ({
    start: sentence.start + match.index,
    end: sentence.start + match.index + match[0].length,
  }));
}
