import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Desk, todayView } from './console-desk.ts';
import { alert, client, contact, NOON, QUIET, review } from './console-office.ts';
import { type ConsoleServer, openPage, Refusal } from './console-server.ts';

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

describe('an urgent message (RX)', () => {
  it('stands before everything else until somebody takes it, and stays in sight for whoever did', async () => {
    server.on('POST', '/api/console/alerts/:id/take', () => {
      server.on('GET', '/api/console/today', () => ({ ...QUIET }));
      return { takenAt: NOON };
    });
    server.on('GET', '/api/console/today', () => ({ ...QUIET, alerts: [alert()] }));
    await desk.within('/console', async (page) => {
      const urgent = page.getByRole('region', { name: '緊急のことばがある LINE' });
      await urgent.getByRole('button', { name: /引き受ける.*吉岡 健太/ }).focus();
      await page.keyboard.press('Enter');
      await urgent.getByText('引き受けました').waitFor();
      expect(await urgent.getByRole('link', { name: /電話する/ }).getAttribute('href')).toBe(
        'tel:00000000005',
      );
      expect(await urgent.getByRole('link', { name: /読む/ }).getAttribute('href')).toBe(
        '/console/clients/k1/write/p1?purpose=reply',
      );
      const first = await page.locator('.page .sheet').first().getByRole('heading').textContent();
      expect(first).toBe('緊急のことばがある LINE');
      await page.waitForFunction(() => document.activeElement?.id === 'alarm-h');
    });
    expect(server.sent('POST', '/api/console/alerts/a1/take')).toHaveLength(1);
  });

  it('tells the second of two who was first', async () => {
    server.on('GET', '/api/console/today', () => ({ ...QUIET, alerts: [alert()] }));
    server.on('POST', '/api/console/alerts/:id/take', () => {
      server.on('GET', '/api/console/today', () => ({ ...QUIET }));
      throw new Refusal({ type: 'conflict', status: 409, detail: '佐藤 健さんが対応しています。' });
    });
    await desk.within('/console', async (page) => {
      await page.getByRole('button', { name: /引き受ける/ }).click();
      await page.getByText('佐藤 健さんが対応しています。').waitFor();
      await page.getByRole('button', { name: /引き受ける/ }).waitFor({ state: 'detached' });
    });
  });
});

describe('what LINE still lets us send', () => {
  const quota = { month: '2026-12', limit: 200, used: 100, left: 100, readAt: NOON } as const;

  it.each([
    ['in peace', { ...quota, state: 'ok' as const }, '100', 0],
    ['from 80 percent on', { ...quota, used: 165, left: 35, state: 'low' as const }, '82% 使いました', 1],
    [
      'when there is nothing left',
      { ...quota, used: 200, left: 0, state: 'out' as const },
      '使いきりました',
      1,
    ],
    ['without a limit', { ...quota, limit: null, left: null, state: 'ok' as const }, '上限なし', 0],
  ])('is said %s', async (_, shown, words, warned) => {
    server.on('GET', '/api/console/today', () => ({ ...QUIET, quota: shown }));
    await desk.within('/console', async (page) => {
      const sheet = page.getByRole('region', { name: '12月の LINE の残り' });
      await sheet.getByText(words, { exact: true }).waitFor();
      await expect.poll(() => sheet.locator('.chip').count()).toBe(warned);
    });
  });
});

describe('what could not be read', () => {
  it('is tried again, also where a colleague was faster', async () => {
    server.on('POST', '/api/console/parked/:id/retry', ({ params }) => {
      if (params[0] === 'e1') throw new Refusal({ type: 'not-found', status: 404 });
      server.on('GET', '/api/console/today', () => QUIET);
      return { waiting: true };
    });
    server.on('GET', '/api/console/today', () => ({ ...QUIET, parked: { count: 2, ids: ['e1', 'e2'] } }));
    await desk.within('/console', async (page) => {
      const sheet = page.getByRole('region', { name: '読み取れなかった知らせ' });
      await sheet.getByRole('button', { name: 'もう一度ためす' }).click();
      await sheet.waitFor({ state: 'detached' });
      await page.getByText('もう一度読み取ります。').waitFor({ state: 'attached' });
    });
    expect(server.sent('POST', '/api/console/parked/e2/retry')).toHaveLength(1);
  });
});

describe('a call to somebody who wrote (R12)', () => {
  beforeEach(() => {
    server.on('GET', '/api/console/clients/:id', () =>
      client({ contacts: [contact({ phone: '000-0000-0009' })] }),
    );
    server.on('POST', '/api/console/clients/:id/calls', () => {
      server.on('GET', '/api/console/today', () => todayView({ duties: [] }));
      return { id: 'l7' };
    });
  });

  it('is logged in place and taken back', async () => {
    server.on('POST', '/api/console/calls/:id/undo', () => {
      server.on('GET', '/api/console/today', () => todayView());
      return {};
    });
    await desk.within('/console', async (page) => {
      const duties = page.getByRole('region', { name: '未返信' });
      await duties.getByRole('button', { name: /電話する.*吉岡 健太/ }).click();
      await duties.getByRole('link', { name: '000-0000-0005' }).waitFor();
      await duties.getByLabel('ひとこと（なくてもよい）').fill('夕方にまた');
      await duties.getByRole('button', { name: 'つながった' }).focus();
      await page.keyboard.press('Enter');
      await duties.getByText('「つながった」を記録しました').waitFor();
      await page.waitForFunction(() => document.activeElement?.textContent === '取り消す');
      await page.keyboard.press('Enter');
      await duties.getByRole('button', { name: /電話する.*吉岡 健太/ }).waitFor();
    });
    expect(server.sent('POST', '/api/console/clients/k1/calls')).toEqual([
      { contactId: 'p1', outcome: 'reached', note: '夕方にまた' },
    ]);
    expect(server.sent('POST', '/api/console/calls/l7/undo')).toHaveLength(1);
  });

  it('leaves the list when it can no longer be taken back', async () => {
    const { page, context } = await openPage(desk.browser);
    await page.clock.install();
    await page.goto(`${server.origin}/console`);
    const duties = page.getByRole('region', { name: '未返信' });
    await duties.getByRole('button', { name: /電話する.*吉岡 健太/ }).click();
    await duties.getByRole('button', { name: '家族が出た' }).click();
    await duties.getByRole('button', { name: '本人と話せた' }).click();
    await duties.getByRole('button', { name: '取り消す' }).waitFor();
    await page.clock.runFor(10_500);
    await duties.getByText('返事を待っている方はいません。').waitFor();
    await context.close();
    expect(server.sent('POST', '/api/console/clients/k1/calls')).toEqual([
      { contactId: 'p1', outcome: 'family', reached: true },
    ]);
  });
});

describe('a review (R2)', () => {
  it('leads from today to the card, asks for the person before the numbers, and never blocks', async () => {
    server.on('GET', '/api/console/reviews', () => ({ reviews: [review()], agreements: [] }));
    server.on('POST', '/api/console/reviews/:id/close', () => {
      server.on('GET', '/api/console/reviews', () => ({ reviews: [], agreements: [] }));
      return { closedAt: NOON };
    });
    await desk.within('/console', async (page) => {
      await page.getByRole('link', { name: /検討\s*1\s*件/ }).waitFor();
      await page
        .getByRole('region', { name: '検討' })
        .getByRole('link', { name: '吉岡 健太' })
        .first()
        .click();
      const card = page.getByRole('form', { name: '話し合いの記録' });
      await page.getByRole('img', { name: /5回以上やりとりした日が、7日間で 3日ありました/ }).waitFor();
      const [background, numbers] = [card.getByText('背景と支え方'), card.getByText('やりとりの数')];
      // Both at one moment: the page may be scrolling to the card.
      const apart = async () =>
        background.evaluate(
          (one, other) => one.getBoundingClientRect().y - (other?.getBoundingClientRect().y ?? 0),
          await numbers.elementHandle(),
        );
      await expect.poll(apart).toBeLessThan(0);
      await expect.poll(() => page.getByText(/ブロック|休む|制限する/).count()).toBe(0);
      await card.getByRole('link', { name: '吉岡 健太 さん' }).waitFor();
      const save = page.getByRole('button', { name: '話し合いを記録する' });
      await save.click();
      await page.getByText('背景を、わかる範囲で書いてください。').waitFor();
      await page.getByLabel('背景として考えられること').fill('夜の不安が強い');
      await page.getByLabel('どう支えるか、話し合ったこと').fill('決まった時間に電話する');
      await page.reload();
      await page.getByRole('checkbox', { name: '電話の時間を決める' }).check();
      await page.getByRole('checkbox', { name: '訪問を増やす' }).check();
      await page.getByLabel('話し合った人（2人以上）').fill('中村、木下');
      await page.locator('.f[data-said="2026年12月22日（火曜日）"]').waitFor();
      await page.getByLabel('本人と取りきめたこと').fill('夜の電話は、21時まで');
      await save.click();
      await page.getByText('いま、話し合うことはありません。').waitFor();
    });
    expect(server.sent('POST', '/api/console/reviews/v1/close')).toEqual([
      {
        outcome:
          '背景：夜の不安が強い\n話し合ったこと：決まった時間に電話する\n決めたこと：電話の時間を決める、訪問を増やす\n話し合った人：中村、木下\n見直す日：12/22（火）',
        agreed: '夜の電話は、21時まで',
        lookOn: '2026-12-22',
      },
    ]);
  });

  it('does not count what staff say was 緊急 or 基本相談', async () => {
    server.on('POST', '/api/console/messages/:id/tag', ({ body }) => body);
    await desk.within('/console/clients/k1/write/p1?purpose=reply', async (page) => {
      const last = page.getByRole('group', { name: '12/8 11:20の連絡の種類' });
      await expect.poll(() => last.getByRole('button', { pressed: true }).count()).toBe(0);
      await last.getByRole('button', { name: '緊急' }).click();
      await page.getByText('「緊急」としました。').waitFor({ state: 'attached' });
    });
    expect(server.sent('POST', '/api/console/messages/n1/tag')).toEqual([{ tag: 'urgent' }]);
  });
});
