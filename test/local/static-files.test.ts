import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StaticFiles, serveStaticFiles } from '../../local/workerd/static-files.ts';

let folder: string;
let files: StaticFiles;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
  mkdirSync(join(folder, 'site/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'site/index.html'), '<h1>あ</h1>');
  writeFileSync(join(folder, 'site/assets/a.js'), 'a()');
  files = await serveStaticFiles(join(folder, 'site'));
});

afterAll(async () => {
  await files.close();
  rmSync(folder, { recursive: true, force: true });
});

const url = (path: string) => `http://127.0.0.1:${files.port}${path}`;

describe('the asset service', () => {
  it('gives files by their exact path, with their type', async () => {
    const page = await fetch(url('/index.html'));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toBe('<h1>あ</h1>');
    const script = await fetch(url('/assets/a.js?v=1'));
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it('says 304 to who has it already', async () => {
    const etag = (await fetch(url('/assets/a.js'))).headers.get('etag') ?? '';
    const again = await fetch(url('/assets/a.js'), { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('knows neither folders nor what is not there, and changes nothing', async () => {
    for (const path of ['/', '/assets', '/assets/', '/nothing.js', '/index', '/%', '/a%00b']) {
      expect((await fetch(url(path))).status, path).toBe(404);
    }
    expect((await fetch(url('/index.html'), { method: 'POST' })).status).toBe(405);
    const head = await fetch(url('/index.html'), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '12', '']);
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
  ])('never leaves its folder: %s', async (path) => {
    expect(await rawStatus(path)).toBe(404);
  });
});

/** fetch would tidy the path up before sending it. */
function rawStatus(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: files.port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject);
    asked.end();
  });
}
