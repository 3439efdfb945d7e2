import type { BrowserContext, Locator, Page } from 'playwright-core';

export interface Tapped {
  what: string;
  /** From the finger to the next paint; the browser names nothing shorter than 16 ms. */
  ms: number;
  /** From the finger to the page it leads to, put together before its paint; where it leads to one. */
  arrived: number | null;
}

const SHORTEST = 16;
const SLOWER = 4;

/** Taps through one flow as a person does, on a slowed CPU, and says how long each tap waited for its paint. */
export async function tapThrough(
  context: BrowserContext,
  flow: keyof typeof FLOWS,
  url: string,
): Promise<Tapped[]> {
  const page = context.pages()[0] ?? (await context.newPage());
  await page.addInitScript(watchTaps);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(url);
  await page.locator('main:not([aria-busy]) h1').waitFor();
  const tapped: Tapped[] = [];
  const tap = async (what: string, where: Locator) => {
    tapped.push({ what: `${flow}: ${what}`, ms: await measured(page, where), arrived: null });
  };
  const goOn = async (what: string, where: Locator) => {
    const before = await page.locator('main h1').textContent();
    await tap(what, where);
    await page.waitForFunction((old) => {
      const title = document.querySelector<HTMLElement>('main:not([aria-busy]) h1');
      return title !== null && title.textContent !== old;
    }, before);
    const last = tapped.at(-1);
    if (last) last.arrived = await page.evaluate(() => (window as Watched).arrived ?? null);
  };
  await FLOWS[flow](page, tap, goOn);
  return tapped;
}

type Tap = (what: string, where: Locator) => Promise<void>;

const FLOWS = { consent, dates, nothing };

async function nothing(page: Page, tap: Tap): Promise<void> {
  for (let time = 0; time < 10; time += 1) await tap('a box on an empty page', page.locator('label'));
}

async function consent(page: Page, tap: Tap, goOn: Tap): Promise<void> {
  const next = page.locator('.act .btn-main');
  await tap('open how it looks', page.locator('.bar .tool[aria-controls=look]'));
  for (const [what, name] of [
    ['readings', 'furi-bar'],
    ['size of letters', 'size-bar'],
  ] as const) {
    await tap(what, optionOf(page, name).last());
    await tap(what, optionOf(page, name).first());
  }
  await tap('close how it looks', page.locator('.bar .tool[aria-controls=look]'));
  for (let step = 1; step <= 3; step += 1) await goOn('next rules', next);
  await tap('go on without a choice', next);
  await tap('who chooses', page.locator('main label:has(input[type=radio])').first());
  await goOn('next question', next);
  for (const at of [3, 2, 1, 0]) await tap('yes, no, later or unsure', cards(page).nth(at));
  await goOn('look at the choice', next);
  await goOn('decide', next);
}

async function dates(page: Page, tap: Tap, goOn: Tap): Promise<void> {
  const next = page.locator('.act .btn-main');
  await goOn('open a request', page.locator('a.btn-main[href*="/dates/"]').first());
  for (let question = 1; question <= 2; question += 1) {
    await tap('how somebody is', cards(page).first());
    await goOn('next question', next);
  }
  await goOn('skip the words', page.getByRole('button', { name: /とば/ }));
  await tap('go on without a choice', next);
  const times = page.locator('main label:has(input[name=slot])');
  for (let at = 0; at < (await times.count()); at += 1) await tap('choose a time', times.nth(at));
  await tap('move a time up', page.locator('.order button').nth(2));
  await tap('take a time back', times.nth(0));
  await tap('none of them', page.locator('main label:has(input[type=radio])').first());
  await tap('choose a time', times.nth(0));
  await goOn('look at the answer', next);
  await goOn('mend the answer', page.locator('main a', { hasText: 'おす' }).first());
  await page.goBack();
  await page.locator('h1', { hasText: 'いいですか' }).waitFor();
  await goOn('send', next);
}

function cards(page: Page): Locator {
  return page.locator('main label:has(input[type=radio])');
}

function optionOf(page: Page, name: string): Locator {
  return page.locator(`label:has(input[name="${name}"])`);
}

async function measured(page: Page, where: Locator): Promise<number> {
  await where.scrollIntoViewIfNeeded();
  await page.evaluate(() => {
    Object.assign(window, { taps: [], arrived: null });
  });
  await where.tap();
  return page.evaluate(waitForPaint, SHORTEST);
}

type Watched = Window & { taps?: number[]; arrived?: number | null };

/** Runs in the page: keeps how long each event of a tap waited for its paint, and how long the page after it took. */
function watchTaps(): void {
  let touched = 0;
  addEventListener('pointerup', ({ timeStamp }) => (touched = timeStamp), true);
  addEventListener('page-shown', () => Object.assign(window, { arrived: performance.now() - touched }));
  const seen = (list: PerformanceObserverEntryList) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[])
      if (entry.interactionId > 0) (window as Watched).taps?.push(entry.duration);
  };
  new PerformanceObserver(seen).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
}

/** Runs in the page: the longest of what the last tap set off, once three quiet frames have followed it. */
async function waitForPaint(shortest: number): Promise<number> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
  for (let quiet = 0, last = -1; quiet < 3; quiet += 1) {
    await frame();
    const count = (window as Watched).taps?.length ?? 0;
    if (count !== last) quiet = 0;
    last = count;
  }
  return Math.max(shortest, ...((window as Watched).taps ?? []));
}
