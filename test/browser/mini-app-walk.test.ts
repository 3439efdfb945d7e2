import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ConsoleMessage, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PAGES } from '../../liff/app/page-table.ts';
import { checkPage, LOOKS, type Look } from './mini-app-checks.ts';
import { drawn, Stage } from './mini-app-stage.ts';
import { STATES } from './mini-app-states.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let stage: Stage;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  stage = await Stage.start();
  page = await stage.phone({ width: 360, signedIn: true });
  page.on('console', (line: ConsoleMessage) => {
    if (line.type() === 'error' && !/Failed to load resource|net::ERR/.test(line.text()))
      complaints.push(line.text());
  });
  // In the page's own world, whatever its policy says of scripts.
  await page.addInitScript(AXE);
});
afterAll(() => stage?.stop());
beforeEach(() => {
  stage.reset();
  complaints.length = 0;
});
afterEach(async () => {
  await page.unrouteAll();
  if (page.url() === 'about:blank') return;
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith('draft:')) localStorage.removeItem(key);
  });
});

it('walks every page that there is', () => {
  const walked = new Set(STATES.map((state) => state.page));
  expect(Object.keys(PAGES).filter((name) => !walked.has(name as keyof typeof PAGES))).toEqual([]);
});

describe.each(STATES)('$page: $name', ({ page: name, path, set, drafts, act, loading, nowhere }) => {
  it('is sound in every look', async () => {
    set?.(stage);
    if (drafts) await begin(drafts);
    await page.setViewportSize({ width: 360, height: 640 });
    await page.goto(stage.origin + path);
    if (loading) await page.locator('main[aria-busy] h1').waitFor({ state: 'attached' });
    else await drawn(page);
    await act?.(page, stage);
    // An address may lead on to another page, which would be looked at in its place.
    if (!nowhere) await page.locator(PAGES[name].tag).waitFor({ state: 'attached' });
    const faults: string[] = [];
    for (const look of LOOKS) {
      await wear(look);
      for (const fault of await page.evaluate(checkPage, look))
        faults.push(`${look.furi} ${look.size} ${look.scheme} ${look.width}: ${fault}`);
    }
    expect([...faults, ...complaints]).toEqual([]);
  });
});

/** Leaves on the phone what an earlier visit has begun. */
async function begin(drafts: Record<string, object>): Promise<void> {
  await page.goto(`${stage.origin}/blank`);
  await page.evaluate((given) => {
    for (const [name, draft] of Object.entries(given))
      localStorage.setItem(`draft:${name}`, JSON.stringify({ at: Date.now(), draft }));
  }, drafts);
}

let worn = { width: 0, height: 0, scheme: '' };

async function wear({ width, height, scheme }: Look): Promise<void> {
  if (worn.width !== width || worn.height !== height) await page.setViewportSize({ width, height });
  if (worn.scheme !== scheme) await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  worn = { width, height, scheme };
}
