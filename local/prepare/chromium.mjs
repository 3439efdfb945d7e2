import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { newerNode } from './install.mjs';
import { Refusal } from './refusal.mjs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Quiet, and in a machine without a screen. */
export const CHROMIUM_ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium without windows, as Debian packs it beside the whole browser. */
export const TEST_CHROMIUM = '/usr/lib/chromium/chromium-headless-shell';

/**
 * The Chromium of the browser tests. The whole browser takes twice as long for the same pages, since it draws windows
 * that nobody sees: where Debian's can be had without them, that one.
 * @param {string} root
 * @param {(line: string) => void} say
 * @returns {string}
 */
export function ensureTestChromium(root, say) {
  if (process.env.CHROMIUM_PATH) return ensureChromium(root, say);
  if (!existsSync(TEST_CHROMIUM) && mayInstall()) {
    say('installing Chromium for tests テスト用のブラウザを入れています …');
    installFromDebian('chromium-headless-shell');
  }
  return existsSync(TEST_CHROMIUM) ? TEST_CHROMIUM : ensureChromium(root, say);
}

/**
 * A Chromium: one that is there, else one that is installed now.
 * @param {string} root
 * @param {(line: string) => void} say
 * @returns {string}
 */
export function ensureChromium(root, say) {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Refusal(`CHROMIUM_PATH names ${named}, which is not there.`, 'correct it or unset it.');
  }
  const there = PLACES.find((path) => existsSync(path)) ?? ownChromium(root);
  if (there) return there;
  say('installing Chromium ブラウザを入れています …');
  if (mayInstall()) installFromDebian('chromium');
  const debian = PLACES.find((path) => existsSync(path));
  if (debian) return debian;
  const cli = join(root, 'node_modules', 'playwright-core', 'cli.js');
  spawnSync(newerNode(root), [cli, 'install', 'chromium'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const own = ownChromium(root);
  if (own) return own;
  throw new Refusal(
    'No Chromium was found and none could be installed.',
    'install one and set CHROMIUM_PATH.',
  );
}

function mayInstall() {
  return existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
}

/** What can't be had soon is done without. */
function installFromDebian(/** @type {string} */ browser) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = /** @type {const} */ ({ env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 });
  const soon = ['-q', '-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20'];
  spawnSync('apt-get', ['update', ...soon], quiet);
  spawnSync(
    'apt-get',
    ['install', '-y', '--no-install-recommends', ...soon, browser, 'fonts-noto-cjk'],
    quiet,
  );
}

/** Where playwright keeps its own Chromium, when it has one. */
function ownChromium(/** @type {string} */ root) {
  const ask = "import('playwright-core').then((p) => console.log(p.chromium.executablePath()))";
  const { stdout } = spawnSync(newerNode(root), ['-e', ask], { cwd: root, encoding: 'utf8' });
  const path = stdout?.trim();
  return path && existsSync(path) ? path : undefined;
}
