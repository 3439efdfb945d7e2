import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, devices } from 'playwright-core';
import { type Machine, startMachine } from '../machine.ts';
import { freePorts } from '../ports.ts';
import { buildOutputs } from '../prepare/build.mjs';
import { CHROMIUM_ARGS, ensureChromium } from '../prepare/chromium.mjs';
import { Visitor } from '../visitor.ts';
import { fetchLighthouse, type Lighthouse } from './lighthouse.ts';
import { middle } from './measure.ts';
import { type Tapped, tapThrough } from './taps.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ASKED = '三浦 陽子';
const PLAIN = '大野 はな';
const INVITED = '小林 空';

/** A page that does the least: what the machine itself takes. */
const EMPTY = `data:text/html,${encodeURIComponent(
  '<meta name=viewport content="width=device-width"><main><h1>0</h1><label><input type=checkbox>0</label></main>',
)}`;

export interface PageFigures {
  /** The median of each figure, by page; why there are none, where Lighthouse could not be fetched. */
  lighthouse: { page: string; figures: Record<Figure, number> }[] | string;
  /** Each with its median. */
  taps: Tapped[];
}
type Figure = 'performance' | 'accessibility' | 'best-practices' | 'LCP' | 'CLS';

/** What people feel of the mini-app: the demo's office behind the real Worker, in a real browser. */
export async function measurePages(
  start: number,
  times: number,
  note: (line: string) => void,
): Promise<PageFigures> {
  await buildOutputs(ROOT, ['liff-local', 'worker'], note);
  const executablePath = ensureChromium(ROOT, note);
  const rounds: Tapped[][] = [];
  for (let n = 1; n <= times; n += 1) {
    note(`taps on a CPU four times slower, ${n} of ${times}`);
    rounds.push(await inDemo(start, (machine) => taps(machine, executablePath)));
  }
  const lighthouse = await fetchLighthouse(note);
  return {
    taps: middleOf(rounds),
    lighthouse:
      typeof lighthouse === 'string'
        ? lighthouse
        : await inDemo(start, (machine, folder) =>
            audits(machine, lighthouse, { executablePath, folder, times, note }),
          ),
  };
}

/** An office in which nobody has answered yet. */
async function inDemo<T>(start: number, work: (machine: Machine, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-pages-'));
  const machine = await startMachine({ folder, ports: await freePorts(), start, demo: 'small' });
  try {
    return await work(machine, folder);
  } finally {
    await machine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each tap's median over rounds of the same taps: what else the machine does strikes one of them, not that tap. */
function middleOf(rounds: readonly Tapped[][]): Tapped[] {
  return (rounds[0] ?? []).map(({ what, arrived }, at) => ({
    what,
    ms: middle(rounds.map((taps) => taps[at]?.ms ?? Number.NaN)),
    arrived: arrived && middle(rounds.map((taps) => taps[at]?.arrived ?? Number.NaN)),
  }));
}

async function audits(
  machine: Machine,
  lighthouse: Lighthouse,
  how: { executablePath: string; folder: string; times: number; note: (line: string) => void },
) {
  const pages = [
    { page: 'home', who: PLAIN, path: '/app' },
    { page: 'dates', who: ASKED, path: `/app/dates/${await openCaseOf(machine, ASKED)}/choose` },
  ];
  const measured = [];
  for (const { page, who, path } of pages) {
    const { studio: port } = await freePorts();
    // A profile of its own: whoever signed in stays signed in, as on a phone.
    const context = await chromium.launchPersistentContext(join(how.folder, `browser-${page}`), {
      executablePath: how.executablePath,
      args: [...CHROMIUM_ARGS, `--remote-debugging-port=${port}`],
    });
    try {
      await signIn(context, machine, who);
      const runs: Record<Figure, number>[] = [];
      // On a busy machine a run can miss the paint it waits for: it is no run.
      for (let n = 0; runs.length < how.times && n < how.times * 3; n += 1) {
        how.note(`Lighthouse: ${page}, ${runs.length + 1} of ${how.times}`);
        const report = await lighthouse(machine.productUrl + path, {
          port,
          logLevel: 'error',
          onlyCategories: ['performance', 'accessibility', 'best-practices'],
        });
        if (!report || report.lhr.runtimeError) continue;
        const { categories, audits: found } = report.lhr;
        const score = (name: string) => (categories[name]?.score ?? 0) * 100;
        runs.push({
          performance: score('performance'),
          accessibility: score('accessibility'),
          'best-practices': score('best-practices'),
          LCP: found['largest-contentful-paint']?.numericValue ?? Number.NaN,
          CLS: found['cumulative-layout-shift']?.numericValue ?? Number.NaN,
        });
      }
      if (runs.length < how.times) throw new Error(`Lighthouse saw ${page} paint too seldom`);
      const names = Object.keys(runs[0] ?? {}) as Figure[];
      const figures = names.map((name) => [name, middle(runs.map((run) => run[name]))]);
      measured.push({ page, figures: Object.fromEntries(figures) as Record<Figure, number> });
    } finally {
      await context.close();
    }
  }
  return measured;
}

/** Every kind of tap from the invitation to the choice, and from the request to the sent answer. */
async function taps(machine: Machine, executablePath: string): Promise<Tapped[]> {
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  const phone = { ...devices['Pixel 5'], locale: 'ja-JP', timezoneId: 'Asia/Tokyo' };
  try {
    const invitation = await invite(machine);
    const consenting = await browser.newContext(phone);
    await signIn(consenting, machine, INVITED);
    const answering = await browser.newContext(phone);
    await signIn(answering, machine, ASKED);
    return [
      ...(await tapThrough(await browser.newContext(phone), 'nothing', EMPTY)),
      ...(await tapThrough(consenting, 'consent', invitation)),
      ...(await tapThrough(answering, 'dates', `${machine.productUrl}/app`)),
    ];
  } finally {
    await browser.close();
  }
}

async function signIn(context: BrowserContext, machine: Machine, name: string): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`${machine.productUrl}/app`);
  await page.getByRole('link', { name }).click();
  await page.locator('main:not([aria-busy]) h1').waitFor();
  await page.goto('about:blank');
}

function visitorOf(machine: Machine, name: string): Visitor {
  const { control } = machine.line;
  const found = control.users().find((user) => user.displayName === name);
  if (!found) throw new Error(`the demo has no ${name}`);
  return new Visitor(machine.productUrl, control, found.userId);
}

async function openCaseOf(machine: Machine, name: string): Promise<string> {
  const visitor = visitorOf(machine, name);
  await visitor.signIn('user');
  const home = await visitor.call<{ clients: { requests: { caseId: string }[] }[] }>('GET', '/api/app/home');
  const caseId = home.clients.flatMap((client) => client.requests)[0]?.caseId;
  if (!caseId) throw new Error(`${name} is asked for no date`);
  return caseId;
}

async function invite(machine: Machine): Promise<string> {
  const staff = visitorOf(machine, '中村 さおり');
  await staff.signIn('staff');
  const [row] = (
    await machine.db.execute({
      sql: 'select c.client_id, c.contact_id from client_contacts c join contacts p on p.id = c.contact_id where p.name = ?',
      args: [INVITED],
    })
  ).rows;
  const how = { contactId: row?.contact_id, how: 'visit', agreed: true };
  await staff.call('POST', `/api/console/clients/${row?.client_id}/invitations`, how);
  const url = await machine.newestInvitation();
  const token = url && new URL(url).searchParams.get('t');
  if (!token) throw new Error('no invitation was made');
  return `${machine.productUrl}/app/invite?t=${token}`;
}
