import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { TEST_CHROMIUM } from '../../local/prepare/chromium.mjs';

/** The machine's own Chromium, quiet and without a window. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath:
      process.env.CHROMIUM_PATH ?? (existsSync(TEST_CHROMIUM) ? TEST_CHROMIUM : '/usr/bin/chromium'),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
