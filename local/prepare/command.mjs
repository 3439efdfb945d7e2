import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Runs a program to its end with its output in a file; nothing is read from standard input.
 * @param {string} root
 * @param {string} log file that takes the output
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string | undefined>} [env]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runLogged(root, log, program, args, env = {}) {
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, `${program} ${args.join(' ')}\n`);
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const take = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString('utf8');
      appendFileSync(log, chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', (error) => resolve({ code: 127, output: String(error.message) }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * The line of a failed program's output that says most.
 * @param {string} output
 */
export function tellingLine(output) {
  const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
  const lines = output
    .split('\n')
    .map((line) => line.replaceAll(colour, '').trim())
    .filter(
      (line) =>
        line !== '' && !/^(npm error A complete log|at |\^|~+$)|Build failed with \d+ errors?:?$/.test(line),
    );
  const telling =
    lines.find((line) => /^\[[A-Z_]{6,}\]|✘|\berror TS\d+|^\w*Error: /.test(line)) ??
    lines.find((line) => /error/i.test(line) && !/^npm error( code.*)?$|^error during build:?$/.test(line));
  return (telling ?? lines.at(-1) ?? 'no output').slice(0, 200);
}
