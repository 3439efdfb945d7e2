import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../worker/', import.meta.url));
const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(path).isDirectory() ? filesIn(path) : path.endsWith('.ts') ? [path] : [];
  });
const manual = filesIn(`${root}manual`);

test('the manual knows nothing outside its folder, no clock and no env', () => {
  for (const file of manual) {
    const text = readFileSync(file, 'utf8');
    for (const [, from] of text.matchAll(/from '([^']+)'/g)) {
      const depth = file.slice(`${root}manual/`.length).split('/').length - 1;
      const inside =
        from!.startsWith('./') || (depth > 0 && from!.startsWith('../') && !from!.startsWith('../../'));
      expect([file, from, inside || from === 'zod' || from === '@holiday-jp/holiday_jp']).toEqual([
        file,
        from,
        true,
      ]);
    }
    expect([
      file,
      /new Date|Date\.now|Math\.random|process\.|import\.meta|fetch\(|console\./.test(text),
    ]).toEqual([file, false]);
  }
});

test('how things are said needs no holiday table', () => {
  for (const file of ['say.ts', 'jst.ts']) {
    expect(readFileSync(`${root}manual/${file}`, 'utf8')).not.toMatch(/holiday|calendar/);
  }
});

test('only decide.ts makes a permit', () => {
  for (const file of filesIn(root.slice(0, -1))) {
    if (file.endsWith('manual/decide.ts')) continue;
    expect([
      file,
      /as (?:unknown as )?Permit\b|<Permit>|as any\b|as never\b.*[Pp]ermit/.test(readFileSync(file, 'utf8')),
    ]).toEqual([file, false]);
  }
});

test('no file is too long to read in one sitting', () => {
  for (const file of manual) expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(350);
});
