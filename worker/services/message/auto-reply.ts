import { sql } from 'drizzle-orm';
import type { Database, Statement } from '../../../db/client.ts';
import { autoReplies } from '../../../db/schema/messages.ts';
import type { Ctx } from '../../context.ts';
import { civilDate, instantOf, isOpen } from '../../manual/calendar.ts';
import { decide } from '../../manual/decide.ts';
import type { Settings } from '../../manual/settings.ts';
import type { CivilDate, Facts, Instant } from '../../manual/types.ts';
import { ids } from '../facts/read-facts.ts';

/** Whom a fixed text would answer, and by which token. */
export interface Answerable {
  inboundMessageId: string;
  lineUserId: string;
  contactId: string | null;
  /** Every client behind the contact has agreed; false for whoever the office doesn't know. */
  consented: boolean;
  replyToken: string;
  replyUntil: Instant;
  /** When this account was last given a text of each kind. */
  last: { night: Instant | null; stranger: Instant | null };
}

export interface AutoReplyOffice {
  settings: Settings;
  closures: readonly CivilDate[];
}

const TWELVE_HOURS = 12 * 3_600_000;

/** When each of these accounts was given a fixed text last. */
export function readAutoReplies({ q }: Pick<Database, 'q'>, users: readonly string[]) {
  return q
    .select({
      lineUserId: autoReplies.lineUserId,
      kind: autoReplies.kind,
      at: sql<Instant>`max(${autoReplies.createdAt})`,
    })
    .from(autoReplies)
    .where(sql`${autoReplies.lineUserId} in (${ids(users)})`)
    .groupBy(autoReplies.lineUserId, autoReplies.kind);
}

/**
 * A fixed text that a manager turned on, by reply token only: the night text to whoever has agreed, once a night
 * (RX), or the polite answer to whoever has not or is unknown, once a day and inside the window (R1, R11). It is
 * a row before it is a request; null: nothing is said. It never clears a duty to answer (R12).
 */
export function planAutoReply(
  { db, now, newId }: Pick<Ctx, 'db' | 'now' | 'newId'>,
  who: Answerable,
  office: AutoReplyOffice,
): Statement | null {
  if (who.replyUntil <= now) return null;
  const said = who.consented ? nightText(now, who, office) : strangerText(now, who, office);
  if (said === null) return null;
  const { inboundMessageId, lineUserId, contactId, replyToken, replyUntil } = who;
  return db.q
    .insert(autoReplies)
    .values({
      ...said,
      id: newId(),
      inboundMessageId,
      lineUserId,
      contactId,
      replyToken,
      expiresAt: replyUntil,
      status: 'due',
      createdAt: now,
    })
    .onConflictDoNothing();
}

function nightText(now: Instant, who: Answerable, { settings, closures }: AutoReplyOffice) {
  const action = { do: 'night-reply', replyToken: true, lastAt: who.last.night } as const;
  const decision = decide(action, nobodysFacts(now, closures), settings);
  if (decision.outcome === 'refuse' || settings.nightText === null) return null;
  // One night is one date, twelve hours back: from 21:00 to 08:00 it is the same.
  const onceKey = `night:${who.lineUserId}:${civilDate(now - TWELVE_HOURS)}`;
  return { kind: 'night' as const, onceKey, text: settings.nightText };
}

// A stranger has no consent, no client and no case: there are no facts to put before `decide`.
function strangerText(now: Instant, who: Answerable, { settings }: AutoReplyOffice) {
  if (settings.strangerText === null) return null;
  const today = civilDate(now);
  const { sendFrom: from, sendUntil: until } = settings;
  if (!isOpen(now, { from, until, hours: null, closed: () => false })) return null;
  if (who.last.stranger !== null && who.last.stranger >= instantOf(today, '00:00')) return null;
  return {
    kind: 'stranger' as const,
    onceKey: `stranger:${who.lineUserId}:${today}`,
    text: settings.strangerText,
  };
}

/** The night text says the same to everybody: of the person, nothing is looked at (RX). */
function nobodysFacts(now: Instant, closures: readonly CivilDate[]): Facts {
  return {
    now,
    partner: { kind: 'person', hours: null, suspended: false, name: '' },
    client: { name: '', attendsProgram: false },
    consent: null,
    consentVersionNeeded: 0,
    calls: [],
    lastTalkAt: null,
    circumstance: null,
    case: null,
    conversation: { lastInboundAt: now, lastOutboundAt: null, lastGreetingAt: null },
    meetings: [],
    lineMeeting: null,
    closures,
  };
}
