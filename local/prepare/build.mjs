import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged, tellingLine } from './command.mjs';
import { newerNode } from './install.mjs';
import { takeLock } from './lock.mjs';
import { Refusal } from './refusal.mjs';

const SOURCES = [
  'liff',
  'worker',
  'db',
  'vite.config.ts',
  'wrangler.toml',
  'tsconfig.json',
  'package-lock.json',
];

/** @type {Record<string, { proof: string, args: string[], env?: Record<string, string> }>} */
const OUTPUTS = {
  liff: { proof: 'dist/liff/index.html', args: ['node_modules/vite/bin/vite.js', 'build'] },
  'liff-local': {
    proof: 'dist/liff-local/index.html',
    args: ['--disable-warning=ExperimentalWarning', 'local/prepare/build-local-pages.ts'],
  },
  worker: {
    proof: 'dist/worker/index.js',
    args: [
      'node_modules/wrangler/bin/wrangler.js',
      'deploy',
      '--dry-run',
      '--env=',
      '--outdir',
      'dist/worker',
    ],
    env: { WRANGLER_SEND_METRICS: 'false', WRANGLER_WRITE_LOGS: 'false', CI: '1' },
  },
};

/**
 * Builds those outputs whose sources have changed since they were built.
 * @param {string} root
 * @param {readonly ('liff' | 'liff-local' | 'worker')[]} wanted
 * @param {(line: string) => void} say
 */
export async function buildOutputs(root, wanted, say) {
  mkdirSync(join(root, 'dist', 'liff'), { recursive: true });
  const unlock = await lock(join(root, 'dist', '.lock'));
  try {
    const hash = hashOf(root);
    const stale = wanted.filter((name) => {
      const stamp = stampOf(root, name);
      const fresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
      return !fresh || !existsSync(join(root, OUTPUTS[name].proof));
    });
    if (stale.length === 0) return;
    say(`building 組み立てています (${stale.join(', ')}) …`);
    const results = await Promise.allSettled(stale.map((name) => build(root, name, hash)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  } finally {
    unlock();
  }
}

async function build(/** @type {string} */ root, /** @type {string} */ name, /** @type {string} */ hash) {
  const stamp = stampOf(root, name);
  rmSync(stamp, { force: true });
  const { args, env, proof } = OUTPUTS[name];
  const log = join(root, '.local', 'logs', `build-${name}.log`);
  // A test runner says NODE_ENV=test, which would build the libraries' development halves in.
  const own = { NODE_ENV: 'production', ...env };
  const { code, output } = await runLogged(root, log, newerNode(root), args, own);
  if (code !== 0 || !existsSync(join(root, proof))) {
    throw new Refusal(
      `Building ${name} failed: ${tellingLine(output)} (all of it: .local/logs/build-${name}.log)`,
      'correct the source named there (`npm run check` says more) and start again.',
    );
  }
  writeFileSync(stamp, hash);
}

function stampOf(/** @type {string} */ root, /** @type {string} */ name) {
  return join(root, 'dist', `.built-${name}`);
}

/** One hash over the names and contents of everything that goes into a build. */
function hashOf(/** @type {string} */ root) {
  const hash = createHash('sha256');
  const add = (/** @type {string} */ path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) add(`${path}/${name}`);
    } else {
      hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
    }
  };
  for (const path of SOURCES) add(path);
  return hash.digest('hex');
}

/** Two runs must not build into the same folder at once. */
async function lock(/** @type {string} */ path) {
  for (;;) {
    const taken = takeLock(path);
    if (typeof taken === 'function') return taken;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
