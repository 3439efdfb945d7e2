import { sql } from 'drizzle-orm';
import { contents } from '../../../db/schema/inbound.ts';
import type { Ctx } from '../../context.ts';
import type { ContentOutcome, LineClient } from '../../line/client.ts';
import type { Allowance } from '../../line/meter.ts';
import type { Instant } from '../../manual/types.ts';
import type { World } from '../../world.ts';

const MOST_BYTES = 5 * 1024 * 1024;
const TRIES = 3;
const CLAIM_MS = 2 * 60_000;
const AGAIN_MS = 5 * 60_000;
/** LINE prepares a content for minutes, not for a day. */
const PREPARING_MS = 24 * 3_600_000;
const SHOWN = /^image\/(jpeg|png|gif|webp)\b/;

/** Claim, fetch, keep. */
export const CONTENT_SUBREQUESTS = 3;

/**
 * Fetches images that people sent into our own store, one after another while the budget lasts: 5 MB at most, three
 * tries; what LINE has no more is noted as not kept. A content that was unsent meanwhile stays away.
 */
export async function fetchContents(
  ctx: Ctx,
  line: LineClient,
  options: { budget: Allowance; log: World['log'] },
): Promise<{ kept: number; notKept: number }> {
  const report = { kept: 0, notKept: 0 };
  while (options.budget.left >= CONTENT_SUBREQUESTS) {
    const [claimed] = await ctx.db.write([
      ctx.db.q
        .update(contents)
        .set({ nextTryAt: ctx.now + CLAIM_MS, tries: sql`tries + 1` })
        .where(
          sql`inbound_message_id in (select inbound_message_id from contents where next_try_at is not null and next_try_at <= ${ctx.now} order by next_try_at limit 1)`,
        )
        .returning({
          id: contents.inboundMessageId,
          lineMessageId: contents.lineMessageId,
          tries: contents.tries,
          since: sql<Instant>`(select received_at from inbound_messages m where m.id = inbound_message_id)`,
        }),
    ]);
    const one = claimed[0];
    if (!one) return report;
    const row = settled(await line.content(one.lineMessageId, MOST_BYTES), one, ctx.now);
    await ctx.db.write([
      ctx.db.q.update(contents).set(row).where(sql`inbound_message_id = ${one.id} and status = 'due'`),
    ]);
    if (row.status === 'kept') report.kept += 1;
    if (row.status === 'not-kept') report.notKept += 1;
    options.log({ event: `content-${row.status}`, id: one.id, ...('why' in row ? { why: row.why } : {}) });
  }
  return report;
}

function settled(outcome: ContentOutcome, one: { tries: number; since: Instant }, now: Instant) {
  const notKept = (why: 'gone' | 'too-large' | 'failed' | 'kind') =>
    ({ status: 'not-kept', why, nextTryAt: null, settledAt: now }) as const;
  const later = (tries: number) => ({ status: 'due', tries, nextTryAt: now + AGAIN_MS * one.tries }) as const;
  switch (outcome.kind) {
    case 'ready':
      if (!SHOWN.test(outcome.contentType)) return notKept('kind');
      return {
        status: 'kept',
        bytes: outcome.bytes,
        contentType: outcome.contentType.split(';')[0] ?? '',
        nextTryAt: null,
        settledAt: now,
      } as const;
    case 'not-yet':
      return now - one.since < PREPARING_MS ? later(one.tries - 1) : notKept('failed');
    case 'failed':
      return one.tries < TRIES ? later(one.tries) : notKept('failed');
    default:
      return notKept(outcome.kind);
  }
}
