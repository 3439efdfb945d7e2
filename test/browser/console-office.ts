import { DEFAULT_SETTINGS } from '../../worker/manual/settings.ts';
import type { Finding } from '../../worker/manual/types.ts';
import type { ApprovalRow } from '../../worker/views/approvals.ts';
import type { CalendarMeeting, CalendarView } from '../../worker/views/calendar.ts';
import type {
  CaseRow,
  CaseView,
  Gate,
  ParticipantView,
  TaskView,
  Verdict,
} from '../../worker/views/cases.ts';
import type { ClientView, ContactView } from '../../worker/views/clients.ts';
import type { AgreementRow, AlertRow, ReviewRow, ThreadMessage } from '../../worker/views/desk.ts';
import type { DraftVerdict } from '../../worker/views/messages.ts';
import type { SettingsView, StaffMe } from '../../worker/views/office.ts';
import type { RecordView } from '../../worker/views/records.ts';

/** Tuesday 2026-12-08 14:20 JST. */
export const NOON = Date.UTC(2026, 11, 8, 5, 20);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Views as the API answers with them: whole, and changed only where a test says so. */
export function me(over: Partial<StaffMe> = {}): StaffMe {
  return {
    id: 's1',
    name: '中村 さおり',
    kana: 'なかむら さおり',
    role: 'counselor',
    office: { name: 'サンクスシェア', phone: '086-123-4567', phoneHours: '平日9時から18時' },
    now: NOON,
    mark: 'unchanged',
    window: { from: Date.UTC(2026, 11, 7, 23), to: Date.UTC(2026, 11, 8, 12), open: true },
    ...over,
  };
}

export function contact(over: Partial<ContactView> = {}): ContactView {
  return {
    id: 'p1',
    name: '大野 みのり',
    kana: 'おおの みのり',
    kind: 'person',
    relation: '本人',
    phone: '000-0000-0001',
    hours: null,
    revision: 1,
    choices: [
      {
        choice: 'yes',
        version: 2,
        textHash: '0'.repeat(64),
        chooser: 'person',
        at: Date.UTC(2026, 9, 3, 1),
        explainedBy: '中村 さおり',
        explainedToPerson: null,
      },
    ],
    linked: true,
    friend: true,
    suspended: false,
    consent: { state: 'yes', version: 2, at: Date.UTC(2026, 9, 3, 1) },
    invitation: null,
    circumstance: null,
    ...over,
  };
}

export function client(over: Partial<ClientView> = {}): ClientView {
  return {
    id: 'k1',
    name: '大野 みのり',
    kana: 'おおの みのり',
    shownName: '大野さん',
    birthDate: '1990-04-01',
    attendsProgram: true,
    monitoringMonths: [3, 6, 9, 12],
    counselor: { id: 's1', name: '中村 さおり' },
    contacts: [contact()],
    cases: [],
    meetings: [],
    lineWish: null,
    tasks: [],
    revision: 1,
    nextLine: { allowed: true, findings: [] },
    agreements: [agreement()],
    drafts: [],
    ...over,
  };
}

export function caseRow(over: Partial<CaseRow> = {}): CaseRow {
  return {
    id: 'c1',
    clientId: 'k1',
    client: { name: '大野 みのり', kana: 'おおの みのり' },
    kind: 'monitoring',
    status: 'open',
    purpose: '12月のモニタリング',
    counselor: '中村 さおり',
    openedAt: NOON - 5 * DAY,
    failedCalls: 0,
    startsAt: null,
    answered: false,
    ...over,
  };
}

export function task(over: Partial<TaskView> = {}): TaskView {
  return {
    id: 't1',
    clientId: 'k1',
    client: { name: '大野 みのり', kana: 'おおの みのり' },
    contactName: '大野 みのり',
    phone: '000-0000-0001',
    caseId: 'c1',
    kind: 'phone',
    title: '決まった日を電話で伝える',
    dueAt: NOON + 2 * HOUR,
    reviewId: null,
    ...over,
  };
}

export function record(over: Partial<RecordView> = {}): RecordView {
  return {
    id: 'r1',
    seq: 1,
    kind: 'call',
    at: NOON - DAY,
    recordedAt: NOON - DAY,
    actor: '中村 さおり',
    caseId: 'c1',
    contactName: '大野 みのり',
    correctsId: null,
    hash: '0'.repeat(64),
    body: { summary: '電話　出ない', method: 'phone', partner: '大野 みのり', relation: '本人' },
    ...over,
  };
}

export function verdict(outcome: Verdict['outcome'] = 'allow', over: Partial<Verdict> = {}): Verdict {
  return { outcome, until: null, findings: [], next: [], ...over };
}

/** The same for a draft, with what the composer shows beside it. */
export function judged(
  outcome: Verdict['outcome'] = 'allow',
  over: Partial<DraftVerdict> = {},
): DraftVerdict {
  return { ...verdict(outcome), later: null, button: null, seenAt: NOON, ...over };
}

export function finding(
  rule: Finding['rule'],
  row: number,
  message: string,
  over: Partial<Finding> = {},
): Finding {
  return { rule, row, message, severity: 'refuse', spans: [], ...over };
}

export function gate(over: Partial<Gate> = {}): Gate {
  return {
    contactId: 'p1',
    verdict: verdict(),
    draft: {
      greeting: '大野さん、こんにちは。体調はいかがですか。',
      body: '日程のことでお電話しました。折り返しお電話をください。',
    },
    ...over,
  };
}

export function participant(over: Partial<ParticipantView> = {}): ParticipantView {
  return {
    contactId: 'p1',
    name: '大野 みのり',
    kana: 'おおの みのり',
    kind: 'person',
    relation: '本人',
    phone: '000-0000-0001',
    unfriended: false,
    suspended: false,
    reachable: true,
    answer: null,
    ...over,
  };
}

export const TOO_FEW_CALLS = verdict('refuse', {
  findings: [finding('R3', 2, '電話があと1回必要です。3回かけてもつながらないときに、LINE を送れます。')],
  next: [{ step: 'phone' }, { step: 'visit' }, { step: 'paper' }],
});

export function caseView(over: Partial<CaseView> = {}): CaseView {
  return {
    id: 'c1',
    kind: 'monitoring',
    status: 'open',
    purpose: '12月のモニタリング',
    placeChoices: [],
    plannedMethod: 'visit',
    client: { id: 'k1', name: '大野 みのり', kana: 'おおの みのり', attendsProgram: true },
    counselor: { id: 's1', name: '中村 さおり' },
    openedAt: NOON - 5 * DAY,
    now: NOON,
    calls: [],
    failedCalls: 0,
    callsNeeded: 3,
    callbackRequest: gate({ verdict: TOO_FEW_CALLS }),
    dateRequest: gate({ verdict: TOO_FEW_CALLS }),
    slots: [],
    participants: [participant()],
    messages: [],
    tasks: [],
    confirmed: null,
    held: null,
    cancelled: null,
    changed: null,
    alternation: { line: verdict(), last: null },
    approvals: [],
    head: 7,
    line: { reason: null, wishBy: null, wishAt: null, wishHow: null },
    records: [],
    ...over,
  };
}

export function alert(over: Partial<AlertRow> = {}): AlertRow {
  return {
    id: 'a1',
    kind: 'urgent',
    contactId: 'p1',
    contactName: '吉岡 健太',
    phone: '000-0000-0005',
    client: { id: 'k1', name: '吉岡 健太', kana: 'よしおか けんた' },
    messages: 2,
    raisedAt: NOON - 4 * MINUTE,
    pushes: 1,
    ...over,
  };
}

/** A message that waits for a manager. */
export function approval(over: Partial<ApprovalRow> = {}): ApprovalRow {
  return {
    id: 'x1',
    client: { id: 'k1', name: '大野 みのり', kana: 'おおの みのり' },
    contactId: 'p1',
    contactName: '大野 みのり',
    phone: '000-0000-0001',
    caseId: null,
    purpose: 'reply',
    greeting: '',
    body: 'ご連絡をありがとうございます。今から電話いたします。',
    reason: '今夜、本人が電話を待っている',
    askedBy: '佐藤 健',
    askedAt: NOON - 20 * MINUTE,
    mine: false,
    outcome: null,
    decidedBy: null,
    decidedAt: null,
    note: null,
    ...over,
  };
}

export function review(over: Partial<ReviewRow> = {}): ReviewRow {
  const perDay = [3, 5, 0, 6, 2, 7, 4].map((conversations, index) => ({
    date: `2026-12-0${index + 2}`,
    conversations,
  }));
  return {
    id: 'v1',
    contactId: 'p1',
    contactName: '吉岡 健太',
    clients: [{ id: 'k1', name: '吉岡 健太', kana: 'よしおか けんた' }],
    openedAt: NOON - HOUR,
    evidence: {
      perDay: perDay.filter((day) => day.conversations > 0),
      busyDays: 3,
      excessConversations: 5,
      excessDays: 3,
      excessWindowDays: 7,
    },
    ...over,
  };
}

export function agreement(over: Partial<AgreementRow> = {}): AgreementRow {
  return {
    reviewId: 'v3',
    contactId: 'p1',
    contactName: '吉岡 健太',
    clients: [{ id: 'k1', name: '吉岡 健太', kana: 'よしおか けんた' }],
    closedAt: NOON - 14 * DAY,
    outcome: '背景：夜の不安が強い\n決めたこと：電話の時間を決める',
    agreed: '電話は、火曜と金曜の午前10時に事業所からかけます',
    lookOn: '2026-12-08',
    ...over,
  };
}

export function inbound(over: Partial<ThreadMessage> = {}): ThreadMessage {
  return {
    id: 'n1',
    kind: 'text',
    text: '夜になると心配で眠れません。',
    tag: null,
    sticker: null,
    content: null,
    why: null,
    at: NOON - 3 * HOUR,
    unsent: false,
    duty: { id: 'd1', dueAt: NOON - HOUR, clearedAt: null, clearedBy: null, reason: null },
    ...over,
  };
}

export function settingsView(over: Partial<SettingsView> = {}): SettingsView {
  const { office: profile } = me();
  const second = { ...DEFAULT_SETTINGS, callsNeeded: 4, closedWeekdays: [0, 3, 6] };
  const author = '中村 さおり';
  return {
    now: NOON,
    inForce: 1,
    settings: { ...DEFAULT_SETTINGS, callsNeeded: 4 },
    profile,
    versions: [
      {
        version: 2,
        effectiveFrom: '2026-12-14',
        settings: second,
        profile: { ...profile, phone: '086-000-0000' },
        author,
        withdrawnAt: null,
        createdAt: NOON - DAY,
      },
      {
        version: 1,
        effectiveFrom: '2026-11-24',
        settings: { ...DEFAULT_SETTINGS, callsNeeded: 4 },
        profile,
        author,
        withdrawnAt: null,
        createdAt: NOON - 14 * DAY,
      },
    ],
    ...over,
  };
}

/** A morning on which nothing needs anybody; tests say what does. */
export const QUIET = {
  now: NOON,
  mark: 'm1',
  alerts: [],
  quota: null,
  parked: { count: 0, ids: [] },
  reviews: [],
  mine: [],
  proposals: [],
  drafts: [],
  exceptions: { messages: [], circumstances: [] },
  duties: [],
  calls: [],
  tasks: [],
  answered: [],
  waitingConsents: [],
  held: [],
  appointments: [],
};

export function meeting(over: Partial<CalendarMeeting> = {}): CalendarMeeting {
  return {
    caseId: 'c4',
    clientId: 'k1',
    client: { name: '三浦 翔', kana: 'みうら しょう' },
    counselor: { id: 's1', name: '中村 さおり' },
    kind: 'meeting',
    method: 'office',
    place: 'サンクスシェア',
    startsAt: NOON + DAY,
    endsAt: NOON + DAY + HOUR,
    state: 'fixed',
    ...over,
  };
}

/** The days that were asked for, with these meetings; 12/11 is closed and 12/23 a holiday. */
export function calendarView(from: string, until: string, meetings: CalendarMeeting[] = []): CalendarView {
  const days: CalendarView['days'] = [];
  for (let at = Date.parse(from); at <= Date.parse(until); at += DAY) {
    const date = new Date(at).toISOString().slice(0, 10);
    const holiday = date === '2026-12-23' ? '見本の祝日' : null;
    const weekend = { 0: '日曜日', 6: '土曜日' }[new Date(at).getUTCDay()] ?? null;
    days.push({ date, holiday, closed: date === '2026-12-11' ? '研修' : (holiday ?? weekend) });
  }
  const within = (each: CalendarMeeting) =>
    each.startsAt >= Date.parse(`${from}T00:00+09:00`) &&
    each.startsAt < Date.parse(`${until}T00:00+09:00`) + DAY;
  const counselors = [
    { id: 's1', name: '中村 さおり' },
    { id: 's2', name: '佐藤 健' },
  ];
  return { now: NOON, days, meetings: meetings.filter(within), counselors };
}
