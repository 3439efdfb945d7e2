import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from './console-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(async () => {
  await desk?.close();
});
beforeEach(() => {
  desk.tidy();
});

describe('keys', () => {
  it('lead between pages and rows, list themselves, and say in the title what waits', async () => {
    await desk.within('/console', async (page) => {
      await page.getByRole('heading', { name: /未返信/ }).waitFor();
      await expect.poll(() => page.title()).toMatch(/^\(\d+\) /);
      await page.keyboard.press('j');
      await expect.poll(() => page.evaluate(() => document.activeElement?.closest('.q') !== null)).toBe(true);
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'キーボードで使う' }).waitFor();
      await page.keyboard.press('c');
      await page.getByRole('button', { name: 'とじる' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('c');
      await page.getByRole('heading', { name: '利用者', level: 1 }).waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('ta?');
      await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('ta?');
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    });
  });

  it('can be switched off, but for the list itself', async () => {
    await desk.within('/console', async (page) => {
      await page.getByRole('heading', { name: /未返信/ }).waitFor();
      await page.keyboard.press('?');
      await page.getByLabel(/1文字のキーを使う/).uncheck();
      await page.getByRole('button', { name: 'とじる' }).click();
      await page.keyboard.press('c');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      expect(new URL(page.url()).pathname).toBe('/console');
      // Asked for again before the page hears that it was closed.
      await page.evaluate(
        () =>
          new Promise((done) => {
            const dialog = document.querySelector('dialog');
            dialog?.addEventListener('close', () => requestAnimationFrame(done));
            dialog?.close();
            document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }));
          }),
      );
      expect(await page.getByRole('dialog').isVisible()).toBe(true);
    });
  });
});
