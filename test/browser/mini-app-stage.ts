import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type LineStandIn, startLineStandIn } from '../../local/line/stand-in.ts';
import { buildOutputs } from '../../local/prepare/build.mjs';
import type { AppCase, AppHome, InvitationLook, MyConsent, UsageRules } from '../../worker/views/mini-app.ts';
import type { PartView, ProblemType } from '../../worker/views/shared.ts';
import { routeLineHosts } from '../local-line/route-line-hosts.ts';
import { launchChromium } from '../support/chromium.ts';
import { home, look, mine, NAKAMURA, NOW, rules, theCase } from './mini-app-office.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist/liff');
const LOGIN_CHANNEL = '2000000001';
export const LIFF_ID = `${LOGIN_CHANNEL}-abcdefgh`;

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' https://*.line.me; base-uri 'none'; form-action 'self'";
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const STATUS: Partial<Record<ProblemType, number>> = {
  'signed-out': 401,
  'token-invalid': 401,
  forbidden: 403,
  'consent-needed': 403,
  'not-found': 404,
  'invitation-unusable': 404,
  'too-many': 429,
  fault: 500,
};

/** What the office's side says and has been told in one test. */
export interface Office {
  home: AppHome;
  look: InvitationLook;
  rules: UsageRules;
  mine: MyConsent;
  cases: Record<string, AppCase>;
  /** Since when a calendar of one's own follows the office's address. */
  calendarSince: number | null;
  /** What to answer a request with instead, by `METHOD /path`: once, or each time. */
  failing: Map<string, ProblemType[]>;
  /** Bodies that came, by `METHOD /path`. */
  sent: { route: string; body: Record<string, unknown> }[];
  /** Called before an answer is given: what changes meanwhile. */
  before: ((route: string) => void | Promise<void>) | null;
}

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

/** The built mini-app behind its real policy, LINE's stand-in, and an office that says what a test wants. */
export class Stage {
  office!: Office;
  readonly line: LineStandIn;
  readonly origin: string;
  readonly browser: Browser;
  private readonly server: Server;
  private readonly owner: string;
  private kept: StorageState | undefined;

  private constructor(server: Server, line: LineStandIn, browser: Browser) {
    this.server = server;
    this.line = line;
    this.browser = browser;
    this.owner = line.control.createUser({ displayName: 'はな' }).userId;
    line.control.setCurrentUser(this.owner);
    this.origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    this.reset();
  }

  static async start(): Promise<Stage> {
    await buildOutputs(ROOT, ['liff'], () => {});
    let stage: Stage | undefined;
    const fetch = (request: Request) => stage?.answer(request) ?? new Response(null, { status: 503 });
    const server = createAdaptorServer({ fetch }) as Server;
    await new Promise<void>((done) => server.listen(0, 'localhost', done));
    const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    const line = await startLineStandIn({
      port: 0,
      channelId: '1000000001',
      channelSecret: 'secret',
      channelAccessToken: 'token',
      loginChannelId: LOGIN_CHANNEL,
      liffId: LIFF_ID,
      endpointUrl: `${origin}/app`,
      webhookUrl: `${origin}/line/webhook`,
    });
    const browser = await launchChromium();
    stage = new Stage(server, line, browser);
    return stage;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.line.close();
    this.server.closeAllConnections();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  reset(): void {
    void this.befriend();
    this.office = {
      home: home(),
      look: look(),
      rules,
      mine: mine(),
      cases: { 'case-1': theCase() },
      calendarSince: null,
      failing: new Map(),
      sent: [],
      before: null,
    };
  }

  /** The phones' owner is no friend of the account, for the office and for LINE, which the page asks as well. */
  unfriend(): void {
    this.office.home.friend = false;
    void this.line.control.block(this.owner);
  }

  /** LINE knows the owner as a friend; the office hears of it from the page. */
  befriend(): Promise<unknown> {
    return this.line.control.addFriend(this.owner);
  }

  /** A phone of its own: another cookie jar, another storage. */
  async phone(
    options: { width?: number; zone?: string; signedIn?: boolean; userAgent?: string } = {},
  ): Promise<Page> {
    const storageState = options.signedIn ? await this.signedIn() : undefined;
    const context = await this.browser.newContext({
      storageState,
      userAgent: options.userAgent,
      viewport: { width: options.width ?? 390, height: 800 },
      locale: 'ja-JP',
      timezoneId: options.zone ?? 'Asia/Tokyo',
      reducedMotion: 'reduce',
    });
    await routeLineHosts(context, this.line.url);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => {
      throw error;
    });
    return page;
  }

  /** What LINE leaves on a phone whose owner has signed in before; a first sign-in costs a second each. */
  private async signedIn(): Promise<StorageState> {
    if (!this.kept) {
      const first = await this.phone();
      await this.open(first, '/app');
      this.kept = await first.context().storageState();
      await first.context().close();
      this.office.sent.length = 0;
    }
    return this.kept;
  }

  /** Opens a page of the mini-app and waits until it has been drawn. */
  async open(page: Page, path: string): Promise<void> {
    await page.goto(this.origin + path);
    await drawn(page);
  }

  fail(route: string, ...types: ProblemType[]): void {
    this.office.failing.set(route, types);
  }

  bodiesOf(route: string): Record<string, unknown>[] {
    return this.office.sent.filter((each) => each.route === route).map((each) => each.body);
  }

  private async answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname.startsWith('/api/')) return this.api(request, url);
    if (!/^\/(app|assets)(\/|$)/.test(url.pathname)) return new Response('');
    const file = url.pathname.startsWith('/assets/') ? url.pathname : '/index.html';
    const content = await readFile(join(DIST, file));
    if (file !== '/index.html') {
      return new Response(content, { headers: { 'content-type': TYPES[extname(file)] ?? 'text/plain' } });
    }
    const profile = JSON.stringify(this.office.home.office).replaceAll('"', '&quot;');
    const html = content
      .toString()
      .replace('%LIFF_ID%', LIFF_ID)
      .replace('%OFFICE%', profile)
      .replace('%OFFICE_NAME%', this.office.home.office.name);
    return new Response(html, {
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
    });
  }

  private async api(request: Request, url: URL): Promise<Response> {
    const route = `${request.method} ${url.pathname}`;
    const text = await request.text();
    const body = text === '' ? {} : JSON.parse(text);
    this.office.sent.push({ route, body });
    await this.office.before?.(route);
    const failures = this.office.failing.get(route);
    const type = failures && failures.length > 1 ? failures.shift() : failures?.[0];
    if (failures && failures.length === 1 && type) this.office.failing.delete(route);
    if (type) {
      const status = STATUS[type] ?? 409;
      return Response.json({ type, title: 'できませんでした。', status }, { status });
    }
    const found = this.succeed(route, url, body);
    if (found !== undefined) return Response.json(found);
    return Response.json({ type: 'not-found', title: '見つかりません。', status: 404 }, { status: 404 });
  }

  private succeed(route: string, url: URL, body: Record<string, unknown>): unknown {
    const { office } = this;
    const caseId = url.pathname.split('/')[4] ?? '';
    if (route === 'POST /api/session') return { linked: office.home.me !== null };
    if (route === 'GET /api/app/home') return office.home;
    if (route === 'GET /api/app/rules') return office.rules;
    if (route.startsWith('GET /api/app/consents/')) return office.mine;
    if (route === 'POST /api/app/invitations/look') return office.look;
    if (route === 'POST /api/app/consents') {
      return {
        clientId: 'client-1',
        choice: body.choice,
        chosenAt: NOW,
        lacks: null,
        answerBy: body.choice === 'question' ? NOW + 13_200_000 : null,
        counselor: NAKAMURA,
        friend: office.home.friend,
        addFriendUrl: office.home.addFriendUrl,
      };
    }
    if (route === 'POST /api/app/consents/withdraw') return { withdrawnAt: NOW };
    if (route === 'PUT /api/app/friend') return {};
    if (route === 'GET /api/app/calendar-feed') return { createdAt: office.calendarSince };
    if (route === 'POST /api/app/calendar-feed') {
      office.calendarSince = NOW;
      return { createdAt: NOW, url: `${this.origin}/feeds/${'a'.repeat(43)}.ics` };
    }
    if (route === 'DELETE /api/app/calendar-feed') {
      office.calendarSince = null;
      return { createdAt: null };
    }
    if (route === 'PUT /api/app/reminder') return { time: body.time };
    if (route === 'POST /api/app/wishes') return { wishedAt: NOW, answerBy: NOW + 13_200_000, urgent: false };
    if (route === 'GET /api/app/schedule') {
      const upcoming = office.home.clients.flatMap((client) => client.appointments);
      return { now: NOW, upcoming, past: [], reminderTime: office.home.me?.reminderTime ?? null };
    }
    const theCase = office.cases[caseId];
    if (!theCase) return undefined;
    if (route.startsWith('GET /api/app/cases/')) return theCase;
    if (route.endsWith('/calendar')) return { url: '/feeds/abc.ics', expiresAt: NOW + 3_600_000 };
    if (route.endsWith('/answer')) {
      theCase.answer = answerOf(body);
      return { answeredAt: NOW };
    }
    return undefined;
  }
}

function answerOf(body: Record<string, unknown>): AppCase['answer'] {
  const ranked = (body.ranked as string[] | undefined) ?? [];
  const also = (body.also as string[] | undefined) ?? [];
  const marks = (body.marks as Record<string, 'yes' | 'maybe' | 'no'> | undefined) ?? {};
  return {
    choice: body.choice as 'ranked',
    marks: [
      ...ranked.map((slotId, index) => ({ slotId, mark: 'yes' as const, rank: index + 1 })),
      ...also.map((slotId) => ({ slotId, mark: 'yes' as const, rank: null })),
      ...Object.entries(marks).map(([slotId, mark]) => ({ slotId, mark, rank: null })),
    ],
    parts: (body.parts as PartView[] | undefined) ?? [],
    place: (body.place as 'home' | undefined) ?? null,
    health: (body.health as 'good' | undefined) ?? null,
    attendance: (body.attendance as 'usual' | undefined) ?? null,
    note: (body.note as string | undefined) ?? null,
    answeredAt: NOW,
  };
}

/** Waits until the page has its title and nothing is being fetched for it. */
export async function drawn(page: Page): Promise<void> {
  await page.locator('main:not([aria-busy]) h1').waitFor();
}

/** A name as people read it: between a word and its neighbours the tree of roles may put a space. */
export function named(words: string): RegExp {
  const letters = [...words.replace(/\s/g, '')].map((letter) =>
    letter.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(letters.join('\\s*'));
}

/** What stands there as people read it: without readings and spaces. */
export function wordsIn(page: Page, where: string): Promise<string> {
  return page
    .locator(where)
    .first()
    .evaluate((found) => {
      const copy = found.cloneNode(true) as Element;
      for (const reading of copy.querySelectorAll('rt')) reading.remove();
      return (copy.textContent ?? '').replace(/\s/g, '');
    });
}
