import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { tickAfter } from '../cron.ts';
import { ImpossibleAct } from '../line/user-acts.ts';
import type { Machine, TickRun } from '../machine.ts';
import { ProductRefused, Visitor } from '../visitor.ts';
import { type Happening, Happenings } from './happenings.ts';

export interface Studio {
  close(): Promise<void>;
}

/** What the page learns about this world. */
export interface StudioState {
  now: number;
  nextTick: number;
  productUrl: string;
  lineUrl: string;
  /** Addresses below this one open the mini-app. */
  liffUrl: string;
  users: { userId: string; displayName: string; friend: boolean; blocked: boolean; staff: string | null }[];
  happenings: Happening[];
}

export interface StudioOptions {
  port: number;
  machine: () => Machine;
  /** Throws everything away and starts the demo again; later calls of `machine` give the new one. */
  beginAnew: () => Promise<void>;
}

const HERE = new URL('./page/', import.meta.url);
const TOKENS = new URL('../../liff/parts/tokens.css', import.meta.url);

/** The page on which one person tries both sides, with the orders behind its buttons. */
export async function startStudio(options: StudioOptions): Promise<Studio> {
  const desk = new Desk(options);
  const server = createAdaptorServer({ fetch: routes(desk).fetch }) as Server;
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    close: async () => {
      desk.leave();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

type StudioEvent = { event: 'clock' | 'happening' | 'chat' | 'people' | 'anew'; data: unknown };

class Desk {
  readonly options: StudioOptions;
  readonly #listeners = new Set<(event: StudioEvent) => void>();
  happenings: Happenings;
  leave: () => void;

  constructor(options: StudioOptions) {
    this.options = options;
    this.happenings = this.#happenings();
    this.leave = this.#follow();
  }

  get machine(): Machine {
    return this.options.machine();
  }

  tell(event: StudioEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  subscribe(listener: (event: StudioEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async anew(): Promise<void> {
    this.leave();
    await this.options.beginAnew();
    this.happenings = this.#happenings();
    this.leave = this.#follow();
    this.tell({ event: 'anew', data: {} });
  }

  #follow(): () => void {
    const stopHappenings = this.happenings.follow();
    const stopLine = this.machine.line.control.subscribe((event) => {
      if (event.type === 'chat') this.tell({ event: 'chat', data: { userId: event.userId } });
      if (event.type === 'user') this.tell({ event: 'people', data: {} });
    });
    return () => {
      stopHappenings();
      stopLine();
    };
  }

  #happenings(): Happenings {
    return new Happenings(this.machine, (happening) => this.tell({ event: 'happening', data: happening }));
  }
}

function routes(desk: Desk): Hono {
  const app = new Hono();
  app.onError((error, c) => {
    if (error instanceof ImpossibleAct) return c.json({ error: error.message }, error.status);
    if (error instanceof ProductRefused) return c.json({ error: error.message }, 502);
    if (error instanceof RangeError || error instanceof SyntaxError)
      return c.json({ error: error.message }, 400);
    console.error(error);
    return c.json({ error: 'the studio failed' }, 500);
  });
  // Another site's page can't send JSON here without asking first, and nobody answers it.
  app.use(async (c, next) => {
    const isJson = c.req.header('content-type')?.startsWith('application/json') === true;
    if (c.req.method !== 'GET' && !isJson) return c.json({ error: 'send JSON' }, 400);
    await next();
  });
  app.get('/', (c) => c.html(page('index.html')));
  app.get('/studio/friend', (c) => c.html(page('friend.html')));
  app.get('/studio/page/:name', (c) => asset(c, c.req.param('name')));
  app.get('/studio/state', async (c) => c.json(await stateOf(desk)));
  app.get('/studio/events', (c) => events(c, desk));

  app.post('/studio/clock', async (c) => {
    const { to, advance } = await body<{ to?: number; advance?: number }>(c);
    const { machine } = desk;
    const target = to ?? machine.clock.now() + (advance ?? Number.NaN);
    if (!Number.isFinite(target)) throw new RangeError('say `to` or `advance`, in milliseconds');
    const runs = await machine.moveTo(target);
    return moved(c, desk, runs);
  });
  app.post('/studio/tick', async (c) => {
    return moved(c, desk, [await desk.machine.nextTick()]);
  });
  app.post('/studio/anew', async (c) => {
    await desk.anew();
    return c.json({ now: desk.machine.clock.now() });
  });
  app.post('/studio/phone', async (c) => {
    const { userId, path } = await body<{ userId: string; path?: string }>(c);
    const { url } = await desk.machine.line.control.startInClient(userId, path ?? '');
    return c.json({ url });
  });
  app.post('/studio/sign-in', async (c) => {
    const { userId, kind } = await body<{ userId: string; kind: 'user' | 'staff' }>(c);
    return signedIn(c, desk.machine, userId, kind);
  });
  app.post('/studio/newest-invitation', async (c) => {
    return c.json({ url: await desk.machine.newestInvitation() });
  });
  return app;
}

async function stateOf(desk: Desk): Promise<StudioState> {
  const { machine } = desk;
  const now = machine.clock.now();
  const { rows } = await machine.db.execute('select line_user_id, name from staff where active = 1');
  const staff = new Map(rows.map((row) => [String(row.line_user_id), String(row.name)]));
  return {
    now,
    nextTick: tickAfter(now).at,
    productUrl: machine.productUrl,
    lineUrl: machine.line.url,
    liffUrl: `${machine.line.url}/liff.line.me/${machine.secrets.liffId}`,
    users: machine.line.control.users().map(({ userId, displayName, friend, blocked }) => ({
      userId,
      displayName,
      friend,
      blocked,
      staff: staff.get(userId) ?? null,
    })),
    happenings: desk.happenings.list,
  };
}

/** Cookies don't know ports: a session that is opened here opens the product's pages in this browser too. */
async function signedIn(
  c: Context,
  machine: Machine,
  userId: string,
  kind: 'user' | 'staff',
): Promise<Response> {
  const visitor = new Visitor(machine.productUrl, machine.line.control, userId);
  await visitor.signIn(kind);
  for (const line of visitor.cookies) c.header('set-cookie', line, { append: true });
  // Should the console ask LINE itself, LINE knows this browser by this person.
  if (kind === 'staff') {
    c.header('set-cookie', `line-stand-in-as=${userId}; Path=/; SameSite=Lax`, { append: true });
  }
  return c.json({ userId });
}

function moved(c: Context, desk: Desk, runs: TickRun[]): Response {
  desk.happenings.ticked(runs);
  const now = desk.machine.clock.now();
  const data = { now, nextTick: tickAfter(now).at };
  desk.tell({ event: 'clock', data });
  return c.json({ ...data, ticks: runs.length });
}

function events(c: Context, desk: Desk): Response {
  return streamSSE(c, async (stream) => {
    const waiting: StudioEvent[] = [];
    let wake = () => {};
    const stop = desk.subscribe((event) => {
      waiting.push(event);
      wake();
    });
    stream.onAbort(() => {
      stop();
      wake();
    });
    await stream.writeSSE({ event: 'ready', data: '{}' });
    while (!stream.aborted) {
      const next = waiting.shift();
      if (next) await stream.writeSSE({ event: next.event, data: JSON.stringify(next.data) });
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  });
}

/** The studio trusts its own page and tests. */
async function body<T>(c: Context): Promise<T> {
  return (await c.req.json()) as T;
}

function page(name: string): string {
  return readFileSync(new URL(name, HERE), 'utf8');
}

/** The page's own files; TypeScript is sent with its types taken off. */
function asset(c: Context, name: string): Response {
  const file = name === 'tokens.css' ? TOKENS : new URL(name, HERE);
  if (!/^[a-z-]+\.(css|ts)$/.test(name)) return c.notFound() as Response;
  let text: string;
  try {
    text = readFileSync(fileURLToPath(file), 'utf8');
  } catch {
    return c.text('404', 404);
  }
  const isStyle = name.endsWith('.css');
  const headers = {
    'content-type': `text/${isStyle ? 'css' : 'javascript'}; charset=utf-8`,
    'cache-control': 'no-store',
  };
  return c.body(isStyle ? text : stripTypeScriptTypes(text), 200, headers);
}
