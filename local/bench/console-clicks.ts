import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { startMachine } from '../machine.ts';
import { freePorts } from '../ports.ts';
import { buildOutputs } from '../prepare/build.mjs';
import { CHROMIUM_ARGS, ensureChromium } from '../prepare/chromium.mjs';
import { middle } from './measure.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MANAGER = '中村 さおり';

/** One page, opened by a click: median milliseconds over the rounds. */
export interface ClickedPage {
  what: string;
  /** The first time in a document: its code may have to be fetched. */
  first: number;
  /** A later time in the same document. */
  again: number;
}

/** A click that is measured, or a step between two of them that isn't. */
type Step =
  | { what: string; click: string; shows: string }
  | { what: string; type: string; into: string; shows: string }
  | { open: string }
  | { empty: string; shows: string }
  | { back: string };

const AT_MOST = 20_000;
const ROWS = 'page-clients .client-row';
const CLIENT = 'page-client client-timeline .tl > li';
const rail = (path: string) => `nav.rail > a[href="${path}"]`;
const tab = (path: string) => `main .tabs a[href="${path}"]`;

/** A counselor's and a manager's way through every page of the console; `shows` is there only with the page's data. */
const WALK: readonly Step[] = [
  { what: 'a case, from 今日', click: 'today-calls .who a', shows: 'page-case #clog' },
  { what: '今日', click: rail('/console'), shows: 'page-today .tally b' },
  { what: 'やりとり', click: rail('/console/threads'), shows: 'page-threads li.q' },
  { what: 'a thread', click: 'page-threads .who a', shows: 'page-thread .talk > li' },
  { what: '予定, the week', click: rail('/console/calendar'), shows: 'page-calendar .cal.week > li' },
  { what: '予定, the month', click: 'main button:text-is("月")', shows: 'page-calendar .cal.month > li' },
  { what: '利用者', click: rail('/console/clients'), shows: ROWS },
  { empty: '#q', shows: `${ROWS}:nth-child(20)` },
  { what: '利用者, a search', type: 'みうら', into: '#q', shows: `${ROWS}:only-child` },
  { what: 'a client', click: `${ROWS} a`, shows: CLIENT },
  { what: 'an entry written', click: 'main .top a[href*="/record"]', shows: 'page-record form' },
  { back: CLIENT },
  { what: 'an entry corrected', click: 'main .tl a[href*="corrects="]', shows: 'page-record aside .tl > li' },
  { back: CLIENT },
  { open: 'client-timeline details' },
  { what: 'the record printed', click: 'main a[href*="/print"]', shows: 'page-print .a4 .sign' },
  { what: 'a client, from the print', click: 'main .noprint a', shows: CLIENT },
  { what: 'a case opened', click: 'main .top a[href$="/open"]', shows: 'page-case-open form' },
  { back: CLIENT },
  { what: 'the composer', click: 'main a[href*="/write/"]', shows: 'page-write form' },
  { back: CLIENT },
  { open: 'client-contacts details:has(a[href*="/rules/"])' },
  { what: 'the rules agreed to', click: 'main a[href*="/rules/"]', shows: 'page-rules-text dl > div' },
  { back: CLIENT },
  { what: 'the erasure', click: 'main a[href$="/erase"]', shows: 'page-erase form' },
  { back: CLIENT },
  { what: 'a case', click: 'main a[href*="/cases/"]', shows: 'page-case #clog' },
  { what: '利用者, from a case', click: rail('/console/clients'), shows: ROWS },
  { empty: '#q', shows: `${ROWS}:nth-child(20)` },
  { what: 'a client not invited', click: `${ROWS}:has-text("まねいていません") a`, shows: CLIENT },
  { what: 'somebody invited', click: 'main a[href*="/invite/"]', shows: 'page-invite form' },
  { back: CLIENT },
  { back: ROWS },
  { what: 'a client registered', click: 'main a[href$="/clients/new"]', shows: 'page-client-new form' },
  { back: ROWS },
  {
    what: 'clients imported',
    click: 'main a[href$="/clients/import"]',
    shows: 'page-client-import input[type=file]',
  },
  { what: '記録', click: rail('/console/records'), shows: 'page-drafts .count' },
  { what: '検討', click: rail('/console/reviews'), shows: 'page-reviews .page .sheet' },
  { what: '数字', click: rail('/console/figures'), shows: 'page-figures .page .sheet' },
  { what: 'お知らせ', click: rail('/console/notices'), shows: 'page-notices .page .sheet' },
  { what: '定時処理', click: 'main a[href="/console/jobs"]', shows: 'page-jobs .page .sheet' },
  { what: '設定', click: rail('/console/settings'), shows: 'page-settings form' },
  { what: '設定, 休み', click: tab('/console/settings/closures'), shows: 'page-closures form' },
  { what: '設定, ひな形', click: tab('/console/settings/templates'), shows: 'page-templates .sheet' },
  { what: '設定, 留意点', click: tab('/console/settings/rules'), shows: 'page-rules .version' },
  { what: '設定, 職員', click: tab('/console/staff'), shows: 'page-staff a[href*="/staff/"]' },
  { what: '引きつぎ', click: 'main a[href*="/console/staff/"]', shows: 'page-hand-over form' },
  { what: '設定, 開いた記録', click: tab('/console/settings/access'), shows: 'page-access tbody tr' },
  { what: '設定, 変更の記録', click: tab('/console/settings/changes'), shows: 'page-changes .q' },
  { what: '設定, 書き出し', click: tab('/console/settings/exports'), shows: 'page-exports .sheet' },
  { what: '設定, 端末', click: tab('/console/sessions'), shows: 'page-sessions .q' },
  { what: '今日, from the settings', click: rail('/console'), shows: 'page-today .tally b' },
];

/** The large demo's office behind the real Worker, and a manager who clicks through the console on a desk's screen. */
export async function measureClicks(
  start: number,
  rounds: number,
  note: (line: string) => void,
): Promise<ClickedPage[]> {
  await buildOutputs(ROOT, ['liff-local', 'worker'], note);
  const folder = mkdtempSync(join(tmpdir(), 'bench-clicks-'));
  note('the large demo is lived through');
  const machine = await startMachine({ folder, ports: await freePorts(), start, demo: 'large' });
  try {
    const browser = await chromium.launch({
      executablePath: ensureChromium(ROOT, note),
      args: CHROMIUM_ARGS,
    });
    try {
      const desk = {
        baseURL: machine.productUrl,
        locale: 'ja-JP',
        timezoneId: 'Asia/Tokyo',
        viewport: { width: 1280, height: 800 },
      };
      const storageState = await signedIn(await browser.newContext(desk));
      return await clickThrough(() => browser.newContext({ ...desk, storageState }), rounds, note);
    } finally {
      await browser.close();
    }
  } finally {
    await machine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function signedIn(context: BrowserContext) {
  const page = await context.newPage();
  await page.goto('/console');
  await page.getByRole('button', { name: 'LINE でログインする' }).click();
  await page.getByRole('link', { name: MANAGER }).click();
  await page.locator('page-today .tally').waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/**
 * Clicks through every page, in a document and a browser that know none of them yet and then once more in the same
 * document. Measured in the page itself: from the pointer that goes down (from the letter that comes, in a search) to
 * the end of the first frame that was painted with the page's own data and an h1, and without any words of loading.
 */
export async function clickThrough(
  open: () => Promise<BrowserContext>,
  rounds: number,
  note: (line: string) => void,
): Promise<ClickedPage[]> {
  const first = new Map<string, number[]>();
  const again = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    note(`clicks through the console, round ${round + 1} of ${rounds}`);
    const context = await open();
    const page = await context.newPage();
    await page.addInitScript(watchClicks);
    await page.goto('/console');
    await page.locator('page-today .tally').waitFor();
    for (const taken of [first, again])
      for (const step of WALK) {
        const ms = await take(page, step);
        if ('what' in step) taken.set(step.what, [...(taken.get(step.what) ?? []), ms]);
      }
    await context.close();
  }
  return [...first].map(([what, ms]) => ({ what, first: middle(ms), again: middle(again.get(what) ?? []) }));
}

async function take(page: Page, step: Step): Promise<number> {
  if ('open' in step) {
    await page
      .locator(step.open)
      .first()
      .evaluate((details) => details.setAttribute('open', ''));
    return 0;
  }
  if ('back' in step) {
    await page.goBack();
    await page.locator(step.back).first().waitFor();
    return 0;
  }
  if ('empty' in step) {
    await page.locator(step.empty).fill('');
    await page.locator(step.shows).waitFor();
    return 0;
  }
  const where = page.locator('click' in step ? step.click : step.into).first();
  await where.scrollIntoViewIfNeeded();
  await page.evaluate((shows) => (window as Watched).watchFor?.(shows), step.shows);
  if ('click' in step) await where.click();
  else await where.fill(step.type);
  const late = `${step.what} did not show ${step.shows}`;
  const ms = await page.evaluate(
    async ([atMost]) =>
      Promise.race([
        (window as Watched).shown,
        new Promise<null>((done) => setTimeout(() => done(null), atMost)),
      ]),
    [AT_MOST] as const,
  );
  if (typeof ms !== 'number') throw new Error(late);
  return ms;
}

type Watched = Window & { watchFor?: (shows: string) => void; shown?: Promise<number> };

/** Runs in the page: waits for what a click shows. */
function watchClicks(): void {
  let began = 0;
  const start = (event: Event) => {
    began = event.timeStamp;
  };
  addEventListener('pointerdown', start, { capture: true });
  addEventListener('input', start, { capture: true });
  (window as Watched).watchFor = (shows) => {
    const isShown = () => {
      const main = document.querySelector('main');
      if (!main || main.closest('[aria-busy]') || !main.querySelector('h1')) return false;
      return main.querySelector(shows) !== null && !main.textContent?.includes('読み込んでいます');
    };
    if (isShown()) throw new Error(`${shows} is there before the click`);
    (window as Watched).shown = new Promise((done) => {
      const observer = new MutationObserver(() => {
        if (!isShown()) return;
        observer.disconnect();
        // The task that a frame's callback posts runs after that frame has been painted.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => done(performance.now() - began);
          port2.postMessage(null);
        });
      });
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    });
  };
}
