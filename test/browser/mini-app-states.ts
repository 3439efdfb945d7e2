import type { Page } from 'playwright-core';
import type { PageName } from '../../liff/app/page-table.ts';
import type { Wished } from '../../liff/app/wish-page.ts';
import type { ConsentReceipt } from '../../worker/views/mini-app.ts';
import type { ProblemType, WishKind } from '../../worker/views/shared.ts';
import {
  appointment,
  client,
  home,
  jst,
  look,
  NAKAMURA,
  NOW,
  newRules,
  OHNO,
  providerCase,
  slots,
  theCase,
} from './mini-app-office.ts';
import type { Stage } from './mini-app-stage.ts';

/** A page as somebody may meet it. */
export interface State {
  page: PageName;
  name: string;
  path: string;
  set?: (stage: Stage) => void;
  /** What this person has begun on this phone, or was told last (liff/data/draft.ts). */
  drafts?: Record<string, object>;
  /** What the person does before the state is there. */
  act?: (page: Page, stage: Stage) => Promise<void>;
  /** Stays loading: there is nothing to wait for. */
  loading?: true;
  /** What stands there is no page of its own: the address is none, or its code can't be fetched. */
  nowhere?: true;
}

type Setting = NonNullable<State['set']>;

const LONG_NAME = {
  name: '勅使河原宇佐美 健太郎左衛門之助長三郎吉兵衛',
  kana: 'てしがわらうさみ けんたろう',
};

const answered: Setting = ({ office }) => {
  const found = office.cases['case-1'];
  if (!found) return;
  found.answer = {
    choice: 'ranked',
    marks: [
      { slotId: 'slot-5', mark: 'yes', rank: 1 },
      { slotId: 'slot-2', mark: 'yes', rank: 2 },
    ],
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
    people: [OHNO],
  };
  Object.assign(office.cases['case-1'] ?? {}, { status: 'confirmed', confirmed });
};
const family: Setting = (stage) => {
  const { office } = stage;
  const off = { state: 'withdrawn' as const, version: 1, at: NOW };
  const old = { state: 'outdated' as const, version: 1, at: NOW };
  const request = { caseId: 'x', kind: 'meeting' as const, askedAt: NOW, answeredAt: NOW };
  office.home = home({
    me: { name: '大野 由美', kana: 'おおの ゆみ', kind: 'guardian', suspended: false, reminderTime: '17:00' },
    clients: [
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
      client({
        id: 'client-3',
        ...LONG_NAME,
        appointments: [appointment({ caseId: 'w', client: LONG_NAME })],
      }),
      client({ id: 'client-4', name: '大野 空', kana: 'おおの そら', appointments: [], requests: [] }),
    ],
  });
  stage.unfriend();
};
const nobody: Setting = ({ office }) => Object.assign(office.home, { me: null, clients: [] });
const suspended: Setting = ({ office }) => {
  Object.assign(office.home.me ?? {}, { suspended: true });
  for (const each of Object.values(office.cases)) Object.assign(each, { suspended: true, toldByLine: false });
};
const notYet: Setting = ({ office }) => {
  office.home.clients = [client({ consent: { state: 'none', version: null, at: null }, appointments: [] })];
};
const nothingThere: Setting = ({ office }) => {
  office.home.clients = [client({ appointments: [], requests: [] })];
};
const provider: Setting = ({ office }) => {
  office.cases['case-1'] = providerCase();
};
const twelve: Setting = ({ office }) => {
  const more = [0, 1, 2].flatMap((turn) =>
    slots().map((slot) => ({
      ...slot,
      id: `${slot.id}-${turn}`,
      startsAt: slot.startsAt + turn * 7 * 86_400_000,
      endsAt: slot.endsAt + turn * 7 * 86_400_000,
    })),
  );
  office.cases['case-1'] = theCase({ client: { ...LONG_NAME, id: 'client-1' }, slots: more.slice(0, 12) });
};
const DAYS = [
  '2026-12-10',
  '2026-12-11',
  '2026-12-14',
  '2026-12-15',
  '2026-12-16',
  '2026-12-17',
  '2026-12-18',
];
const parts: Setting = ({ office }) => {
  office.cases['case-1'] = theCase({
    slots: [],
    answersBy: 'parts',
    days: DAYS,
    places: ['home', 'office', 'provider'],
  });
};
const calledOff: Setting = ({ office }) =>
  Object.assign(office.cases['case-1'] ?? {}, { status: 'cancelled' });
const outdated: Setting = ({ office }) => {
  office.rules = newRules();
  office.home.rulesVersion = 2;
  office.home.clients = [client({ consent: { state: 'outdated', version: 1, at: NOW } })];
};
const atEighteen: Setting = (stage) => {
  family(stage);
  const states = ['own-needed', 'guardian-needed'] as const;
  stage.office.home.clients.forEach((each, index) => {
    each.consent = { state: states[index] ?? 'yes', version: 1, at: NOW };
  });
};
const failing =
  (route: string, type: ProblemType): Setting =>
  (stage) =>
    stage.fail(route, type, type);

const receipt = (choice: ConsentReceipt['choice']): ConsentReceipt => ({
  clientId: 'client-1',
  choice,
  chosenAt: NOW,
  lacks: null,
  answerBy: choice === 'question' ? NOW + 13_200_000 : null,
  counselor: NAKAMURA,
  friend: false,
  addFriendUrl: 'https://line.me/R/ti/p/@office',
});
const wished = (kind: WishKind): Wished => ({
  kind,
  rows: [
    ['だれの こと', '{勅使河原宇佐美|てしがわらうさみ} {健太郎|けんたろう}さん'],
    ['いつ', '{今日|きょう}'],
  ],
  answerBy: NOW + 13_200_000,
  urgent: kind === 'consult',
});
const threeRanked = {
  'answer:case-1': {
    submissionKey: 'k',
    choice: 'ranked',
    ranked: ['slot-5', 'slot-2', 'slot-1', 'slot-3'],
    health: 'bad',
    note: `ねむい ${'w'.repeat(60)}`,
  },
};
const someParts = (place: string | null) => ({
  'answer:case-1': {
    submissionKey: 'k',
    choice: 'parts',
    parts: [
      { date: '2026-12-10', part: 'morning' },
      { date: '2026-12-14', part: 'evening' },
    ],
    place,
  },
});

const tapNext = async (page: Page) => page.locator('.act .btn-main').click();
/** Answers the first of every group of radios, and goes on. */
const answerAll = async (page: Page) => {
  for (const group of await page.locator('main fieldset').all()) {
    const first = group.getByRole('radio').first();
    if ((await first.count()) > 0) await first.check();
  }
  await tapNext(page);
};
const openLook = async (page: Page) => page.locator('.bar .tool[aria-controls=look]').click();

const CASE = '/app/dates/case-1';
const CONSENT = '/app/invite?t=x';

/** Every page of the mini-app, in the states it has; a page that is missing fails the walk. */
export const STATES: readonly State[] = [
  { page: 'home', name: 'with a request and a date', path: '/app' },
  { page: 'home', name: 'with the choice of letters open', path: '/app', act: openLook },
  { page: 'home', name: 'of a parent of four', path: '/app', set: family },
  { page: 'home', name: 'at eighteen', path: '/app', set: atEighteen },
  { page: 'home', name: 'of somebody unknown', path: '/app', set: nobody },
  { page: 'home', name: 'while LINE is stopped', path: '/app', set: suspended },
  { page: 'home', name: 'before consent', path: '/app', set: notYet },
  { page: 'home', name: 'with nothing to do', path: '/app', set: nothingThere },
  { page: 'home', name: 'with changed rules', path: '/app', set: outdated },
  {
    page: 'home',
    name: 'while it loads',
    path: '/app',
    loading: true,
    set: ({ office }) => {
      office.before = (route) => (route === 'GET /api/app/home' ? new Promise(() => {}) : undefined);
    },
  },
  ...(['fault', 'too-many', 'forbidden', 'not-found', 'consent-needed'] as const).map(
    (type): State => ({
      page: 'home',
      name: `answered with ${type}`,
      path: '/app',
      set: failing('GET /api/app/home', type),
    }),
  ),
  { page: 'home', name: 'at an address that is none', path: '/app/nowhere', nowhere: true },
  {
    page: 'home',
    name: 'without a network',
    path: '/app/settings',
    act: async (page) => {
      // A device that knows itself offline opens the page by itself later, in the middle of the looks.
      await page.route('**/*', (route) => route.abort());
      await page.locator('.bar .brand').click();
      await page.locator('h1', { hasText: 'つながりません' }).waitFor();
    },
    nowhere: true,
  },
  { page: 'invite', name: 'first step', path: CONSENT },
  { page: 'invite', name: 'second step', path: `${CONSENT}&step=2` },
  { page: 'invite', name: 'third step', path: `${CONSENT}&step=3` },
  { page: 'invite', name: 'who chooses', path: `${CONSENT}&step=4` },
  { page: 'invite', name: 'nothing chosen', path: `${CONSENT}&step=4`, act: tapNext },
  { page: 'invite', name: 'next question', path: `${CONSENT}&step=4`, act: answerAll },
  { page: 'invite', name: 'the step after', path: `${CONSENT}&step=5` },
  {
    page: 'invite',
    name: 'of a guardian',
    path: `${CONSENT}&step=4`,
    set: ({ office }) => {
      office.look = look({ contact: { ...LONG_NAME, kind: 'guardian' }, client: LONG_NAME });
    },
    act: answerAll,
  },
  {
    page: 'invite',
    name: 'no longer usable',
    path: CONSENT,
    set: failing('POST /api/app/invitations/look', 'invitation-unusable'),
  },
  { page: 'consent', name: 'again', path: '/app/consent/client-1', set: notYet },
  { page: 'consent', name: 'what changed', path: '/app/consent/client-1', set: outdated },
  { page: 'consent', name: 'what changed, next', path: '/app/consent/client-1?step=2', set: outdated },
  { page: 'consented', name: 'opened by itself', path: '/app/consented' },
  ...(['yes', 'question', 'withdrawn'] as const).map(
    (choice): State => ({
      page: 'consented',
      name: choice,
      path: '/app/consented',
      set: (stage) => stage.unfriend(),
      drafts: { consented: receipt(choice) },
    }),
  ),
  {
    page: 'consented',
    name: 'a guardian is missing',
    path: '/app/consented',
    drafts: { consented: { ...receipt('yes'), lacks: 'guardian-needed', friend: true } },
  },
  { page: 'mine', name: 'agreed', path: '/app/my-consent/client-1' },
  {
    page: 'mine',
    name: 'not answered yet',
    path: '/app/my-consent/client-1',
    set: ({ office }) => Object.assign(office.mine, { choices: [], agreed: null }),
  },
  { page: 'changes', name: 'side by side', path: '/app/changes/client-1', set: outdated },
  { page: 'changes', name: 'none', path: '/app/changes/client-1' },
  { page: 'rules', name: 'read again', path: '/app/rules' },
  { page: 'rules', name: 'last step', path: '/app/rules?step=3' },
  { page: 'case', name: 'fixed', path: CASE, set: fixed },
  {
    page: 'case',
    name: 'fixed while LINE is stopped',
    path: CASE,
    set: (stage) => {
      fixed(stage);
      suspended(stage);
    },
  },
  { page: 'case', name: 'called off', path: CASE, set: calledOff },
  { page: 'case', name: 'too late', path: `${CASE}?late`, set: fixed },
  { page: 'checkin', name: 'first question', path: `${CASE}/checkin` },
  { page: 'checkin', name: 'second question', path: `${CASE}/checkin?q=2` },
  { page: 'checkin', name: 'a few words', path: `${CASE}/checkin?q=3` },
  { page: 'dates', name: 'empty', path: `${CASE}/choose` },
  { page: 'dates', name: 'two ranked', path: `${CASE}/choose`, set: answered },
  { page: 'dates', name: 'nothing chosen', path: `${CASE}/choose`, act: tapNext },
  { page: 'dates', name: 'twelve times', path: `${CASE}/choose`, set: twelve },
  { page: 'dates', name: 'while LINE is stopped', path: `${CASE}/choose`, set: suspended },
  { page: 'marks', name: 'of a provider', path: `${CASE}/marks`, set: provider },
  { page: 'marks', name: 'nothing marked', path: `${CASE}/marks`, set: provider, act: tapNext },
  { page: 'times', name: 'first week', path: `${CASE}/times`, set: parts },
  { page: 'times', name: 'nothing chosen', path: `${CASE}/times?week=2`, set: parts, act: tapNext },
  { page: 'where', name: 'three places', path: `${CASE}/where`, set: parts, drafts: someParts(null) },
  {
    page: 'where',
    name: 'nothing chosen',
    path: `${CASE}/where`,
    set: parts,
    drafts: someParts(null),
    act: tapNext,
  },
  { page: 'confirm', name: 'last look', path: `${CASE}/confirm`, drafts: threeRanked },
  { page: 'confirm', name: 'of parts', path: `${CASE}/confirm`, set: parts, drafts: someParts('provider') },
  {
    page: 'confirm',
    name: 'not sent',
    path: `${CASE}/choose`,
    set: (stage) => stage.fail('POST /api/app/cases/case-1/answer', 'fault'),
    act: async (page) => {
      await page.getByRole('checkbox').first().check();
      await tapNext(page);
      await page.locator('main:not([aria-busy]) h1', { hasText: 'いいですか' }).waitFor();
      await tapNext(page);
      await page.locator('h1', { hasText: 'れませんでした' }).waitFor();
    },
  },
  { page: 'answered', name: 'sent', path: `${CASE}/done`, set: answered },
  { page: 'sent', name: 'the answer given', path: `${CASE}/sent`, set: answered },
  ...(['call', 'change', 'cannot-come', 'consult', 'question', 'line-monitoring'] as const).flatMap(
    (kind): State[] => [
      { page: 'wish', name: kind, path: `/app/contact/${kind}` },
      { page: 'wish', name: `${kind}, next`, path: `/app/contact/${kind}`, act: answerAll },
      { page: 'wish', name: `${kind} of a parent`, path: `/app/contact/${kind}`, set: family },
      {
        page: 'wished',
        name: `${kind} received`,
        path: `/app/contact/${kind}/done`,
        drafts: { wished: wished(kind) },
      },
    ],
  ),
  { page: 'wish', name: 'nothing chosen', path: '/app/contact/consult', act: tapNext },
  { page: 'wish', name: 'of somebody unknown', path: '/app/contact/call', set: nobody },
  { page: 'schedule', name: 'of a family', path: '/app/schedule', set: family },
  { page: 'schedule', name: 'empty', path: '/app/schedule', set: nothingThere },
  { page: 'calendar', name: 'without an address', path: '/app/calendar' },
  {
    page: 'calendar',
    name: 'a new address',
    path: '/app/calendar',
    act: async (page) => {
      await tapNext(page);
      await page.locator('#url').waitFor();
    },
  },
  { page: 'reminder', name: 'off', path: '/app/reminder' },
  { page: 'reminder', name: 'on', path: '/app/reminder', set: family },
  { page: 'settings', name: 'of a person', path: '/app/settings' },
  { page: 'settings', name: 'of a family', path: '/app/settings', set: family },
  { page: 'settings', name: 'of somebody unknown', path: '/app/settings', set: nobody },
  { page: 'withdraw', name: 'last look', path: '/app/withdraw/client-1' },
  {
    page: 'withdraw',
    name: 'not sent',
    path: '/app/withdraw/client-1',
    set: failing('POST /api/app/consents/withdraw', 'fault'),
    act: async (page) => {
      await page.locator('.act .btn-stop').click();
      await page.locator('h1', { hasText: 'れませんでした' }).waitFor();
    },
  },
];
