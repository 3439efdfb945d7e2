import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import { isOvertaken } from '../../../db/client.ts';
import { officeSettings } from '../../../db/schema/office.ts';
import type { Ctx } from '../../context.ts';
import { civilDate } from '../../manual/jst.ts';
import { shortDate } from '../../manual/say.ts';
import { parseSettings } from '../../manual/settings.ts';
import type { CivilDate } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { OfficeProfile } from '../../views/shared.ts';
import { logChange } from '../office/log-change.ts';

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
  const [rows] = await ctx.db.read([q.select().from(officeSettings).orderBy(desc(officeSettings.version))]);
  const newest = rows.find((row) => row.withdrawnAt === null);
  const merged = { ...(newest ? (JSON.parse(newest.settings) as object) : {}), ...input.settings };
  const parsed = parseSettings(merged);
  if (!parsed.ok) {
    return refused('bad-input', {
      fields: Object.fromEntries(parsed.problems.map((p) => [`settings.${p.field}`, p.message])),
    });
  }
  const version = (rows[0]?.version ?? 0) + 1;
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
      logChange(ctx, {
        area: 'settings',
        subjectId: String(version),
        summary: `設定の版 ${version} を保存しました（${shortDate(input.effectiveFrom)}から）`,
        detail: { ...input.settings, ...(input.profile ? { profile: input.profile } : {}) },
      }),
    ]);
  } catch (error) {
    // Another manager wrote this version a moment ago: they must see it before they change it.
    if (isOvertaken(error)) return refused('conflict');
    throw error;
  }
  return { version };
}

/** Takes back a version before its day has come; it stays in the list as withdrawn. */
export async function withdrawSettings(ctx: Ctx, version: number): Promise<{ version: number } | Refused> {
  const { q } = ctx.db;
  const waiting = and(
    eq(officeSettings.version, version),
    gt(officeSettings.effectiveFrom, civilDate(ctx.now)),
    isNull(officeSettings.withdrawnAt),
  );
  const [found] = await ctx.db.read([
    q.select({ version: officeSettings.version }).from(officeSettings).where(waiting),
  ]);
  if (found.length === 0)
    return refused('conflict', {
      detail: 'もう使われているか、取り下げた設定です。新しい版で直してください。',
    });
  try {
    await ctx.db.write([
      q.update(officeSettings).set({ withdrawnAt: ctx.now, withdrawnBy: ctx.actor.id }).where(waiting),
      logChange(ctx, {
        area: 'settings',
        subjectId: String(version),
        revision: 1,
        summary: `設定の版 ${version} を、使う前に取り下げました`,
      }),
    ]);
  } catch (error) {
    if (isOvertaken(error)) return refused('conflict');
    throw error;
  }
  return { version };
}
