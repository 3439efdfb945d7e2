import { sql } from 'drizzle-orm';
import type { Statement } from '../../../db/client.ts';
import { autoClaims, heldBack } from '../../../db/schema/notices.ts';
import type { Ctx } from '../../context.ts';
import { addDays, civilDate } from '../../manual/calendar.ts';
import type { CivilDate, Instant } from '../../manual/types.ts';

/** So many automatic messages a person may get, whatever the jobs want: one a day, three in any seven days. */
export const CAP = { days: 7, most: 3 } as const;

/** What keeps an automatic message back: the day's one is another, or three went within a week. */
export interface CapReached {
  why: 'day' | 'week';
  /** Whose the day is; null: nobody's. */
  by: Claim | null;
}

/** The message that has a contact's day, and the matter it is about. */
interface Claim {
  contactId: string;
  messageId: string;
  caseId: string | null;
}

/**
 * Takes the day for the automatic messages that this run has leased, in the same batch as the lease: the key
 * (contact, date) lets one through, however many runs there are. `mine` names the leased rows.
 */
export function claimDays({ db, now }: Pick<Ctx, 'db' | 'now'>, mine: ReturnType<typeof sql>): Statement {
  const today = civilDate(now);
  return db.q.run(sql`insert into auto_claims (contact_id, date, message_id)
    select contact_id, ${today}, id from messages
    where ${mine} and origin = 'auto'
      and (select count(*) from auto_claims a where a.contact_id = messages.contact_id
        and a.date > ${addDays(today, -CAP.days)} and a.message_id <> messages.id) < ${CAP.most}
    order by not_before, created_at
    on conflict do nothing`);
}

/** The day's holder for each contact, read in the same batch. */
export function readClaims({ db, now }: Pick<Ctx, 'db' | 'now'>, mine: ReturnType<typeof sql>) {
  return db.q
    .select({
      contactId: autoClaims.contactId,
      messageId: autoClaims.messageId,
      caseId: sql<string | null>`(select h.case_id from messages h where h.id = ${autoClaims.messageId})`,
    })
    .from(autoClaims)
    .where(
      sql`${autoClaims.date} = ${civilDate(now)}
        and ${autoClaims.contactId} in (select contact_id from messages where ${mine} and origin = 'auto')`,
    );
}

/** Whether an automatic message is kept back, given who holds its contact's day. */
export function capOf(
  message: { id: string; contactId: string; origin: string },
  claims: readonly Claim[],
): CapReached | null {
  if (message.origin !== 'auto') return null;
  const holder = claims.find((claim) => claim.contactId === message.contactId);
  if (holder?.messageId === message.id) return null;
  return holder ? { why: 'day', by: holder } : { why: 'week', by: null };
}

/** Gives the day back when nothing was sent on it and nothing may have been. */
export function releaseDay({ db }: Pick<Ctx, 'db'>, messageId: string, date: CivilDate): Statement {
  return db.q
    .delete(autoClaims)
    .where(sql`${autoClaims.messageId} = ${messageId} and ${autoClaims.date} = ${date}`);
}

/** Writes down that a message was kept back, for the console: once for each message, with the last time. */
export function noteHeldBack(
  { db }: Pick<Ctx, 'db'>,
  message: { id: string; contactId: string },
  why: CapReached['why'],
  at: Instant,
): Statement {
  return db.q
    .insert(heldBack)
    .values({ messageId: message.id, contactId: message.contactId, why, firstAt: at, lastAt: at })
    .onConflictDoUpdate({ target: heldBack.messageId, set: { why, lastAt: at } });
}

/** Why, in words for the record and the console. */
export const CAP_SAID: Readonly<Record<CapReached['why'], string>> = {
  day: '自動の連絡は、おひとりに1日1回までです。',
  week: '自動の連絡は、おひとりに1週間に3回までです。',
};
