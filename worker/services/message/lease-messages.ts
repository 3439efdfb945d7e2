import { sql } from 'drizzle-orm';
import { messages } from '../../../db/schema/messages.ts';
import type { Ctx } from '../../context.ts';
import type { Instant } from '../../manual/types.ts';
import { LONGEST_WAIT_MS } from './backoff.ts';
import { type CapReached, capOf, claimDays, readClaims } from './cap.ts';

export const LEASE_MS = 3 * 60_000;
/** A message that waits for its next try keeps the later ones to the same contact back at most so long. */
export const ORDER_WAIT_MS = LONGEST_WAIT_MS;

/** A reply token that is nearly over is left alone. */
const TOKEN_LEFT_MS = 10_000;
const TOKEN_SEARCH_MS = 10 * 60_000;

export type LeasedMessage = typeof messages.$inferSelect & {
  /** Since when LINE may have accepted it without our knowing; null: it certainly has not. */
  unsureSince: Instant | null;
  /** Another automatic message has the contact's day, or the week is full; null: it may go. */
  cap: CapReached | null;
};

/**
 * Takes up to `limit` due messages, oldest first, for this run alone: one round trip.
 * Of one contact only the first ones in the order in which they were made, so that the order of what one person reads
 * is kept: none while another run is at work on them, none past one that waits for its next try, and of leases that ran
 * out one at a time.
 * `humanFirst`: little of the month's number is left, and what people wrote goes before automatic messages.
 */
export async function leaseMessages(
  ctx: Pick<Ctx, 'db' | 'now'>,
  run: string,
  limit: number,
  humanFirst = false,
): Promise<LeasedMessage[]> {
  const { q } = ctx.db;
  // Only when it must: without it the index gives the order, and a long queue costs no more than a short one.
  const first = humanFirst ? sql`m.origin = 'auto', ` : sql``;
  const { now } = ctx;
  const before = (one: 'p' | 'x', other: 'm' | 'x' | 'p') =>
    sql.raw(
      `(${one}.created_at < ${other}.created_at or (${one}.created_at = ${other}.created_at and ${one}.rowid < ${other}.rowid))`,
    );
  const waits = sql`p.attempts > 0 and p.not_before <= ${now + ORDER_WAIT_MS}`;
  // An earlier one that is due comes along, unless it waited once: then it may stand after a later one in the index,
  // and all behind that place wait for the next lease.
  const comesAfter = sql`p.not_before <= ${now} and p.not_before > p.created_at and exists (
    select 1 from messages x where x.contact_id = m.contact_id and x.status = 'queued'
      and x.not_before < p.not_before and ${before('p', 'x')} and (x.rowid = m.rowid or ${before('x', 'm')}))`;
  const due = sql`
    select id from (
      select * from (
        select m.id, m.not_before, m.created_at, m.rowid as at from messages m
        where m.status = 'leased' and m.lease_until <= ${now} and not exists (
          select 1 from messages p
          where p.contact_id = m.contact_id and p.rowid <> m.rowid
            and ((p.status = 'leased' and (p.lease_until > ${now} or ${before('p', 'm')}))
              or (p.status = 'queued' and ${before('p', 'm')} and (p.not_before <= ${now} or (${waits})))))
        order by m.lease_until limit ${limit})
      union all
      select * from (
        select m.id, m.not_before, m.created_at, m.rowid as at from messages m
        where m.status = 'queued' and m.not_before <= ${now} and not exists (
          select 1 from messages p
          where p.contact_id = m.contact_id and p.rowid <> m.rowid
            and ((p.status = 'leased' and (p.lease_until > ${now} or ${before('p', 'm')}))
              or (p.status = 'queued' and ${before('p', 'm')} and ((${waits}) or (${comesAfter})))))
        order by ${first}m.not_before, m.created_at, m.rowid limit ${limit})
      order by not_before, created_at, at limit ${limit})`;
  const mine = sql`status = 'leased' and lease_until > 0 and (lease_token = ${run} or lease_token like ${`${run}+%`})`;
  const token = sql`from inbound_messages i
    where i.contact_id = messages.contact_id and i.occurred_at > ${ctx.now - TOKEN_SEARCH_MS}
      and i.reply_until > ${ctx.now + TOKEN_LEFT_MS} and i.unsent_at is null
      and not exists (select 1 from messages u where u.reply_token = i.reply_token)
    order by i.occurred_at desc limit 1`;
  const [, , , leased, claims] = await ctx.db.write([
    q
      .update(messages)
      .set({
        status: 'leased',
        leaseUntil: ctx.now + LEASE_MS,
        leaseToken: sql`${run} || coalesce(substr(lease_token, nullif(instr(lease_token, '+'), 0)),
          case when status = 'leased' then '+' || (lease_until - ${LEASE_MS}) else '' end)`,
      })
      .where(sql`${messages.id} in (${due})`),
    // A reply to what came within the last minute goes by its token, free of quota. It is bound to the token before
    // the request: without a retry key, only the token itself keeps it from being sent twice. What is leased is found
    // by its own small index (the plus signs keep SQLite from others), however many were sent before.
    q.run(sql`update messages set (reply_token, reply_until) = (select i.reply_token, i.reply_until ${token})
      where status = 'leased' and lease_until > 0 and lease_token = ${run} and attempts = 0 and +reply_token is null
        and origin = 'staff' and purpose = 'reply'
        and rowid = (select min(p.rowid + 0) from messages p
          where +p.contact_id = messages.contact_id and p.status = 'leased' and p.lease_until > 0 and p.lease_token = ${run})`),
    claimDays(ctx, mine),
    q.select().from(messages).where(mine),
    readClaims(ctx, mine),
  ]);
  return leased
    .map((row) => ({ ...row, unsureSince: unsureSince(row.leaseToken), cap: capOf(row, claims) }))
    .sort((a, b) => a.notBefore - b.notBefore || a.createdAt - b.createdAt);
}

// The token is `run`, or `run+instant` once a try ended without a clear answer. It outlives the lease, because
// LINE forgets a retry key after 24 hours and the same message sent then would come twice.

/** What stands in `lease_token` between two tries. */
export function tokenBetweenTries(unsure: Instant | null): string | null {
  return unsure === null ? null : `+${unsure}`;
}

/** Whether a stored token belongs to this run. */
export function isOfRun(token: string | null, run: string): boolean {
  return token !== null && token.split('+')[0] === run;
}

function unsureSince(token: string | null): Instant | null {
  const since = token?.split('+')[1];
  return since ? Number(since) : null;
}
