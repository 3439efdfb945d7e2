import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tickAfter, ticksOfJump, tickUntil } from '../../local/cron.ts';

const jst = (text: string) => Date.parse(`${text}+09:00`);
const wrangler = readFileSync(new URL('../../wrangler.toml', import.meta.url), 'utf8');
const DAY = 86_400_000;
const instants = fc.integer({ min: jst('2026-01-01T00:00'), max: jst('2028-12-31T00:00') });

describe('the ticks of one machine', () => {
  it('are those that wrangler.toml asks Cloudflare for, each under its own expression', () => {
    const crons = [...(/crons = \[(.+)\]/.exec(wrangler)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(
      ([, cron]) => cron ?? '',
    );
    const deployed = crons.flatMap((cron) => timesOf(cron).map((time) => `${time} ${cron}`)).sort();
    const local: string[] = [];
    for (
      let tick = tickAfter(jst('2026-12-08T07:59'));
      tick.at < jst('2026-12-09T07:59');
      tick = tickAfter(tick.at)
    ) {
      local.push(`${new Date(tick.at).toISOString().slice(11, 16)} ${tick.cron}`);
    }
    expect(local.sort()).toEqual(deployed);
  });

  it('come every five minutes from 08:00 to 21:00 in Japan, and every ten at night', () => {
    expect(tickAfter(jst('2026-12-08T07:00')).at).toBe(jst('2026-12-08T07:10'));
    expect(tickAfter(jst('2026-12-08T07:50')).at).toBe(jst('2026-12-08T08:00'));
    expect(tickAfter(jst('2026-12-08T08:00')).at).toBe(jst('2026-12-08T08:05'));
    expect(tickAfter(jst('2026-12-08T14:22:31')).at).toBe(jst('2026-12-08T14:25'));
    expect(tickAfter(jst('2026-12-08T20:59:59')).at).toBe(jst('2026-12-08T21:00'));
    expect(tickAfter(jst('2026-12-08T21:00')).at).toBe(jst('2026-12-08T21:10'));
  });

  it('look back to the last one, over the night too', () => {
    expect(tickUntil(jst('2026-12-08T08:00')).at).toBe(jst('2026-12-08T08:00'));
    expect(tickUntil(jst('2026-12-08T07:59')).at).toBe(jst('2026-12-08T07:50'));
    expect(tickUntil(jst('2026-12-08T23:17')).at).toBe(jst('2026-12-08T23:10'));
  });

  it('leave none between the last one and the next', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const last = tickUntil(instant).at;
        expect(last).toBeLessThanOrEqual(instant);
        expect(tickAfter(last).at).toBe(tickAfter(instant).at);
        expect(tickAfter(instant).at).toBeGreaterThan(instant);
      }),
    );
  });
});

describe('a jump of the clock', () => {
  it('runs the ticks on the hour and the very last one', () => {
    const ticks = ticksOfJump(jst('2026-12-08T19:20'), jst('2026-12-08T23:17'));
    const times = ticks.map(({ at }) => new Date(at + 9 * 3_600_000).toISOString().slice(8, 16));
    expect(times).toEqual(['08T20:00', '08T21:00', '08T22:00', '08T23:00', '08T23:10']);
  });

  it('runs nothing twice and nothing when no tick lies between', () => {
    expect(ticksOfJump(jst('2026-12-08T14:20'), jst('2026-12-08T14:24'))).toEqual([]);
    expect(ticksOfJump(jst('2026-12-08T21:00'), jst('2026-12-08T21:09'))).toEqual([]);
    expect(ticksOfJump(jst('2026-12-08T14:20'), jst('2026-12-08T14:25'))).toHaveLength(1);
  });

  it('is bounded, in order, and ends with the last tick due', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 400 * DAY }), (from, ms) => {
        const ticks = ticksOfJump(from, from + ms);
        expect(ticks.length).toBeLessThanOrEqual(120);
        expect(ticks.every(({ at }, i) => at > (ticks[i - 1]?.at ?? from) && at <= from + ms)).toBe(true);
        const last = tickUntil(from + ms).at;
        expect(ticks.at(-1)?.at).toBe(last > from ? last : undefined);
      }),
      { numRuns: 50 },
    );
  });
});

/** The UTC times of a cron expression that names minutes and hours only. */
function timesOf(cron: string): string[] {
  const [minutes = '', hours = '', ...rest] = cron.split(' ');
  expect(rest).toEqual(['*', '*', '*']);
  const two = (n: number) => String(n).padStart(2, '0');
  return fieldOf(hours, 24).flatMap((hour) =>
    fieldOf(minutes, 60).map((minute) => `${two(hour)}:${two(minute)}`),
  );
}

function fieldOf(field: string, size: number): number[] {
  const every = /^\*\/(\d+)$/.exec(field);
  if (every) return [...Array(size).keys()].filter((n) => n % Number(every[1]) === 0);
  const [from = Number.NaN, to = from] = field.split('-').map(Number);
  return [...Array(size).keys()].filter((n) => n >= from && n <= to);
}
