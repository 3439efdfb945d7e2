import type { messagingApi } from '@line/bot-sdk';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { botCommands } from '../../db/schema/bot.ts';
import { contacts, staff } from '../../db/schema/people.ts';
import type { Ctx } from '../context.ts';
import type { LineClient } from '../line/client.ts';
import type { Allowance } from '../line/meter.ts';
import { MINUTE } from '../manual/jst.ts';
import type { Instant } from '../manual/types.ts';
import { replyByToken } from '../services/message/reply-by-token.ts';
import type { World } from '../world.ts';
import { sayCalls } from './answers/calls.ts';
import { sayHelp, sayOther, sayUnknown } from './answers/help.ts';
import { sayQuota } from './answers/quota.ts';
import { sayRequests } from './answers/requests.ts';
import { saySchedule } from './answers/schedule.ts';
import { sayToday } from './answers/today.ts';
import { sayUnanswered } from './answers/unanswered.ts';
import { sayUrgent } from './answers/urgent.ts';
import { BUTTON_LASTS_MS, ButtonPad } from './buttons.ts';
import { answer } from './cards.ts';
import { consoleLinks } from './console-links.ts';
import type { Desk } from './desk.ts';
import { press } from './press.ts';
import { readCommand } from './read-command.ts';

const AT_ONCE = 5;
/** Longer than any Worker works on one run of answers. */
const DEAD_AFTER_MS = 3 * MINUTE;
/** LINE's reply tokens work for a minute from receipt; some of it is left for the request itself. */
const TOKEN_LASTS_MS = 55_000;
/** Claim and settle. */
const ROUND_TRIPS = 2;
/** The dearest is a pressed button: taking it, the act, what it led to, the next buttons, and the tries of the reply. */
const EACH = 9;

/** What answering one command costs at most. */
export const STAFF_ANSWER_SUBREQUESTS = ROUND_TRIPS + EACH;

type Waiting = Awaited<ReturnType<typeof claim>>[number];

export interface Outside {
  line: LineClient;
  clock: () => number;
  newToken: () => string;
  consoleUrl: string | null;
  budget: Allowance;
  log: World['log'];
}

/**
 * Answers what staff asked and pressed, by reply token only: free of quota, and where the token is over nothing is
 * pushed. A question is tried once; a button whose Worker died is taken up again, and acts once whatever happens
 * (decision 021).
 */
export async function answerStaff(ctx: Ctx, outside: Outside): Promise<{ answered: number }> {
  const { budget, log } = outside;
  const most = Math.min(AT_ONCE, Math.floor((budget.left - ROUND_TRIPS) / EACH));
  if (most < 1) return { answered: 0 };
  const waiting = await claim(ctx, most);
  const ends: { eventId: string; said: boolean }[] = [];
  for (const each of waiting) {
    const said = await obey({ ...ctx, now: outside.clock() }, each, outside);
    log({ event: said ? 'staff-answered' : 'staff-not-answered', id: each.eventId, kind: each.kind });
    ends.push({ eventId: each.eventId, said });
  }
  const answered = ends.filter((end) => end.said);
  if (waiting.length > 0) await ctx.db.write([settle(ctx, ends, true), settle(ctx, ends, false)]);
  return { answered: answered.length };
}

/** Of what staff wrote and pressed: what nobody has tried, and the buttons whose Worker died. */
export function waitingCommands(now: Instant): SQL {
  return sql`select event_id, came_at from bot_commands where status = 'due'
    union all
    select event_id, came_at from bot_commands
    where came_at > ${now - BUTTON_LASTS_MS} and status = 'tried' and kind = 'button' and tried_at <= ${now - DEAD_AFTER_MS}`;
}

/** Takes what waits, so that nobody else answers it; the words are forgotten at once, a button's stand in its event. */
async function claim({ db, now }: Ctx, most: number) {
  const due = sql`select event_id from (${waitingCommands(now)}) order by came_at, event_id limit ${most}`;
  const [found, claimed] = await db.write([
    db.q
      .select({
        eventId: botCommands.eventId,
        kind: botCommands.kind,
        said: sql<string | null>`iif(${botCommands.kind} = 'button',
          (select e.raw ->> '$.postback.data' from inbound_events e where e.id = event_id), said)`,
        replyToken: botCommands.replyToken,
        cameAt: botCommands.cameAt,
        staffId: staff.id,
        contactId: contacts.id,
      })
      .from(botCommands)
      .leftJoin(staff, and(eq(staff.lineUserId, botCommands.lineUserId), eq(staff.active, true)))
      .leftJoin(contacts, eq(contacts.lineUserId, botCommands.lineUserId))
      .where(sql`${botCommands.eventId} in (${due})`)
      .orderBy(botCommands.cameAt, botCommands.eventId),
    db.q
      .update(botCommands)
      .set({ status: 'tried', triedAt: now, said: null })
      .where(sql`event_id in (${due})`)
      .returning({ eventId: botCommands.eventId }),
  ]);
  const mine = new Set(claimed.map((row) => row.eventId));
  return found.filter((row) => mine.has(row.eventId));
}

function settle({ db }: Ctx, ends: readonly { eventId: string; said: boolean }[], said: boolean) {
  const ids = JSON.stringify(ends.filter((end) => end.said === said).map((end) => end.eventId));
  return db.q
    .update(botCommands)
    .set({ status: said ? 'answered' : 'unanswered', replyToken: null })
    .where(sql`event_id in (select value from json_each(${ids}))`);
}

/** True when LINE took the answer. A question whose token is over is not worked on; a pressed button still acts. */
async function obey(ctx: Ctx, it: Waiting, outside: Outside): Promise<boolean> {
  const { line, clock, log } = outside;
  const replyUntil = it.cameAt + TOKEN_LASTS_MS;
  const { replyToken } = it;
  const canSay = () => replyToken !== null && clock() < replyUntil;
  if (it.kind !== 'button' && !canSay()) return false;
  let messages: messagingApi.Message[];
  try {
    messages = await answerOf(ctx, it, outside);
  } catch (error) {
    log({
      event: 'staff-answer-failed',
      id: it.eventId,
      why: error instanceof Error ? error.name : 'unknown',
    });
    messages = answer(
      'うまくいきませんでした。できたかどうかを、コンソールで確かめてから、もう一度お願いします。',
    );
  }
  if (replyToken === null || !canSay()) return false;
  const end = await replyByToken({ line, clock }, { replyToken, replyUntil, unsureSince: null }, messages);
  return end.kind === 'accepted';
}

async function answerOf(ctx: Ctx, it: Waiting, outside: Outside): Promise<messagingApi.Message[]> {
  if (it.staffId === null)
    return [
      {
        type: 'text',
        text: 'このアカウントは、いまは職員のものではないため、使えません。管理者におたずねください。',
      },
    ];
  const asStaff: Ctx = { ...ctx, actor: { kind: 'staff', id: it.staffId } };
  const buttons = new ButtonPad(asStaff, outside.newToken);
  const desk = { ctx: asStaff, staffId: it.staffId, buttons, links: consoleLinks(outside.consoleUrl) };
  const messages = await say(desk, it);
  await buttons.keep();
  return messages;
}

async function say(desk: Desk, it: Waiting): Promise<messagingApi.Message[]> {
  const also = { contact: it.contactId !== null };
  if (it.kind === 'button') return press(desk, it.said ?? '', it.cameAt);
  if (it.kind === 'other') return sayOther(also);
  switch (readCommand(it.said ?? '')) {
    case 'today':
      return sayToday(desk);
    case 'unanswered':
      return sayUnanswered(desk);
    case 'calls':
      return sayCalls(desk);
    case 'requests':
      return sayRequests(desk);
    case 'schedule':
      return saySchedule(desk);
    case 'quota':
      return sayQuota(desk);
    case 'urgent':
      return sayUrgent(desk);
    case 'help':
      return sayHelp(also);
    case null:
      return sayUnknown(also);
  }
}
