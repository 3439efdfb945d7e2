import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { ConsoleMessage, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildOutputs } from '../../local/prepare/build.mjs';
import { appointment, client, jst, NOW, newRules, providerCase } from './mini-app-office.ts';
import { Stage } from './mini-app-stage.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    axe: { run(context: Document, options: object): Promise<AxeResults> };
  }
}

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await Stage.start();
  page = await stage.phone({ width: 360 });
  await stage.open(page, '/app');
});
afterAll(() => stage?.stop());
beforeEach(() => stage.reset());

type Setting = (stage: Stage) => void;
const answered: Setting = ({ office }) => {
  const found = office.cases['case-1'];
  if (!found) return;
  const marks = [{ slotId: 'slot-5', mark: 'yes' as const, rank: 1 }];
  found.answer = {
    choice: 'ranked',
    marks,
    parts: [],
    place: null,
    health: 'bad',
    attendance: 'off',
    note: 'ねむい',
    answeredAt: NOW,
  };
};
const fixed: Setting = ({ office }) => {
  const confirmed = {
    startsAt: jst('2026-12-20T12:30'),
    endsAt: jst('2026-12-20T13:00'),
    place: '',
    method: 'office' as const,
  };
  Object.assign(office.cases['case-1'] ?? {}, { status: 'confirmed', confirmed });
};
const family: Setting = ({ office }) => {
  const off = { state: 'withdrawn' as const, version: 1, at: NOW };
  const old = { state: 'outdated' as const, version: 1, at: NOW };
  const request = { caseId: 'x', kind: 'meeting' as const, askedAt: NOW, answeredAt: NOW };
  office.home.me = {
    name: '大野 由美',
    kana: 'おおの ゆみ',
    kind: 'guardian',
    suspended: true,
    reminderTime: '17:00',
  };
  office.home.friend = false;
  office.home.clients = [
    client({
      consent: old,
      appointments: [
        appointment(),
        appointment({ caseId: 'y', method: 'visit', startsAt: jst('2026-12-24T13:00') }),
      ],
    }),
    client({
      id: 'client-2',
      name: '大野 海斗',
      kana: 'おおの かいと',
      consent: off,
      requests: [request],
      appointments: [appointment({ caseId: 'z' })],
    }),
  ];
};
const provider: Setting = ({ office }) => {
  office.cases['case-1'] = providerCase();
};

const changed: Setting = ({ office }) => {
  office.home.clients = [client({ consent: { state: 'outdated', version: 1, at: NOW } })];
  office.rules = newRules();
};
const atEighteen: Setting = ({ office }) => {
  family({ office } as Stage);
  const states = ['own-needed', 'guardian-needed'] as const;
  office.home.clients.forEach((each, index) => {
    each.consent = { state: states[index] ?? 'yes', version: 1, at: NOW };
  });
};

const PAGES: [name: string, path: string, setting?: Setting][] = [
  ['the first page', '/app'],
  ['the first page of a parent', '/app', family],
  ['an unknown account', '/app', ({ office }) => Object.assign(office.home, { me: null, clients: [] })],
  ['rules, first step', '/app/invite?t=x'],
  ['rules, last step', '/app/invite?t=x&step=3'],
  ['who chooses', '/app/invite?t=x&step=4'],
  ['check-in', '/app/dates/case-1/checkin'],
  ['check-in, note', '/app/dates/case-1/checkin?q=3'],
  ['dates', '/app/dates/case-1/choose', answered],
  ['marks', '/app/dates/case-1/marks', provider],
  ['last look', '/app/dates/case-1/confirm', answered],
  ['sent', '/app/dates/case-1/done', answered],
  ['the answer given', '/app/dates/case-1/sent', answered],
  ['fixed', '/app/dates/case-1', fixed],
  [
    'called off',
    '/app/dates/case-1',
    ({ office }) => Object.assign(office.cases['case-1'] ?? {}, { status: 'cancelled' }),
  ],
  ['a call', '/app/contact/call'],
  ['a change', '/app/contact/change', family],
  ['to talk', '/app/contact/consult'],
  ['the schedule', '/app/schedule', family],
  ['the settings', '/app/settings', family],
  [
    'the settings of nobody',
    '/app/settings',
    ({ office }) => Object.assign(office.home, { me: null, clients: [] }),
  ],
  ['to stop', '/app/withdraw/client-1'],
  ['what was agreed to', '/app/my-consent/client-1'],
  ['rules that changed', '/app/consent/client-1', changed],
  ['words that changed', '/app/changes/client-1', changed],
  ['monitoring by LINE', '/app/contact/line-monitoring', family],
  ['a question', '/app/contact/question', family],
  ['a first page at 18', '/app', atEighteen],
  [
    'an expired invitation',
    '/app/invite?t=x',
    (on) => on.fail('POST /api/app/invitations/look', 'invitation-unusable'),
  ],
  ['a fault', '/app', (on) => on.fail('GET /api/app/home', 'fault')],
];

/** Opens a page in this look; gives back what the browser complained of. */
async function openAs(look: { furi: string; size: string }, path: string): Promise<string[]> {
  const broken: string[] = [];
  const listen = (line: ConsoleMessage): void => {
    if (line.type() === 'error' && !line.text().includes('Failed to load resource')) broken.push(line.text());
  };
  page.on('console', listen);
  await page.evaluate((chosen) => {
    for (const [key, value] of Object.entries(chosen)) localStorage.setItem(key, value);
  }, look);
  await stage.open(page, path);
  page.off('console', listen);
  return broken;
}

/** Targets under 48 px, sideways overflow, kanji without a reading, and whatever axe finds. */
async function faultsOf(ruby: boolean): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (withRuby) => {
    const faults: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth)
      faults.push(`overflow ${document.documentElement.scrollWidth}`);
    for (const target of document.querySelectorAll(
      'main a, main button, .card, .seg label, .act .btn, .help .btn, .bar > *',
    )) {
      const { width, height } = target.getBoundingClientRect();
      if (width > 0 && (width < 47.5 || height < 47.5)) faults.push(`small ${target.outerHTML.slice(0, 90)}`);
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (withRuby && walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      const seen =
        parent &&
        !parent.closest('ruby, .vh, script, noscript, option') &&
        parent.getClientRects().length > 0;
      if (seen && /\p{Script=Han}/u.test(walker.currentNode.textContent ?? '')) {
        faults.push(`no reading: ${walker.currentNode.textContent?.trim()}`);
      }
    }
    // The bar at the foot lies over what has not been scrolled to: axe would count it as hidden.
    for (const bar of document.querySelectorAll<HTMLElement>('.act')) bar.style.position = 'static';
    const found = await window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return [...faults, ...found.violations.map((each) => `axe ${each.id}: ${each.nodes[0]?.html}`)];
  }, ruby);
}

describe.each(PAGES)('%s', (_name, path, setting) => {
  it('is sound with readings on the narrowest phone', async () => {
    setting?.(stage);
    expect(await openAs({ furi: 'on', size: 'm' }, path)).toEqual([]);
    expect(await faultsOf(true)).toEqual([]);
    expect(await page.locator('.help :is(a[href="tel:119"], a[href="tel:110"])').count()).toBe(2);
  });

  it('is sound without readings, in the largest letters', async () => {
    setting?.(stage);
    expect(await openAs({ furi: 'off', size: 'xl' }, path)).toEqual([]);
    expect(await faultsOf(false)).toEqual([]);
  });
});

describe('names as they come', () => {
  it('are shown as text and stay on the screen', async () => {
    const name = `<script>alert(1)</script>{a|b}${'長'.repeat(60)}`;
    stage.office.home.me = { name, kana: 'なが い', kind: 'person', suspended: false, reminderTime: null };
    stage.office.home.clients = [
      client({ counselor: { name, kana: null }, appointments: [appointment({ place: name })] }),
    ];
    expect(await openAs({ furi: 'on', size: 'xl' }, '/app')).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect(await page.locator('h1').textContent()).toContain('<script>');
  });
});

describe('what is built', () => {
  it('speaks of the stand-in only in the build for one machine', async () => {
    await buildOutputs(ROOT, ['liff', 'liff-local'], () => {});
    const mentions = (folder: string) =>
      readdirSync(join(ROOT, folder, 'assets')).filter((file) =>
        /lineOrigin|line-origin/.test(readFileSync(join(ROOT, folder, 'assets', file), 'utf8')),
      ).length;
    expect(mentions('dist/liff')).toBe(0);
    expect(mentions('dist/liff-local')).toBe(1);
  });

  it('stays inside its budget', () => {
    const sizes = JSON.parse(readFileSync(join(ROOT, 'dist/liff/sizes.json'), 'utf8'));
    expect(sizes['index.html'].firstLoad).toBeLessThanOrEqual(45 * 1024);
    expect(Math.max(...(Object.values(sizes['index.html'].pages) as number[]))).toBeLessThanOrEqual(6 * 1024);
  });
});
