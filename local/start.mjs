import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildOutputs } from './prepare/build.mjs';
import { installPackages, newerNode } from './prepare/install.mjs';
import { Refusal } from './prepare/refusal.mjs';

// Plain JavaScript for Node 20 without packages: this runs before anything is installed.
const root = fileURLToPath(new URL('..', import.meta.url));
const say = (/** @type {string} */ line) => console.log(`  ${line}`);

try {
  await prepare();
  const program = newerNode(root);
  const options = ['--disable-warning=ExperimentalWarning', 'local/run.ts', ...process.argv.slice(2)];
  // The channel tells the runner when this process is gone, even when it was killed.
  const runner = spawn(program, options, { cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    // On Ctrl-C the terminal tells both processes; the runner takes the second word as the same one.
    process.on(signal, () => runner.kill(signal));
  }
  runner.once('exit', (code) => process.exit(code ?? 1));
} catch (error) {
  fail(error);
}

async function prepare() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Refusal(`This is Node ${process.versions.node}.`, 'use Node 20 or newer.');
  await installPackages(root, say);
  await buildOutputs(root, ['liff-local', 'worker'], say);
}

function fail(/** @type {unknown} */ error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exit(1);
}
