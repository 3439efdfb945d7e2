import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { USAGE_RULES_V1 } from '../../db/usage-rules-v1.ts';
import { plain } from '../../liff/parts/ruby.ts';

const ROOT = resolve(import.meta.dirname, '../..');

// Words that nobody sees in the mini-app: what the office reads, keys to look words up by, patterns.
const NOT_SHOWN = [
  /const reading = |return `\$\{month\}/,
  /hour\}\{時/,
  /needless \?/,
  /^\s*when: /,
  /^\s*when: `/,
  /SAID_BY_METHOD = /,
  /^ {2}[\p{Script=Han}ご]+: '/u,
  /const half = \//,
];

interface Line {
  where: string;
  text: string;
}

function shownLines(): Line[] {
  const files = ['liff/app', 'liff/parts']
    .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`))
    .filter((name) => name.endsWith('.ts'));
  return [...files, 'db/usage-rules-v1.ts', 'liff/index.html'].flatMap((file) =>
    withoutComments(readFileSync(join(ROOT, file), 'utf8'))
      .split('\n')
      .map((text, index) => ({ where: `${file}:${index + 1}`, text: text.replace(/when: '[^']*'/, '') }))
      .filter(({ text }) => !NOT_SHOWN.some((pattern) => pattern.test(text))),
  );
}

function withoutComments(source: string): string {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/(^|\s)\/\/.*$/gm, '');
}

/** Japanese strings, with four letters where something is filled in. */
function texts(): Line[] {
  return shownLines().flatMap(({ where, text }) =>
    [...text.matchAll(/'((?:[^'\\]|\\.)*)'|`([^`]*)`|>([^<>`${}]+)</g)]
      .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
      .map((found) => found.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, 'ああああ'))
      .filter((found) => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(found))
      .map((found) => ({ where, text: found })),
  );
}

const RUBY = /\{[^{}|]*\|[^{}|]*\}/g;

describe('every word of the mini-app', () => {
  const lines = shownLines();
  const found = texts();

  it('is found by this test at all', () => {
    expect(found.length).toBeGreaterThan(200);
  });

  it('has a reading for every kanji', () => {
    const bare = lines.filter(({ text }) => /\p{Script=Han}/u.test(text.replace(RUBY, '')));
    expect(bare).toEqual([]);
  });

  it('has readings in hiragana only', () => {
    const odd = found.flatMap(({ where, text }) =>
      [...text.matchAll(/\{[^{}|]*\|([^{}|]*)\}/g)]
        .filter((m) => !/^[ぁ-ゖー ]+$/.test(m[1] ?? ''))
        .map((m) => `${where} ${m[0]}`),
    );
    expect(odd).toEqual([]);
  });

  it('stands in sentences of at most 30 letters', () => {
    const long = found.flatMap(({ where, text }) =>
      text
        .split(/[。\n]|\\n/)
        .map((sentence) => plain(sentence).replace(/\s/g, ''))
        .filter((sentence) => !sentence.includes('<') && sentence.length > 30)
        .map((sentence) => `${where} ${sentence}`),
    );
    expect(long).toEqual([]);
  });

  it('is none of the words the office does not use, no emoji, no exclamation', () => {
    const banned = /送信|承諾|確定|期限切れ|してしまい|[！!]$|\p{Extended_Pictographic}/u;
    expect(found.filter(({ text }) => banned.test(plain(text)))).toEqual([]);
  });
});

describe('the drawings', () => {
  it('are exactly those that are used', () => {
    const page = readFileSync(join(ROOT, 'liff/index.html'), 'utf8');
    const drawn = [...page.matchAll(/<symbol id="i-([a-z]+)"/g)].map((match) => match[1]).sort();
    const code = [...shownLines().map(({ text }) => text), JSON.stringify(USAGE_RULES_V1)].join('\n');
    const unused = drawn.filter((name) => !new RegExp(`['"\`#](?:i-)?${name}['"\`]`).test(code));
    const named = [...code.matchAll(/\bicon\('([a-z]+)'|(?:drawing|icon): '([a-z]+)'|#i-([a-z]+)"/g)].map(
      (m) => m[1] ?? m[2] ?? m[3],
    );
    expect(unused).toEqual([]);
    expect(named.filter((name) => name !== undefined && !drawn.includes(name))).toEqual([]);
  });
});

describe('the usage rules, version 1', () => {
  it('are ten, in three steps', () => {
    expect(USAGE_RULES_V1.map((group) => group.rules.length)).toEqual([3, 3, 4]);
  });

  it('have an id and two forms each, which differ', () => {
    const rules = USAGE_RULES_V1.flatMap((group) => group.rules);
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(10);
    expect(rules.filter((rule) => rule.easy.title === rule.plain.title || !rule.easy.body)).toEqual([]);
  });

  it.each(['easy', 'plain'] as const)('say in %s words all that has to be said (R1)', (form) => {
    const all = USAGE_RULES_V1.flatMap((group) => group.rules)
      .map((rule) => plain(`${rule[form].title} ${rule[form].body}`))
      .join(' ')
      .replace(/\s/g, '');
    const said = [
      ...['電話がつながらないときに', '午前8時から午後9時', '返事', '119', '110', 'Net119', 'FAX119'],
      ...['110番アプリ', '電話リレーサービス', '書類', 'おわび', '行けなくなった', 'モニタリング', '2回'],
      ...['5年', '役所', 'スタンプ', '使わなくても', 'いつでも'],
    ];
    expect(said.filter((words) => !all.includes(words))).toEqual([]);
  });
});
