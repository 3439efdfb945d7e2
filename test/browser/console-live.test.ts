import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { HandOverView } from '../../worker/views/office.ts';
import { Desk } from './console-desk.ts';
import { MINUTE, me, NOON } from './console-office.ts';
import { type ConsoleServer, openPage, Refusal } from './console-server.ts';

const LEAVING = '/api/console/staff/s2/hand-over';
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

/** What the page asks by itself every half minute, at once, until it is answered. */
async function lookAgain(page: Page): Promise<void> {
  await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/api/console/me')),
    page.evaluate(() => window.dispatchEvent(new Event('focus'))),
  ]);
}

it('asks one short question, and reads a page anew only once something has changed', async () => {
  const clients = ['高瀬 直人', '大野 みのり', '吉岡 健太'].map((name, at) => ({
    id: `k${at}`,
    name,
    kana: '',
    cases: 0,
    tasks: 0,
    duties: 0,
    meetings: [],
  }));
  const leave = (left: HandOverView['clients'], mark: string) => {
    server.on('GET', '/api/console/me', () => me({ role: 'manager', mark }));
    server.on('GET', LEAVING, () => ({
      staff: { id: 's2', name: '佐藤 健', active: true },
      colleagues: [{ id: 's1', name: '中村 さおり' }],
      clients: left,
    }));
  };
  leave(clients, 'before');
  await desk.within('/console/staff/s2', async (page) => {
    const choice = page.getByLabel('大野 みのりさんの新しい担当');
    await choice.selectOption('keep');
    await choice.focus();
    for (let time = 0; time < 3; time += 1) await lookAgain(page);
    expect(server.sent('GET', LEAVING)).toHaveLength(1);

    leave(clients.slice(1), 'after');
    await lookAgain(page);
    await page.getByText('高瀬 直人').waitFor({ state: 'detached' });
    // What was chosen for somebody stays with that person, and so does the focus.
    await expect.poll(() => choice.inputValue()).toBe('keep');
    await expect.poll(() => choice.evaluate((field) => field === document.activeElement)).toBe(true);
    await expect.poll(() => page.getByLabel('吉岡 健太さんの新しい担当').inputValue()).toBe('');

    const broken = () => {
      throw new Refusal({ type: 'fault', status: 500 });
    };
    server.on('GET', '/api/console/me', broken);
    server.on('GET', LEAVING, broken);
    await lookAgain(page);
    await page.getByRole('alert').waitFor();
    await expect.poll(() => choice.inputValue()).toBe('keep');
    leave(clients.slice(1), 'after');
    await lookAgain(page);
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });
});

it('lets the clock of 今日 go on without reading it anew', async () => {
  await desk.within('/console', async (page) => {
    await page.getByRole('heading', { level: 1, name: '12月8日（火）14:20' }).waitFor();
    server.on('GET', '/api/console/me', () => me({ now: NOON + 5 * MINUTE }));
    await lookAgain(page);
    await page.getByRole('heading', { level: 1, name: '12月8日（火）14:25' }).waitFor();
    await page.getByText('1時間5分 超過').waitFor();
  });
  expect(server.sent('GET', '/api/console/today')).toHaveLength(1);
});

it('fetches the code of the other pages before anybody asks for it, and no page looks otherwise for that', async () => {
  const alone = await openPage(desk.browser);
  await alone.context.addInitScript(() =>
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } }),
  );
  const ahead = await openPage(desk.browser);
  const both = [alone.page, ahead.page];
  for (const path of ['', '/cases/c1', '/calendar', '/threads/p1', '/clients/k1', '/reviews/v1']) {
    for (const page of both) {
      await page.goto(`${server.origin}/console${path}`);
      await page.locator('main:not(:has-text("読み込んでいます")) h1').waitFor();
    }
    await ahead.page.waitForFunction(() => customElements.get('page-unknown'));
    const differing = async () => {
      const [before, after] = await Promise.all(
        both.map((page) => page.locator('main *').evaluateAll(boxesOf)),
      );
      return after?.filter((box, at) => box !== before?.[at]);
    };
    await expect.poll(differing, { message: path }).toEqual([]);
  }
  await expect
    .poll(() => alone.page.evaluate(() => customElements.get('page-unknown') === undefined))
    .toBe(true);
  await alone.context.close();
  await ahead.context.close();
});

/** Runs in the page. */
function boxesOf(all: Element[]): string[] {
  return all.map((each) => {
    const { x, y, width, height } = each.getBoundingClientRect();
    return `${each.localName}.${each.getAttribute('class') ?? ''} ${[x, y, width, height].map(Math.round)}`;
  });
}
