import { ACTORS, type ActorName, type Cast } from './cast.ts';

/** The status each actor is answered with. */
export type Expected = Record<ActorName, number>;

const OUT = { nobody: 401, forged: 401, expired: 401, signedOut: 401 };
const USERS = ['unknown', 'invited', 'consented', 'withdrawn', 'anotherUser', 'provider'] as const;
const all = (names: readonly ActorName[], status: number) =>
  Object.fromEntries(names.map((n) => [n, status]));

/** Nobody needs to sign in. */
const open = (status: number): Expected => all(ACTORS, status) as Expected;
/** Any LINE user; staff sessions are another kind. */
const user = (status: number, but: Partial<Expected> = {}): Expected =>
  ({ ...OUT, ...all(USERS, status), counselor: 401, manager: 401, ...but }) as Expected;
/** Contacts whom the office knows. */
const contact = (status: number, but: Partial<Expected> = {}): Expected =>
  user(status, { unknown: 403, invited: 403, ...but });
/** Participants of the case; to everybody else it does not exist. */
const participant = (status: number, but: Partial<Expected> = {}): Expected =>
  contact(status, { anotherUser: 404, ...but });
const staff = (status = 200, but: Partial<Expected> = {}): Expected =>
  ({ ...OUT, ...all(USERS, 401), counselor: status, manager: status, ...but }) as Expected;
const manager = (): Expected => staff(200, { counselor: 403 });

export interface Row {
  expected: Expected;
  path?: (cast: Cast) => string;
  body?: (cast: Cast) => object;
}

const TEMPLATE = { purpose: 'reply', name: 'お礼', greeting: '', body: 'ご連絡をいただきました。' };
let key = 0;
const submissionKey = () => `access-table-${++key}`;

/** Every route × every kind of actor. A route that is missing here fails test/routes/access.test.ts. */
export const TABLE: Record<string, Row> = {
  'GET /healthz': { expected: open(200) },
  'POST /line/webhook': { expected: open(401), body: () => ({ destination: 'U0', events: [] }) },
  'POST /slack/interactions': { expected: open(401) },
  'GET /feeds/:file{.+\\.ics}': { expected: open(404), path: () => '/feeds/guessed.ics' },
  'POST /api/session': { expected: open(401), body: () => ({ idToken: 'no.token', kind: 'staff' }) },
  'DELETE /api/session': { expected: open(200), path: () => '/api/session?kind=staff' },
  'POST /api/staff/join': {
    expected: open(401),
    body: () => ({ idToken: 'no.token', code: 'first-manager' }),
  },
  'GET /': { expected: open(302) },
  'GET /app': { expected: open(404) },
  'GET /app/*': { expected: open(404), path: () => '/app/settings' },
  'GET /console': { expected: open(404) },
  'GET /console/*': { expected: open(404), path: () => '/console/today' },
  'GET /assets/*': { expected: open(404), path: () => '/assets/a.js' },

  'GET /api/app/home': { expected: user(200) },
  'GET /api/app/rules': { expected: user(200) },
  // The invitation is open: whoever holds it and is nobody else's contact may look.
  'POST /api/app/invitations/look': {
    expected: user(404, { unknown: 200, invited: 200 }),
    body: (cast) => ({ token: cast.token }),
  },
  'POST /api/app/consents': {
    expected: user(200, { unknown: 404, invited: 404, anotherUser: 404 }),
    body: (cast) => ({
      clientId: cast.ids.client,
      version: 1,
      textHash: cast.rulesHash,
      choice: 'later',
      chooser: 'person',
    }),
  },
  'GET /api/app/consents/:client': {
    expected: contact(200, { anotherUser: 404 }),
    path: (cast) => `/api/app/consents/${cast.ids.client}`,
  },
  'POST /api/app/consents/withdraw': {
    expected: contact(200, { anotherUser: 404 }),
    body: (cast) => ({ clientId: cast.ids.client }),
  },
  'PUT /api/app/friend': { expected: user(200), body: () => ({ friend: true }) },
  'GET /api/app/cases/:id': { expected: participant(200) },
  'POST /api/app/cases/:id/answer': {
    expected: participant(200, { withdrawn: 403 }),
    body: () => ({ submissionKey: submissionKey(), choice: 'none' }),
  },
  'POST /api/app/cases/:id/calendar': { expected: participant(404) },
  'POST /api/app/wishes': {
    expected: contact(200, { anotherUser: 404 }),
    body: (cast) => ({ submissionKey: submissionKey(), kind: 'call', clientId: cast.ids.client }),
  },
  'GET /api/app/schedule': { expected: contact(200) },
  'PUT /api/app/reminder': { expected: contact(200), body: () => ({ time: '18:00' }) },

  'GET /api/app/calendar-feed': { expected: contact(200) },
  'POST /api/app/calendar-feed': { expected: contact(200) },
  'DELETE /api/app/calendar-feed': { expected: contact(200) },

  'GET /api/console/me': { expected: staff() },
  'GET /api/console/notice-settings': { expected: staff() },
  'PUT /api/console/notice-settings': {
    expected: staff(),
    body: () => ({
      channel: 'line',
      kinds: ['date-arrived'],
      digest: true,
      workFrom: '09:00',
      workUntil: '18:00',
      slackUserId: null,
    }),
  },
  // One takes it over, and the next is told who did.
  'POST /api/console/duties/:id/take': {
    expected: staff(200, { manager: 409 }),
    path: (c) => `/api/console/duties/${c.ids.duty}/take`,
  },
  'GET /api/console/jobs': { expected: staff() },
  'GET /api/console/held-back': { expected: staff() },
  'GET /api/console/proposals': { expected: staff() },
  'POST /api/console/proposals/:id/dismiss': {
    expected: staff(200, { manager: 409 }),
    path: (c) => `/api/console/proposals/${c.ids.proposal}/dismiss`,
    body: () => ({ reason: '来月にします。' }),
  },
  'GET /api/console/calendar': {
    expected: staff(),
    path: () => '/api/console/calendar?from=2026-11-23&until=2026-11-29',
  },
  'GET /api/console/calendar-feed': { expected: staff() },
  'POST /api/console/calendar-feed': { expected: staff() },
  'DELETE /api/console/calendar-feed': { expected: staff() },
  'GET /api/console/today': { expected: staff() },
  'GET /api/console/reports/monthly': { expected: staff() },
  'GET /api/console/reports/monthly/csv': { expected: staff() },
  'GET /api/console/exports/consents/csv': { expected: manager() },
  'GET /api/console/cases/:id/calls/csv': { expected: staff() },
  'GET /api/console/clients/:id/records/json': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}/records/json`,
  },
  'GET /api/console/clients': { expected: staff() },
  'POST /api/console/clients': {
    expected: staff(),
    body: () => ({ name: '新しい 人', kana: 'あたらしい ひと', attendsProgram: false, monitoringMonths: [] }),
  },
  'GET /api/console/clients/:id': { expected: staff(), path: (c) => `/api/console/clients/${c.ids.client}` },
  'PUT /api/console/clients/:id': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}`,
    body: (c) => ({
      revision: 1,
      name: '大野 みのり',
      kana: 'おおの みのり',
      shownName: '大野 みのり',
      birthDate: null,
      attendsProgram: true,
      monitoringMonths: [3, 9],
      counselorId: c.ids.manager,
    }),
  },
  'PUT /api/console/clients/:id/contacts/:contactId': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}/contacts/${c.ids.contact}`,
    body: () => ({
      revision: 1,
      name: '大野 みのり',
      kana: 'おおの みのり',
      relation: '本人',
      phone: '000-0000-0001',
      hours: null,
    }),
  },
  'POST /api/console/clients/:id/contacts': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}/contacts`,
    body: () => ({ kind: 'family', name: '大野 次郎', relation: '父' }),
  },
  'POST /api/console/clients/:id/invitations': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}/invitations`,
    body: (c) => ({ contactId: c.ids.contact, how: 'visit', agreed: true }),
  },
  'POST /api/console/invitations/:id/revoke': {
    expected: staff(),
    path: (c) => `/api/console/invitations/${c.ids.invitation}/revoke`,
  },
  'POST /api/console/clients/:id/circumstances': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}/circumstances`,
    body: (c) => ({ contactId: c.ids.contact, reason: '入院中', reviewOn: '2027-01-31' }),
  },
  'POST /api/console/circumstances/:id/approve': {
    expected: manager(),
    path: (c) => `/api/console/circumstances/${c.ids.circumstance}/approve`,
  },
  'GET /api/console/clients/:id/records': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}/records`,
  },
  'POST /api/console/clients/:id/records': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}/records`,
    body: () => ({ kind: 'note', body: { summary: '覚え書き' } }),
  },
  // Somebody whose case is open is not erased.
  'POST /api/console/clients/:id/erasure': {
    expected: staff(409, { counselor: 403 }),
    path: (c) => `/api/console/clients/${c.ids.client}/erasure`,
    body: () => ({ ground: 'mistaken-client', reason: '二重登録', name: '大野 みのり' }),
  },
  'GET /api/console/clients/:id/records/csv': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}/records/csv`,
  },
  'GET /api/console/client-import/template': { expected: staff() },
  'POST /api/console/client-import/check': { expected: manager(), body: () => ({ text: '名前,よみ\n' }) },
  'POST /api/console/client-import': {
    expected: manager(),
    body: () => ({ text: '名前,よみ\n森 あおい,もり あおい\n', despiteWarnings: true }),
  },
  'GET /api/console/record-drafts': { expected: staff() },
  'GET /api/console/record-drafts/:id': {
    expected: staff(),
    path: (c) => `/api/console/record-drafts/${c.ids.draft}`,
  },
  'POST /api/console/clients/:id/record-drafts': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}/record-drafts`,
    body: () => ({ id: '00000000-0000-4000-8000-00000000ffff', body: {} }),
  },
  'PUT /api/console/record-drafts/:id': {
    expected: staff(200, { manager: 409 }),
    path: (c) => `/api/console/record-drafts/${c.ids.draft}`,
    body: () => ({ revision: 1, body: { purpose: '様子をうかがう' } }),
  },
  'POST /api/console/record-drafts/:id/finalise': {
    expected: staff(200, { manager: 409 }),
    path: (c) => `/api/console/record-drafts/${c.ids.draft}`.concat('/finalise'),
    body: (c) => ({
      revision: 1,
      body: {
        summary: '電話',
        method: 'phone',
        startedAt: c.scene.office.now,
        endedAt: c.scene.office.now,
        partner: '大野 みのり',
        relation: '本人',
        purpose: '様子をうかがう',
        content: '変わりなし',
        response: '見守る',
      },
    }),
  },
  'POST /api/console/record-drafts/:id/drop': {
    expected: staff(200, { manager: 409 }),
    path: (c) => `/api/console/record-drafts/${c.ids.draft}/drop`,
    body: () => ({ revision: 1 }),
  },
  'POST /api/console/clients/:id/cases': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}/cases`,
    body: (c) => ({
      kind: 'consultation',
      purpose: '相談',
      plannedMethod: 'visit',
      participants: [c.ids.contact],
    }),
  },
  'GET /api/console/cases/:id': { expected: staff() },
  'PUT /api/console/cases/:id/places': { expected: staff(), body: () => ({ places: ['home', 'office'] }) },
  'POST /api/console/cases/:id/participants': {
    expected: staff(),
    body: (c) => ({ contactId: c.ids.contact }),
  },
  'POST /api/console/cases/:id/calls': {
    expected: staff(),
    body: (c) => ({ contactId: c.ids.contact, outcome: 'busy' }),
  },
  'POST /api/console/clients/:id/calls': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}/calls`,
    body: (c) => ({ contactId: c.ids.contact, outcome: 'reached' }),
  },
  'POST /api/console/calls/:id/undo': {
    expected: staff(),
    path: (c) => `/api/console/calls/${c.ids.call}/undo`,
  },
  'POST /api/console/cases/:id/slots': {
    expected: staff(),
    body: (c) => {
      const startsAt = c.scene.office.now + 9 * 86_400_000;
      return { slots: [{ startsAt, endsAt: startsAt + 3_600_000, place: '事業所' }] };
    },
  },
  'GET /api/console/cases/:id/head': { expected: staff() },
  'GET /api/console/cases/:id/suggestions': {
    expected: staff(),
    path: (c) => `/api/console/cases/${c.ids.case}/suggestions?minutes=60`,
  },
  'POST /api/console/cases/:id/slots/check': {
    expected: staff(),
    body: (c) => {
      const startsAt = c.scene.office.now + 9 * 86_400_000;
      return { slots: [{ startsAt, endsAt: startsAt + 3_600_000, place: '事業所' }] };
    },
  },
  // There is no confirmed date to give up.
  'POST /api/console/cases/:id/change': {
    expected: staff(409),
    body: () => ({ reason: '本人の入院', tell: 'phone' }),
  },
  'PUT /api/console/cases/:id/method': { expected: staff(), body: () => ({ method: 'office' }) },
  'POST /api/console/clients/:id/meetings/check': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}/meetings/check`,
    body: () => ({ do: 'plan', kind: 'monitoring', method: 'visit', at: null }),
  },
  'POST /api/console/clients/:id/visits': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}/visits`,
    body: (c) => ({
      contactId: c.ids.contact,
      at: c.scene.office.now + 86_400_000,
      place: 'ご自宅',
      about: '日程のこと',
    }),
  },
  'DELETE /api/console/slots/:id': { expected: staff(), path: (c) => `/api/console/slots/${c.ids.slot}` },
  'POST /api/console/cases/:id/confirm': { expected: staff(), body: (c) => ({ slotId: c.ids.slot }) },
  'POST /api/console/cases/:id/cancel': {
    expected: staff(200, { manager: 409 }),
    body: () => ({ reason: '本人の希望', tell: 'phone' }),
  },
  'POST /api/console/cases/:id/held': {
    expected: staff(200, { manager: 409 }),
    body: (c) => ({
      method: 'visit',
      place: '自宅',
      startedAt: c.scene.office.now - 3_600_000,
      endedAt: c.scene.office.now,
    }),
  },
  'POST /api/console/messages/check': { expected: staff(), body: (c) => draft(c) },
  'POST /api/console/messages': { expected: staff(422), body: (c) => draft(c) },
  'POST /api/console/messages/:id/withdraw': {
    expected: staff(),
    path: (c) => `/api/console/messages/${c.ids.waiting}/withdraw`,
  },
  'GET /api/console/drafts': {
    expected: staff(),
    path: (c) =>
      `/api/console/drafts?clientId=${c.ids.client}&contactId=${c.ids.contact}&caseId=${c.ids.case}&purpose=date-request`,
  },
  'GET /api/console/approvals': {
    expected: staff(),
    path: (c) => `/api/console/approvals?contactId=${c.ids.contact}`,
  },
  'POST /api/console/approvals': {
    expected: staff(422),
    body: (c) => ({ ...draft(c), reason: '今夜のうちに伝える必要がある' }),
  },
  'POST /api/console/approvals/:id/decide': {
    expected: manager(),
    path: (c) => `/api/console/approvals/${c.ids.approval}/decide`,
    body: () => ({ decision: 'approve' }),
  },
  // Whoever asked takes it back, nobody else.
  'POST /api/console/approvals/:id/withdraw': {
    expected: staff(200, { manager: 403 }),
    path: (c) => `/api/console/approvals/${c.ids.approval}/withdraw`,
  },
  'POST /api/console/tasks/:id/done': {
    expected: staff(),
    path: (c) => `/api/console/tasks/${c.ids.task}/done`,
  },
  'POST /api/console/duties/:id/close': {
    expected: staff(),
    path: (c) => `/api/console/duties/${c.ids.duty}/close`,
    body: () => ({ reason: '電話で話した' }),
  },
  'GET /api/console/contacts': {
    expected: staff(),
    path: () => `/api/console/contacts?q=${encodeURIComponent('大野')}`,
  },
  'GET /api/console/threads': { expected: staff() },
  'POST /api/console/clients/:id/tasks': {
    expected: staff(),
    path: (c) => `/api/console/clients/${c.ids.client}/tasks`,
    body: (c) => ({ contactId: c.ids.contact, kind: 'check', title: '書類を見る', dueOn: '2027-01-15' }),
  },
  'GET /api/console/contacts/:id/thread': {
    expected: staff(),
    path: (c) => `/api/console/contacts/${c.ids.contact}/thread`,
  },
  'POST /api/console/contacts/:id/resume': {
    expected: staff(),
    path: (c) => `/api/console/contacts/${c.ids.contact}/resume`,
  },
  'POST /api/console/contacts/:id/unlink': {
    expected: staff(200, { manager: 409 }),
    path: (c) => `/api/console/contacts/${c.ids.contact}/unlink`,
    body: () => ({ reason: 'ちがう人が読み取った' }),
  },
  'GET /api/console/messages/:id/content': {
    expected: staff(),
    path: (c) => `/api/console/messages/${c.ids.inbound}/content`,
  },
  'POST /api/console/messages/:id/tag': {
    expected: staff(),
    path: (c) => `/api/console/messages/${c.ids.inbound}/tag`,
    body: () => ({ tag: 'basic-consultation' }),
  },
  // One takes it, and the next is told who did.
  'POST /api/console/alerts/:id/take': {
    expected: staff(200, { manager: 409 }),
    path: (c) => `/api/console/alerts/${c.ids.alert}/take`,
  },
  'GET /api/console/reviews': { expected: staff() },
  'POST /api/console/reviews/:id/close': {
    expected: staff(200, { manager: 409 }),
    path: (c) => `/api/console/reviews/${c.ids.review}/close`,
    body: () => ({ outcome: '訪問の回数を増やします。' }),
  },
  'POST /api/console/reviews/:id/look': {
    expected: staff(200, { manager: 409 }),
    path: () => '/api/console/reviews/a-closed-review/look',
    body: () => ({ decision: 'end', note: '落ち着かれました。', seenLookOn: '2026-12-22' }),
  },
  'POST /api/console/parked/:id/retry': {
    expected: staff(200, { manager: 404 }),
    path: (c) => `/api/console/parked/${c.ids.parked}/retry`,
  },
  'GET /api/console/templates': { expected: staff(), path: () => '/api/console/templates?purpose=reply' },
  'GET /api/console/templates/all': { expected: manager() },
  'POST /api/console/templates': { expected: manager(), body: () => ({ ...TEMPLATE, name: '受けとり' }) },
  'PUT /api/console/templates/:id': {
    expected: manager(),
    path: (c) => `/api/console/templates/${c.ids.template}`,
    body: () => ({ ...TEMPLATE, revision: 1 }),
  },
  'POST /api/console/templates/:id/retire': {
    expected: manager(),
    path: (c) => `/api/console/templates/${c.ids.template}/retire`,
    body: () => ({ revision: 1, retired: true }),
  },
  'GET /api/console/settings': { expected: manager() },
  'POST /api/console/settings': {
    expected: manager(),
    body: () => ({ effectiveFrom: '2026-12-01', settings: { sendUntil: '20:00' } }),
  },
  // Nothing waits for its day: there is nothing to take back.
  'POST /api/console/settings/:version/withdraw': {
    expected: staff(409, { counselor: 403 }),
    path: () => '/api/console/settings/1/withdraw',
  },
  'GET /api/console/closures': { expected: staff() },
  'POST /api/console/closures': {
    expected: manager(),
    body: () => ({ from: '2026-12-28', until: '2026-12-28', reason: '研修' }),
  },
  'DELETE /api/console/closures/:date': {
    expected: staff(404, { counselor: 403 }),
    path: () => '/api/console/closures/2026-12-25',
  },
  'GET /api/console/rules': { expected: manager() },
  'GET /api/console/rules/:version{[0-9]+}': { expected: staff(), path: () => '/api/console/rules/1' },
  // In force: it is not taken back any more.
  'POST /api/console/rules/:version{[0-9]+}/withdraw': {
    expected: staff(409, { counselor: 403 }),
    path: () => '/api/console/rules/1/withdraw',
  },
  // There is one already.
  'POST /api/console/rules/drafts': { expected: staff(409, { counselor: 403 }) },
  'PUT /api/console/rules/drafts/:id': {
    expected: manager(),
    path: (c) => `/api/console/rules/drafts/${c.ids.rulesDraft}`,
    body: () => ({ revision: 1, note: '', groups: [{ step: '', heading: '', rules: [] }] }),
  },
  'POST /api/console/rules/drafts/:id/drop': {
    expected: manager(),
    path: (c) => `/api/console/rules/drafts/${c.ids.rulesDraft}/drop`,
    body: () => ({ revision: 1 }),
  },
  // Nothing was changed yet.
  'POST /api/console/rules/drafts/:id/publish': {
    expected: staff(400, { counselor: 403 }),
    path: (c) => `/api/console/rules/drafts/${c.ids.rulesDraft}/publish`,
    body: () => ({ revision: 1, change: 'wording', effectiveFrom: '2026-12-01' }),
  },
  'GET /api/console/staff': { expected: manager() },
  'GET /api/console/colleagues': { expected: staff() },
  'POST /api/console/staff/:id': {
    expected: manager(),
    path: (c) => `/api/console/staff/${c.ids.manager}`,
    body: () => ({ role: 'manager' }),
  },
  'GET /api/console/staff/:id/hand-over': {
    expected: manager(),
    path: (c) => `/api/console/staff/${c.ids.manager}/hand-over`,
  },
  'POST /api/console/staff/:id/hand-over': {
    expected: manager(),
    path: (c) => `/api/console/staff/${c.ids.manager}/hand-over`,
    body: (c) => ({ to: c.ids.counselor }),
  },
  'POST /api/console/staff/invitations/:id/revoke': {
    expected: manager(),
    path: (c) => `/api/console/staff/invitations/${c.ids.staffInvitation}/revoke`,
  },
  'GET /api/console/sessions': { expected: staff() },
  'POST /api/console/sessions/end-others': { expected: staff() },
  // Somebody else's: not there for a counselor.
  'POST /api/console/sessions/:id/end': {
    expected: staff(404, { manager: 200 }),
    path: (c) => `/api/console/sessions/${c.ids.session}/end`,
  },
  'GET /api/console/changes': { expected: manager() },
  'GET /api/console/access': { expected: manager() },
  'POST /api/console/staff/invitations': {
    expected: manager(),
    body: () => ({ name: '新人', role: 'counselor' }),
  },
};

function draft(cast: Cast): object {
  return {
    contactId: cast.ids.contact,
    clientId: cast.ids.client,
    caseId: cast.ids.case,
    purpose: 'callback-request',
    greeting: '体調はいかがですか。',
    body: '折り返しのお電話をお願いいたします。',
  };
}

/** What to send to a row's route, for anybody. */
export function requestOf(route: string, row: Row, cast: Cast): { path: string; init: RequestInit } {
  const [method, pattern] = route.split(' ') as [string, string];
  const body = row.body?.(cast) ?? (method === 'GET' ? undefined : {});
  return {
    path: row.path?.(cast) ?? pattern.replace(':id', cast.ids.case),
    init: { method, ...(body ? { body: JSON.stringify(body) } : {}) },
  };
}
