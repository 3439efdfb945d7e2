import { USAGE_RULES_V1 } from '../../db/usage-rules-v1.ts';
import type { Instant } from '../../worker/manual/types.ts';
import type {
  AppAppointment,
  AppCase,
  AppClient,
  AppHome,
  InvitationLook,
  MyConsent,
  UsageRules,
} from '../../worker/views/mini-app.ts';
import type { Person, SlotView } from '../../worker/views/shared.ts';

/** An instant from a wall clock in JST. */
export function jst(text: string): Instant {
  return Date.parse(`${text}:00+09:00`);
}

export const NOW = jst('2026-12-08T14:20');
export const NAKAMURA: Person = { name: '中村 さおり', kana: 'なかむら さおり' };
export const OHNO: Person = { name: '大野 花', kana: 'おおの はな' };

export const rules: UsageRules = { version: 1, textHash: 'a'.repeat(64), groups: USAGE_RULES_V1 };

/** What 大野 花 agreed to at 10:20. */
export function mine(change: Partial<MyConsent> = {}): MyConsent {
  const agreed = { chooser: 'person' as const, chosenAt: jst('2026-12-08T10:20') };
  return {
    client: OHNO,
    choices: [{ ...agreed, choice: 'yes', version: 1 }],
    agreed: { ...rules, ...agreed, explainedToPerson: null },
    ...change,
  };
}

/** Version 2: one rule is worded anew, one is new, one is gone. */
export function newRules(): UsageRules {
  const groups = structuredClone(rules.groups);
  const [first, second, third] = groups;
  const free = first?.rules[1];
  if (!free || !second || !third) throw new Error('the rules have other groups now');
  free.easy.title = 'LINEが なくても {支援|しえん}は {同|おな}じです。';
  third.rules.pop();
  second.rules.push({
    id: 'calls',
    icon: 'phone',
    easy: { title: '{電話|でんわ}は 3{回|かい} します。', body: 'そのあと LINEを {送|おく}ります。' },
    plain: {
      title: 'お{電話|でんわ}は 3{回|かい} さしあげます。',
      body: 'そのあとに LINEを {送|おく}ります。',
    },
  });
  return { version: 2, textHash: 'c'.repeat(64), groups };
}

export function look(change: Partial<InvitationLook> = {}): InvitationLook {
  return {
    answered: false,
    client: OHNO,
    contact: { ...OHNO, kind: 'person' },
    minor: null,
    explainedBy: NAKAMURA,
    explainedAt: jst('2026-12-08T10:05'),
    expiresAt: jst('2026-12-22T10:05'),
    ...change,
  };
}

export function appointment(change: Partial<AppAppointment> = {}): AppAppointment {
  return {
    caseId: 'case-fixed',
    kind: 'monitoring',
    startsAt: jst('2026-12-11T10:00'),
    endsAt: jst('2026-12-11T11:00'),
    place: '',
    method: 'phone',
    counselor: NAKAMURA,
    client: OHNO,
    people: [],
    ...change,
  };
}

export function client(change: Partial<AppClient> = {}): AppClient {
  return {
    ...OHNO,
    id: 'client-1',
    counselor: NAKAMURA,
    minor: null,
    lastByLine: null,
    consent: { state: 'yes', version: 1, at: jst('2026-12-08T10:20') },
    requests: [{ caseId: 'case-1', kind: 'monitoring', askedAt: jst('2026-12-08T11:00'), answeredAt: null }],
    appointments: [appointment()],
    ...change,
  };
}

export function home(change: Partial<AppHome> = {}): AppHome {
  return {
    now: NOW,
    office: {
      name: 'サンクスシェア',
      phone: '086-123-4567',
      phoneHours:
        '{月曜日|げつようび}から {金曜日|きんようび}の\n{午前|ごぜん}9{時|じ}から {午後|ごご}6{時|じ}まで',
    },
    me: { ...OHNO, kind: 'person', suspended: false, reminderTime: null },
    friend: true,
    addFriendUrl: 'https://line.me/R/ti/p/@000stand',
    rulesVersion: 1,
    clients: [client()],
    ...change,
  };
}

const TIMES = [
  ['2026-12-15T10:00', '2026-12-15T11:00'],
  ['2026-12-16T14:00', '2026-12-16T15:00'],
  ['2026-12-18T10:00', '2026-12-18T11:00'],
  ['2026-12-21T16:00', '2026-12-21T17:00'],
  ['2026-12-22T12:00', '2026-12-22T13:30'],
] as const;

export function slots(): SlotView[] {
  return TIMES.map(([from, to], index) => ({
    id: `slot-${index + 1}`,
    startsAt: jst(from),
    endsAt: jst(to),
    place: '自宅',
    open: true,
  }));
}

export function theCase(change: Partial<AppCase> = {}): AppCase {
  return {
    id: 'case-1',
    now: NOW,
    kind: 'monitoring',
    status: 'open',
    client: { ...OHNO, id: 'client-1' },
    counselor: NAKAMURA,
    asksCheckin: true,
    asksAttendance: true,
    answersBy: 'rank',
    slots: slots(),
    days: [],
    places: [],
    mayAnswer: true,
    toldByLine: true,
    suspended: false,
    answer: null,
    confirmed: null,
    ...change,
  };
}

/** As a 事業所 sees it: no check-in, ○△× for every time, and no more of the client than the name shown. */
export function providerCase(change: Partial<AppCase> = {}): AppCase {
  return theCase({
    kind: 'meeting',
    client: { id: 'client-1', name: '大野さん', kana: null },
    asksCheckin: false,
    asksAttendance: false,
    answersBy: 'marks',
    slots: slots().slice(0, 3),
    ...change,
  });
}
