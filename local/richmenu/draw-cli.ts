import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { MENUS } from '../../worker/line/rich-menus.ts';
import { CHROMIUM_ARGS, ensureChromium } from '../prepare/chromium.mjs';
import { drawnFrom, menuHtml } from './draw-menu.ts';
import { DRAWN, pictureFile } from './pictures.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const executablePath = ensureChromium(ROOT, console.log);
const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
try {
  const from: Record<string, string> = {};
  for (const menu of MENUS) {
    const { width, height } = menu;
    const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: 1 });
    await page.setContent(menuHtml(menu));
    await page.evaluate(() => document.fonts.ready);
    writeFileSync(pictureFile(menu.kind), await page.screenshot());
    from[menu.kind] = drawnFrom(menu);
    console.log(`${menu.kind}.png ${width}×${height}`);
  }
  writeFileSync(DRAWN, `${JSON.stringify(from, null, 2)}\n`);
} finally {
  await browser.close();
}
