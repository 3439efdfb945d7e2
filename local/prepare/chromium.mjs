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

/**
 * A Chromium for the browser tests: one that is there, else one that is installed now.
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
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) installFromDebian();
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

function installFromDebian() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = /** @type {const} */ ({ env, stdio: ['ignore', 'ignore', 'inherit'] });
  spawnSync('apt-get', ['update', '-q'], quiet);
  spawnSync('apt-get', ['install', '-yq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], quiet);
}

/** Where playwright keeps its own Chromium, when it has one. */
function ownChromium(/** @type {string} */ root) {
  const ask = "import('playwright-core').then((p) => console.log(p.chromium.executablePath()))";
  const { stdout } = spawnSync(newerNode(root), ['-e', ask], { cwd: root, encoding: 'utf8' });
  const path = stdout?.trim();
  return path && existsSync(path) ? path : undefined;
}
