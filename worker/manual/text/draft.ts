import type { Span } from '../types.ts';

/** A text folded for matching, with the way back to the raw one. */
export interface Folded {
  text: string;
  /** For each UTF-16 unit: where its raw cluster begins and ends. */
  from: readonly number[];
  to: readonly number[];
}

/** A draft in the three forms the content rules read. */
export interface Draft {
  /** `greeting + "\n" + body`, or the body alone. */
  raw: string;
  /** Where the body begins in `raw`. */
  bodyAt: number;
  /** NFKC, white space kept: for digits, whose groups it separates. */
  spaced: Folded;
  /** NFKC without white space, katakana read as hiragana: for words, so that no spelling hides one. */
  kana: Folded;
  /** As `kana`, but with katakana kept: for names and sentence ends. */
  tight: Folded;
}

/** Folds a draft once for all content rules. */
export function foldDraft(greeting: string, body: string): Draft {
  const raw = greeting === '' ? body : `${greeting}\n${body}`;
  const spaced = fold(raw);
  const tight = withoutSpace(spaced);
  return {
    raw,
    bodyAt: greeting === '' ? 0 : greeting.length + 1,
    spaced,
    tight,
    kana: { text: toHiragana(tight.text), from: tight.from, to: tight.to },
  };
}

/** The raw span of a folded one (half-open). */
export function spanOf(folded: Folded, start: number, end: number): Span {
  return { start: folded.from[start] ?? 0, end: folded.to[Math.max(start, end - 1)] ?? 0 };
}

/** Katakana as hiragana, one unit for one, so that positions stay. */
export function toHiragana(text: string): string {
  return text.replace(/[\u30a1-\u30f6]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0x60));
}

/** What belongs to the sign before it: combining marks, half-width voicing marks, variation selectors. */
const ATTACHED = /^[\p{M}\uff9e\uff9f]/u;
const ANY_ATTACHED = /[\p{M}\uff9e\uff9f]/u;

function fold(raw: string): Folded {
  let text = '';
  const from: number[] = [];
  const to: number[] = [];
  const attached = ANY_ATTACHED.test(raw);
  let at = 0;
  while (at < raw.length) {
    let end = at + widthAt(raw, at);
    while (attached && end < raw.length && isAttached(raw, end)) end += widthAt(raw, end);
    const cluster = raw.slice(at, end);
    const folded = isWidthless(cluster.charCodeAt(0))
      ? ''
      : isPlain(cluster)
        ? cluster
        : cluster.normalize('NFKC').replaceAll('\u301c', '~');
    for (let unit = 0; unit < folded.length; unit += 1) {
      from.push(at);
      to.push(end);
    }
    text += folded;
    at = end;
  }
  return { text, from, to };
}

function isAttached(raw: string, at: number): boolean {
  return !isPlain(raw[at]!) && ATTACHED.test(raw.slice(at, at + 2));
}

function widthAt(raw: string, at: number): number {
  const unit = raw.charCodeAt(at);
  return unit >= 0xd800 && unit < 0xdc00 && at + 1 < raw.length ? 2 : 1;
}

/** ASCII, hiragana, katakana, common kanji and 、。「」『』 fold to themselves. */
function isPlain(cluster: string): boolean {
  if (cluster.length !== 1) return false;
  const unit = cluster.charCodeAt(0);
  return (
    unit < 0x80 ||
    unit === 0x3001 ||
    unit === 0x3002 ||
    (unit >= 0x300c && unit <= 0x300f) ||
    (unit >= 0x3041 && unit <= 0x3096) ||
    (unit >= 0x30a1 && unit <= 0x30fc) ||
    (unit >= 0x4e00 && unit <= 0x9fff)
  );
}

function withoutSpace(spaced: Folded): Folded {
  let text = '';
  const from: number[] = [];
  const to: number[] = [];
  for (let unit = 0; unit < spaced.text.length; unit += 1) {
    const each = spaced.text[unit]!;
    if (isInvisible(spaced.text.charCodeAt(unit))) continue;
    text += each;
    from.push(spaced.from[unit]!);
    to.push(spaced.to[unit]!);
  }
  return { text, from, to };
}

/** Signs that are not seen: soft hyphen, zero-width spaces and joiners, direction marks. */
function isWidthless(unit: number): boolean {
  return unit === 0xad || (unit >= 0x200b && unit <= 0x200f) || unit === 0x2060 || unit === 0xfeff;
}

/** White space after NFKC, and signs without width. */
function isInvisible(unit: number): boolean {
  if (unit <= 0x20 || unit === 0xad) return true;
  if (unit < 0x1680 || (unit >= 0x3041 && unit < 0xfe00)) return unit === 0x85 || unit === 0xa0;
  return (
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200f) ||
    (unit >= 0x2028 && unit <= 0x202f) ||
    unit === 0x205f ||
    unit === 0x2060 ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}
