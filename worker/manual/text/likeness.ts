import weights from './likeness-weights.json' with { type: 'json' };
import { type Sentence, sentencesOf } from './sentences.ts';

// The second opinion: how much a text sounds like the labelled texts of a kind. The patterns know what they were
// told; this hears what was said in other words. It speaks only where the patterns are silent.

/** What can be sounded like: danger (RX), a cancellation or apology by the office (R10), what identifies (R9). */
export type Kind = 'urgent' | 'R9' | 'R10';

/** The longest run of characters that counts as one sign. */
const LONGEST = 3;
/** Of a long text its beginning and its end are heard; the patterns read all of it. */
const HEARD = 600;

/** What is kept of the training: each sign with its weight, how rare it is, and the rarity of an unknown sign. */
export interface Weights {
  bias: number;
  /** Above this a text counts. */
  threshold: number;
  unknown: number;
  signs: Record<string, [weight: number, rarity: number]>;
}

// The file is made by local/train-likeness.ts; its tuples are plain arrays to TypeScript.
const MODELS = Object.entries(weights as unknown as Record<Kind, Weights>).map(
  ([kind, { signs, ...rest }]) => ({
    kind,
    ...rest,
    signs: new Map(Object.entries(signs)),
  }),
);

/** Whether a folded text (kana) sounds like this kind. Linear in its length, at most {@link HEARD} × 2. */
export function soundsLike(kind: Kind, kana: string): boolean {
  return likeness(kind, kana) > modelOf(kind).threshold;
}

/** The sentence of a folded text that sounds most like this kind. */
export function likestSentence(kind: Kind, kana: string): Sentence | undefined {
  const sentences = sentencesOf(kana).map((sentence) => ({ sentence, score: likeness(kind, sentence.text) }));
  return sentences.reduce<(typeof sentences)[number] | undefined>(
    (best, each) => (best === undefined || each.score > best.score ? each : best),
    undefined,
  )?.sentence;
}

/** The score behind {@link soundsLike}. Both kinds of a draft are asked about the same text: its signs are kept. */
function likeness(kind: Kind, kana: string): number {
  const { signs, unknown, bias } = modelOf(kind);
  if (last.kana !== kana) last = { kana, signs: [...signsOf(kana)] };
  let sum = 0;
  let norm = 0;
  for (const sign of last.signs) {
    const known = signs.get(sign);
    if (known === undefined) {
      norm += unknown * unknown;
      continue;
    }
    const rarity = known[1];
    norm += rarity * rarity;
    sum += known[0] * rarity;
  }
  return bias + (norm === 0 ? 0 : sum / Math.sqrt(norm));
}

let last: { kana: string; signs: readonly string[] } = { kana: '', signs: [] };

function modelOf(kind: Kind): (typeof MODELS)[number] {
  const model = MODELS.find((each) => each.kind === kind);
  if (!model) throw new Error(`no weights for ${kind}`);
  return model;
}

/** Every run of one to three characters, once; marks and spaces end a run. */
export function signsOf(kana: string): Set<string> {
  const heard = kana.length > 2 * HEARD ? `${kana.slice(0, HEARD)} ${kana.slice(-HEARD)}` : kana;
  const text = ` ${heard.replace(/[\s、。！？!?.,・…「」()（）\u{10000}-\u{10FFFF}\p{Cs}]/gu, ' ')} `;
  const signs = new Set<string>();
  for (let at = 0; at < text.length; at += 1) {
    for (let length = 1; length <= LONGEST && at + length <= text.length; length += 1) {
      const sign = text.slice(at, at + length);
      if (sign.trim() !== '') signs.add(sign);
    }
  }
  return signs;
}
