import { type Draft, spanOf } from './draft.ts';
import type { Hit } from './hit.ts';

// Extended_Pictographic holds these text symbols too; the manual warns of them.
const SYMBOLS = '\u2605\u2606\u2661\u2664\u2667\u2662\u2669-\u266f';
const PICTURE = new RegExp(
  `[^${SYMBOLS}\\P{Extended_Pictographic}]|\\p{Regional_Indicator}|\\u20e3|\\ufe0f`,
  'gu',
);
const DECORATION = new RegExp(`[${SYMBOLS}]`, 'gu');
const STICKER_SENT =
  /[[(<【〔《](?:すたんぷ|絵文字|すてぃっかー|sticker|emoji|smile|heart)[\])>】〕》]|すたんぷを?(?:送(?:信し|付し|りま)|おくりま)/gi;
const LAUGHTER = /[(（]笑[)）]|笑+(?=[。!！]*$)|[wｗ]+(?=[。!！]*$)|[(（](?:爆|汗|泣|涙|苦)笑?[)）]/g;
const FACE = /[(（][^()（）ぁ-んァ-ヶ一-龠0-9]{2,8}[)）]|m\(_|\^[_oOω-]?\^|(?<![a-z])orz(?![a-z])|;_;|T_T/g;

/** R13: pictures and stickers (refuse), symbols, laughter and 顔文字 (warn). */
export function findStickers(draft: Draft): Hit[] {
  const hits: Hit[] = [];
  const pictures = [...draft.raw.matchAll(PICTURE)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const sent = [...draft.kana.text.matchAll(STICKER_SENT)].map((match) =>
    spanOf(draft.kana, match.index, match.index + match[0].length),
  );
  if (pictures.length + sent.length > 0) {
    hits.push({
      severity: 'refuse',
      message: '絵文字とスタンプは使えません。文章でお伝えください。',
      spans: [...pictures, ...sent],
    });
  }
  const decorations = [...draft.raw.matchAll(DECORATION)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const faces = [LAUGHTER, FACE].flatMap((pattern) =>
    [...draft.tight.text.matchAll(pattern)].map((match) =>
      spanOf(draft.tight, match.index, match.index + match[0].length),
    ),
  );
  if (decorations.length + faces.length > 0) {
    hits.push({
      severity: 'warn',
      message: '「♪」「☆」「（笑）」や顔文字は、くだけた印象になります。外すことをお考えください。',
      spans: [...decorations, ...faces],
    });
  }
  return hits;
}
