import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts, portsFrom, refuseBusyPorts } from '../../local/ports.ts';
import { tellingLine } from '../../local/prepare/command.mjs';
import { secretsOf } from '../../local/secrets.ts';
import { compatibilityDateOf, workerdConfig } from '../../local/workerd/config.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'preparing-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('ports', () => {
  it('follow PORT', () => {
    expect(portsFrom(8787)).toEqual({ studio: 8787, product: 8788, line: 8789, database: 8790 });
  });

  it('are refused in one line with the mend when somebody holds one', async () => {
    const ports = await freePorts();
    await expect(refuseBusyPorts(ports)).resolves.toBeUndefined();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(ports.line, '127.0.0.1', resolve));
    const refusal = await refuseBusyPorts(ports).catch((error: Error) => error.message);
    await new Promise((resolve) => other.close(resolve));
    expect(refusal).toMatch(new RegExp(`^Port ${ports.line} is busy .+ → .+PORT=\\d+ npm start$`));
  });
});

describe('secrets', () => {
  it('are made up once, for the owner alone', () => {
    const path = join(folder, 'secrets.json');
    const first = secretsOf(path);
    expect(secretsOf(path)).toEqual(first);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(first.liffId.startsWith(`${first.loginChannelId}-`)).toBe(true);
    expect(new Set(Object.values(first)).size).toBe(Object.keys(first).length);
    expect(secretsOf(join(folder, 'other.json')).sessionSecret).not.toBe(first.sessionSecret);
  });
});

describe('the configuration of workerd', () => {
  it('quotes whatever a variable holds', () => {
    const config = workerdConfig({
      port: 1,
      assetsPort: 2,
      compatibilityDate: '2026-04-20',
      vars: { A: 'say "あ"\\\nnext' },
    });
    expect(config).toContain('(name = "A", text = "say \\"あ\\"\\\\\\nnext")');
  });

  it('takes the date from wrangler.toml', () => {
    expect(compatibilityDateOf('name = "x"\ncompatibility_date = "2026-04-20"\n')).toBe('2026-04-20');
    expect(() => compatibilityDateOf('name = "x"')).toThrow('compatibility_date');
  });
});

describe('the telling line of a failed program', () => {
  it.each([
    [
      'vite',
      'vite v8\n✗ Build failed\nerror during build:\n[UNRESOLVED_IMPORT] Could not resolve x\n  at y',
      '[UNRESOLVED_IMPORT] Could not resolve x',
    ],
    [
      'npm',
      'npm error code ENOTFOUND\nnpm error network request failed\nnpm error A complete log',
      'npm error network request failed',
    ],
    ['wrangler', 'hello\n\u001b[31m✘ [ERROR] No such file\u001b[0m\n', '✘ [ERROR] No such file'],
    ['node', 'throw x\n      ^\nTypeError: y is not a function\n    at z', 'TypeError: y is not a function'],
    ['nothing said', '', 'no output'],
  ])('%s', (_, output, line) => {
    expect(tellingLine(output)).toBe(line);
  });
});
