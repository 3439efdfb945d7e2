/** A sentence of a folded text, its closing sign included. */
export interface Sentence {
  start: number;
  end: number;
  text: string;
}

const CLOSING = /[。!?]/;

/** Cuts at 。！？ only: line breaks say nothing, since people break lines inside sentences too. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (!CLOSING.test(text[at]!)) continue;
    while (at + 1 < text.length && CLOSING.test(text[at + 1]!)) at += 1;
    sentences.push({ start, end: at + 1, text: text.slice(start, at + 1) });
    start = at + 1;
  }
  if (start < text.length) sentences.push({ start, end: text.length, text: text.slice(start) });
  return sentences;
}

/** A stretch of somebody's words in 「」, 『』 or quotation marks, its marks included. */
export interface Quotation {
  start: number;
  end: number;
}

/** Quotations of a folded text; the innermost marks are taken, an unclosed one is none. */
export function quotationsOf(text: string): Quotation[] {
  const quotations: Quotation[] = [];
  let open = -1;
  for (let at = 0; at < text.length; at += 1) {
    const each = text[at]!;
    if (each === '「' || each === '『' || each === '\u201c') open = at;
    else if (open >= 0 && (each === '」' || each === '』' || each === '\u201d')) {
      quotations.push({ start: open, end: at + 1 });
      open = -1;
    }
  }
  return quotations;
}

/** One pattern of many parts; every gap inside is bounded, so that matching stays linear. */
export function anyOf(...parts: readonly string[]): RegExp {
  return new RegExp(parts.join('|'), 'g');
}
