import { isClosed, openingOf } from '../../worker/manual/calendar.ts';
import { addDays, civilDate, clockTime, minuteOfDay } from '../../worker/manual/jst.ts';
import { DEFAULT_SETTINGS } from '../../worker/manual/settings.ts';
import type { Instant } from '../../worker/manual/types.ts';
import type { Machine } from '../machine.ts';
import type { Truth } from './month-life.ts';
import type { MonthOffice } from './month-office.ts';

/** One automatic message as it arrived, with the rules that let it pass. */
export interface Sent {
  at: Instant;
  contact: string;
  purpose: string;
  rule: string;
}

export interface MonthVerdict {
  sent: Sent[];
  /** Notices to staff by hour and channel. */
  notices: { at: Instant; channel: string; what: string }[];
  outsideHours: string[];
  twice: string[];
  overCap: string[];
  reasonGone: string[];
  named: string[];
  heldBack: number;
}

const MOST_A_WEEK = 3;
/** What had left when the moment came may still arrive. */
const ON_ITS_WAY = 5_000;

interface Row {
  id: string;
  contactId: string;
  caseId: string;
  purpose: string;
  onceKey: string;
  startsAt: Instant | null;
  wish: string | null;
}

/** Judges what LINE and the chats were given against what really happened. */
export async function judgeMonth(
  machine: Machine,
  office: MonthOffice,
  truth: Truth,
  /** Cron never stopped: then a reminder comes on a day before, not in the morning of the day itself. */
  punctual: boolean,
): Promise<MonthVerdict> {
  const { rows } =
    await machine.db.execute(`select m.id, m.contact_id as contactId, m.case_id as caseId, m.purpose, m.once_key as onceKey,
    m.stale_after as startsAt, c.reminder_time as wish from messages m join contacts c on c.id = m.contact_id where m.origin = 'auto'`);
  const autos = new Map((rows as unknown as Row[]).map((row) => [row.id, row]));
  const verdict: MonthVerdict = {
    sent: [],
    notices: [],
    outsideHours: [],
    twice: [],
    overCap: [],
    reasonGone: [],
    named: [],
    heldBack: 0,
  };
  const days = new Map<string, string[]>();
  const keys = new Set<string>();
  const deliveries = machine.line.control.deliveries().sort((a, b) => a.at - b.at);
  for (const delivery of deliveries) {
    const row = autos.get(delivery.retryKey ?? '');
    if (!row) continue;
    const { at } = delivery;
    const what = `${stamp(at)} ${row.purpose} ${row.contactId.slice(0, 8)}`;
    const person = office.people.find((each) => each.contactId === row.contactId);
    if (!isInHours(at, person?.provider ?? false)) verdict.outsideHours.push(what);
    for (const key of [row.id, row.onceKey]) {
      if (keys.has(key)) verdict.twice.push(what);
      keys.add(key);
    }
    const mine = days.get(row.contactId) ?? [];
    const today = civilDate(at);
    const week = mine.filter((day) => day > addDays(today, -7));
    if (mine.includes(today) || week.length >= MOST_A_WEEK) verdict.overCap.push(what);
    days.set(row.contactId, [...mine, today]);
    const gone = whyGone(row, at - ON_ITS_WAY, truth, punctual);
    if (gone) verdict.reasonGone.push(`${what}: ${gone}`);
    verdict.sent.push({
      at,
      contact: row.contactId.slice(0, 8),
      purpose: row.purpose,
      rule: ruleOf(row, week.length + 1),
    });
  }
  await judgeNotices(machine, office, verdict);
  const held = await machine.db.execute('select count(*) as n from held_back');
  verdict.heldBack = Number(held.rows[0]?.n);
  return verdict;
}

/** Why this should not have been sent at that moment any more; null: its reason held. */
function whyGone(row: Row, at: Instant, truth: Truth, punctual: boolean): string | null {
  const before = (moment: Instant | null | undefined) =>
    moment !== undefined && moment !== null && moment < at;
  const matter = truth.matters.find((each) => each.caseId === row.caseId);
  if (!matter) return 'nobody began this matter';
  if (before(truth.withdrawnAt.get(row.contactId))) return 'consent was withdrawn';
  if (before(truth.blockedAt.get(row.contactId))) return 'the account was blocked';
  if (before(matter.over)) return 'the matter was over';
  if (row.purpose === 'date-request') {
    if (before(matter.answeredAt.get(row.contactId))) return 'dates were answered';
    if (before(matter.confirmed?.at)) return 'the date was fixed';
    return null;
  }
  if (matter.confirmed === null) return 'no date was fixed';
  if (row.purpose === 'reminder') {
    if (matter.confirmed.startsAt < at) return 'the meeting had begun';
    if (before(truth.reminderOffAt.get(row.contactId))) return 'reminders were turned off';
    if (punctual && civilDate(at) >= civilDate(matter.confirmed.startsAt)) return 'it was the day itself';
  }
  return null;
}

function ruleOf(row: Row, inWeek: number): string {
  const reason: Record<string, string> = {
    confirmed: '日程が決まった知らせ（一度だけ）',
    reminder: `前日のお知らせ（${row.wish ?? '希望'}、一度だけ）`,
    'date-request': `日程の返事の催促（R4、${DEFAULT_SETTINGS.dateReminderDays}営業日、一度だけ）`,
  };
  return `${reason[row.purpose] ?? row.purpose} / R1 承諾あり / R11 時間の中・営業日 / 上限 この日1通目・7日で${inWeek}通目`;
}

function isInHours(at: Instant, provider: boolean): boolean {
  const minute = minuteOfDay(at);
  const date = civilDate(at);
  if (minute < 8 * 60 || minute >= 21 * 60 || isClosed(date, DEFAULT_SETTINGS, [])) return false;
  return !provider || (minute >= 9.5 * 60 && minute < 16.5 * 60);
}

/** Staff are told in their hours, on open days, and never whom it is about. */
async function judgeNotices(machine: Machine, office: MonthOffice, verdict: MonthVerdict): Promise<void> {
  const line = machine.line.control
    .deliveries()
    .filter((each) => office.counselors.some((one) => one.visitor.userId === each.userId))
    .map((each) => ({ at: each.at, channel: 'line', what: JSON.stringify(each.messages) }));
  const chat = machine.chat.posts.map((post) => ({
    at: post.at,
    channel: post.chat,
    what: JSON.stringify(post.body),
  }));
  verdict.notices = [...line, ...chat].sort((a, b) => a.at - b.at);
  for (const { at, channel, what } of verdict.notices) {
    const opening = openingOf(civilDate(at), {
      from: '09:00',
      until: '18:00',
      hours: null,
      closed: (date) => isClosed(date, DEFAULT_SETTINGS, []),
    });
    const minute = minuteOfDay(at);
    if (!opening || minute < opening.from || minute >= opening.until)
      verdict.outsideHours.push(`${stamp(at)} notice by ${channel}`);
    if (/山本|月子|花/.test(what)) verdict.named.push(`${stamp(at)} notice by ${channel}`);
  }
}

export function stamp(at: Instant): string {
  return `${civilDate(at)} ${clockTime(at)}`;
}

/** The most that went within one hour: to one person, and to all staff of one channel. */
export function busiestHour(list: readonly { at: Instant; who: string }[]): number {
  const counts = new Map<string, number>();
  for (const { at, who } of list) {
    const key = `${who} ${Math.floor(at / 3_600_000)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
