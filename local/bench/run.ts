import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { ChaosWorld } from '../chaos/chaos-world.ts';
import { fillOffice, type Office, queueReplies } from '../chaos/people.ts';
import { askForDates, drain, growOld, load } from './bench-office.ts';
import { measureClicks } from './console-clicks.ts';
import { consoleAtScale } from './console-scale.ts';
import { decisionMicros, middle, tickTimes } from './measure.ts';
import { measurePages } from './pages.ts';
import { countTrips } from './round-trips.ts';

interface Row {
  name: string;
  value: number;
  unit: string;
  bar: string;
  pass: boolean | null;
}

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    /** The mini-app's pages alone. */
    pages: { type: 'boolean', default: false },
    /** The clicks through the console alone. */
    console: { type: 'boolean', default: false },
  },
});
const START = Date.parse('2026-12-08T10:00:00+09:00');
// Short and many: what else the machine does strikes the floor and what stands on it alike.
const ROUND_MS = 1_000;
const ROUNDS = options.quick ? 1 : 20;
const MANY = options.quick ? 100_000 : 1_000_000;
const DUE = options.quick ? 1_000 : 10_000;
const CONNECTIONS = 16;

const rows: Row[] = [];
const note = (line: string) => console.error(line);

function add(
  name: string,
  value: number,
  unit: string,
  bar: { most: number } | { least: number } | null,
): void {
  const pass = bar === null ? null : 'most' in bar ? value <= bar.most : value >= bar.least;
  const said = bar === null ? '' : 'most' in bar ? `<= ${bar.most}` : `>= ${bar.least}`;
  rows.push({ name, value: Math.round(value * 1000) / 1000, unit, bar: said, pass });
}

const all = !options.pages && !options.console;
if (all) await measureWorker();
if (all || options.pages) await measureMiniApp();
if (all || options.console) await measureConsole();
print();
process.exitCode = rows.some((row) => row.pass === false) ? 1 : 0;

/** What the Worker does in how much time. */
async function measureWorker(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    note('building the floor: a bare Hono route with one round trip');
    const beside = await buildFloor(folder);
    const world = await ChaosWorld.open({ start: START, maxSubrequests: 50, beside });
    try {
      const office = await fillOffice(world, 200);
      await againstTheFloor(world, office);
      note('round trips of each route');
      for (const [name, trips] of await countTrips(world, office))
        add(`round trips: ${name}`, trips, 'trips', { most: 2 });
      note('a decision over all rules');
      const { studio } = world.ports;
      add('decision, structural rules, median', await decisionMicros(studio, 'structural'), 'us', {
        most: 50,
      });
      add('decision, 200 characters, median', await decisionMicros(studio, 'content'), 'us', { most: 300 });
      await deliverAll(world, office);
      await idleTicks();
      await consoleScale();
    } finally {
      await world.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What people feel of the mini-app, on a simulated phone on a slow line, and on a slow phone. */
async function measureMiniApp(): Promise<void> {
  const { taps, lighthouse } = await measurePages(START, options.quick ? 1 : 5, note);
  if (typeof lighthouse === 'string')
    note(`Lighthouse could not be fetched, its rows are missing: ${lighthouse}`);
  else
    for (const { page, figures } of lighthouse) {
      add(`Lighthouse, ${page}: performance`, figures.performance, 'of 100', { least: 98 });
      add(`Lighthouse, ${page}: accessibility`, figures.accessibility, 'of 100', { least: 100 });
      add(`Lighthouse, ${page}: best practices`, figures['best-practices'], 'of 100', { least: 100 });
      add(`Lighthouse, ${page}: LCP, simulated`, figures.LCP, 'ms', { most: 1_500 });
      add(`Lighthouse, ${page}: CLS`, figures.CLS, '', { most: 0.02 });
    }
  const [empty = [], real = []] = [true, false].map((is) =>
    taps.filter(({ what }) => is === what.startsWith('nothing')),
  );
  const slowest = real.sort((a, b) => b.ms - a.ms);
  for (const { what, ms } of slowest.slice(0, 8)) note(`${Math.round(ms)} ms: ${what}`);
  const times = slowest.map(({ ms }) => ms);
  add('tap to paint, CPU 4x slower, an empty page: median', middle(empty.map(({ ms }) => ms)), 'ms', null);
  add(`tap to paint, CPU 4x slower, ${times.length} taps: median`, middle(times), 'ms', null);
  add('tap to paint, CPU 4x slower: worst tap', times[0] ?? Number.NaN, 'ms', { most: 100 });
  const arrived = real.flatMap((tap) => tap.arrived ?? []);
  add(`tap to the next page, CPU 4x slower, ${arrived.length} taps: median`, middle(arrived), 'ms', null);
}

/** How long a counselor waits for a page after a click, on an ordinary CPU beside an office of 300 clients. */
async function measureConsole(): Promise<void> {
  const clicked = await measureClicks(START, options.quick ? 1 : 3, note);
  for (const [words, times] of [
    ['the first time', clicked.map(({ what, first }) => ({ what, ms: first }))],
    ['again', clicked.map(({ what, again }) => ({ what, ms: again }))],
  ] as const) {
    const slowest = times.toSorted((a, b) => b.ms - a.ms);
    for (const { what, ms } of slowest.slice(0, 8)) note(`${Math.round(ms)} ms, ${words}: ${what}`);
    const taken = slowest.map(({ ms }) => ms);
    add(`console, click to content, ${taken.length} pages, ${words}: median`, middle(taken), 'ms', null);
    add(`console, click to content, ${words}: worst page's median`, taken[0] ?? Number.NaN, 'ms', {
      most: 300,
    });
  }
}

/** In turns, so that what else the machine does strikes all alike. */
async function againstTheFloor(world: ChaosWorld, office: Office): Promise<void> {
  await world.db.execute('create table floor (id text primary key, raw text not null) strict');
  const users = office.people.map((person) => person.userId);
  const by = await askForDates(world, office, office.people.slice(0, 150));
  const body = JSON.stringify({ events: [{ text: 'x'.repeat(380) }] });
  const { product, studio } = world.ports;
  const common = { ms: ROUND_MS, connections: CONNECTIONS };
  const orders = {
    'floor: one read': { ...common, port: studio, what: { kind: 'plain' as const, path: '/read', body } },
    'floor: one written row': {
      ...common,
      port: studio,
      what: { kind: 'plain' as const, path: '/write', body },
    },
    'floor: a read, then a written row': {
      ...common,
      port: studio,
      what: { kind: 'plain' as const, path: '/read-and-write', body },
    },
    'webhook intake': {
      ...common,
      port: product,
      what: { kind: 'webhook' as const, secret: world.secrets.channelSecret, users },
    },
    'submit dates': { ...common, port: product, what: { kind: 'answers' as const, by } },
  };
  const results = new Map<string, Awaited<ReturnType<typeof load>>[]>();
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, order] of Object.entries(orders)) {
      const result = await load(order);
      // The first round warms up.
      if (round > 0) results.set(name, [...(results.get(name) ?? []), result]);
      note(
        `${round === 0 ? 'warm-up' : `round ${round}`}: ${name} ${Math.round(result.perSecond)}/s${Object.keys(result.failed).length > 0 ? `, failed ${JSON.stringify(result.failed)}` : ''}`,
      );
      if (name === 'webhook intake') await drain(world);
    }
  }
  const of = (name: string, pick: (each: { perSecond: number; p50: number; p99: number }) => number) =>
    middle((results.get(name) ?? []).map(pick));
  const ratio = (name: string, floor: string) =>
    middle(
      (results.get(name) ?? []).map((each, n) => each.perSecond / (results.get(floor)?.[n]?.perSecond ?? 1)),
    );
  for (const name of Object.keys(orders)) {
    add(
      `${name}: requests`,
      of(name, (each) => each.perSecond),
      '/s',
      null,
    );
    add(
      `${name}: p50`,
      of(name, (each) => each.p50),
      'ms',
      null,
    );
    add(
      `${name}: p99`,
      of(name, (each) => each.p99),
      'ms',
      null,
    );
  }
  add('webhook intake / floor (written row)', ratio('webhook intake', 'floor: one written row'), 'x', {
    least: 0.6,
  });
  add('submit dates / floor (written row)', ratio('submit dates', 'floor: one written row'), 'x', {
    least: 0.5,
  });
  const both = 'floor: a read, then a written row';
  add(
    'floor (a read, then a written row) / floor (written row)',
    ratio(both, 'floor: one written row'),
    'x',
    null,
  );
  add('submit dates / floor (a read, then a written row)', ratio('submit dates', both), 'x', null);
  add('webhook intake / floor (read)', ratio('webhook intake', 'floor: one read'), 'x', null);
  add('submit dates / floor (read)', ratio('submit dates', 'floor: one read'), 'x', null);
}

async function deliverAll(world: ChaosWorld, office: Office): Promise<void> {
  note(`delivering ${DUE} due messages`);
  for (let n = 0; n < DUE; n += 500) {
    const to = Array.from({ length: 500 }, (_, at) => office.people[(n + at) % office.people.length]);
    await queueReplies(
      world,
      office,
      to.filter((person) => person !== undefined),
    );
  }
  const before = world.line.control.deliveries().length;
  const began = performance.now();
  let ticks = 0;
  for (;;) {
    await world.tick();
    ticks += 1;
    const { rows: left } = await world.db.execute(
      "select count(*) as n from messages where status in ('queued', 'leased')",
    );
    if (Number(left[0]?.n) === 0) break;
    if (ticks > DUE) throw new Error('the outbox does not empty');
  }
  const seconds = (performance.now() - began) / 1000;
  const arrived = world.line.control.deliveries().slice(before);
  add(`${DUE} due messages: time`, seconds, 's', null);
  add(`${DUE} due messages: cron runs of 50 subrequests`, ticks, 'runs', null);
  add(
    `${DUE} due messages: accepted exactly once`,
    new Set(arrived.map((each) => each.retryKey)).size,
    'messages',
    { least: DUE },
  );
}

/** Two offices beside each other, a young and an old one, tick by tick in turns. */
async function idleTicks(): Promise<void> {
  note(`cron with nothing due, at 10,000 and at ${MANY} messages`);
  const old = await ChaosWorld.open({ start: START, maxSubrequests: 50 });
  const young = await ChaosWorld.open({ start: START, maxSubrequests: 50 });
  try {
    await growOld(young, await fillOffice(young, 200), 10_000);
    await growOld(old, await fillOffice(old, 200), MANY);
    const [few, many] = await tickTimes([young, old], options.quick ? 20 : 200);
    add('idle cron tick at 10,000 messages: p50', middle(few ?? []), 'ms', null);
    add(`idle cron tick at ${MANY} messages: p50`, middle(many ?? []), 'ms', null);
    add(`idle cron tick, ${MANY} / 10,000`, middle(many ?? []) / middle(few ?? []), 'x', { most: 1.2 });
  } finally {
    await young.close();
    await old.close();
  }
}

/** The console of an office of 300 clients beside one of 5,000 with 500,000 entries; the work in hand is the same. */
async function consoleScale(): Promise<void> {
  const [large, entriesEach] = options.quick ? [1_000, 20] : [5_000, 100];
  note(`the console at 300 and at ${large} clients with ${large * entriesEach} entries`);
  const sizes = { small: { clients: 300, entriesEach }, large: { clients: large, entriesEach } };
  for (const row of await consoleAtScale(START, sizes, options.quick ? 10 : 60)) {
    add(`console, ${row.name}, ${large} clients: p50`, row.large, 'ms', null);
    add(`console, ${row.name}, ${large} / 300 clients`, row.ratio, 'x', { most: row.most });
  }
}

async function buildFloor(into: string): Promise<string> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  await build({
    configFile: false,
    logLevel: 'error',
    root,
    ssr: { noExternal: true, target: 'webworker' },
    build: {
      ssr: join(root, 'local/bench/floor.ts'),
      outDir: into,
      emptyOutDir: false,
      minify: true,
      rolldownOptions: { output: { entryFileNames: 'floor.js', codeSplitting: false } },
    },
  });
  return join(into, 'floor.js');
}

function print(): void {
  if (options.json) {
    console.log(JSON.stringify({ rows }));
    return;
  }
  const width = Math.max(...rows.map((row) => row.name.length));
  for (const { name, value, unit, bar, pass } of rows) {
    const verdict = pass === null ? '' : pass ? 'ok' : 'MISSED';
    console.log(
      `${name.padEnd(width)}  ${String(value).padStart(10)} ${unit.padEnd(8)} ${bar.padEnd(8)} ${verdict}`,
    );
  }
}
