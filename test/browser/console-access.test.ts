import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Desk, signedOff } from './console-desk.ts';
import { me } from './console-office.ts';
import type { ConsoleServer } from './console-server.ts';
import { sideways, squeezed, unmarked, violations } from './page-faults.ts';

let desk: Desk;
let server: ConsoleServer;

beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(async () => {
  await desk?.close();
});
beforeEach(() => {
  server = desk.tidy();
});

const PAGES: [name: string, path: string][] = [
  ['today', '/console'],
  ['clients', '/console/clients'],
  ['a new client', '/console/clients/new'],
  ['a client', '/console/clients/k1'],
  ['an invitation', '/console/clients/k1/invite/p2'],
  ['erasing a client', '/console/clients/k1/erase'],
  ['opening a case', '/console/clients/k1/open'],
  ['a case', '/console/cases/c1'],
  ['a message', '/console/clients/k1/write/p1?purpose=callback-request&case=c1'],
  ['the record', '/console/clients/k1/record'],
  ['a correction', '/console/clients/k1/record?corrects=r1'],
  ['what waits to be finalised', '/console/records'],
  ['a draft', '/console/clients/k1/record?draft=d1'],
  ['the record on paper', '/console/clients/k1/print'],
  ['clients from a table', '/console/clients/import'],
  ['the text of the rules', '/console/rules/1'],
  ['closed days', '/console/settings/closures'],
  ['templates', '/console/settings/templates'],
  ['versions of the rules', '/console/settings/rules'],
  ['changes', '/console/settings/changes'],
  ['what was opened', '/console/settings/access'],
  ['sessions', '/console/sessions'],
  ['reviews', '/console/reviews'],
  ['a review', '/console/reviews/v1'],
  ['an agreement to look at again', '/console/reviews/v3'],
  ['a review that is over', '/console/reviews/gone'],
  ['threads', '/console/threads'],
  ['a thread', '/console/threads/p1'],
  ['a week', '/console/calendar'],
  ['a month', '/console/calendar?view=month&who=all'],
  ['the figures', '/console/figures'],
  ['settings', '/console/settings'],
  ['staff', '/console/staff'],
  ['handing over', '/console/staff/s2'],
  ['exports', '/console/settings/exports'],
  ['sign in', '/console/sign-in'],
  ['nothing', '/console/nowhere'],
];

describe('every page', () => {
  it.each(PAGES)(
    '%s holds WCAG 2.2 AA, never scrolls sideways, even with letters twice as large, and has no dead button',
    async (_, path) => {
      server.on('GET', '/api/console/me', () => me({ role: 'manager' }));
      if (path.endsWith('sign-in')) server.on('GET', '/api/console/me', signedOff);
      await desk.within(path, async (page) => {
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForFunction(
          () =>
            document.title.includes('｜') &&
            !/確かめています|読み込んでいます/.test(document.body.textContent ?? ''),
        );
        expect(await page.title()).not.toBe('x');
        await expect.poll(() => page.locator(':disabled, [aria-disabled=true]').count()).toBe(0);
        for (const width of [1280, 768, 390]) {
          await page.setViewportSize({ width, height: 900 });
          expect(await sideways(page)).toBe(0);
          expect(await squeezed(page)).toEqual([]);
          if (width !== 768) expect(await violations(page)).toEqual([]);
        }
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.emulateMedia({ forcedColors: 'active' });
        expect(await unmarked(page)).toEqual([]);
        await page.emulateMedia({ forcedColors: 'none' });
        await page.evaluate(() => {
          document.documentElement.style.fontSize = '200%';
        });
        for (const width of [1280, 640]) {
          await page.setViewportSize({ width, height: 450 });
          expect(await sideways(page)).toBe(0);
          expect(await squeezed(page)).toEqual([]);
        }
      });
    },
  );

  it('brings the chosen tab of the settings into view on a phone', async () => {
    server.on('GET', '/api/console/me', () => me({ role: 'manager' }));
    await desk.within('/console/settings', async (page) => {
      await page.setViewportSize({ width: 390, height: 900 });
      await page.goto(`${server.origin}/console/sessions`);
      const chosen = page.locator('.tabs [aria-current=page]');
      const right = () => chosen.evaluate((each) => each.getBoundingClientRect().right);
      await expect.poll(right).toBeLessThanOrEqual(390);
    });
  });

  it('moves the focus to the heading and says where one is', async () => {
    await desk.within('/console', async (page) => {
      await page.getByRole('link', { name: '利用者', exact: true }).click();
      const heading = page.getByRole('heading', { level: 1, name: '利用者' });
      await heading.waitFor();
      await expect.poll(() => heading.evaluate((each) => each === document.activeElement)).toBe(true);
      await expect.poll(() => page.title()).toMatch(/^\(\d+\) 利用者｜サンクスシェア相談員画面$/);
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: '12月8日' }).waitFor();
    });
  });
});
