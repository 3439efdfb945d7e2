import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';

// The notation of every text people see: `{漢字|かんじ}` is a word with its reading, a space is where a line may
// break, a newline is a break, and `[…]` keeps what is inside on one line where it fits.

export interface Piece {
  base: string;
  reading: string | null;
}
export interface Word {
  pieces: Piece[];
  /** Kept on one line with what follows it without a space, as far as it fits. */
  whole: boolean;
  /** A space stood before it: a line may break there. */
  spaced: boolean;
}

const parsed = new Map<string, Word[][]>();

/** Lines of words of pieces. */
export function parseRuby(text: string): Word[][] {
  let lines = parsed.get(text);
  if (!lines) {
    lines = text.split('\n').map(parseLine);
    parsed.set(text, lines);
  }
  return lines;
}

function parseLine(line: string): Word[] {
  const words: Word[] = [];
  let spaced = false;
  for (const [token] of line.matchAll(/\[[^\]]*\]|(?:\{[^}]*\}|[^\s[])+|\s+/g)) {
    if (/^\s/.test(token)) {
      spaced = true;
      continue;
    }
    const whole = token.startsWith('[');
    const last = words.at(-1);
    if (last?.whole && !spaced && !whole) {
      last.pieces.push(...parsePieces(token));
      continue;
    }
    words.push({ pieces: parsePieces(whole ? token.slice(1, -1) : token), whole, spaced });
    spaced = false;
  }
  return words;
}

function parsePieces(word: string): Piece[] {
  return [...word.matchAll(/\{([^|}]*)\|([^}]*)\}|[^{]+/g)].map(([all, base, reading]) =>
    base === undefined ? { base: all, reading: null } : { base, reading: reading ?? '' },
  );
}

/** The text as people read it, without readings. */
export function plain(text: string): string {
  return flat(text, (piece) => piece.base);
}

/** The text as it is said: readings in place of their words. */
export function spoken(text: string): string {
  return flat(text, (piece) => piece.reading ?? piece.base);
}

function flat(text: string, of: (piece: Piece) => string): string {
  return parseRuby(text)
    .map((line) => line.map((word) => (word.spaced ? ' ' : '') + word.pieces.map(of).join('')).join(''))
    .join(' ')
    .trim();
}

/** A text of this notation as a template. What stands there already isn't gone through again: on an old phone that is felt. */
export function r(text: string): TemplateResult {
  return html`${guard([text], () => parseRuby(text).map(showLine))}`;
}

function showLine(line: Word[], index: number) {
  return [index > 0 ? html`<br />` : nothing, line.map(showWord)];
}

function showWord(word: Word) {
  const shown = word.pieces.map(showPiece);
  const ruby = word.pieces.some((piece) => piece.reading !== null);
  return [
    word.spaced ? ' ' : nothing,
    word.whole || ruby ? html`<span class=${word.whole ? 'nb' : 'w'}>${shown}</span>` : shown,
  ];
}

/** A screen reader has readings of its own: with ours it would say every word twice. */
function showPiece(piece: Piece) {
  return piece.reading === null
    ? piece.base
    : html`<ruby>${piece.base}<rt aria-hidden="true">${piece.reading}</rt></ruby>`;
}

/** Makes text of others (names, places) safe to stand inside the notation. */
export function quote(text: string): string {
  return text.replace(
    /[{}|[\]\n]/g,
    (sign) => ({ '{': '｛', '}': '｝', '|': '｜', '[': '［', ']': '］' })[sign] ?? ' ',
  );
}
