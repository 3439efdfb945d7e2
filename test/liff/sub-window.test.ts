import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as late from '../../liff/data/line-sub-window.ts';

const require = createRequire(resolve(import.meta.dirname, '../../package.json'));
const source = (name: string) =>
  readFileSync(require.resolve(`@liff/${name}`).replace(/[^/]*$/, 'index.es.js'), 'utf8');

/** What a module of the SDK takes from another. */
function taken(from: string, by: string): string[] {
  const names = new RegExp(`import\\{([^}]*)\\}from"@liff/${from}"`).exec(source(by))?.[1] ?? '';
  return names.split(',').map((name) => name.split(' as ')[0] ?? '');
}

describe('what stands in for sub-windows in the SDK', () => {
  it('has every name that the rest of the SDK asks for', () => {
    const asked = [
      ...taken('sub-window', 'init'),
      ...taken('message-bus', 'init'),
      ...taken('sub-window', 'login'),
      ...taken('sub-window', 'permission'),
    ];
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((name) => !(name in late))).toEqual([]);
  });

  it('has the values of the SDK', () => {
    const bus = source('message-bus');
    const named = (name: string) => new RegExp(`[{,](\\w+) as ${name}\\b`).exec(bus)?.[1];
    expect(bus).toContain(`${named('IDENTIFIER_KEY')}="${late.IDENTIFIER_KEY}"`);
    expect(bus).toMatch(new RegExp(`${named('WINDOW')}=\\{[^}]*SUB:"${late.WINDOW.SUB}"`));
    expect(bus).toMatch(new RegExp(`${named('EVENT_NAME')}=.{0,60}NOT_FOUND:"${late.EVENT_NAME.NOT_FOUND}"`));
  });
});
