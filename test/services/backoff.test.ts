import { expect, it } from 'vitest';
import { backoff } from '../../worker/services/message/backoff.ts';

it('waits twice as long after each try, up to half an hour', () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 7, 50].map((tries) => backoff(tries, () => 0.999_999_9));
  expect(waits.map((ms) => Math.round(ms / 1000))).toEqual([30, 60, 120, 240, 480, 960, 1800, 1800, 1800]);
});

it('spreads the next tries over the second half of the wait', () => {
  expect([0, 0.25, 0.5].map((n) => backoff(0, () => n))).toEqual([15_000, 18_750, 22_500]);
});
