import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answer, type LabelledMessage, score } from '../../local/manual-score.ts';
import { classifyInbound } from '../../worker/manual/inbound.ts';

const folder = new URL('./cases/', import.meta.url);
const read = (file: string): LabelledMessage[] =>
  readFileSync(new URL(file, folder), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl'));
const ratio = (messages: LabelledMessage[], name: string) => {
  const found = score(messages).scores.find((each) => each.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

describe('the messages to develop with', () => {
  const messages = read('messages-dev.jsonl');

  test.each(['block R9', 'block R10', 'block R13', 'block (all)'])('%s', (name) => {
    const { recall, precision } = ratio(messages, name);
    expect(recall).toBeGreaterThanOrEqual(0.98);
    expect(precision).toBeGreaterThanOrEqual(0.96);
  });

  test.each(['warn R6', 'warn R9', 'warn R10', 'warn R13', 'warn R14'])('%s', (name) => {
    expect(ratio(messages, name).f1).toBeGreaterThanOrEqual(0.9);
  });

  test('urgent: none missed, few false alarms', () => {
    const { recall, wrong } = ratio(messages, 'in urgent');
    const others = messages.filter((each) => each.dir === 'in' && !each.labels?.includes('urgent'));
    expect(recall).toBe(1);
    expect(wrong / others.length).toBeLessThanOrEqual(0.05);
  });
});

describe.each(files.filter((file) => file.includes('held-out')))('%s', (file) => {
  test('refusals and alarms', () => {
    const messages = read(file);
    expect(ratio(messages, 'block (all)').recall).toBeGreaterThanOrEqual(0.95);
    expect(ratio(messages, 'block (all)').precision).toBeGreaterThanOrEqual(0.93);
    expect(ratio(messages, 'in urgent').recall).toBeGreaterThanOrEqual(0.97);
    expect(ratio(messages, 'warn (all)').f1).toBeGreaterThanOrEqual(0.9);
  });
});

// Another author's words: no rule may lean on the developers' own phrases.
describe.each(files.filter((file) => file.startsWith('author2-')))('%s', (file) => {
  const messages = read(file);

  test.each(['block R9', 'block R10', 'block R13', 'block (all)'])('%s', (name) => {
    const { recall, precision } = ratio(messages, name);
    expect(recall).toBeGreaterThanOrEqual(0.95);
    expect(precision).toBeGreaterThanOrEqual(0.93);
  });

  test('warnings', () => {
    expect(ratio(messages, 'warn (all)').f1).toBeGreaterThanOrEqual(0.9);
  });

  test('urgent: hardly one missed, few false alarms', () => {
    const { recall, wrong } = ratio(messages, 'in urgent');
    const others = messages.filter((each) => each.dir === 'in' && !each.labels?.includes('urgent'));
    expect(recall).toBeGreaterThanOrEqual(0.97);
    expect(wrong / others.length).toBeLessThanOrEqual(0.08);
  });
});

describe('spelling changes nothing', () => {
  const drafts = files.flatMap(read).filter((each) => each.dir === 'out' && each.expect!.block.length > 0);
  const blocked = (message: LabelledMessage, text: string) => {
    const given = answer({ ...message, text });
    return 'block' in given ? given.block : [];
  };

  test('NFKC', () => {
    for (const message of drafts) {
      // A picture such as ‼ is no picture any more after NFKC: it stays as it is.
      const text = message.text.replace(/\P{Extended_Pictographic}{1,999}/gu, (each) =>
        each.normalize('NFKC'),
      );
      expect([message.id, blocked(message, text)]).toEqual([message.id, blocked(message, message.text)]);
    }
  });

  test('white space and line breaks', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...drafts),
        fc.nat(),
        fc.constantFrom(' ', '\n', '\u3000', '\r\n', '\u200b'),
        (message, seed, space) => {
          const signs = [...message.text];
          const at = seed % (signs.length + 1);
          // A voicing mark torn from its sign is another spelling.
          fc.pre(!/^[\p{M}\uff9e\uff9f]/u.test(signs[at] ?? ''));
          const text = [...signs.slice(0, at), space, ...signs.slice(at)].join('');
          expect([text, blocked(message, text)]).toEqual([text, blocked(message, message.text)]);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

// Texts that nothing was developed with or trained on: they stand apart, and the trainer doesn't read them.
describe('texts nobody had seen', () => {
  const messages = read('unseen/author3.jsonl');

  test('refusals', () => {
    const { recall, precision } = ratio(messages, 'block (all)');
    expect(recall).toBeGreaterThanOrEqual(0.95);
    expect(precision).toBeGreaterThanOrEqual(0.93);
  });

  test('urgent', () => {
    expect(ratio(messages, 'in urgent').recall).toBeGreaterThanOrEqual(0.97);
    expect(ratio(messages, 'warn (all)').f1).toBeGreaterThanOrEqual(0.9);
  });
});

test('takes a number for the answer that it is, and 119 for what it is', () => {
  for (const text of ['一', '二番', '三つ目です。', '十日', '二日で'])
    expect([text, classifyInbound(text)]).toEqual([text, ['ordinary']]);
  for (const text of ['一一九', '119', '死'])
    expect([text, classifyInbound(text)]).toEqual([text, ['urgent']]);
});
