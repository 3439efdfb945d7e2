import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { inboundMessages } from '../../../db/schema/inbound.ts';
import { officeSettings } from '../../../db/schema/office.ts';
import type { Ctx } from '../../context.ts';
import type { LineClient } from '../../line/client.ts';
import { isOpen } from '../../manual/calendar.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';

/**
 * Marks what staff have opened as read in the person's LINE, inside the sending hours only (R11): a 既読 at night
 * would look like somebody who reads and doesn't answer. It clears no duty (R12).
 */
export async function markThreadRead(
  ctx: Pick<Ctx, 'db' | 'now'>,
  line: LineClient,
  contactId: string,
): Promise<{ marked: boolean }> {
  const { q } = ctx.db;
  const [newest, settingsRows] = await ctx.db.read([
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
  ]);
  const [message] = newest;
  if (!message?.token) return { marked: false };
  const { sendFrom: from, sendUntil: until } = officeSettingsInForce(settingsRows, ctx.now).settings;
  if (!isOpen(ctx.now, { from, until, hours: null, closed: () => false })) return { marked: false };
  if (!(await line.markAsRead(message.token))) return { marked: false };
  await ctx.db.write([
    q
      .update(inboundMessages)
      .set({ readAt: ctx.now })
      .where(
        sql`${inboundMessages.contactId} = ${contactId} and ${inboundMessages.occurredAt} <= ${message.at} and read_at is null`,
      ),
  ]);
  return { marked: true };
}
