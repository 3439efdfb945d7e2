import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ConsoleMessage, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildOutputs } from '../../local/prepare/build.mjs';
import { appointment, client } from './mini-app-office.ts';
import { Stage } from './mini-app-stage.ts';

const ROOT = resolve(import.meta.dirname, '../..');
let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await Stage.start();
  page = await stage.phone({ width: 360 });
  await stage.open(page, '/app');
});
afterAll(() => stage?.stop());
beforeEach(() => stage.reset());

/** Opens a page in this look; gives back what the browser complained of. */
async function openAs(look: { furi: string; size: string }, path: string): Promise<string[]> {
  const broken: string[] = [];
  const listen = (line: ConsoleMessage): void => {
    if (line.type() === 'error' && !line.text().includes('Failed to load resource')) broken.push(line.text());
  };
  page.on('console', listen);
  await page.evaluate((chosen) => {
    for (const [key, value] of Object.entries(chosen)) localStorage.setItem(key, value);
  }, look);
  await stage.open(page, path);
  page.off('console', listen);
  return broken;
}

describe('names as they come', () => {
  it('are shown as text and stay on the screen', async () => {
    const name = `<script>alert(1)</script>{a|b}${'長'.repeat(60)}`;
    stage.office.home.me = { name, kana: 'なが い', kind: 'person', suspended: false, reminderTime: null };
    stage.office.home.clients = [
      client({ counselor: { name, kana: null }, appointments: [appointment({ place: name })] }),
    ];
    expect(await openAs({ furi: 'on', size: 'xl' }, '/app')).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await expect.poll(() => page.locator('h1').textContent()).toContain('<script>');
  });
});

describe('what is built', () => {
  it('speaks of the stand-in only in the build for one machine', async () => {
    await buildOutputs(ROOT, ['liff', 'liff-local'], () => {});
    const mentions = (folder: string) =>
      readdirSync(join(ROOT, folder, 'assets')).filter((file) =>
        /lineOrigin|line-origin/.test(readFileSync(join(ROOT, folder, 'assets', file), 'utf8')),
      ).length;
    expect(mentions('dist/liff')).toBe(0);
    expect(mentions('dist/liff-local')).toBe(1);
  });

  it('stays inside its budget', () => {
    const sizes = JSON.parse(readFileSync(join(ROOT, 'dist/liff/sizes.json'), 'utf8'));
    expect(sizes['index.html'].firstLoad).toBeLessThanOrEqual(45_000);
    expect(Math.max(...(Object.values(sizes['index.html'].pages) as number[]))).toBeLessThanOrEqual(6_000);
  });
});
