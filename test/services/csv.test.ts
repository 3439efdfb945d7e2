import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCsv } from '../../worker/services/client-import/parse-csv.ts';
import { readDate } from '../../worker/services/client-import/read-date.ts';
import { csvFile } from '../../worker/services/export/csv.ts';

it('writes what it can read again, whatever stands in a cell', () => {
  const cell = fc
    .string({ unit: 'grapheme' })
    .filter((text) => !/^\s*[=+\-@＝＋－＠]/.test(text) && !/^[\t\r]/.test(text));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 5 }), (rows) => {
      const parsed = parseCsv(csvFile(['a', 'b', 'c'], rows));
      if (!parsed.ok) throw new Error('unreadable');
      const kept = rows.filter((row) => row.some((text) => text !== ''));
      expect(parsed.rows.slice(1).map((row) => row.cells)).toEqual(kept);
    }),
  );
});

it('never lets a cell become a formula', () => {
  const rows = [['=1+1', ' =A1', '＝SUM(1)', '+81', '-1', '@x', '\t=1', 'a=1', '1']];
  const cells = parseCsv(csvFile(['h'], rows));
  expect(cells.ok && cells.rows[1]?.cells).toEqual([
    "'=1+1",
    "' =A1",
    "'＝SUM(1)",
    "'+81",
    "'-1",
    "'@x",
    "'\t=1",
    'a=1',
    '1',
  ]);
  expect(csvFile(['名前'], [['大野']])).toBe('\uFEFF名前\r\n大野\r\n');
});

it('tells lines of the file as a person counts them', () => {
  const text = '\uFEFF名前,よみ\r\n"大野\r\n""みのり""","a,b"\r\n\r\n  高瀬 , たかせ\n';
  const parsed = parseCsv(text);
  expect(parsed.ok && parsed.rows).toEqual([
    { line: 1, cells: ['名前', 'よみ'] },
    { line: 2, cells: ['大野\r\n"みのり"', 'a,b'] },
    { line: 5, cells: ['高瀬', 'たかせ'] },
  ]);
  expect(parseCsv('a,b\nc,"d\ne,f')).toEqual({ ok: false, line: 2 });
});

it('reads dates as people write them', () => {
  for (const text of [
    '1985-04-01',
    '1985/4/1',
    '１９８５年４月１日',
    '昭和60年4月1日',
    'S60.4.1',
    's60/04/01',
  ])
    expect(readDate(text), text).toBe('1985-04-01');
  expect(readDate('令和元年5月1日')).toBe('2019-05-01');
  for (const text of ['85-04-01', '1985-02-30', '昭和', '4/1/1985', '1985', '昨日', '1985-13-01'])
    expect(readDate(text), text).toBeNull();
});
