import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InvitationCreated } from '../../worker/views/clients.ts';
import { launchChromium } from '../support/chromium.ts';
import { startWorld, type World } from '../support/world.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let world: World;
let page: Page;
let faults: string[];

beforeAll(async () => {
  browser = await launchChromium();
  world = await startWorld({ demo: 'small' });
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  page = await context.newPage();
  faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(world.studioUrl);
  await page.getByRole('button', { name: '中村 さおり', pressed: true }).waitFor();
});
afterEach(async () => {
  await page.context().close();
  expect(faults).toEqual([]);
});

const consoleSide = (): FrameLocator => page.frameLocator('iframe[title="相談員の画面"]');
const miniApp = (): FrameLocator => page.frameLocator('iframe[title="利用者のミニアプリ"]');
const take = (name: string) => page.getByLabel('だれの スマートフォン').selectOption({ label: name });
const userOf = (name: string) => world.line.users().find((user) => user.displayName === name)?.userId ?? '';

describe('the studio', () => {
  it('has a manager signed in beside a phone that shows what LINE delivered', async () => {
    await consoleSide().getByRole('heading', { level: 1 }).waitFor();
    await consoleSide().getByRole('navigation', { name: '主なメニュー' }).waitFor();
    await take('田中 ゆき');
    await page.getByRole('list', { name: 'トーク' }).getByText('日にちが決まりました').waitFor();
    await page
      .getByRole('list', { name: '出来事の一覧' })
      .getByText('LINE が届いた（田中 ゆき さん）')
      .first()
      .waitFor();
  });

  it('changes who works at the desk', async () => {
    await page.getByRole('button', { name: '佐藤 健' }).click();
    await page.getByRole('button', { name: '佐藤 健', pressed: true }).waitFor();
    await consoleSide().getByText('佐藤 健').first().waitFor({ state: 'attached' });
  });

  it('opens the mini-app from a button in the chat, signed in as the owner of the phone', async () => {
    await take('田中 ゆき');
    await page.getByRole('button', { name: '予定を 見る' }).first().click();
    await miniApp().getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('button', { name: 'ミニアプリを閉じる' }).click();
    await take('三浦 陽子');
    await page.getByRole('button', { name: 'ミニアプリ', exact: true }).click();
    await miniApp().getByRole('heading', { level: 1 }).getByText('三浦').first().waitFor();
  });

  it('carries what is written on the phone to the desk', async () => {
    await take('大野 はな');
    await page.getByLabel('メッセージ').fill('おはようございます');
    await page.getByRole('button', { name: '送る' }).click();
    await page.getByRole('list', { name: 'トーク' }).getByText('おはようございます').waitFor();
    const events = page.getByRole('list', { name: '出来事の一覧' });
    await events.getByText('Webhook を受けた メッセージ（大野 はな さん）').first().waitFor();
  });

  it('reads the invitation that stands on the screen beside it', async () => {
    const staff = world.visitor(userOf('中村 さおり'));
    await staff.signIn('staff');
    const found = await world.db.execute(
      "select cc.client_id, cc.contact_id from client_contacts cc join contacts c on c.id = cc.contact_id where c.name = '小林 空'",
    );
    const row = found.rows[0];
    const path = `/api/console/clients/${row?.client_id}/invitations`;
    const asked = { contactId: row?.contact_id, how: 'visit', agreed: true };
    const { url } = await staff.call<InvitationCreated>('POST', path, asked);
    await take('小林 空');
    await page.getByRole('button', { name: '画面の QR を読み取る' }).click();
    await miniApp().getByText('小林').first().waitFor();
    await page.getByRole('button', { name: 'ミニアプリを閉じる' }).click();
    await page.getByLabel('招待のアドレスを貼って開く').fill(url);
    await page.getByRole('button', { name: '開く', exact: true }).click();
    await miniApp().getByText('小林').first().waitFor();
  });

  it('moves the clock of both sides, and both stay signed in', async () => {
    await take('田中 ゆき');
    await page.getByRole('button', { name: 'ミニアプリ', exact: true }).click();
    await miniApp().getByRole('heading', { level: 1 }).waitFor();
    const before = world.clock.now();
    await page.getByRole('button', { name: '明日 8:00 へ' }).click();
    await page.getByText(/次の定時処理.* 8:05/).waitFor();
    expect(world.clock.now() - before).toBeGreaterThan(8 * 3_600_000);
    await consoleSide().getByText(/8:0\d/).first().waitFor();
    await miniApp().getByRole('heading', { level: 1 }).waitFor();
    const cookies = await page.context().cookies(world.productUrl);
    expect(cookies.map((cookie) => cookie.name)).toEqual(
      expect.arrayContaining(['__Host-staff', '__Host-user']),
    );
    await page.getByRole('button', { name: '次の定時処理へ' }).click();
    await page.getByText(/次の定時処理.* 8:10/).waitFor();
  });

  it('adds people and befriends the account', async () => {
    await page.getByRole('button', { name: '人を足す' }).click();
    await page.getByLabel('表示名').fill('山田 一');
    await page.getByRole('button', { name: '足す', exact: true }).click();
    const whose = page.getByLabel('だれの スマートフォン').locator('option:checked');
    await expect.poll(() => whose.textContent()).toBe('山田 一');
    await page.getByText('友だちでない').waitFor();
    const friendPage = await page.context().newPage();
    await friendPage.goto(`${world.studioUrl}/studio/friend`);
    await friendPage.getByRole('button', { name: '追加' }).click();
    await friendPage.getByText('友だちに追加しました').waitFor();
    await page.getByText('友だち', { exact: true }).waitFor();
    expect(world.line.users().find((user) => user.displayName === '山田 一')?.friend).toBe(true);
  });

  it('asks before it throws everything away', async () => {
    await page.getByRole('button', { name: 'はじめから' }).click();
    await page.getByText('記録をすべて消して').waitFor();
    await page.getByRole('button', { name: 'やめる' }).click();
    await page
      .getByText(/次の定時処理/)
      .first()
      .waitFor();
  });

  it.each([1440, 800, 390])('is accessible and never wider than the window: %i px', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    await take('田中 ゆき');
    await page.getByRole('list', { name: 'トーク' }).getByText('日にちが決まりました').waitFor();
    await page.evaluate(AXE);
    const found = await page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: {
          run: (
            what: object,
            how: object,
          ) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
        };
      };
      const { violations } = await axe.run({ exclude: [['iframe']] }, { resultTypes: ['violations'] });
      const wide = document.documentElement.scrollWidth > window.innerWidth;
      return { wide, violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`) };
    });
    expect(found).toEqual({ wide: false, violations: [] });
  });
});
