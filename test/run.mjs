import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildOutputs } from '../local/prepare/build.mjs';
import { ensureTestChromium } from '../local/prepare/chromium.mjs';
import { installPackages, newerNode } from '../local/prepare/install.mjs';
import { Refusal } from '../local/prepare/refusal.mjs';

// Plain JavaScript for Node 20 without packages: this runs before anything is installed.
const root = fileURLToPath(new URL('..', import.meta.url));
const say = (/** @type {string} */ line) => console.log(`== ${line}`);
const count = { passed: 0, failed: 0, skipped: 0 };

try {
  await installPackages(root, say);
  const chromium = ensureTestChromium(root, say);
  await buildOutputs(root, ['liff', 'liff-local', 'worker'], say);
  tally('types', await run('types', ['node_modules/typescript/bin/tsc', '--noEmit']));
  tally(
    'lint',
    await run('lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']),
  );
  await vitest(chromium);
} catch (error) {
  if (!(error instanceof Refusal)) console.error(error);
  else console.error(error.message);
  count.failed += 1;
}
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;

/** Every test of both projects; the counts come from vitest's own report, not from its last lines. */
async function vitest(/** @type {string} */ chromium) {
  const folder = mkdtempSync(join(tmpdir(), 'vitest-'));
  const report = join(folder, 'report.json');
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json'];
  const code = await run('tests', [...args, `--outputFile.json=${report}`], { CHROMIUM_PATH: chromium });
  const failedBefore = count.failed;
  if (existsSync(report)) add(JSON.parse(readFileSync(report, 'utf8')));
  rmSync(folder, { recursive: true, force: true });
  // An error outside of any test fails the run without failing a test.
  if (code !== 0 && count.failed === failedBefore) tally('errors outside the tests', code);
}

function add(
  /** @type {{ testResults: { name: string, status: string, assertionResults: { status: string }[] }[] }} */ report,
) {
  for (const file of report.testResults) {
    const states = file.assertionResults.map((each) => each.status);
    count.passed += states.filter((state) => state === 'passed').length;
    count.skipped += states.filter(
      (state) => state === 'skipped' || state === 'pending' || state === 'todo',
    ).length;
    const failed = states.filter((state) => state === 'failed').length;
    // A file that can't be loaded, or whose hooks fail, has failed without a failed test.
    count.failed += failed === 0 && file.status === 'failed' ? 1 : failed;
  }
}

function tally(/** @type {string} */ name, /** @type {number} */ code) {
  if (code === 0) count.passed += 1;
  else count.failed += 1;
  if (code !== 0) console.error(`== ${name}: failed`);
}

/** @returns {Promise<number>} */
function run(/** @type {string} */ name, /** @type {string[]} */ args, env = {}) {
  say(name);
  return new Promise((resolve) => {
    const child = spawn(newerNode(root), args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
  });
}
