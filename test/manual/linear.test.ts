import { afterAll, describe, expect, test } from 'vitest';
import { classifyInbound } from '../../worker/manual/inbound.ts';
import { judgeDraft } from '../../worker/manual/judge-draft.ts';
import { DEFAULT_SETTINGS } from '../../worker/manual/settings.ts';
import { ABUSE, CARER, DANGER, DESTITUTE, DYING, MEDICAL, MISSING } from '../../worker/manual/text/urgent.ts';

// Every pattern that runs is seen here: `test`, `replace` and our own loops all go through `exec`.
const original = RegExp.prototype.exec;
const sources = new Set<string>();
let steps = 0;
let judging = false;
RegExp.prototype.exec = function (text) {
  const from = this.global || this.sticky ? this.lastIndex : 0;
  const match = original.call(this, text);
  if (judging) sources.add(this.source);
  steps += (match ? match.index + match[0].length : text.length) - from;
  return match;
};
afterAll(() => {
  RegExp.prototype.exec = original;
});

function judge(text: string): number {
  steps = 0;
  judging = true;
  judgeDraft({ text, scheduling: true, toProvider: false }, DEFAULT_SETTINGS);
  classifyInbound(text);
  judging = false;
  return steps;
}

const HOSTILE = [
  'あ',
  '1',
  '0',
  '-',
  '(',
  'w',
  'a@',
  '090-',
  '「',
  '「中止」',
  '中止',
  '申し訳',
  '訪問が',
  '日程',
  '市1-',
  '昭和',
  '体調',
  '電話',
  '死',
  '薬',
  'お金',
  '子ども',
  'もしよろしければ',
  'ですか?',
  'できなくなり',
  '。',
  'ｶﾞ',
  '佐藤',
  '話',
];

describe('hostile texts', () => {
  test.each(HOSTILE)('twice the text is about twice the work: %s', (piece) => {
    const half = judge(piece.repeat(Math.floor(2500 / piece.length)));
    const full = judge(piece.repeat(Math.floor(5000 / piece.length)));
    expect(full / half).toBeLessThan(2.3);
    expect(full / 5000).toBeLessThan(1500);
  });
});

describe('patterns', () => {
  // One sign class each, with nothing before it that could share its signs: linear by construction.
  const UNBOUNDED = new Set(['\\d+', 'https?:\\/\\/[!-~]+', '\\D', '\\s+']);

  test('no quantifier is without bound, none stands on a group that holds another', () => {
    judge(
      '体調はいかがですか。明日の訪問は中止です。http://a 090-1234-5678 昭和60年4月1日生まれ。電話ください。',
    );
    // A guarded pattern runs only where what it needs occurs, and an alarm ends the search: ask them all.
    for (const { pattern, needs } of [DYING, MEDICAL, ABUSE, CARER, MISSING, DESTITUTE, DANGER].flat()) {
      for (const each of [pattern, ...needs]) sources.add(each.source);
    }
    expect(sources.size).toBeGreaterThan(400);
    for (const source of sources) {
      if (UNBOUNDED.has(source)) continue;
      expect(`${faultOf(source)} ${source}`).toBe(`null ${source}`);
    }
  });

  test('the check sees faults', () => {
    expect(faultOf('a+b')).toBe('unbounded');
    expect(faultOf('a{2,}')).toBe('unbounded');
    expect(faultOf('(?:a{0,3}b){0,9}')).toBe('nested');
    expect(faultOf('(?:a{0,3}b)?[+*]\\+')).toBeNull();
  });
});

/** Reads a pattern's quantifiers: none may be open, and a repeated group may hold none that varies. */
function faultOf(source: string): 'unbounded' | 'nested' | null {
  const groups: boolean[] = [];
  let inClass = false;
  let closed = false;
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at]!;
    const justClosed = closed;
    closed = false;
    if (sign === '\\') at += 1;
    else if (inClass) inClass = sign !== ']';
    else if (sign === '[') inClass = true;
    else if (sign === '(') {
      groups.push(false);
      if (source[at + 1] === '?') at += 1;
    } else if (sign === ')') {
      const varies = groups.pop() ?? false;
      closed = varies;
      if (varies && groups.length > 0) groups[groups.length - 1] = true;
    } else if (sign === '*' || sign === '+') return 'unbounded';
    else if (sign === '{') {
      const bounds = /^\{(\d+)(,?)(\d*)\}/.exec(source.slice(at, at + 12));
      if (!bounds) continue;
      if (bounds[2] === ',' && bounds[3] === '') return 'unbounded';
      if (bounds[2] === ',' && groups.length > 0) groups[groups.length - 1] = true;
      if (justClosed && Number(bounds[3] || bounds[1]) > 1) return 'nested';
      at += bounds[0].length - 1;
    }
  }
  return null;
}
