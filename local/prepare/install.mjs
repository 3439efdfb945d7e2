import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLogged, tellingLine } from './command.mjs';
import { Refusal } from './refusal.mjs';

/**
 * Installs what package-lock.json says, when it isn't there yet.
 * @param {string} root
 * @param {(line: string) => void} say
 */
export async function installPackages(root, say) {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(lock).digest('hex');
  const stamp = join(root, 'node_modules', '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  if (!isInstalled(root, lock)) {
    say('installing packages (npm ci) パッケージを入れています …');
    const [program, ...first] = npm();
    const log = join(root, '.local', 'logs', 'install.log');
    const args = [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline'];
    const { code, output } = await runLogged(root, log, program, args);
    if (code !== 0) {
      throw new Refusal(
        `Installing the packages failed: ${tellingLine(output)} (all of it: .local/logs/install.log)`,
        'check the network and the disk, then run the same command again.',
      );
    }
  }
  writeFileSync(stamp, hash);
}

/**
 * The Node that runs TypeScript without a build step: the installed one, whatever started us.
 * @param {string} root
 * @returns {string}
 */
export function newerNode(root) {
  for (const name of ['node', 'node.exe']) {
    const program = join(root, 'node_modules', 'node', 'bin', name);
    if (existsSync(program) && spawnSync(program, ['--version']).status === 0) return program;
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 23 || (major === 22 && minor >= 18)) return process.execPath;
  throw new Refusal(
    'The package "node" (Node 24) has no program in it.',
    'run `npm ci` with install scripts allowed, or use Node 24 itself.',
  );
}

/** Every package of the lock file lies in node_modules in the same version (optional ones may miss). */
function isInstalled(/** @type {string} */ root, /** @type {string} */ lock) {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const there = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(JSON.parse(lock).packages).every(
    ([path, wanted]) => path === '' || wanted.optional || there[path]?.version === wanted.version,
  );
}

function npm() {
  const own = process.env.npm_execpath;
  if (own && /npm-cli\.c?js$/.test(own)) return [process.execPath, own];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}
