import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { standardKana } from '../worker/manual/inbound.ts';
import { foldDraft } from '../worker/manual/text/draft.ts';
import { type Kind, signsOf, type Weights } from '../worker/manual/text/likeness.ts';

// Makes worker/manual/text/likeness-weights.json from the labelled texts: a logistic regression for each kind over runs of
// characters. `--check` says how it does on each set when trained on the others. The same texts give the same file.

interface Labelled {
  signs: string[];
  counts: boolean;
}
interface Line {
  dir: 'in' | 'out';
  text: string;
  labels?: string[];
  expect?: { block: string[] };
}

const CASES = new URL('../test/manual/cases/', import.meta.url);
const OUT = new URL('../worker/manual/text/likeness-weights.json', import.meta.url);
/** A missed danger is worse than an alarm too many; a refusal can't be overridden, so it must be surer. */
const KINDS: Record<Kind, { threshold: number; dir: Line['dir'] }> = {
  urgent: { threshold: -0.3, dir: 'in' },
  R9: { threshold: -0.2, dir: 'out' },
  R10: { threshold: 0, dir: 'out' },
};
const ROUNDS = 60;
const LEAST_TEXTS = 2;
/** What counts is rarer than what doesn't. */
const COUNTING_WEIGHS = 2;

const names = readdirSync(CASES)
  .filter((name) => name.endsWith('.jsonl'))
  .sort();
const kinds = Object.keys(KINDS) as Kind[];

if (process.argv.includes('--check')) for (const kind of kinds) check(kind);
else {
  const models = Object.fromEntries(
    kinds.map((kind) => [kind, train(kind, [...setsOf(kind).values()].flat())]),
  );
  writeFileSync(OUT, `${JSON.stringify(models)}\n`);
  for (const kind of kinds) console.log(`${kind}: ${Object.keys(models[kind]?.signs ?? {}).length} signs`);
}

/** The labelled texts of one kind, by the set they stand in. */
function setsOf(kind: Kind): Map<string, Labelled[]> {
  return new Map(names.map((name) => [name, readSet(name, kind)]));
}

function readSet(name: string, kind: Kind): Labelled[] {
  return readFileSync(new URL(name, CASES), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
    .filter((each) => each.dir === KINDS[kind].dir)
    .map((each) => ({
      signs: [...signsOf(each.dir === 'in' ? standardKana(each.text) : foldDraft('', each.text).kana.text)],
      counts: (each.labels ?? each.expect?.block ?? []).includes(kind),
    }));
}

/** Plain stochastic descent in a fixed order, so that the same texts give the same weights. */
function train(kind: Kind, texts: readonly Labelled[]): Weights {
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
      const counts = texts[i]?.counts ?? false;
      const score = vector.reduce((sum, [sign, x]) => sum + (weight.get(sign) ?? 0) * x, bias);
      const slope = (1 / (1 + Math.exp(-score)) - (counts ? 1 : 0)) * (counts ? COUNTING_WEIGHS : 1);
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
  return { bias: round3(bias), threshold: KINDS[kind].threshold, unknown: round3(unknown), signs };
}

/** Each set scored by a model that has not seen it (nor the other half of the same author's). */
function check(kind: Kind): void {
  const sets = setsOf(kind);
  for (const [name, held] of sets) {
    const author = name.startsWith('author') ? name.replace(/-[a-z]\.jsonl$/, '') : name;
    const rest = [...sets].filter(([other]) => !other.startsWith(author)).flatMap(([, texts]) => texts);
    const { bias, unknown, signs, threshold } = train(kind, rest);
    const counted = held.filter((text) => {
      let sum = 0;
      let norm = 0;
      for (const sign of text.signs) {
        const [weight, rarity] = signs[sign] ?? [0, unknown];
        norm += rarity * rarity;
        sum += weight * rarity;
      }
      return bias + sum / Math.sqrt(norm || 1) > threshold;
    });
    const wanted = held.filter((text) => text.counts).length;
    const found = counted.filter((text) => text.counts).length;
    const surplus = counted.length - found;
    console.log(
      `${kind} ${name}: found ${found} of ${wanted}, ${surplus} too many of ${held.length - wanted}`,
    );
  }
}
