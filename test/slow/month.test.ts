import { expect, it } from 'vitest';
import { busiestHour } from '../../local/month/judge-month.ts';
import { runMonth } from '../../local/month/run-month.ts';

it('seventeen days of an office, one of them without cron: every automatic message has its rule, none disturbs', async () => {
  const report = await runMonth({ seed: 7, clients: 60, days: 17, missed: [3], say: () => {} });
  expect(report.failedTicks).toBe(0);
  expect(report.sent.length).toBeGreaterThan(10);
  expect(new Set(report.sent.map((each) => each.purpose))).toEqual(
    new Set(['confirmed', 'reminder', 'date-request']),
  );
  expect(report.notices.length).toBeGreaterThan(5);
  const { outsideHours, twice, overCap, reasonGone, named } = report;
  expect({ outsideHours, twice, overCap, reasonGone, named }).toEqual({
    outsideHours: [],
    twice: [],
    overCap: [],
    reasonGone: [],
    named: [],
  });
  // A day without cron makes no burst: one message for a person, two notices in a channel.
  const back = report.backAt ?? 0;
  expect(back).toBeGreaterThan(0);
  const after = <T extends { at: number }>(list: readonly T[]) =>
    list.filter(({ at }) => at >= back && at < back + 86_400_000);
  expect(
    busiestHour(after(report.sent).map(({ at, contact }) => ({ at, who: contact }))),
  ).toBeLessThanOrEqual(1);
  expect(
    busiestHour(after(report.notices).map(({ at, channel }) => ({ at, who: channel }))),
  ).toBeLessThanOrEqual(2);
}, 240_000);
