import { desc } from 'drizzle-orm';
import { isOvertaken } from '../../../db/client.ts';
import { officeSettings } from '../../../db/schema/office.ts';
import type { Ctx } from '../../context.ts';
import { civilDate } from '../../manual/jst.ts';
import { parseSettings } from '../../manual/settings.ts';
import type { CivilDate } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { OfficeProfile } from '../../views/shared.ts';

export interface NewSettings {
  effectiveFrom: CivilDate;
  /** What is left out stays as the newest version has it. */
  settings: Record<string, unknown>;
  profile?: OfficeProfile | undefined;
}

/**
 * Writes a new version of the settings, in force from a civil date on: stricter than the manual, never weaker.
 * Versions are never changed; each names its author.
 */
export async function changeSettings(ctx: Ctx, input: NewSettings): Promise<{ version: number } | Refused> {
  if (input.effectiveFrom < civilDate(ctx.now))
    return refused('bad-input', { fields: { effectiveFrom: '今日か、それより後の日を選んでください。' } });
  const { q } = ctx.db;
  const [rows] = await ctx.db.read([
    q.select().from(officeSettings).orderBy(desc(officeSettings.version)).limit(1),
  ]);
  const newest = rows[0];
  const merged = { ...(newest ? (JSON.parse(newest.settings) as object) : {}), ...input.settings };
  const parsed = parseSettings(merged);
  if (!parsed.ok) {
    return refused('bad-input', {
      fields: Object.fromEntries(parsed.problems.map((p) => [`settings.${p.field}`, p.message])),
    });
  }
  const version = (newest?.version ?? 0) + 1;
  try {
    await ctx.db.write([
      q.insert(officeSettings).values({
        version,
        effectiveFrom: input.effectiveFrom,
        settings: JSON.stringify(parsed.settings),
        profile: input.profile ? JSON.stringify(input.profile) : (newest?.profile ?? '{}'),
        authorStaffId: ctx.actor.id,
        createdAt: ctx.now,
      }),
    ]);
  } catch (error) {
    // Another manager wrote this version a moment ago: they must see it before they change it.
    if (isOvertaken(error)) return refused('conflict');
    throw error;
  }
  return { version };
}
