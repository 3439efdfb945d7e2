import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { CaseView } from '../../worker/views/cases.ts';
import type { TodayView } from '../../worker/views/desk.ts';
import { launchChromium } from '../support/chromium.ts';
import { figuresView } from './console-figures.ts';
import {
  agreement,
  alert,
  approval,
  calendarView,
  caseRow,
  caseView,
  client,
  contact,
  DAY,
  HOUR,
  inbound,
  judged,
  MINUTE,
  meeting,
  NOON,
  participant,
  QUIET,
  record,
  review,
  settingsView,
  task,
} from './console-office.ts';
import { ConsoleServer, openPage, Refusal } from './console-server.ts';
import { standingOffice } from './console-shelf.ts';

/** A name as nobody should have to bear it. */
export const HOSTILE = `<script>document.title="x"</script>${'寿'.repeat(25)}`;

/** A counselor's desk: the built console, an office to look at, and a browser. */
export class Desk {
  readonly server: ConsoleServer;
  readonly browser: Browser;

  private constructor(server: ConsoleServer, browser: Browser) {
    this.server = server;
    this.browser = browser;
  }

  static async open(): Promise<Desk> {
    return new Desk(await ConsoleServer.start(), await launchChromium());
  }

  /** As it stands before each test. */
  tidy(): ConsoleServer {
    this.server.reset();
    standing(this.server);
    return this.server;
  }

  /** Runs with a page of its own; script errors and policy violations fail the test. */
  async within(path: string, act: (page: Page) => Promise<void>): Promise<void> {
    const { page, context, faults } = await openPage(this.browser);
    try {
      await page.goto(this.server.origin + path);
      await act(page);
      expect(faults).toEqual([]);
    } finally {
      await context.close();
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
  }
}

/** An office with one of everything; tests change what they are about. */
function standing(server: ConsoleServer): void {
  server.on('GET', '/api/console/today', () => todayView());
  server.on('GET', '/api/console/clients', () => ({
    rows: [
      {
        id: 'k1',
        name: '大野 みのり',
        kana: 'おおの みのり',
        counselor: '中村 さおり',
        consent: 'yes',
        openCases: 1,
      },
      { id: 'k2', name: HOSTILE, kana: null, counselor: '原田', consent: 'not-invited', openCases: 0 },
    ],
    next: null,
  }));
  server.on('GET', '/api/console/clients/:id', () =>
    client({
      cases: [caseRow({ failedCalls: 2 }), caseRow({ id: 'c2', status: 'held', startsAt: NOON - 90 * DAY })],
      contacts: [
        contact(),
        contact({
          id: 'p2',
          name: HOSTILE,
          kind: 'family',
          relation: '母',
          linked: false,
          consent: { state: 'not-invited', version: null, at: null },
        }),
      ],
      meetings: [{ at: NOON - 90 * DAY, kind: 'monitoring', method: 'line' }],
      tasks: [task()],
    }),
  );
  server.on('GET', '/api/console/clients/:id/records', () => ({
    records: [
      record(),
      record({ id: 'r2', seq: 2, kind: 'refused', body: { summary: '送らなかった LINE', reason: '書類' } }),
    ],
    next: null,
    total: 2,
  }));
  standingOffice(server);
  server.on('GET', '/api/console/cases/:id', () => caseView({ slots: slots(), participants: people() }));
  server.on('GET', '/api/console/cases/:id/head', () => ({ head: 7 }));
  server.on('GET', '/api/console/drafts', ({ query }) => ({
    drafts: [
      {
        id: 'given',
        name: '体調をたずねてから',
        greeting: 'こんにちは。体調はいかがですか。',
        body:
          query.get('purpose') === 'callback-request'
            ? '折り返しのお電話をお願いいたします。'
            : 'ご連絡をありがとうございます。',
      },
    ],
  }));
  server.on('GET', '/api/console/templates', () => ({ templates: [] }));
  server.on('GET', '/api/console/approvals', () => ({ approvals: [] }));
  server.on('POST', '/api/console/cases/:id/slots/check', ({ body }) => ({
    clashes: (body.slots as unknown[]).map(() => []),
  }));
  server.on('GET', '/api/console/threads', () => ({
    now: NOON,
    rows: [
      {
        id: 'p1',
        name: HOSTILE,
        kana: null,
        kind: 'person',
        phone: '000-0000-0005',
        clients: [],
        preview: HOSTILE,
        lastAt: NOON,
        sentAt: null,
        unanswered: { count: 1, receivedAt: NOON, dueAt: NOON + HOUR },
      },
    ],
    next: null,
  }));
  server.on('GET', '/api/console/contacts/:id/thread', () => ({
    contact: {
      id: 'p1',
      name: HOSTILE,
      kana: null,
      kind: 'person',
      phone: '000-0000-0005',
      clients: [{ id: 'k1', name: '吉岡 健太', kana: 'よしおか けんた', relation: '本人' }],
    },
    now: NOON,
    calls: [],
    earlier: null,
    messages: [
      inbound({
        id: 'n2',
        text: 'きのうは電話をありがとう。',
        tag: 'basic-consultation',
        at: NOON - 2 * DAY,
      }),
      inbound(),
    ],
    sent: [],
  }));
  server.on('GET', '/api/console/contacts', () => ({
    rows: [
      {
        id: 'p1',
        name: '吉岡 健太',
        kana: 'よしおか けんた',
        kind: 'person',
        clients: [{ id: 'k1', name: '吉岡 健太', kana: 'よしおか けんた', relation: '本人' }],
      },
      {
        id: 'p7',
        name: '吉岡 洋子',
        kana: null,
        kind: 'guardian',
        clients: [{ id: 'k5', name: HOSTILE, kana: null, relation: '母' }],
      },
    ],
  }));
  server.on('GET', '/api/console/reviews', () => ({
    reviews: [review(), review({ id: 'v2', contactName: HOSTILE })],
    agreements: [agreement(), agreement({ reviewId: 'v4', contactName: HOSTILE, agreed: HOSTILE })],
  }));
  server.on('GET', '/api/console/reports/monthly', () => figuresView(NOON));
  server.on('GET', '/api/console/calendar', ({ query }) =>
    calendarView(query.get('from') ?? '', query.get('until') ?? '', [
      meeting(),
      meeting({ caseId: 'c5', startsAt: NOON - HOUR, endsAt: NOON - MINUTE, state: 'waiting' }),
      meeting({ caseId: null, client: { name: HOSTILE, kana: null }, startsAt: NOON - DAY, state: 'held' }),
    ]),
  );
  server.on('GET', '/api/console/calendar-feed', () => ({ createdAt: null }));
  server.on('GET', '/api/console/staff/:id/hand-over', () => ({
    staff: { id: 's2', name: HOSTILE, active: true },
    colleagues: [{ id: 's1', name: '中村 さおり', kana: null }],
    clients: [
      {
        id: 'k1',
        name: HOSTILE,
        kana: 'ながい',
        cases: 2,
        tasks: 1,
        duties: 1,
        meetings: [NOON + DAY, NOON + 2 * DAY],
      },
      { id: 'k2', name: '大野 みのり', kana: 'おおの みのり', cases: 0, tasks: 0, duties: 0, meetings: [] },
    ],
  }));
  server.on('GET', '/api/console/settings', () => settingsView());
  server.on('POST', '/api/console/messages/check', () => judged());
}

export function todayView(over: Partial<TodayView> = {}): TodayView {
  const row = { phone: '000-0000-0001', contactId: 'p1', lastCallAt: NOON - DAY };
  return {
    ...QUIET,
    alerts: [
      alert(),
      alert({
        id: 'a2',
        contactId: null,
        contactName: null,
        phone: null,
        client: null,
        messages: 1,
        pushes: 0,
      }),
      alert({ id: 'a3', kind: 'quota-low', contactId: null, contactName: null, phone: null, client: null }),
    ],
    quota: { month: '2026-12', limit: 5000, used: 4210, left: 790, readAt: NOON - 20 * MINUTE, state: 'low' },
    parked: { count: 2, ids: ['e1', 'e2'] },
    reviews: [review()],
    exceptions: {
      messages: [approval()],
      circumstances: [
        {
          id: 'y1',
          client: { id: 'k1', name: HOSTILE, kana: null },
          contactName: HOSTILE,
          reason: '場面緘黙のため',
          reviewOn: '2027-03-31',
          askedBy: '佐藤 健',
          askedAt: NOON - DAY,
        },
      ],
    },
    duties: [
      {
        id: 'd1',
        contactId: 'p1',
        contactName: '吉岡 健太',
        phone: '000-0000-0005',
        client: { id: 'k1', name: '吉岡 健太', kana: 'よしおか けんた' },
        preview: '相談したい',
        receivedAt: NOON - 3 * HOUR,
        dueAt: NOON - HOUR,
      },
      {
        id: 'd2',
        contactId: null,
        contactName: 'まだ登録のない方',
        phone: null,
        client: null,
        preview: HOSTILE,
        receivedAt: NOON,
        dueAt: NOON + HOUR,
      },
    ],
    calls: [
      {
        ...caseRow({ id: 'c1', client: { name: '高瀬 直人', kana: 'たかせ なおと' }, failedCalls: 2 }),
        ...row,
      },
      {
        ...caseRow({ id: 'c2', client: { name: HOSTILE, kana: null } }),
        ...row,
        phone: null,
        contactId: null,
        lastCallAt: null,
      },
    ],
    mine: ['k1'],
    proposals: [
      {
        id: 'm1',
        client: { id: 'k1', name: HOSTILE, kana: 'ながい' },
        counselor: '中村 さおり',
        month: '2027-01',
        proposedAt: NOON,
      },
    ],
    drafts: [
      {
        id: 'dr1',
        clientId: 'k1',
        client: { name: '川端 すみれ', kana: null },
        summary: 'モニタリング',
        createdAt: NOON - DAY,
      },
    ],
    tasks: [task()],
    answered: [caseRow({ id: 'c3', answered: true })],
    waitingConsents: [
      {
        clientId: 'k1',
        client: { name: '川端 すみれ', kana: null },
        contactName: '川端 すみれ',
        state: 'later',
        since: NOON - 3 * DAY,
      },
    ],
    appointments: [
      {
        caseId: 'c4',
        kind: 'meeting',
        startsAt: NOON + DAY,
        endsAt: NOON + DAY + HOUR,
        place: 'サンクスシェア',
        method: 'office',
        counselor: { name: '中村', kana: null },
        clientId: 'k1',
        client: { name: '三浦 翔', kana: null },
      },
    ],
    ...over,
  };
}

export function slots(): CaseView['slots'] {
  return [1, 2].map((days) => ({
    id: `s${days}`,
    startsAt: NOON + days * DAY,
    endsAt: NOON + days * DAY + HOUR,
    place: '自宅',
    open: true,
    overlap: days === 2,
    clashes: [],
  }));
}

export function people() {
  const answer = {
    choice: 'ranked',
    marks: [{ slotId: 's2', mark: 'yes', rank: 1 }],
    parts: [] as never[],
    place: null,
    health: 'bad',
    attendance: 'off',
    note: null,
    answeredAt: NOON,
  } as const;
  return [
    participant({ answer: { ...answer, marks: [...answer.marks] } }),
    participant({ contactId: 'p2', name: HOSTILE, kind: 'provider', answer: null }),
    participant({
      contactId: 'p3',
      name: '姉',
      kind: 'family',
      answer: { ...answer, choice: 'call', marks: [] },
    }),
  ];
}

export const signedOff = (): never => {
  throw new Refusal({ type: 'signed-out', status: 401, title: 'ログインが切れました。' });
};
