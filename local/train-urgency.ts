import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { standardKana } from '../worker/manual/inbound.ts';
import { signsOf, type Weights } from '../worker/manual/text/likeness.ts';

// Makes worker/manual/text/urgent-weights.json from the labelled inbound texts: a logistic regression over runs of
// characters. `--check` says how it does on each set when trained on the others. The same texts give the same file.

interface Labelled {
  signs: string[];
  urgent: boolean;
}

const CASES = new URL('../test/manual/cases/', import.meta.url);
const OUT = new URL('../worker/manual/text/urgent-weights.json', import.meta.url);
const THRESHOLD = -0.3;
const ROUNDS = 60;
const LEAST_TEXTS = 2;
/** A missed danger weighs more than an alarm too many. */
const URGENT_WEIGHS = 2;

const sets = new Map(
  readdirSync(CASES)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => [name, readSet(name)] as const),
);

if (process.argv.includes('--check')) check();
else {
  const weights = train([...sets.values()].flat());
  writeFileSync(OUT, `${JSON.stringify(weights)}\n`);
  console.log(`${Object.keys(weights.signs).length} signs from ${[...sets.values()].flat().length} texts`);
}

function readSet(name: string): Labelled[] {
  return readFileSync(new URL(name, CASES), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { dir: string; text: string; labels?: string[] })
    .filter((each) => each.dir === 'in')
    .map((each) => ({
      signs: [...signsOf(standardKana(each.text))],
      urgent: each.labels?.includes('urgent') ?? false,
    }));
}

/** Plain stochastic descent in a fixed order, so that the same texts give the same weights. */
function train(texts: readonly Labelled[]): Weights {
  const seen = new Map<string, number>();
  for (const { signs } of texts) for (const sign of signs) seen.set(sign, (seen.get(sign) ?? 0) + 1);
  const rarity = (sign: string) => Math.log((texts.length + 1) / ((seen.get(sign) ?? 0) + 0.5));
  const known = (sign: string) => (seen.get(sign) ?? 0) >= LEAST_TEXTS;
  const unknown = Math.log(texts.length);
  const vectors = texts.map(({ signs }) => {
    const norm = Math.sqrt(signs.reduce((sum, s) => sum + (known(s) ? rarity(s) : unknown) ** 2, 0)) || 1;
    return signs.filter(known).map((sign) => [sign, rarity(sign) / norm] as const);
  });
  const weight = new Map<string, number>();
  let bias = -1;
  const order = texts.map((_, i) => i);
  for (let round = 0; round < ROUNDS; round += 1) {
    const rate = 1.5 / (1 + round * 0.05);
    for (let i = order.length - 1; i > 0; i -= 1) {
      const j = (i * 7919 + round * 104_729) % (i + 1);
      [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
    }
    for (const i of order) {
      const vector = vectors[i] ?? [];
      const urgent = texts[i]?.urgent ?? false;
      const score = vector.reduce((sum, [sign, x]) => sum + (weight.get(sign) ?? 0) * x, bias);
      const slope = (1 / (1 + Math.exp(-score)) - (urgent ? 1 : 0)) * (urgent ? URGENT_WEIGHS : 1);
      bias -= rate * slope * 0.1;
      for (const [sign, x] of vector) {
        const old = weight.get(sign) ?? 0;
        weight.set(sign, old - rate * (slope * x + 1e-3 * old));
      }
    }
  }
  const round3 = (n: number) => Math.round(n * 1000) / 1000;
  const signs: Weights['signs'] = {};
  for (const sign of [...weight.keys()].sort()) {
    signs[sign] = [round3(weight.get(sign) ?? 0), round3(rarity(sign))];
  }
  return { bias: round3(bias), threshold: THRESHOLD, unknown: round3(unknown), signs };
}

/** Each set scored by a model that has not seen it (nor the other half of the same author's). */
function check(): void {
  for (const [name, held] of sets) {
    const author = name.startsWith('author') ? name.replace(/-[a-z]\.jsonl$/, '') : name;
    const rest = [...sets].filter(([other]) => !other.startsWith(author)).flatMap(([, texts]) => texts);
    const { bias, unknown, signs } = train(rest);
    const alarmed = held.filter((text) => {
      let sum = 0;
      let norm = 0;
      for (const sign of text.signs) {
        const [weight, rarity] = signs[sign] ?? [0, unknown];
        norm += rarity * rarity;
        sum += weight * rarity;
      }
      return bias + sum / Math.sqrt(norm || 1) > THRESHOLD;
    });
    const urgent = held.filter((text) => text.urgent).length;
    const found = alarmed.filter((text) => text.urgent).length;
    const recall = (found / urgent).toFixed(2);
    const falseAlarms = ((alarmed.length - found) / (held.length - urgent)).toFixed(2);
    console.log(`${name}: recall ${recall} (${found}/${urgent}), false alarms ${falseAlarms}`);
  }
}
