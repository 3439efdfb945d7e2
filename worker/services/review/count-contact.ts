import { sql } from 'drizzle-orm';
import type { Database, Statement } from '../../../db/client.ts';
import { inboundMessages, reviews } from '../../../db/schema/inbound.ts';
import type { Ctx } from '../../context.ts';
import { DAY } from '../../manual/calendar.ts';
import { countExcess, type InboundFact } from '../../manual/rules/r2.ts';
import type { Settings } from '../../manual/settings.ts';
import type { Instant } from '../../manual/types.ts';
import { ids } from '../facts/read-facts.ts';

/** No office may count further back (settings). */
const LONGEST_WINDOW = 32 * DAY;
const MOST_MESSAGES = 3000;

/**
 * What these accounts wrote lately, as R2 counts it: what staff tagged 緊急 or 基本相談, or what was read as urgent and
 * not tagged otherwise, is always welcome. What a closed review has looked at is left out; an open one is enough.
 */
export function readRecentContact({ q }: Pick<Database, 'q'>, users: readonly string[], now: Instant) {
  return q
    .select({
      lineUserId: inboundMessages.lineUserId,
      at: inboundMessages.occurredAt,
      exempt: sql<number>`coalesce(${inboundMessages.tag} in ('urgent', 'basic-consultation'), ${inboundMessages.labels} like '%"urgent"%')`,
    })
    .from(inboundMessages)
    .where(
      sql`${inboundMessages.contactId} in (select id from contacts where line_user_id in (${ids(users)}))
        and ${inboundMessages.occurredAt} > ${now - LONGEST_WINDOW}
        and not exists (select 1 from reviews r where r.contact_id = ${inboundMessages.contactId}
          and (r.closed_at is null or r.closed_at >= ${inboundMessages.occurredAt}))`,
    )
    .limit(MOST_MESSAGES);
}

/** R2: opens a review card when what somebody wrote reaches the threshold; never a second one beside an open one. */
export function openReview(
  { db, now, newId }: Pick<Ctx, 'db' | 'now' | 'newId'>,
  contactId: string,
  inbound: readonly InboundFact[],
  settings: Settings,
): Statement | null {
  const count = countExcess(inbound, now, settings);
  if (!count.review) return null;
  const { perDay, busyDays } = count;
  const { excessConversations, excessDays, excessWindowDays } = settings;
  const evidence = { perDay, busyDays, excessConversations, excessDays, excessWindowDays };
  return db.q
    .insert(reviews)
    .values({ id: newId(), contactId, evidence: JSON.stringify(evidence), openedAt: now })
    .onConflictDoNothing();
}
