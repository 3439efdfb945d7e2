import { sql } from 'drizzle-orm';
import { isBusy, type Statement } from '../../../db/client.ts';
import { inboundEvents } from '../../../db/schema/inbound.ts';
import type { Ctx } from '../../context.ts';
import { type LineEvent, parseEvent } from '../../line/events.ts';
import type { Allowance } from '../../line/meter.ts';
import type { World } from '../../world.ts';
import { ids } from '../facts/read-facts.ts';
import { act } from '../record/act.ts';
import type { EntryDraft } from '../record/chain.ts';
import { type LeasedEvent, leaseEvents } from './lease-events.ts';
import { planEvent, type Sender } from './plan-event.ts';
import { clientsBehind, officeOf, senderOf, senderQueries } from './read-senders.ts';

export interface InboxReport {
  processed: number;
  failed: number;
  parked: number;
  /** Events after which somebody must hear something at once. */
  urgent: number;
}

const AT_ONCE = 25;
const TRIES = 5;
const RETRY_MS = 60_000;
/** Lease, read, write, and room for lost races. */
const ROUND_TRIPS = 6;

/**
 * Turns waiting events into messages, reply duties and record entries (R5, R12), until none wait or the
 * budget ends. Safe to run anywhere at any time: leases keep two apart, unique keys and a second look at
 * `processed_at` make a repeated event one. An event that fails five times is parked with its error.
 */
export async function processEvents(
  ctx: Ctx,
  options: { budget: Allowance; log: World['log']; atOnce?: number },
): Promise<InboxReport> {
  const { budget, log, atOnce = AT_ONCE } = options;
  const report: InboxReport = { processed: 0, failed: 0, parked: 0, urgent: 0 };
  while (budget.left >= ROUND_TRIPS) {
    const leased = await leaseEvents(ctx, atOnce);
    if (leased.length === 0) break;
    add(report, await settleTogether(ctx, leased, budget, log));
    if (leased.length < atOnce) break;
  }
  return report;
}

/** All in one batch; when the database refuses that, each alone, so that one can't hold up the others. */
async function settleTogether(
  ctx: Ctx,
  leased: readonly LeasedEvent[],
  budget: Allowance,
  log: World['log'],
): Promise<InboxReport> {
  const report: InboxReport = { processed: 0, failed: 0, parked: 0, urgent: 0 };
  try {
    return await settle(ctx, leased, log);
  } catch (error) {
    if (!isOfTheData(error)) throw error;
    if (leased.length === 1 && leased[0]) return giveBack(ctx, leased[0], error, log);
  }
  for (const event of leased) {
    // What is left keeps its lease and is taken up when that has run out.
    if (budget.left < ROUND_TRIPS) break;
    add(report, await settleTogether(ctx, [event], budget, log));
  }
  return report;
}

interface Parsed {
  row: LeasedEvent;
  event: LineEvent;
}

async function settle(ctx: Ctx, leased: readonly LeasedEvent[], log: World['log']): Promise<InboxReport> {
  const failures: { row: LeasedEvent; error: unknown }[] = [];
  const parsed: Parsed[] = leased.flatMap((row) => {
    try {
      return [{ row, event: parseEvent(row.raw) }];
    } catch (error) {
      failures.push({ row, error });
      return [];
    }
  });
  const users = unique(parsed.map((p) => p.event.source?.userId));
  const asked = {
    events: leased.map((row) => row.id),
    users,
    lineMessages: unique(parsed.map((p) => p.event.message?.id)),
  };
  return act(ctx, clientsBehind(users), senderQueries(ctx.db, asked, ctx.now), (rows) => {
    const [waiting, known] = rows;
    const open = new Set(waiting.map((r) => r.id));
    const seen = new Set(known.map((r) => r.lineMessageId));
    const office = officeOf(rows, ctx.now);
    // One sender for all their events of this batch: what the first one changes, the next one sees.
    const senders = new Map<string, Sender>();
    const senderFor = (user: string) => {
      const sender = senders.get(user) ?? senderOf(rows, user);
      senders.set(user, sender);
      return sender;
    };
    const writes: Statement[] = [];
    const entries: EntryDraft[] = [];
    const failed = [...failures];
    const done: string[] = [];
    let urgent = 0;
    for (const { row, event } of parsed) {
      if (!open.has(row.id)) continue;
      const user = event.source?.userId;
      const messageId = event.message?.id ?? '';
      try {
        const effects = planEvent(ctx, {
          eventId: row.id,
          event,
          occurredAt: Math.min(row.occurredAt, row.receivedAt),
          receivedAt: row.receivedAt,
          sender: user ? senderFor(user) : null,
          office,
          known: seen.has(messageId),
        });
        seen.add(messageId);
        writes.push(...effects.writes);
        entries.push(...effects.entries);
        if (effects.urgent) urgent += 1;
        done.push(row.id);
      } catch (error) {
        failed.push({ row, error });
      }
    }
    if (done.length > 0) writes.push(markProcessed(ctx, done));
    for (const { row, error } of failed) writes.push(markFailed(ctx, row, error, log));
    const parked = failed.filter(({ row }) => row.attempts >= TRIES).length;
    const result = { processed: done.length, failed: failed.length - parked, parked, urgent };
    return { result, writes, entries };
  });
}

/** A message that was taken back before it came keeps its kind, not its content, in the raw event too. */
function markProcessed(ctx: Ctx, done: readonly string[]): Statement {
  return ctx.db.q
    .update(inboundEvents)
    .set({
      processedAt: ctx.now,
      leaseUntil: null,
      lastError: null,
      raw: sql`case when type = 'message' and json_extract(raw, '$.message.id') in (select line_message_id from unsends)
        then json_set(raw, '$.message', json_object('id', json_extract(raw, '$.message.id'), 'type', json_extract(raw, '$.message.type')))
        else raw end`,
    })
    .where(sql`${inboundEvents.id} in (${ids(done)})`);
}

function markFailed(ctx: Ctx, row: LeasedEvent, error: unknown, log: World['log']): Statement {
  const parked = row.attempts >= TRIES;
  const why = error instanceof Error ? error.name : 'unknown';
  log({ event: parked ? 'inbox-parked' : 'inbox-failed', id: row.id, type: row.type, why });
  return ctx.db.q
    .update(inboundEvents)
    .set({
      lastError: String(error).slice(0, 400),
      leaseUntil: parked ? null : ctx.now + RETRY_MS * 2 ** row.attempts,
      parkedAt: parked ? ctx.now : null,
    })
    .where(sql`${inboundEvents.id} = ${row.id} and processed_at is null`);
}

async function giveBack(ctx: Ctx, row: LeasedEvent, error: unknown, log: World['log']): Promise<InboxReport> {
  await ctx.db.write([markFailed(ctx, row, error, log)]);
  const parked = row.attempts >= TRIES ? 1 : 0;
  return { processed: 0, failed: 1 - parked, parked, urgent: 0 };
}

/** The row itself is refused; a database that is busy or away says nothing about the event. */
function isOfTheData(error: unknown): boolean {
  if (isBusy(error)) return false;
  let text = '';
  for (let e = error; e instanceof Error; e = e.cause) text += `${e.message}\n`;
  return /constraint|malformed JSON|datatype mismatch/i.test(text);
}

function add(sum: InboxReport, more: InboxReport): void {
  sum.processed += more.processed;
  sum.failed += more.failed;
  sum.parked += more.parked;
  sum.urgent += more.urgent;
}

function unique(list: readonly (string | undefined)[]): string[] {
  return [...new Set(list.filter((each) => each !== undefined))];
}
