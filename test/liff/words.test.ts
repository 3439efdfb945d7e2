import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIRST_TEMPLATES } from '../../db/first-templates.ts';
import { USAGE_RULES_V1 } from '../../db/usage-rules-v1.ts';
import { plain } from '../../liff/parts/ruby.ts';
import { draftsFor, NOTICES } from '../../worker/services/message/drafts.ts';
import { sourcesIn, type Text, textsOf } from './shown-texts.ts';

const ROOT = resolve(import.meta.dirname, '../..');

// `when` is what the office reads of a wish.
const app = [...sourcesIn('liff/app', 'liff/parts'), 'db/usage-rules-v1.ts', 'liff/index.html']
  .flatMap(textsOf)
  .filter(({ key }) => key !== 'when');

/** What goes out by itself or is put before staff to send: every text that a message of LINE is made of. */
const pushed: Text[] = [
  ...sourcesIn('worker/services', 'worker/jobs', 'worker/line')
    .flatMap(textsOf)
    .filter(({ key, where }) => key === 'greeting' || (key === 'body' && !where.includes('/wish/'))),
  ...FIRST_TEMPLATES.flatMap(({ id, greeting, body }) =>
    [greeting, body].map((text) => said(`template ${id}`, text)),
  ),
  ...Object.entries(NOTICES).map(([name, text]) => said(`notice ${name}`, text)),
  ...(['callback-request', 'date-request', 'confirmed', 'reminder', 'reply', 'info'] as const).flatMap(
    (purpose) =>
      (['provider', 'other'] as const).flatMap((partner) =>
        (['meeting', 'monitoring', 'consultation', null] as const).flatMap((kind) =>
          [true, false].flatMap((offered) =>
            draftsFor(purpose, {
              office: 'サンクスシェア',
              counselor: '中村 さおり',
              partner,
              attendsProgram: offered,
              kind,
              offered,
            }).flatMap(({ id, greeting, body }) =>
              [greeting, body].map((text) => said(`draft ${id} ${kind}`, text)),
            ),
          ),
        ),
      ),
  ),
];

function said(where: string, text: string): Text {
  return { where, text, key: null };
}

/** Sentences of more than 30 letters. */
function long(texts: readonly Text[]): string[] {
  return texts.flatMap(({ where, text }) =>
    text
      .split(/[。\n]/)
      .map((sentence) => plain(sentence).replace(/\s/g, ''))
      .filter((sentence) => [...sentence].length > 30)
      .map((sentence) => `${where} ${sentence}`),
  );
}

const RUBY = /\{[^{}|]*\|[^{}|]*\}/g;
// What only looks words up: a reading's own pieces, and the words of places.
const PIECES = /^(?:[月日]|ああああ[日時月]|\{ああああ\|ああああ\})$/u;

describe('every word of the mini-app', () => {
  it('is found by this test at all', () => {
    expect(app.length).toBeGreaterThan(500);
    expect(pushed.length).toBeGreaterThan(60);
  });

  it('has a reading for every kanji', () => {
    const bare = app.filter(
      ({ text }) => !PIECES.test(text) && /\p{Script=Han}/u.test(text.replace(RUBY, '')),
    );
    expect(bare).toEqual([]);
  });

  it('has readings in hiragana only', () => {
    const odd = app.flatMap(({ where, text }) =>
      [...text.matchAll(/\{[^{}|]*\|([^{}|]*)\}/g)]
        .filter((m) => !/^[ぁ-ゖー ]+$/.test(m[1] ?? ''))
        .map((m) => `${where} ${m[0]}`),
    );
    expect(odd).toEqual([]);
  });

  it('stands in sentences of at most 30 letters', () => {
    expect(long(app)).toEqual([]);
  });

  it('is none of the words the office does not use, no emoji, no exclamation', () => {
    const banned = /送信|承諾|確定|期限切れ|してしまい|[！!]$|\p{Extended_Pictographic}/u;
    expect(app.filter(({ text }) => banned.test(plain(text)))).toEqual([]);
  });
});

describe('numbers and times', () => {
  const all = [...app, ...pushed];

  it('are never kanji numerals where something is counted', () => {
    const counted = /[一二三四五六七八九十百千]+(?:月|日|時|分|回|人|番|年|歳|才|週|か月|つ|件|枚)/;
    // Words, not numbers: 一番 is "most", 一人 and 二人 have no digit's reading.
    const words = /一番|一人|二人|一日(?=中)/;
    expect(all.filter(({ text }) => counted.test(plain(text)) && !words.test(plain(text)))).toEqual([]);
  });

  it('say 午前 or 午後, never a clock of 24 hours', () => {
    const clock = /\d{1,2}:\d{2}|(?<!午前|午後|お昼の|の )(?<!\d)(?:1[3-9]|2[0-4])時/;
    expect(all.filter(({ text }) => clock.test(plain(text)))).toEqual([]);
  });
});

describe("the server's words for what went wrong", () => {
  it('are never shown: the mini-app says it in its own', () => {
    const readers = [...sourcesIn('liff/app', 'liff/parts')].filter((file) =>
      /problem\??\.(?:title|detail)/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(readers).toEqual([]);
  });
});

describe('what LINE brings', () => {
  it('stands in sentences of at most 30 letters', () => {
    expect(long(pushed)).toEqual([]);
  });
});

describe('the drawings', () => {
  it('are exactly those that are used', () => {
    const page = readFileSync(join(ROOT, 'liff/index.html'), 'utf8');
    const drawn = [...page.matchAll(/<symbol id="i-([a-z]+)"/g)].map((match) => match[1]).sort();
    const sources = sourcesIn('liff/app', 'liff/parts').map((file) => readFileSync(join(ROOT, file), 'utf8'));
    const code = [...sources, page, JSON.stringify(USAGE_RULES_V1)].join('\n');
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
