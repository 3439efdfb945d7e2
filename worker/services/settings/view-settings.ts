import { desc, eq } from 'drizzle-orm';
import { officeSettings } from '../../../db/schema/office.ts';
import { staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { parseSettings } from '../../manual/settings.ts';
import type { SettingsView } from '../../views/office.ts';
import type { OfficeProfile } from '../../views/shared.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';
import { DEFAULT_PROFILE, officeProfile } from '../office/profile.ts';

/** The settings in force and every version with its author: the record of changes. */
export async function viewSettings(ctx: Ctx): Promise<SettingsView> {
  const { q } = ctx.db;
  const [rows] = await ctx.db.read([
    q
      .select({
        version: officeSettings.version,
        effectiveFrom: officeSettings.effectiveFrom,
        settings: officeSettings.settings,
        profile: officeSettings.profile,
        author: staff.name,
        createdAt: officeSettings.createdAt,
        withdrawnAt: officeSettings.withdrawnAt,
      })
      .from(officeSettings)
      .leftJoin(staff, eq(staff.id, officeSettings.authorStaffId))
      .orderBy(desc(officeSettings.version)),
  ]);
  const inForce = officeSettingsInForce(rows, ctx.now);
  return {
    now: ctx.now,
    inForce: inForce.version,
    settings: inForce.settings,
    profile: officeProfile(rows),
    versions: rows.flatMap((row) => {
      const parsed = parseSettings(JSON.parse(row.settings));
      const profile = { ...DEFAULT_PROFILE, ...(JSON.parse(row.profile) as Partial<OfficeProfile>) };
      return parsed.ok ? [{ ...row, settings: parsed.settings, profile }] : [];
    }),
  };
}
