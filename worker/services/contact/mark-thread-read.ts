import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { inboundMessages } from '../../../db/schema/inbound.ts';
import { officeSettings } from '../../../db/schema/office.ts';
import type { Ctx } from '../../context.ts';
import type { LineClient } from '../../line/client.ts';
import { isOpen } from '../../manual/calendar.ts';
import type { Instant } from '../../manual/types.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';

/** The newest message of a thread that LINE doesn't know as read; marking it marks those before it. */
export interface Unread {
  token: string;
  at: Instant;
}

/** The statements whose rows {@link unreadToMark} takes. */
export function readUnread({ db: { q } }: Pick<Ctx, 'db'>, contactId: string) {
  return [
    q
      .select({ token: inboundMessages.markAsReadToken, at: inboundMessages.occurredAt })
      .from(inboundMessages)
      .where(
        and(
          eq(inboundMessages.contactId, contactId),
          isNotNull(inboundMessages.markAsReadToken),
          isNull(inboundMessages.readAt),
        ),
      )
      .orderBy(desc(inboundMessages.occurredAt))
      .limit(1),
    q.select().from(officeSettings),
  ] as const;
}

/** What may be marked now: inside the sending hours only (R11), a 既読 at night looks like somebody who reads and doesn't answer. */
export function unreadToMark(
  [newest]: readonly { token: string | null; at: Instant }[],
  settingsRows: Parameters<typeof officeSettingsInForce>[0],
  now: Instant,
): Unread | null {
  if (!newest?.token) return null;
  const { sendFrom: from, sendUntil: until } = officeSettingsInForce(settingsRows, now).settings;
  const open = isOpen(now, { from, until, hours: null, closed: () => false });
  return open ? { token: newest.token, at: newest.at } : null;
}

/** Marks what staff have opened as read in the person's LINE. It clears no duty (R12). */
export async function markThreadRead(
  ctx: Pick<Ctx, 'db' | 'now'>,
  line: LineClient,
  contactId: string,
  unread: Unread,
): Promise<{ marked: boolean }> {
  if (!(await line.markAsRead(unread.token))) return { marked: false };
  await ctx.db.write([
    ctx.db.q
      .update(inboundMessages)
      .set({ readAt: ctx.now })
      .where(
        sql`${inboundMessages.contactId} = ${contactId} and ${inboundMessages.occurredAt} <= ${unread.at} and read_at is null`,
      ),
  ]);
  return { marked: true };
}
