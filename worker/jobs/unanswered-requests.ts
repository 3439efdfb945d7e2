import { sql } from 'drizzle-orm';
import type { Statement } from '../../db/client.ts';
import { tasks } from '../../db/schema/cases.ts';
import { messages } from '../../db/schema/messages.ts';
import { officeSettings } from '../../db/schema/office.ts';
import { addBusinessDays, civilDate, DAY, instantOf, replyClockStart } from '../manual/calendar.ts';
import type { Instant } from '../manual/types.ts';
import { assembleFacts } from '../services/facts/assemble-facts.ts';
import { type FactRows, factQueries, factRowsOf, ids } from '../services/facts/read-facts.ts';
import { linkFor } from '../services/message/drafts.ts';
import { enqueue } from '../services/message/enqueue.ts';
import { judgeMessage } from '../services/message/judge-message.ts';
import { officeProfile } from '../services/office/profile.ts';
import type { World } from '../world.ts';
import type { OfficeDay, Round } from './job.ts';
import { ctxOf } from './user-reminders.ts';

const AT_ONCE = 40;
/** Twice the longest wait that the settings allow, with the year's end in it. */
const LOOK_BACK = 60 * DAY;

/**
 * R4: who was asked for dates and has not answered is reminded once by LINE after the office's days, and stands as a
 * phone task after as many again; never a second LINE. An answer or a talk ends it. Whoever wrote since then is
 * answered by people, not by this; where the manual refuses or nothing is left to choose, staff call at once.
 */
export const unansweredRequests: Round = {
  name: 'unanswered-requests',
  cost: 3,
  run: async (world, office) => {
    const now = world.now();
    const silent = await readSilent(world, now);
    const due = silent
      .map((row) => ({ ...row, ...turnsOf(row.sentAt ?? now, office) }))
      .filter((row) => row.second <= now || (row.first <= now && !row.reminded && !row.wrote));
    const asked = due.slice(0, AT_ONCE);
    if (asked.length === 0) return { reminders: 0, tasks: 0 };
    const scope = {
      contacts: ids(asked.map((row) => row.contactId)),
      clients: ids(asked.map((row) => row.clientId)),
      cases: ids(asked.map((row) => row.caseId ?? '')),
    };
    const [settingsRows, ...all] = await world.db.read([
      world.db.q.select().from(officeSettings),
      ...factQueries(world.db, scope, now),
    ] as const);
    const steps = asked.map((row) => nextStep(world, row, factRowsOf(all), officeProfile(settingsRows).name));
    await world.db.write(steps.map((step) => step.statement));
    const reminders = steps.filter((step) => step.kind === 'reminder').length;
    return { reminders, tasks: steps.length - reminders, more: due.length > AT_ONCE };
  },
};

type Silent = Awaited<ReturnType<typeof readSilent>>[number];

/** The newest request of each open case and contact that nobody answered or talked about since. */
async function readSilent(world: World, now: Instant) {
  const since = sql`${messages.sentAt}`;
  const [rows] = await world.db.read([
    world.db.q
      .select({
        id: messages.id,
        caseId: messages.caseId,
        clientId: messages.clientId,
        contactId: messages.contactId,
        sentAt: messages.sentAt,
        /** When the last of the offered times begins; null: none was offered, or none is left. */
        lastSlotAt: sql<
          number | null
        >`(select max(s.starts_at) from slots s where s.case_id = ${messages.caseId}
          and s.closed_at is null and s.starts_at > ${now})`,
        offered: sql<number>`exists (select 1 from slots s where s.case_id = ${messages.caseId} and s.closed_at is null)`,
        reminded: sql<number>`exists (select 1 from messages r
          where r.once_key = 'date-reminder:' || ${messages.caseId} || ':' || ${messages.contactId})`,
        wrote: sql<number>`exists (select 1 from inbound_messages i where i.contact_id = ${messages.contactId} and i.occurred_at >= ${since})
          or exists (select 1 from wishes w where w.contact_id = ${messages.contactId} and w.wished_at >= ${since})`,
      })
      .from(sql`cases k`)
      .innerJoin(messages, sql`${messages.caseId} = k.id`)
      .where(
        sql`k.status = 'open' and ${messages.purpose} = 'date-request' and ${messages.origin} = 'staff'
          and ${messages.createdAt} between ${now - LOOK_BACK} and ${now - DAY} and ${messages.status} = 'sent'
          and not exists (select 1 from messages n where n.case_id = k.id and n.contact_id = ${messages.contactId}
            and n.id <> ${messages.id} and n.purpose = 'date-request' and n.origin = 'staff'
            and n.status in ('queued', 'leased', 'sent') and n.created_at > ${messages.createdAt})
          and not exists (select 1 from answers a where a.case_id = k.id
            and a.contact_id = ${messages.contactId} and a.answered_at >= ${since})
          and not exists (select 1 from calls c where c.client_id = ${messages.clientId}
            and c.contact_id = ${messages.contactId} and c.called_at >= ${since}
            and c.undone_at is null and (c.outcome = 'reached' or (c.outcome = 'family' and c.reached = 1)))
          and not exists (select 1 from tasks t
            where t.once_key = 'date-unanswered:' || k.id || ':' || ${messages.contactId})`,
      )
      .orderBy(messages.sentAt)
      .limit(10 * AT_ONCE),
  ]);
  return rows;
}

/** When the one reminder goes, and when staff call. */
function turnsOf(sentAt: Instant, { settings, closures }: OfficeDay): { first: Instant; second: Instant } {
  const day = addBusinessDays(civilDate(sentAt), settings.dateReminderDays, settings, closures);
  const next = addBusinessDays(day, settings.dateReminderDays, settings, closures);
  return { first: instantOf(day, settings.replyFrom), second: instantOf(next, settings.replyFrom) };
}

/** One reminder while there is something to choose and the manual lets it pass; else staff call. */
function nextStep(
  world: World,
  row: Silent & { second: Instant },
  rows: FactRows,
  office: string,
): { kind: 'reminder' | 'task'; statement: Statement } {
  const ctx = ctxOf(world);
  const who = { contactId: row.contactId, clientId: row.clientId, caseId: row.caseId };
  const of = assembleFacts(rows, who, ctx.now);
  const text = reminderText(of.facts.partner.kind === 'provider', office);
  const decision = judgeMessage(of, { purpose: 'date-request', ...text }, 'auto');
  const nothingLeft = row.offered === 1 && row.lastSlotAt === null;
  if (row.second <= ctx.now || nothingLeft || of.lineUserId === null || decision.outcome === 'refuse') {
    const task = {
      ...who,
      id: ctx.newId(),
      kind: 'phone' as const,
      why: 'date-unanswered',
      title: '日程のお返事がありません。電話でうかがいます',
      dueAt: replyClockStart(ctx.now, of.settings, of.facts.closures),
      onceKey: `date-unanswered:${row.caseId}:${row.contactId}`,
      createdAt: ctx.now,
    };
    return { kind: 'task', statement: ctx.db.q.insert(tasks).values(task).onConflictDoNothing() };
  }
  const message = {
    ...who,
    ...text,
    id: ctx.newId(),
    purpose: 'date-request' as const,
    link: linkFor('date-request', row.caseId),
    staleAfter: Math.min(row.second, row.lastSlotAt ?? row.second),
    onceKey: `date-reminder:${row.caseId}:${row.contactId}`,
    settingsVersion: of.settingsVersion,
    findings: decision.findings,
  };
  return { kind: 'reminder', statement: enqueue(ctx, decision.permit, message, null) };
}

/** Keeps the manual: a word about the person first (R6), nothing personal (R9), a phone call as the other way (R0). */
function reminderText(provider: boolean, office: string): { greeting: string; body: string } {
  if (provider) {
    return {
      greeting: '',
      body: `お世話になっております。${office}です。\n日程のご都合を、下のボタンからお知らせください。お電話でもうかがいます。`,
    };
  }
  return {
    greeting: `こんにちは。${office}です。\n体調はいかがですか。`,
    body: '日にちのお返事をお待ちしています。下のボタンからお選びいただけます。お電話でもうかがいます。',
  };
}
