import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Desk } from './console-desk.ts';
import { me } from './console-office.ts';
import type { ConsoleServer } from './console-server.ts';

let desk: Desk;
let server: ConsoleServer;
const WRITE = '/console/clients/k1/write/p1?purpose=info';

beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(async () => {
  await desk?.close();
});
beforeEach(() => {
  server = desk.tidy();
  server.on('GET', '/api/console/me', () => me());
});

it('keeps drafts over windows; two windows never overwrite each other unasked; signing out leaves none', async () => {
  server.on('DELETE', '/api/session', () => ({}));
  await desk.within(WRITE, async (page) => {
    const mine = page.getByLabel('本題');
    await mine.fill('はじめの文');
    // Another window, as after a restart of the browser: sessionStorage is its own.
    const second = await page.context().newPage();
    await second.goto(page.url());
    const theirs = second.getByLabel('本題');
    await expect.poll(() => theirs.inputValue()).toBe('はじめの文');
    await theirs.fill('二つめの画面の文');
    const asked = page.getByRole('alert').filter({ hasText: 'ほかの画面でも書いています' });
    await asked.waitFor();
    await mine.fill('この画面の文');
    await second.reload();
    await expect.poll(() => theirs.inputValue()).toBe('二つめの画面の文');
    await asked.getByRole('button', { name: 'この画面の文で続ける' }).click();
    await asked.waitFor({ state: 'detached' });
    await expect.poll(() => theirs.inputValue()).toBe('この画面の文');
    await second.getByText('6字').waitFor();
    const kept = () =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('console-draft:')));
    expect(await kept()).toEqual(['console-draft:s1:write:p1::info']);
    await page.getByRole('button', { name: 'ログアウト' }).click();
    await expect.poll(kept).toEqual([]);
  });
});
