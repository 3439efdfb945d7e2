import { eq } from 'drizzle-orm';
import { contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { AppSchedule } from '../../views/mini-app.ts';
import { readAppointments, toAppointment } from './view-home.ts';

const PAST_SHOWN = 20;

/** What is fixed for this contact: to come, soonest first; past, newest first. */
export async function viewSchedule(ctx: Pick<Ctx, 'db' | 'now'>, lineUserId: string): Promise<AppSchedule> {
  const [rows, me] = await ctx.db.read([
    readAppointments(ctx.db, lineUserId),
    ctx.db.q
      .select({ reminderTime: contacts.reminderTime })
      .from(contacts)
      .where(eq(contacts.lineUserId, lineUserId)),
  ]);
  const all = rows.map((row) => ({
    ...toAppointment(row),
    over: row.status === 'held' || row.endsAt <= ctx.now,
  }));
  const plain = (past: boolean) => all.filter((a) => a.over === past).map(({ over: _, ...a }) => a);
  return {
    now: ctx.now,
    upcoming: plain(false).sort((a, b) => a.startsAt - b.startsAt),
    past: plain(true)
      .sort((a, b) => b.startsAt - a.startsAt)
      .slice(0, PAST_SHOWN),
    reminderTime: me[0]?.reminderTime ?? null,
  };
}
