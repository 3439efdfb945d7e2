import { and, eq } from 'drizzle-orm';
import { noticeSettings } from '../../../db/schema/notices.ts';
import { staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';

/** The active member of staff who gave this Slack id as their own; null: nobody did. */
export async function findSlackStaff(ctx: Pick<Ctx, 'db'>, slackUserId: string): Promise<string | null> {
  const [rows] = await ctx.db.read([
    ctx.db.q
      .select({ id: staff.id })
      .from(noticeSettings)
      .innerJoin(staff, eq(staff.id, noticeSettings.staffId))
      .where(and(eq(noticeSettings.slackUserId, slackUserId), eq(staff.active, true))),
  ]);
  return rows[0]?.id ?? null;
}
