import { closures, officeSettings } from '../../../db/schema/office.ts';
import type { Ctx } from '../../context.ts';
import { civilDate, instantOf } from '../../manual/jst.ts';
import type { StaffMe } from '../../views/office.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';
import type { SessionRow } from '../session/guard.ts';
import { readChangeMark } from './change-mark.ts';
import { officeProfile } from './profile.ts';

/**
 * Who is signed in, the window in which LINE may be sent today (R11), and whether anything has changed: what an open
 * page asks every half minute.
 */
export async function viewMe(ctx: Ctx, session: () => SessionRow): Promise<StaffMe> {
  const [settingsRows, , [changes]] = await ctx.db.read([
    ctx.db.q.select().from(officeSettings),
    ctx.db.q.select({ date: closures.date }).from(closures),
    readChangeMark(ctx.db, ctx.now),
  ]);
  const { settings } = officeSettingsInForce(settingsRows, ctx.now);
  const today = civilDate(ctx.now);
  const from = instantOf(today, settings.sendFrom);
  const to = instantOf(today, settings.sendUntil);
  const me = session();
  return {
    id: me.staffId ?? '',
    name: me.staffName ?? '',
    kana: me.staffKana,
    role: me.role ?? 'counselor',
    office: officeProfile(settingsRows),
    now: ctx.now,
    mark: changes?.mark ?? '',
    window: { from, to, open: ctx.now >= from && ctx.now < to },
  };
}
