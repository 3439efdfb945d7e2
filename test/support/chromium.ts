import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM_ARGS, TEST_CHROMIUM } from '../../local/prepare/chromium.mjs';

/** The machine's own Chromium, quiet and without a window. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath:
      process.env.CHROMIUM_PATH ?? (existsSync(TEST_CHROMIUM) ? TEST_CHROMIUM : '/usr/bin/chromium'),
    args: CHROMIUM_ARGS,
  });
}
