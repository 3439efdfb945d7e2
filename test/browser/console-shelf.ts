import { USAGE_RULES_V1 } from '../../db/usage-rules-v1.ts';
import type {
  AccessRow,
  ChangeRow,
  ClosuresView,
  SessionView,
  StaffListView,
  TemplateEdit,
} from '../../worker/views/office.ts';
import type { RecordDraftView } from '../../worker/views/records.ts';
import type { RulesDraft, RulesVersion, RulesView } from '../../worker/views/rules.ts';
import { DAY, HOUR, NOON } from './console-office.ts';
import type { ConsoleServer } from './console-server.ts';

const LONG = '<b>長い名前の</b>'.repeat(6);

/** What the pages of records, settings and access are answered with, where a test says nothing else. */
export function standingOffice(server: ConsoleServer): void {
  server.on('GET', '/api/console/record-drafts', () => ({
    drafts: [
      draft(),
      draft({ id: 'd2', staffId: 's2', staff: '原田 学', client: { name: LONG, kana: null } }),
    ],
  }));
  server.on('GET', '/api/console/record-drafts/:id', () => draft());
  server.on('PUT', '/api/console/record-drafts/:id', ({ body }) => ({
    id: 'd1',
    revision: Number(body.revision) + 1,
  }));
  server.on('GET', '/api/console/templates/all', () => ({
    templates: [template(), template({ id: 't2', purpose: 'info', name: LONG, retiredAt: NOON })],
  }));
  server.on('GET', '/api/console/closures', () => closures());
  server.on('GET', '/api/console/rules', () => rules());
  server.on('GET', '/api/console/rules/:version', () => version());
  server.on('GET', '/api/console/staff', () => staff());
  server.on('GET', '/api/console/colleagues', () => ({
    colleagues: [
      { id: 's1', name: '中村 さおり', kana: null },
      { id: 's2', name: '原田 学', kana: null },
    ],
  }));
  server.on('GET', '/api/console/sessions', () => ({
    sessions: [session(), session({ id: 'x2', current: false, device: null })],
  }));
  server.on('GET', '/api/console/changes', () => ({ rows: changes(), next: null }));
  server.on('GET', '/api/console/access', () => ({ rows: access(), next: null }));
}

export function draft(over: Partial<RecordDraftView> = {}): RecordDraftView {
  return {
    id: 'd1',
    clientId: 'k1',
    client: { name: '大野 みのり', kana: 'おおの みのり' },
    caseId: 'c1',
    source: 'call',
    body: {
      method: 'phone',
      startedAt: NOON - HOUR,
      partner: '大野 みのり',
      relation: '本人',
      purpose: '12月のモニタリング',
    },
    staffId: 's1',
    staff: '中村 さおり',
    revision: 1,
    createdAt: NOON - HOUR,
    updatedAt: NOON - HOUR,
    updatedBy: null,
    ...over,
  };
}

export function template(over: Partial<TemplateEdit> = {}): TemplateEdit {
  return {
    id: 't1',
    purpose: 'reply',
    name: '受けとり',
    greeting: '',
    body: '{事業所}の{担当}です。たしかに拝見しました。',
    revision: 1,
    updatedAt: NOON - DAY,
    updatedBy: '中村 さおり',
    retiredAt: null,
    ...over,
  };
}

export function closures(over: Partial<ClosuresView> = {}): ClosuresView {
  return {
    today: '2026-12-08',
    month: '2026-12',
    closures: [{ date: '2026-12-25', reason: '職員研修' }],
    days: Array.from({ length: 31 }, (_, at) => {
      const weekend = at % 7 === 4 || at % 7 === 5;
      const why = weekend ? (at % 7 === 4 ? '土曜日' : '日曜日') : at === 24 ? '職員研修' : null;
      return { date: `2026-12-${String(at + 1).padStart(2, '0')}`, closed: why !== null, why };
    }),
    ...over,
  };
}

export function version(over: Partial<RulesVersion> = {}): RulesVersion {
  return {
    version: 1,
    textHash: '0'.repeat(64),
    groups: USAGE_RULES_V1,
    effectiveFrom: 0,
    change: 'rule',
    note: null,
    publishedBy: null,
    state: 'in-force',
    ...over,
  };
}

export function rulesDraft(over: Partial<RulesDraft> = {}): RulesDraft {
  return {
    id: 'rd1',
    baseVersion: 1,
    groups: USAGE_RULES_V1,
    note: '',
    revision: 1,
    updatedAt: NOON,
    updatedBy: '中村 さおり',
    differences: [{ where: '「LINEを送る時間」のやさしい文', before: '午後9時まで', after: '午後8時まで' }],
    problems: [],
    mustAskAgain: ['「LINEを送る時間」の数や時刻が変わりました（やさしい文）。'],
    ...over,
  };
}

export function rules(over: Partial<RulesView> = {}): RulesView {
  const { groups: _, ...plain } = version();
  return {
    now: NOON,
    today: '2026-12-08',
    versions: [plain],
    draft: rulesDraft(),
    affected: {
      count: 1,
      rows: [
        {
          clientId: 'k1',
          client: '大野 みのり',
          contact: LONG,
          kind: 'guardian',
          version: 1,
          at: NOON - DAY,
        },
      ],
    },
    ...over,
  };
}

export function staff(): StaffListView {
  const person = { kana: null, active: true, createdAt: NOON - 90 * DAY, clients: 12, sessions: 1 };
  return {
    staff: [
      { ...person, id: 's1', name: '中村 さおり', role: 'manager' },
      { ...person, id: 's2', name: '原田 学', role: 'counselor' },
      { ...person, id: 's3', name: LONG, role: 'counselor', active: false, clients: 0, sessions: 0 },
    ],
    invitations: [
      {
        id: 'i1',
        name: '新しい人',
        role: 'counselor',
        createdBy: '中村 さおり',
        createdAt: NOON - DAY,
        expiresAt: NOON + 6 * DAY,
        state: 'open',
      },
    ],
  };
}

export function session(over: Partial<SessionView> = {}): SessionView {
  return {
    id: 'x1',
    staffId: 's1',
    staff: '中村 さおり',
    device: 'Windows・Chrome',
    createdAt: NOON - HOUR,
    expiresAt: NOON + 7 * HOUR,
    current: true,
    ...over,
  };
}

function changes(): ChangeRow[] {
  const row = { staff: '中村 さおり', at: NOON };
  return [
    { ...row, id: 'h1', area: 'closure', summary: '12/25（金）を休みにしました（職員研修）', detail: null },
    {
      ...row,
      id: 'h2',
      area: 'template',
      summary: `ひな形「${LONG}」を直しました`,
      detail: { before: { body: '前の文' }, after: { body: '後の文' } },
    },
  ];
}

function access(): AccessRow[] {
  const row = { at: NOON, staff: '中村 さおり', clientId: 'k1', client: '大野 みのり', detail: null };
  return [
    { ...row, id: 'a1', what: 'client' },
    { ...row, id: 'a2', what: 'export-records', detail: '2026-11-01から2026-11-30まで', client: LONG },
    { ...row, id: 'a3', what: 'export-all', clientId: null, client: null },
  ];
}
