import { type Draft, spanOf } from './draft.ts';
import type { Hit } from './hit.ts';

const APOLOGY =
  /申し?訳(?:あり|ござい|ない|無)|もうしわけ(?:あり|ござい|な)|すみません|すいません|ごめん|お?詫び|陳謝/g;
const CANCEL =
  /(?:中止|延期|取り?止め|とりやめ|きゃんせる)(?:です|と(?:さ|い)|に(?:な|させ|いた)|します|いたします|させて)|(?:行|い)けなくな/g;

/** R10: cancellation, postponement and apology by the office. */
export function findCancellation(draft: Draft): Hit[] {
  const spans = [APOLOGY, CANCEL].flatMap((pattern) =>
    [...draft.kana.text.matchAll(pattern)].map((match) =>
      spanOf(draft.kana, match.index, match.index + match[0].length),
    ),
  );
  if (spans.length === 0) return [];
  return [
    {
      severity: 'refuse',
      message: 'キャンセルや延期、おわびはLINEでお伝えできません。訪問か電話でお伝えください。',
      spans,
    },
  ];
}
