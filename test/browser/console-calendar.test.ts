import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from './console-desk.ts';
import { calendarView, DAY, HOUR, me, meeting, NOON } from './console-office.ts';
import { type ConsoleServer, openPage } from './console-server.ts';

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

const asked = () => server.asked.filter((each) => each.path === '/api/console/calendar');

describe('the calendar', () => {
  it('shows this week with what is special about its days, and leads to the cases', async () => {
    await desk.within('/console/calendar', async (page) => {
      const day = (date: string) =>
        page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: date }) });
      await day('12/9').getByText('三浦 翔').waitFor();
      expect(asked()[0]?.query.get('from')).toBe('2026-12-07');
      expect(asked()[0]?.query.get('until')).toBe('2026-12-13');
      expect(asked()[0]?.query.get('counselor')).toBe('s1');
      await expect
        .poll(() => page.locator('[aria-current=date]').allTextContents())
        .toEqual(['12/8（火）今日']);
      await expect.poll(() => day('12/11').textContent()).toContain('研修');
      await expect.poll(() => day('12/8').textContent()).toContain('実施の記録がまだ');
      await day('12/9').getByRole('link').click();
      await page.waitForURL('**/console/cases/c4');
    });
  });

  it('goes on by keyboard, keeps the focus, and puts what is seen into the address', async () => {
    await desk.within('/console/calendar', async (page) => {
      const next = page.getByRole('button', { name: '次の週' });
      await next.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: '12/14' }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByText('見本の祝日').waitFor();
      await expect.poll(() => next.evaluate((each) => each === document.activeElement)).toBe(true);
      await page.getByRole('button', { name: '月', exact: true }).click();
      await page.getByLabel('だれの予定').selectOption('全員');
      await expect.poll(() => asked().at(-1)?.query.toString()).toBe('from=2026-11-30&until=2027-01-03');
      expect(new URL(page.url()).search).toBe('?view=month&date=2026-12-22&who=all');
      await page.reload();
      await page.getByRole('list', { name: '2026年12月の予定' }).waitFor();
      await expect.poll(() => page.getByLabel('だれの予定').inputValue()).toBe('all');
      await page.getByRole('button', { name: '今日' }).click();
      await expect.poll(() => new URL(page.url()).search).toBe('?view=month&who=all');
    });
  });

  it('says how many more a full day of a month has, and opens its week', async () => {
    server.on('GET', '/api/console/calendar', ({ query }) =>
      calendarView(
        query.get('from') ?? '',
        query.get('until') ?? '',
        Array.from({ length: 6 }, (_, index) =>
          meeting({ caseId: `c${index}`, startsAt: NOON + 8 * DAY, endsAt: NOON + 8 * DAY + HOUR }),
        ),
      ),
    );
    await desk.within('/console/calendar?view=month', async (page) => {
      await page.getByRole('button', { name: /ほか3件/ }).click();
      await page.getByRole('heading', { name: '12/16' }).waitFor();
      await expect.poll(() => page.locator('.cal .meet').count()).toBe(6);
    });
  });

  it('is a list of the days that matter at 390 px', async () => {
    const { page, context, faults } = await openPage(desk.browser, { width: 390 });
    try {
      await page.goto(`${server.origin}/console/calendar?view=month`);
      await page.getByRole('heading', { name: /^9\s?（水）/ }).waitFor();
      const shown = await page
        .locator('.cal h2')
        .evaluateAll((all) =>
          all.filter((each) => (each as HTMLElement).offsetParent).map((each) => each.textContent),
        );
      expect(shown).toEqual(['7（月）', '8（火）今日', '9（水）', '11（金）', '23（水）']);
      expect(faults).toEqual([]);
    } finally {
      await context.close();
    }
  });
});

describe('the private address', () => {
  it('is shown once, and ends when one wishes', async () => {
    let createdAt: number | null = null;
    server.on('GET', '/api/console/calendar-feed', () => ({ createdAt }));
    server.on('POST', '/api/console/calendar-feed', () => {
      createdAt = NOON;
      return { createdAt, url: 'https://example.test/feeds/abc.ics' };
    });
    server.on('DELETE', '/api/console/calendar-feed', () => {
      createdAt = null;
      return { createdAt };
    });
    await desk.within('/console/calendar', async (page) => {
      await page.getByRole('button', { name: 'カレンダーに入れる（.ics）' }).click();
      const address = page.getByLabel('カレンダーのアドレス');
      await address.waitFor();
      await expect.poll(() => address.inputValue()).toBe('https://example.test/feeds/abc.ics');
      expect(
        await page.getByRole('link', { name: 'この端末のカレンダーでひらく' }).getAttribute('href'),
      ).toBe('webcal://example.test/feeds/abc.ics');
      await page.reload();
      await page.getByText('12/8（火）につくったアドレスが使われています').waitFor();
      await expect.poll(() => address.count()).toBe(0);
      await page.getByRole('button', { name: '使うのをやめる' }).click();
      await page.getByRole('button', { name: 'カレンダーに入れる（.ics）' }).waitFor();
    });
  });
});

describe('the tabs of a narrow screen', () => {
  it('keep what is seldom opened behind one, within the screen', async () => {
    server.on('GET', '/api/console/me', () => me({ role: 'manager' }));
    const { page, context, faults } = await openPage(desk.browser, { width: 390 });
    try {
      await page.goto(`${server.origin}/console/reviews`);
      await page.getByRole('heading', { level: 1, name: '検討' }).waitFor();
      const menu = page.getByRole('navigation', { name: '主なメニュー' });
      const more = menu.locator('summary');
      await more.click();
      for (const name of ['検討', '数字', '設定']) await menu.getByRole('link', { name }).waitFor();
      const out = await page.getByRole('button', { name: 'ログアウト' }).boundingBox();
      expect(out && out.x >= 0 && out.x + out.width <= 390).toBe(true);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'ログアウト' }).waitFor({ state: 'hidden' });
      await expect.poll(() => more.evaluate((each) => each === document.activeElement)).toBe(true);
      await more.click();
      await menu.getByRole('link', { name: '設定' }).click();
      await page.getByRole('heading', { level: 1, name: /設定/ }).waitFor();
      await page.getByRole('button', { name: 'ログアウト' }).waitFor({ state: 'hidden' });
      expect(faults).toEqual([]);
    } finally {
      await context.close();
    }
  });
});
