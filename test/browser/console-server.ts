import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { buildOutputs } from '../../local/prepare/build.mjs';
import type { Problem } from '../../worker/views/shared.ts';
import { me } from './console-office.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist/liff');

/** What a fake route was asked. */
export interface Asked {
  method: string;
  path: string;
  params: string[];
  query: URLSearchParams;
  body: Record<string, unknown>;
}
type Route = (asked: Asked) => unknown;

/** An answer that is not 200. */
export class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Partial<Problem> & Pick<Problem, 'type' | 'status'>) {
    super(problem.type);
    this.problem = { title: 'できませんでした。', ...problem };
  }
}

/** The console as it is built, behind its real policy, with an API that answers what a test says. */
export class ConsoleServer {
  readonly origin: string;
  readonly asked: Asked[] = [];
  private readonly routes: { method: string; pattern: RegExp; answer: Route }[] = [];
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
    this.origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<ConsoleServer> {
    await buildOutputs(ROOT, ['liff'], () => {});
    let fake: ConsoleServer | undefined;
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', async () => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        const answer = await fake?.answer(request.method ?? 'GET', url, Buffer.concat(chunks).toString());
        response.writeHead(answer?.status ?? 500, answer?.headers).end(answer?.body);
      });
    });
    await new Promise<void>((done) => server.listen(0, 'localhost', done));
    fake = new ConsoleServer(server);
    return fake;
  }

  /** Forgets everything a test set up; a counselor is signed in. */
  reset(): void {
    this.asked.length = 0;
    this.routes.length = 0;
    this.on('GET', '/api/console/me', () => me());
    this.on('GET', '/api/console/today', () => ({}));
  }

  /** The newest answer for a route wins. `:x` stands for one part of the path. */
  on(method: string, path: string, answer: Route): void {
    const pattern = new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`);
    this.routes.unshift({ method, pattern, answer });
  }

  /** Bodies that were sent to a path, in order. */
  sent(method: string, path: string): Record<string, unknown>[] {
    return this.asked.filter((each) => each.method === method && each.path === path).map((each) => each.body);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  private async answer(method: string, url: URL, text: string) {
    if (url.pathname.startsWith('/api/')) return this.api(method, url, text);
    const file = url.pathname.startsWith('/assets/') ? url.pathname : '/console.html';
    try {
      const content = await readFile(join(DIST, file));
      if (extname(file) !== '.html')
        return {
          status: 200,
          headers: { 'content-type': TYPES[extname(file)] ?? 'text/plain' },
          body: content,
        };
      const page = content
        .toString()
        .replace('%LIFF_ID%', '1234567890-console')
        .replace('%OFFICE%', 'サンクスシェア');
      return {
        status: 200,
        headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
        body: page,
      };
    } catch {
      return { status: 404, headers: {}, body: '' };
    }
  }

  private async api(method: string, url: URL, text: string) {
    const asked: Asked = {
      method,
      path: url.pathname,
      params: [],
      query: url.searchParams,
      body: text ? JSON.parse(text) : {},
    };
    this.asked.push(asked);
    const json = (status: number, value: unknown) => ({
      status,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(value),
    });
    const found = this.routes.find((route) => route.method === method && route.pattern.test(url.pathname));
    if (!found) return json(404, { type: 'not-found', title: '見つかりません。', status: 404 });
    asked.params = (found.pattern.exec(url.pathname) ?? []).slice(1);
    try {
      return json(200, await found.answer(asked));
    } catch (error) {
      if (error instanceof Refusal) return json(error.problem.status, error.problem);
      throw error;
    }
  }
}

const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css' };
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' https://*.line.me; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/** A fresh page whose every script error and policy violation is kept. */
export async function openPage(
  browser: Browser,
  options: { width?: number; timezoneId?: string } = {},
): Promise<{ page: Page; context: BrowserContext; faults: string[] }> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: 900 },
    timezoneId: options.timezoneId ?? 'America/Los_Angeles',
    locale: 'ja-JP',
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (
      message.type() === 'error' &&
      !/status of (4|5)\d\d|ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(message.text())
    )
      faults.push(message.text());
  });
  return { page, context, faults };
}
