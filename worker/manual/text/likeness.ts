import weights from './urgent-weights.json' with { type: 'json' };

// RX, the second opinion: how much a text sounds like the labelled texts that were urgent. The patterns know what
// they were told; this hears what was said in other words. One alarm too many is better than one too few.

/** The longest run of characters that counts as one sign. */
const LONGEST = 3;
/** Of a long text its beginning and its end are heard; the patterns read all of it. */
const HEARD = 600;

/** What is kept of the training: each sign with its weight, how rare it is, and the weight of an unknown sign. */
export interface Weights {
  bias: number;
  /** Above this a text alarms. */
  threshold: number;
  unknown: number;
  signs: Record<string, [weight: number, rarity: number]>;
}

const SIGNS = new Map(Object.entries((weights as unknown as Weights).signs));
const { bias, threshold, unknown } = weights as unknown as Weights;

/** Whether a folded text (standard kana forms) sounds urgent. Linear in its length, at most {@link HEARD} × 2. */
export function soundsUrgent(kana: string): boolean {
  return urgency(kana) > threshold;
}

/** The score behind {@link soundsUrgent}: the larger, the more it sounds like danger. */
export function urgency(kana: string): number {
  let sum = 0;
  let norm = 0;
  for (const sign of signsOf(kana)) {
    const known = SIGNS.get(sign);
    const rarity = known ? known[1] : unknown;
    norm += rarity * rarity;
    if (known) sum += known[0] * rarity;
  }
  return bias + (norm === 0 ? 0 : sum / Math.sqrt(norm));
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
