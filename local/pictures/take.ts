import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { startMachine } from '../machine.ts';
import { freePorts } from '../ports.ts';
import { buildOutputs } from '../prepare/build.mjs';
import { CHROMIUM_ARGS, ensureChromium } from '../prepare/chromium.mjs';
import { startStudio } from '../studio/server.ts';
import { DEVICE, Desk } from './desk.ts';
import { Stage } from './stage.ts';
import { PICTURES, type Picture } from './table.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A Tuesday in the office's hours, as in the demo's own story. */
const START = Date.parse('2026-12-08T10:00:00+09:00');
const MINUTE = 60_000;
const MOST_BYTES = 150_000;
const HEIGHTS = { 390: 844, 1280: 900, 1440: 1000 } as const;

const say = (line: string) => console.log(line);
const only = process.argv.slice(2);

await buildOutputs(ROOT, ['liff-local', 'worker'], say);
await takeAll(PICTURES.filter((each) => only.length === 0 || only.includes(each.name)));

/** Takes the pictures in the table's order, a minute of the office's clock apart: the same ones every time. */
async function takeAll(wanted: readonly Picture[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  const ports = await freePorts();
  const machine = await startMachine({ folder, ports, start: START, demo: 'small' });
  const studio = await startStudio({
    port: ports.studio,
    machine: () => machine,
    beginAnew: () => Promise.reject(new Error('the pictures need this world')),
  });
  const executablePath = ensureChromium(ROOT, say);
  const browser = await chromium.launch({
    executablePath,
    args: [...CHROMIUM_ARGS, '--lang=ja'],
    // The browser's own fields (dates, files) speak Japanese where it can (Debian: chromium-l10n).
    env: { ...process.env, LANGUAGE: 'ja', LANG: 'ja_JP.UTF-8' },
  });
  const stage = new Stage(machine);
  const desk = new Desk(machine);
  try {
    for (const picture of PICTURES) {
      const at = START + (PICTURES.indexOf(picture) + 1) * MINUTE + (picture.later ?? 0);
      // What one picture does to the world, a later one may show: nothing is left out but the taking.
      if (!wanted.includes(picture) && !picture.stays) continue;
      await machine.moveTo(Math.max(at, machine.clock.now()), { ticks: picture.ticks ?? false });
      await picture.world?.(stage);
      const context = await browser.newContext({
        viewport: { width: picture.width, height: picture.height ?? HEIGHTS[picture.width] },
        locale: 'ja-JP',
        timezoneId: 'Asia/Tokyo',
        userAgent: DEVICE,
        reducedMotion: 'reduce',
        // A phone's letters are small on paper.
        deviceScaleFactor: picture.width === 390 ? 2 : 1,
      });
      const page = await opened(context, stage, desk, picture);
      await picture.before?.(page, stage);
      await settled(page);
      if (wanted.includes(picture)) await keep(picture, await shot(page, picture));
      await context.close();
    }
  } finally {
    await browser.close();
    await studio.close();
    await machine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function opened(context: BrowserContext, stage: Stage, desk: Desk, picture: Picture): Promise<Page> {
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const { machine } = stage;
  const path = await picture.path(stage);
  if (picture.as === null) {
    await page.goto(path.startsWith('http') ? path : machine.productUrl + path);
  } else if (path.startsWith('/console')) {
    await context.addCookies(await desk.cookies(stage.userOf(picture.as)));
    await page.goto(machine.productUrl + path);
  } else {
    // LINE knows this browser by this person; what LINE asks of others is passed over.
    const inLiff = `/liff.line.me/${machine.secrets.liffId}${path}`;
    const as = new URLSearchParams({ userId: stage.userOf(picture.as), next: inLiff });
    await page.goto(`${machine.line.url}/_control/as?${as}`);
    await page.locator('app-shell main:not([aria-busy])').waitFor();
  }
  await page.locator('h1').first().waitFor();
  return page;
}

/** Nothing is loading any more, and the letters are there. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => !document.body.textContent?.includes('読み込んでいます'));
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

async function shot(page: Page, picture: Picture): Promise<Buffer> {
  const target = picture.part ? page.locator(picture.part).first() : page;
  return target.screenshot({ animations: 'disabled', caret: 'hide' });
}

/** As few colours as the flat drawing needs; a picture that is too large says so. */
async function keep(picture: Picture, png: Buffer): Promise<void> {
  const small = await sharp(png).png({ palette: true, colours: 64, effort: 10, dither: 0 }).toBuffer();
  if (small.length > MOST_BYTES)
    throw new Error(`${picture.name} has ${small.length} bytes; at most ${MOST_BYTES}`);
  const path = join(ROOT, picture.folder ?? 'docs/handbook/pictures', `${picture.name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, small);
  say(`${picture.name}.png ${Math.round(small.length / 1000)} kB`);
}
