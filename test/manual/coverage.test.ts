import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCase } from '../../local/manual-case.ts';
import { coveragePage, keptPage } from '../../local/manual-coverage.ts';
import { ROW_OF, ROWS } from '../../worker/manual/rows.ts';
import { RULES } from '../../worker/manual/rules/all.ts';
import type { RuleId } from '../../worker/manual/types.ts';
import { RULE_CASES } from './rule-cases.ts';

describe('coverage of the manual', () => {
  test.each(Object.keys(RULES) as RuleId[])('%s has a case that objects and one that lets pass', (id) => {
    const says = RULE_CASES[id].map((each) => each.says);
    expect(says.some((each) => each === 'refuse' || each === 'hold' || each === 'warn')).toBe(true);
    expect(says.includes('silent')).toBe(true);
  });

  test.each(ROWS)('手順書 $row $name has a rule', ({ row }) => {
    expect(Object.values(ROW_OF)).toContain(row);
  });

  test('docs/manual-coverage.md is what the generator writes', () => {
    expect(keptPage()).toBe(coveragePage());
  });
});

describe('the example files', () => {
  const folder = new URL('../../docs/manual-examples/', import.meta.url);
  const outcomes = Object.fromEntries(
    readdirSync(folder).map((file) => {
      const read = readCase(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
      return [file, read.ok ? read.case.decision.outcome : read.problems];
    }),
  );

  test('are decided as docs/manual-cli.md says', () => {
    expect(outcomes).toEqual({
      'calls-missing.json': 'refuse',
      'line-twice.json': 'refuse',
      'provider-after-hours.json': 'hold',
    });
  });

  test('a file with a mistake is named, not guessed at', () => {
    const read = readCase({ action: { do: 'send' }, facts: { now: 'gestern' } });
    expect(read.ok).toBe(false);
  });
});
