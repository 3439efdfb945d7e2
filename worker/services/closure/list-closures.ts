import { asc, gte } from 'drizzle-orm';
import { closures, officeSettings } from '../../../db/schema/office.ts';
import type { Ctx } from '../../context.ts';
import { closedBecause, isClosed } from '../../manual/calendar.ts';
import { addDays, civilDate, daysInMonth, partsOf } from '../../manual/jst.ts';
import type { ClosuresView } from '../../views/office.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';

/** The office's own closed days from this month on, and one month as the manual's calendar has it (R11). */
export async function listClosures(ctx: Ctx, month: string | undefined): Promise<ClosuresView> {
  const { q } = ctx.db;
  const today = civilDate(ctx.now);
  const shown = month ?? today.slice(0, 7);
  const first = `${shown}-01`;
  const [rows, settingsRows] = await ctx.db.read([
    q
      .select()
      .from(closures)
      .where(gte(closures.date, first < today ? first : `${today.slice(0, 7)}-01`))
      .orderBy(asc(closures.date)),
    q.select().from(officeSettings),
  ]);
  const { settings } = officeSettingsInForce(settingsRows, ctx.now);
  const dates = rows.map((row) => row.date);
  const [year, at] = partsOf(first);
  return {
    today,
    month: shown,
    closures: rows.filter((row) => row.date >= today),
    days: Array.from({ length: daysInMonth(year, at) }, (_, index) => {
      const date = addDays(first, index);
      const own = rows.find((row) => row.date === date);
      const closed = isClosed(date, settings, dates);
      return { date, closed, why: own?.reason ?? (closed ? closedBecause(date, settings, dates) : null) };
    }),
  };
}
