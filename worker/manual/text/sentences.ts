/** A stretch of a folded text, half-open. */
export interface Stretch {
  start: number;
  end: number;
}

/** A sentence of a folded text, its closing sign included. */
export interface Sentence extends Stretch {
  text: string;
}

/** Cuts at 。！？ only: line breaks say nothing, since people break lines inside sentences too. */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (!closes(text.charCodeAt(at))) continue;
    while (at + 1 < text.length && closes(text.charCodeAt(at + 1))) at += 1;
    sentences.push({ start, end: at + 1, text: text.slice(start, at + 1) });
    start = at + 1;
  }
  if (start < text.length) sentences.push({ start, end: text.length, text: text.slice(start) });
  return sentences;
}

function closes(unit: number): boolean {
  return unit === 0x3002 || unit === 0x21 || unit === 0x3f;
}

/** Somebody's words in 「」, 『』 or quotation marks, marks included; an unclosed quotation is none. */
export function quotationsOf(text: string): Stretch[] {
  const quotations: Stretch[] = [];
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

/** A walk over stretches in order: which one holds a position. Positions must not go back. */
export function locator<T extends Stretch>(stretches: readonly T[]): (at: number) => T | undefined {
  let index = 0;
  return (at) => {
    while (index < stretches.length && stretches[index]!.end <= at) index += 1;
    const each = stretches[index];
    return each !== undefined && each.start <= at ? each : undefined;
  };
}

/** Every match of a global pattern. Not `matchAll`: that copies the pattern at each call. */
export function matchesOf(pattern: RegExp, text: string): Stretch[] {
  const found: Stretch[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found.push({ start: match.index, end: match.index + match[0].length });
    if (match[0] === '') pattern.lastIndex += 1;
  }
  return found;
}

/** Whether a pattern, global or not, or one of several occurs. */
export function occurs(pattern: RegExp | readonly Guarded[], text: string): boolean {
  if (!(pattern instanceof RegExp)) {
    return pattern.some((each) => each.needs.every((need) => need.test(text)) && each.pattern.test(text));
  }
  pattern.lastIndex = 0;
  return pattern.test(text);
}

/** A pattern that is looked for only where all that it needs occurs somewhere. */
export interface Guarded {
  pattern: RegExp;
  needs: readonly RegExp[];
}

/** A pattern with gaps, and what it can't match without: most texts are dismissed without trying the gaps. */
export function needing(pattern: string, ...needs: readonly string[]): Guarded {
  return { pattern: new RegExp(pattern), needs: needs.map((each) => new RegExp(each)) };
}

/** Alternatives that are only asked whether one occurs: alone, each skips quickly over what it can't begin with. */
export function eachOf(...parts: readonly (string | Guarded)[]): readonly Guarded[] {
  return parts.flatMap((part) =>
    typeof part === 'string' ? alternativesOf(part).map((each) => needing(each)) : [part],
  );
}

/** A pattern's outermost alternatives. */
function alternativesOf(source: string): string[] {
  const alternatives: string[] = [];
  let depth = 0;
  let inClass = false;
  let start = 0;
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at]!;
    if (sign === '\\') at += 1;
    else if (inClass) inClass = sign !== ']';
    else if (sign === '[') inClass = true;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (sign === '|' && depth === 0) {
      alternatives.push(source.slice(start, at));
      start = at + 1;
    }
  }
  return [...alternatives, source.slice(start)];
}

/** One pattern of many parts; every gap inside is bounded, so that matching stays linear. */
export function anyOf(...parts: readonly string[]): RegExp {
  return new RegExp(parts.join('|'), 'g');
}
