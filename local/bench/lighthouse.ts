import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runLogged, tellingLine } from '../prepare/command.mjs';

/** What of Lighthouse's report is looked at. */
interface Report {
  lhr: {
    categories: Record<string, { score: number | null }>;
    audits: Record<string, { numericValue?: number }>;
    runtimeError?: object;
  };
}
export type Lighthouse = (
  url: string,
  flags: { port: number; logLevel: 'error'; onlyCategories: string[] },
) => Promise<Report | undefined>;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PINNED = join(ROOT, 'local/bench/lighthouse');
const FOLDER = join(ROOT, '.local/bench');

/** Lighthouse in the pinned version, fetched when it isn't there yet; why not, when it can't be. */
export async function fetchLighthouse(note: (line: string) => void): Promise<Lighthouse | string> {
  const lock = readFileSync(join(PINNED, 'package-lock.json'), 'utf8');
  const kept = join(FOLDER, 'package-lock.json');
  const entry = join(FOLDER, 'node_modules/lighthouse/core/index.js');
  if (!existsSync(entry) || !existsSync(kept) || readFileSync(kept, 'utf8') !== lock) {
    note('fetching Lighthouse into .local/bench');
    mkdirSync(FOLDER, { recursive: true });
    for (const name of ['package.json', 'package-lock.json'])
      copyFileSync(join(PINNED, name), join(FOLDER, name));
    const args = ['ci', '--prefix', FOLDER, '--ignore-scripts', '--no-audit', '--no-fund'];
    const log = join(ROOT, '.local/logs/lighthouse.log');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { code, output } = await runLogged(ROOT, log, npm, args);
    if (code !== 0 || !existsSync(entry)) return tellingLine(output);
  }
  return ((await import(pathToFileURL(entry).href)) as { default: Lighthouse }).default;
}
