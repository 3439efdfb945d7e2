import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppCase, AppHome, UsageRules } from '../../worker/views/mini-app.ts';
import { launchChromium } from '../support/chromium.ts';
import { startWorld, type World } from '../support/world.ts';
import { openPage } from './console-server.ts';

const HOUR = 3_600_000;
let world: World;
let browser: Browser;

beforeAll(async () => {
  [world, browser] = [await startWorld(), await launchChromium()];
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

it('leads a counselor from the first sign-in to a meeting held, on every real layer', async () => {
  const { page, faults } = await openPage(browser, { timezoneId: 'America/New_York' });
  await signIn(page);
  await registerClient(page);
  const invited = await invite(page);
  const person = await consent(invited);
  const caseUrl = await openCase(page);
  await callThreeTimes(page);
  await offerOneTime(page);
  await sendFirstStage(page, caseUrl);
  await sendSecondStage(page, caseUrl);
  await answerFromTheApp(person);
  await confirm(page, caseUrl);
  await hold(page, caseUrl);
  expect(faults).toEqual([]);
});

async function signIn(page: Page): Promise<void> {
  world.person('中村 さおり');
  await page.goto(`${world.productUrl}/console/clients`);
  await throughLine(page);
  await page.getByLabel('1回だけ使えるコード').fill(world.bootstrapCode);
  await page.getByLabel('お名前').fill('中村 さおり');
  await page.getByRole('button', { name: '登録して入る' }).click();
  // The page that asked for the sign-in comes back.
  await page.getByRole('heading', { level: 1, name: '利用者' }).waitFor();
}

async function throughLine(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'LINE でログインする' }).click();
  // LINE's own page asks who this is.
  await page.getByRole('link', { name: '中村 さおり' }).click();
}

async function registerClient(page: Page): Promise<void> {
  await page.getByRole('link', { name: '利用者を登録する' }).click();
  await page.getByLabel('名前', { exact: true }).fill('大野 みのり');
  await page.getByLabel('よみ（ひらがな）').fill('おおの みのり');
  await page.getByRole('checkbox', { name: '12月' }).check();
  await page.getByRole('button', { name: '登録する' }).click();
  await page.getByRole('heading', { level: 1, name: '大野 みのり さん' }).waitFor();
  await page.getByRole('button', { name: '連絡先を足す' }).click();
  const form = page.getByRole('form', { name: '連絡先を足す' });
  await form.getByLabel('名前', { exact: true }).fill('大野 みのり');
  await form.getByLabel('電話番号').fill('080-0000-0001');
  await form.getByRole('button', { name: '連絡先を足す' }).click();
  await page.getByText('080-0000-0001').waitFor();
}

async function invite(page: Page): Promise<string> {
  await page.getByRole('link', { name: /説明して LINE にまねく/ }).click();
  await page.getByRole('radio', { name: '訪問して' }).check();
  await page.getByRole('radio', { name: '承諾した' }).check();
  const answered = page.waitForResponse((response) => response.url().endsWith('/invitations'));
  await page.getByRole('button', { name: '1回だけ使える QR をつくる' }).click();
  const { url } = (await (await answered).json()) as { url: string };
  await expect.poll(() => page.locator('.qr path').count()).toBeGreaterThan(0);
  await page.getByRole('link', { name: '渡しました。利用者へもどる' }).click();
  await page.getByText('まねいています。').waitFor();
  return new URL(url).searchParams.get('t') ?? '';
}

async function consent(token: string) {
  const person = world.visitor(world.person('みのり', true));
  await person.signIn('user');
  const { version, textHash } = await person.call<UsageRules>('GET', '/api/app/rules');
  await person.call('POST', '/api/app/consents', {
    token,
    version,
    textHash,
    choice: 'yes',
    chooser: 'person',
    explainedToPerson: true,
  });
  return person;
}

async function openCase(page: Page): Promise<string> {
  await page.reload();
  await page.getByText('承諾あり').first().waitFor();
  await page.getByRole('link', { name: '調整をはじめる' }).click();
  await page.getByLabel('目的').fill('12月のモニタリング');
  await page.getByRole('button', { name: '調整をはじめる' }).click();
  await page.getByRole('heading', { name: '電話の記録' }).waitFor();
  return page.url();
}

async function callThreeTimes(page: Page): Promise<void> {
  const stage = page.getByRole('group', { name: '段階1 折り返しのお願い' });
  const calls = page.locator('ol.calls > li');
  for (const tries of [1, 2, 3]) {
    await page.getByRole('button', { name: '出ない' }).click();
    await expect.poll(() => calls.count()).toBe(tries);
    if (tries === 2) await stage.getByText(/あと1回/).waitFor();
    await world.clock.advance(HOUR, { ticks: false });
    await page.reload();
    await page.getByRole('heading', { name: '電話の記録' }).waitFor();
  }
  await stage.getByRole('link', { name: /折り返しのお願いを書く/ }).waitFor();
}

async function offerOneTime(page: Page): Promise<void> {
  await page.getByRole('button', { name: '候補日を足す' }).click();
  await page.getByLabel('日', { exact: true }).first().fill('2026-12-16');
  await page.getByLabel('はじまり').fill('14:00');
  await page.getByLabel('場所').first().fill('ご自宅');
  await page.getByRole('button', { name: '1つの候補日を出す' }).click();
  await page.getByRole('button', { name: /取り下げる/ }).waitFor();
}

async function sendFirstStage(page: Page, caseUrl: string): Promise<void> {
  await page.getByRole('link', { name: /折り返しのお願いを書く/ }).click();
  await page.getByRole('heading', { name: '送れます' }).waitFor();
  await page.getByLabel('本題').fill('😊');
  await page.getByRole('heading', { name: 'この文面は送れません' }).waitFor();
  await page.getByLabel('本題').fill('日程のことでお電話しました。折り返しお電話をいただけますか。');
  await page.getByRole('heading', { name: '送れます' }).waitFor();
  await page.getByRole('button', { name: 'LINE を送る' }).click();
  await page.waitForURL(caseUrl);
  await world.tick();
  await page.reload();
  await page.getByText('送りました', { exact: true }).waitFor();
}

/** Two business days on, the session has ended too: LINE is asked again, and the same page comes back. */
async function sendSecondStage(page: Page, caseUrl: string): Promise<void> {
  await world.clock.set(Date.parse('2026-12-11T10:00:00+09:00'));
  await page.goto(caseUrl);
  await throughLine(page);
  await page.getByRole('link', { name: /希望日時のお願いを書く/ }).click();
  await page.getByRole('heading', { name: '送れます' }).waitFor();
  await page.getByRole('button', { name: 'LINE を送る' }).click();
  await page.waitForURL(caseUrl);
  await world.tick();
}

async function answerFromTheApp(person: Awaited<ReturnType<typeof consent>>): Promise<void> {
  await person.signIn('user');
  const home = await person.call<AppHome>('GET', '/api/app/home');
  const caseId = home.clients[0]?.requests[0]?.caseId ?? '';
  const asked = await person.call<AppCase>('GET', `/api/app/cases/${caseId}`);
  const ranked = asked.slots.map((slot) => slot.id);
  await person.call('POST', `/api/app/cases/${caseId}/answer`, {
    submissionKey: crypto.randomUUID(),
    choice: 'ranked',
    ranked,
    health: 'bad',
  });
}

async function confirm(page: Page, caseUrl: string): Promise<void> {
  await page.goto(`${world.productUrl}/console`);
  await page.getByRole('link', { name: /日を決める/ }).click();
  await page.waitForURL(caseUrl);
  await page.getByRole('cell', { name: '1番' }).waitFor();
  await page.getByRole('region', { name: '本題の前に' }).getByText('よくない').waitFor();
  await page.getByRole('button', { name: 'この日で確定する' }).click();
  await page.getByText('12/16（水）14:00 に決まりました。').waitFor();
}

async function hold(page: Page, caseUrl: string): Promise<void> {
  await world.clock.set(Date.parse('2026-12-16T15:30:00+09:00'));
  await page.goto(caseUrl);
  await throughLine(page);
  await page.getByText('実施した', { exact: true }).click();
  const form = page.getByRole('form', { name: '実施の記録' });
  await expect.poll(() => form.getByLabel('場所').inputValue()).toBe('ご自宅');
  await form.getByRole('button', { name: '実施したと記録する' }).click();
  await page.getByText('実施しました。').first().waitFor();
  await page.getByRole('link', { name: '大野 みのり さん' }).click();
  const record = page.getByRole('region', { name: '相談記録' });
  for (const step of [
    /説明し/,
    /LINE利用の答え/,
    /日程調整を始めました/,
    /電話：出ない/,
    /折り返しのお願い.*送りました/,
    /答えが届きました/,
    /確定しました/,
    /実施しました/,
  ]) {
    await record.getByText(step).first().waitFor();
  }
}
