import { describe, expect, it } from 'vitest';
import { demoDays, demoStart } from '../../local/demo/demo-start.ts';

const jst = (text: string) => Date.parse(`${text}+09:00`);

describe('when the demo begins', () => {
  it.each([
    ['in office hours: now', '2026-12-08T11:23', '2026-12-08T11:23'],
    ['early: 10:00 of the same day', '2026-12-08T06:00', '2026-12-08T10:00'],
    ['late: 10:00 of the next day', '2026-12-08T19:00', '2026-12-09T10:00'],
    ['before a weekend and a holiday: the first open day', '2026-11-20T22:00', '2026-11-24T10:00'],
    ['at the year end: the first open day of the new year', '2026-12-31T11:00', '2027-01-04T10:00'],
  ])('%s', (_, now, start) => {
    expect(demoStart(jst(now))).toBe(jst(start));
  });

  it('tells of five business days before it', () => {
    expect(demoDays(jst('2026-11-24T10:00'))).toEqual([
      '2026-11-16',
      '2026-11-17',
      '2026-11-18',
      '2026-11-19',
      '2026-11-20',
      '2026-11-24',
    ]);
  });
});
