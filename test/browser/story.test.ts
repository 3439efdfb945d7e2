import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { startWorld, type World } from '../support/world.ts';

const jst = (text: string) => Date.parse(`${text}:00+09:00`);

let world: World;
let browser: Browser;
beforeAll(async () => {
  world = await startWorld({ at: jst('2026-11-24T10:00') });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

/** Somebody's browser, far from Japan, signed in to LINE; script errors fail the story. */
async function screen(userId: string, size: { width: number; height: number }): Promise<Page> {
  const context: BrowserContext = await browser.newContext({
    viewport: size,
    locale: 'ja-JP',
    timezoneId: 'America/Los_Angeles',
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error));
  await asLineUser(page, userId, '/_control/current-user');
  return page;
}
const faults: Error[] = [];

const asLineUser = (page: Page, userId: string, next: string) =>
  page.goto(`${new URL(world.liffUrl).origin}/_control/as?userId=${userId}&next=${encodeURIComponent(next)}`);

/** Opens a LIFF address on the phone, as a tap in the chat does. */
const openLink = (page: Page, userId: string, uri: string) => {
  const { pathname, search } = new URL(uri);
  return asLineUser(page, userId, pathname + search);
};

/** Whatever the staff session's age, the page asked for is shown in the end. */
async function visit(staff: Page, path: string): Promise<void> {
  await staff.goto(world.productUrl + path);
  const shown = staff.getByRole('heading', { level: 1 });
  const signIn = staff.getByRole('heading', { level: 1, name: '相談員のログイン' });
  await shown.waitFor();
  if (await signIn.isVisible()) {
    await staff.getByRole('button', { name: 'LINE でログインする' }).click();
    await signIn.waitFor({ state: 'hidden' });
    await staff.waitForURL(`**${path}`);
    await shown.waitFor();
  }
}

it('leads from the explanation to the finished record', async () => {
  const managerId = world.person('中村 さおり');
  const personId = world.person('みのり');
  const staff = await screen(managerId, { width: 1280, height: 900 });
  const phone = await screen(personId, { width: 390, height: 844 });
  const pushes = () => world.line.deliveries({ userId: personId });

  // The first manager lets themselves in.
  await staff.goto(`${world.productUrl}/console/join#${world.bootstrapCode}`);
  await staff.getByRole('button', { name: 'LINE でログインする' }).click();
  await staff.getByLabel('お名前').fill('中村 さおり');
  await staff.getByRole('button', { name: '登録して入る' }).click();
  await staff.getByRole('heading', { level: 1, name: '11月24日（火）10:00' }).waitFor();

  // 1. Explained in person, agreed to exchange LINE, and only then a QR.
  await visit(staff, '/console/clients/new');
  await staff.getByLabel('名前', { exact: true }).fill('大野 みのり');
  await staff.getByLabel('よみ（ひらがな）').fill('おおの みのり');
  await staff.getByRole('button', { name: '登録する' }).click();
  const contacts = staff.getByRole('region', { name: '連絡先と LINE の承諾' });
  await contacts.getByRole('button', { name: '連絡先を足す' }).click();
  await contacts.getByLabel('名前', { exact: true }).fill('大野 みのり');
  await contacts.getByLabel('よみ（ひらがな）').fill('おおの みのり');
  await contacts.getByLabel('電話番号').fill('000-0000-0001');
  await contacts.getByRole('form').getByRole('button', { name: '連絡先を足す' }).click();
  await contacts.getByRole('link', { name: /まねく/ }).click();
  await staff.getByRole('button', { name: '1回だけ使える QR をつくる' }).click();
  await staff.getByText('どのように説明したかを選んでください').waitFor();
  await staff.getByRole('radio', { name: '訪問して' }).check();
  await staff.getByRole('radio', { name: '承諾した' }).check();
  await staff.getByRole('button', { name: '1回だけ使える QR をつくる' }).click();
  await staff.getByRole('img', { name: '招待の QR コード' }).waitFor();
  const invitation = (await world.machine.newestInvitation()) ?? '';
  await staff.getByRole('link', { name: '渡しました。利用者へもどる' }).click();
  const client = new URL(staff.url()).pathname;

  // 2. The person reads the rules and chooses at 10:20.
  await world.clock.set(jst('2026-11-24T10:20'));
  await openLink(phone, personId, invitation);
  const next = phone.getByRole('button', { name: 'つぎへ' });
  for (const heading of [/やくそく/, /時間/, /しない こと/]) {
    await phone.getByRole('heading', { level: 1, name: heading }).waitFor();
    await next.click();
  }
  await phone.getByRole('radio', { name: /^本人/ }).check();
  await next.click();
  await phone.getByRole('radio', { name: /^はい/ }).check();
  await next.click();
  await phone.getByRole('button', { name: /これで/ }).click();
  await phone.getByRole('heading', { level: 1, name: /うけとりました/ }).waitFor();
  world.line.addFriend(personId);

  // 3. Two failed calls: locked with あと1回. The third unlocks stage 1.
  await visit(staff, client);
  await staff.getByText('使っています').or(staff.getByText('承諾あり')).first().waitFor();
  await staff.getByRole('link', { name: '調整をはじめる' }).first().click();
  await staff.getByLabel('目的').fill('12月のモニタリング');
  await staff.getByRole('button', { name: '調整をはじめる' }).click();
  const calls = staff.getByRole('region', { name: '電話の記録' });
  await calls.waitFor();
  const theCase = new URL(staff.url()).pathname;
  const gates = staff.getByRole('region', { name: 'LINE でお願いする' });
  const failedCallAt = async (at: string) => {
    await world.clock.set(jst(at));
    await visit(staff, theCase);
    await calls.getByRole('button', { name: '出ない' }).click();
    await calls.getByRole('button', { name: '取り消す' }).waitFor();
  };
  await failedCallAt('2026-11-24T10:30');
  await failedCallAt('2026-11-24T14:00');
  await gates.getByText('電話はあと1回です').first().waitFor();
  await expect.poll(() => gates.getByRole('link', { name: /お願いを書く/ }).count()).toBe(0);
  await failedCallAt('2026-11-24T17:30');
  await gates.getByRole('link', { name: /折り返しのお願いを書く/ }).click();
  await staff.getByRole('button', { name: 'LINE を送る' }).click();
  await staff.waitForURL(`**${theCase}`);
  await expect.poll(() => pushes().length).toBe(1);

  // Two business days pass; nobody called back.
  await world.clock.set(jst('2026-11-26T18:00'));
  await visit(staff, '/console');
  await staff.getByRole('link', { name: /折り返しがありません/ }).click();
  await staff.getByRole('button', { name: '候補日を足す' }).click();
  for (const [index, [day, time]] of [
    ['2026-12-04', '10:00'],
    ['2026-12-08', '14:00'],
    ['2026-12-09', '10:00'],
  ].entries()) {
    if (index > 0) await staff.getByRole('button', { name: 'もう1つ足す' }).click();
    const row = staff.getByRole('group', { name: `${index + 1}つ目` });
    await row.getByLabel('日', { exact: true }).fill(day ?? '');
    await row.getByLabel('はじまり').fill(time ?? '');
    await row.getByLabel('場所').fill('自宅');
  }
  await staff.getByRole('button', { name: '3つの候補日を出す' }).click();
  await staff
    .getByRole('button', { name: /取り下げる/ })
    .first()
    .waitFor();
  await gates.getByRole('link', { name: /希望日時のお願いを書く/ }).click();
  await staff.getByRole('button', { name: 'LINE を送る' }).click();
  await staff.waitForURL(`**${theCase}`);
  await expect.poll(() => pushes().length).toBe(2);

  // 4. At 22:30 the person picks and ranks, and nothing is pushed at night.
  await world.clock.set(jst('2026-11-27T22:30'));
  await openLink(phone, personId, linkIn(pushes().at(-1)?.messages));
  await phone.getByRole('radio', { name: /ふつう/ }).check();
  await next.click();
  await phone.getByRole('radio', { name: /いつもどおり/ }).check();
  await next.click();
  await phone.getByLabel('ひとこと').fill('かぜは なおりました');
  await next.click();
  const times = phone.getByRole('group', { name: /えらべる/ }).getByRole('checkbox');
  await times.nth(2).focus();
  await phone.keyboard.press('Space');
  await times.nth(1).check();
  await phone.getByRole('button', { name: /うえへ/ }).click();
  await next.click();
  await phone.getByRole('heading', { level: 1, name: /これで/ }).waitFor();
  await phone.getByRole('button', { name: /送\s*る/ }).click();
  await phone.getByRole('heading', { level: 1, name: /送\s*りました/ }).waitFor();
  await phone.getByText(/まりでは/).waitFor();
  await phone.goto(`${world.productUrl}/app/settings`);
  await phone.getByRole('radio', { name: /午後\s*6\s*時/ }).check();
  await phone.getByRole('status').filter({ hasText: 'お知らせします' }).waitFor();
  const pushed = pushes().length;
  await world.clock.set(jst('2026-11-30T09:30'));
  expect(pushes()).toHaveLength(pushed);

  // 5. The counselor confirms the first choice.
  await visit(staff, theCase);
  await staff.getByRole('radio', { name: /12\/8/ }).check();
  await staff.getByRole('button', { name: 'この日で確定する' }).click();
  await expect.poll(() => pushes().length).toBe(pushed + 1);
  await world.clock.set(jst('2026-12-08T13:00'));
  const reminders = pushes().slice(pushed + 1);
  expect(reminders).toHaveLength(1);
  const at = new Date((reminders[0]?.at ?? 0) + 9 * 3_600_000).toISOString();
  expect(at.slice(0, 10)).toBe('2026-12-07');
  expect(Number(at.slice(11, 13))).toBeGreaterThanOrEqual(8);
  expect(Number(at.slice(11, 13))).toBeLessThan(21);

  // 6. Held; the record holds every step in order.
  await world.clock.set(jst('2026-12-08T16:00'));
  await visit(staff, theCase);
  await staff.getByRole('group').getByText('実施した', { exact: true }).click();
  await staff.getByRole('button', { name: '実施したと記録する' }).click();
  await staff
    .getByText(/実施しました（訪問）/)
    .first()
    .waitFor();
  await visit(staff, client);
  const record = await staff.getByRole('region', { name: '相談記録' }).getByRole('listitem').allInnerTexts();
  const steps = record.map((text) => STEPS.findIndex((step) => step.test(text))).filter((i) => i >= 0);
  expect(steps.reverse()).toEqual(STEPS.map((_, i) => i));
  expect(pushes()).toHaveLength(pushed + 2);
  expect(faults).toEqual([]);
}, 240_000);

const STEPS = [
  /留意点を説明し/,
  /はい、使います/,
  /調整を始めました/,
  /候補の日時を3件/,
  /日程の答えが届きました/,
  /日時を確定しました/,
  /実施しました（訪問）/,
];

/** The address behind the button of a pushed Flex bubble. */
function linkIn(messages: unknown): string {
  return /"uri":"([^"]+)"/.exec(JSON.stringify(messages))?.[1] ?? '';
}
