import { expect, it } from 'vitest';
import { runChaos } from '../../local/chaos/run-chaos.ts';

it('loses, doubles and disturbs nothing while everything breaks around the real Worker', async () => {
  const report = await runChaos({
    seed: 20261207,
    messages: 300,
    events: 300,
    limitMs: 90_000,
    say: () => {},
  });
  expect(report.messages).toBeGreaterThanOrEqual(300);
  expect(report.events).toBe(300);
  expect(report.acceptedOnce + report.toldOtherwise).toBe(report.messages);
  expect(report.acceptedOnce).toBeGreaterThan(report.messages * 0.8);
  const { lost, doubled, outsideHours, againstConsent, eventsLost, eventsDoubled } = report;
  const { takenBackKept, recordGaps, leaks } = report;
  expect({ lost, doubled, outsideHours, againstConsent, eventsLost, eventsDoubled }).toEqual({
    lost: 0,
    doubled: 0,
    outsideHours: 0,
    againstConsent: 0,
    eventsLost: 0,
    eventsDoubled: 0,
  });
  expect({ takenBackKept, recordGaps, leaks }).toEqual({ takenBackKept: 0, recordGaps: 0, leaks: 0 });
  expect(Object.keys(report.struck.kills).length).toBeGreaterThanOrEqual(3);
});
