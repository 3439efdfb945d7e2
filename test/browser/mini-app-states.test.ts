import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appointment, client, home, OHNO } from './mini-app-office.ts';
import { LIFF_ID, named, Stage, wordsIn } from './mini-app-stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage?.stop());
beforeEach(async () => {
  stage.reset();
  page = await stage.phone({ signedIn: true });
});
afterEach(() => page?.context().close());

const ANSWER = 'POST /api/app/cases/case-1/answer';
const button = (words: string) => page.getByRole('button', { name: named(words) });
const link = (words: string) => page.getByRole('link', { name: named(words) });
const radio = (words: string) => page.getByRole('radio', { name: named(words) });
const box = (words: string) => page.getByRole('checkbox', { name: named(words) });
const title = (words: string) => page.getByRole('heading', { level: 1, name: named(words) });
const read = () => wordsIn(page, 'main');

describe('without a network', () => {
  it('everything but sending goes on, and nothing is lost', async () => {
    await stage.open(page, '/app/dates/case-1/checkin');
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some((e) => /answered-page/.test(e.name)),
    );
    await page.context().setOffline(true);
    await button('とばす').click();
    await title('通所は').waitFor();
    await button('とばす').click();
    await button('とばす').click();
    await title('会える 日').waitFor();
    await box('12月16日').check();
    await button('つぎへ').click();
    await title('これで いいですか。').waitFor();
    await button('送る').click();
    await title('インターネットに').waitFor();
    await expect.poll(read).toContain('残っています');
    await button('もどる').click();
    await title('これで いいですか。').waitFor();
    await button('送る').click();
    await title('インターネットに').waitFor();
    await page.context().setOffline(false);
    await button('もう 一度').click();
    await title('送りました').waitFor();
    expect(stage.bodiesOf(ANSWER)).toHaveLength(1);
  });

  it('a page that was never opened says so in place, and comes when the network does', async () => {
    await stage.open(page, '/app');
    await page.context().setOffline(true);
    await link('わたしの 予定').click();
    await title('インターネットに').waitFor();
    await button('もう 一度').click();
    await title('インターネットに').waitFor();
    // It comes by itself: nobody has to press anything.
    await page.context().setOffline(false);
    await title('わたしの 予定').waitFor();
  });

  it('LINE not answering at the start is said with a way on', async () => {
    await page.context().route('https://api.line.me/**', (route) => route.abort());
    await page.context().clearCookies();
    await page.goto(`${stage.origin}/app/schedule`);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await title('ひらけませんでした').waitFor();
    await page.context().unroute('https://api.line.me/**');
    await button('もう 一度').click();
    await title('わたしの 予定').waitFor();
  });

  it('LINE keeping the phone waiting at the start is said as well', async () => {
    await page.context().close();
    page = await stage.phone();
    let release = (): void => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    await page.context().route('https://api.line.me/**', async (route) => {
      await held;
      await route.abort();
    });
    await page.clock.install();
    const asked = page.waitForRequest('https://api.line.me/**');
    await page.goto(`${stage.origin}/app/schedule`);
    await asked;
    await page.clock.runFor(20_000);
    await title('ひらけませんでした').waitFor();
    await page.context().unroute('https://api.line.me/**');
    release();
    await button('もう 一度').click();
    await title('わたしの 予定').waitFor();
  });

  it('says when the system is shut for a while', async () => {
    await page.route('**/api/app/schedule*', (route) =>
      route.fulfill({ status: 503, body: 'Service Unavailable' }),
    );
    await page.goto(`${stage.origin}/app/schedule`);
    await title('いまは 使えません').waitFor();
    await page.unroute('**/api/app/schedule*');
    await button('もう 一度').click();
    await title('わたしの 予定').waitFor();
  });
});

describe('my schedule', () => {
  it("gives an address to a calendar of one's own, once, and takes it back", async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await stage.open(page, '/app/schedule');
    await link('いつもの カレンダーに 出す').click();
    await button('アドレスを つくる').click();
    const address = page.getByRole('textbox', { name: named('カレンダーの アドレス') });
    await expect.poll(() => address.inputValue()).toMatch(/^http.*\/feeds\/a{43}\.ics$/);
    await button('アドレスを うつす').click();
    await button('うつしました').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await address.inputValue());
    expect(await link('この 電話の カレンダーへ').getAttribute('href')).toMatch(/^webcal:/);
    await button('アドレスを やめる').click();
    await button('アドレスを つくる').waitFor();
    await address.waitFor({ state: 'detached' });
  });

  const people = [{ name: 'つばさ作業所', kana: null }];

  it('says who comes, offers both calendars without a personal word, and the reminder', async () => {
    stage.office.home = home({
      clients: [client({ requests: [], appointments: [appointment({ people })] })],
    });
    await stage.open(page, '/app/schedule');
    await expect.poll(read).toContain('いっしょに来る人つばさ作業所');
    const google = new URL((await link('Google カレンダー').getAttribute('href')) ?? '');
    expect(google.searchParams.get('dates')).toBe('20261211T010000Z/20261211T020000Z');
    expect(google.searchParams.get('text')).toBe('サンクスシェアとの予定');
    expect(decodeURIComponent(google.href)).not.toMatch(/大野|中村|つばさ/);
    await link('前の 日の お知らせ').click();
    await title('前の 日に').waitFor();
    await expect.poll(() => radio('いらない').isChecked()).toBe(true);
    let answer = (): void => {};
    const held = new Promise<void>((done) => {
      answer = done;
    });
    stage.office.before = (route) => (route === 'PUT /api/app/reminder' ? held : undefined);
    await radio('午後6時').check();
    await expect.poll(() => stage.bodiesOf('PUT /api/app/reminder')).toEqual([{ time: '18:00' }]);
    // Chosen again while the first is on its way: the last choice holds.
    await radio('午前9時').check();
    answer();
    await expect.poll(() => stage.bodiesOf('PUT /api/app/reminder').at(-1)).toEqual({ time: '09:00' });
    await expect.poll(() => page.locator('[role=status]').textContent()).toContain('午前9時に');
    await expect.poll(() => radio('午前9時').isChecked()).toBe(true);
  });

  it('tells several clients apart, and a 事業所 no more than the name shown', async () => {
    const long = { name: 'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほ', kana: null };
    stage.office.home = home({
      clients: [OHNO, long, OHNO, OHNO].map((each, i) =>
        client({
          ...each,
          id: `c${i}`,
          requests: [],
          appointments: [appointment({ caseId: `k${i}`, client: each })],
        }),
      ),
    });
    await stage.open(page, '/app/schedule');
    await expect.poll(() => page.locator('.appt').count()).toBe(4);
    await expect.poll(read).toContain(`${long.name}さんのこと`);
    const shown = { name: '大野さん', kana: null };
    stage.office.home = home({
      me: { name: 'つばさ作業所', kana: null, kind: 'provider', suspended: false, reminderTime: null },
      clients: [
        client({ ...shown, requests: [], appointments: [appointment({ client: shown, method: 'visit' })] }),
      ],
    });
    await stage.open(page, '/app/schedule');
    expect(await read()).not.toContain('家に行きます');
    expect(await read()).not.toContain('来る人');
  });
});

const IN_LINE = {
  iPhone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/14.9.0 LIFF',
  Android:
    'Mozilla/5.0 (Linux; Android 10; SC-02M; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.230 Mobile Safari/537.36 Line/14.9.0/IAB LIFF',
};

describe('coming in by a link', () => {
  it.each(Object.entries(IN_LINE))(
    'inside LINE on %s it opens the linked page, signed in',
    async (_, userAgent) => {
      await page.context().close();
      page = await stage.phone({ userAgent });
      await page.context().addInitScript(() => {
        Object.assign(window, { _liff: { features: [], postMessage: () => {} } });
      });
      const { userId } = stage.line.control.currentUser() ?? {};
      const { url } = await stage.line.control.startInClient(userId ?? '', '/dates/case-1/choose?from=chat');
      await page.goto(url);
      await title('会える 日').waitFor();
      expect(page.url()).toBe(`${stage.origin}/app/dates/case-1/choose?from=chat`);
      await box('12月16日').check();
      await button('つぎへ').click();
      await title('これで いいですか。').waitFor();
      await page.goBack();
      await title('会える 日').waitFor();
      await expect.poll(() => box('12月16日').isChecked()).toBe(true);
    },
  );

  it('in another browser it signs in first and comes back to the linked page, with nothing of the sign-in left', async () => {
    await page.context().close();
    page = await stage.phone({ userAgent: IN_LINE.Android.replace(/ Line.*/, '') });
    await page.goto(`https://liff.line.me/${LIFF_ID}/dates/case-1/checkin?q=2`);
    await title('通所は').waitFor();
    expect(page.url()).toBe(`${stage.origin}/app/dates/case-1/checkin?q=2`);
    await button('とばす').click();
    await title('最近の').waitFor();
    await page.goBack();
    await title('通所は').waitFor();
  });

  it('a person who says no at LINE is told, and may try again', async () => {
    await page.context().close();
    page = await stage.phone();
    const before = stage.line.control.currentUser()?.userId ?? null;
    stage.line.control.setCurrentUser(null);
    try {
      await page.goto(`${stage.origin}/app/schedule`);
      await page.getByRole('link', { name: 'キャンセル' }).click();
      await title('LINEと つながりません').waitFor();
    } finally {
      stage.line.control.setCurrentUser(before);
    }
    await button('もう 一度').click();
    await title('わたしの 予定').waitFor();
  });
});
