import { type Draft, type Folded, spanOf } from './draft.ts';
import type { Hit } from './hit.ts';
import { matchesOf } from './sentences.ts';

// Extended_Pictographic holds these text symbols too; the manual warns of them.
const SYMBOLS = '\u2605\u2606\u2661\u2664\u2667\u2662\u2669-\u266f';
const PICTURE = new RegExp(
  `[^${SYMBOLS}\\P{Extended_Pictographic}]|\\p{Regional_Indicator}|\\u20e3|\\ufe0f`,
  'gu',
);
const DECORATION = new RegExp(`[${SYMBOLS}]`, 'gu');
const STICKER_SENT =
  /[[(<【〔《](?:すたんぷ|絵文字|すてぃっかー|sticker|emoji|smile|heart)[\])>】〕》]|すたんぷを?(?:送(?:信し|付し|りま)|おくりま)/gi;
const LAUGHTER =
  /[(（](?:笑|爆笑?|汗|泣|涙|苦笑)[)）]|笑{1,5}(?=[。!]{0,3}(?:$|、))|(?<![a-z0-9])w{1,8}(?=[。!]{0,3}$)|[ぁ-ん]w{1,8}(?=[。!、])/g;
const FACE = /[(（][^()（）ぁ-んァ-ヶ一-龠0-9]{2,8}[)）]|m\(_|\^[_oOω-]?\^|(?<![a-z])orz(?![a-z])|;_;|T_T/g;

/** R13: pictures and stickers (refuse), symbols, laughter and 顔文字 (warn). */
export function findStickers(draft: Draft): Hit[] {
  const spansIn = (pattern: RegExp, folded: Folded) =>
    matchesOf(pattern, folded.text).map((each) => spanOf(folded, each.start, each.end));
  const refused = [...matchesOf(PICTURE, draft.raw), ...spansIn(STICKER_SENT, draft.kana)];
  const warned = [
    ...matchesOf(DECORATION, draft.raw),
    ...spansIn(LAUGHTER, draft.tight),
    ...spansIn(FACE, draft.tight),
  ];
  const hits: Hit[] = [];
  if (refused.length > 0) {
    hits.push({
      severity: 'refuse',
      message: '絵文字とスタンプは使えません。文章でお伝えください。',
      spans: refused,
    });
  }
  if (warned.length > 0) {
    hits.push({
      severity: 'warn',
      message: '「♪」「☆」「（笑）」や顔文字は、くだけた印象になります。外すことをお考えください。',
      spans: warned,
    });
  }
  return hits;
}
