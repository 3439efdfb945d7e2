import type { Page } from 'playwright-core';
import { instantOf } from '../../worker/manual/jst.ts';
import { MOTHER, NAKAMURA, SATO, TANAKA } from './people.ts';
import type { Stage } from './stage.ts';
import type { Picture } from './table.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const at = (name: string, path: string, rest: Partial<Picture> = {}): Picture => ({
  name,
  as: NAKAMURA,
  path: () => path,
  width: 1280,
  later: 3 * DAY,
  ...rest,
});

/** What only shows after some days: a meeting held, somebody who writes often. */
export const LATER_PICTURES: readonly Picture[] = [
  at('console-drafts', '/console/records', { later: 0, world: daysGoBy, before: everybody, stays: true }),
  at('console-figures', '/console/figures'),
  at('console-reviews', '/console/reviews'),
  {
    ...at('console-review', ''),
    path: async (stage) => `/console/reviews/${await stage.review()}`,
  },
];

/** Each day the mother writes five times, with pauses in between; on the second day the meeting takes place. */
async function daysGoBy(stage: Stage): Promise<void> {
  const { machine } = stage;
  const begin = machine.clock.now();
  for (let day = 0; day < 3; day += 1) {
    for (let n = 0; n < 5; n += 1) {
      await machine.moveTo(Math.max(begin + day * DAY + (n + 1) * 40 * MINUTE, machine.clock.now()));
      await machine.line.control.sendText(stage.userOf(MOTHER), WORDS[n] ?? '');
      await machine.nextTick();
    }
    if (day === 1) await hold(stage);
  }
  await machine.moveTo(begin + 3 * DAY);
}

const WORDS = [
  'おはようございます',
  'けさは 早く おきました',
  'お昼は うどんでした',
  '天気が いいですね',
  'きょうも ありがとうございました',
];

async function hold(stage: Stage): Promise<void> {
  const endedAt = instantOf('2026-12-09', '15:00');
  await stage.machine.moveTo(endedAt + 5 * MINUTE);
  const staff = await stage.visitor(SATO, 'staff');
  await staff.call('POST', `/api/console/cases/${await stage.caseOf(TANAKA)}/held`, {
    method: 'visit',
    place: 'ご自宅',
    startedAt: endedAt - HOUR,
    endedAt,
  });
}

async function everybody(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'みんな' }).check();
}
