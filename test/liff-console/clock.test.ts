import { expect, it } from 'vitest';
import { readClock } from '../../liff/data/clock.ts';
import { decodeTable } from '../../liff/data/read-file.ts';

it('reads times of day as people type them', () => {
  for (const [typed, time] of [
    ['9', '09:00'],
    ['930', '09:30'],
    ['1430', '14:30'],
    ['９：３０', '09:30'],
    ['9時半', '09:30'],
    ['午後2時30分', '14:30'],
    ['午前10時', '10:00'],
    ['午後12時', '12:00'],
    [' 23:59 ', '23:59'],
  ] as const)
    expect(readClock(typed), typed).toBe(time);
  for (const odd of ['', '24:00', '9:60', '午後13時', 'あさ', '12345', '9:5:1', '-1'])
    expect(readClock(odd), odd).toBeNull();
});

it('reads a table in the encodings that spreadsheets write', () => {
  const bytes = (...list: number[]) => new Uint8Array(list);
  expect(decodeTable(new TextEncoder().encode('名前,よみ'))).toEqual({
    text: '名前,よみ',
    encoding: 'UTF-8',
  });
  // 名前 in Shift_JIS.
  expect(decodeTable(bytes(0x96, 0xbc, 0x91, 0x4f))).toEqual({ text: '名前', encoding: 'Shift_JIS' });
  expect(decodeTable(bytes(0x50, 0x4b, 3, 4))).toBeNull();
  expect(decodeTable(bytes(0x61, 0, 0x62))).toBeNull();
  expect(decodeTable(bytes(0xff, 0xfe, 0xff))).toBeNull();
});
