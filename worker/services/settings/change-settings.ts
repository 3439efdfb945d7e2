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
  /** The newest version when the form was opened; 0: none. */
  basedOn?: number | undefined;
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
  const overtaken = changedMeanwhile(input, rows, newest);
  if (overtaken) return overtaken;
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

/** What somebody else has changed since the form was opened, and this would change again: they must see it first. */
function changedMeanwhile(
  { basedOn, settings, profile }: NewSettings,
  rows: readonly (typeof officeSettings.$inferSelect)[],
  newest: typeof officeSettings.$inferSelect | undefined,
): Refused | null {
  if (basedOn === undefined || basedOn === (newest?.version ?? 0)) return null;
  const base = rows.find((row) => row.version === basedOn);
  // What no version has changed yet stands as the manual and the standard have it.
  const [then, now] = [base, newest].map((row) => {
    const parsed = parseSettings(JSON.parse(row?.settings ?? '{}'));
    return (parsed.ok ? parsed.settings : {}) as Record<string, unknown>;
  });
  const fields: Record<string, string> = {};
  for (const name of Object.keys(settings)) {
    const value = now?.[name];
    if (JSON.stringify(then?.[name]) === JSON.stringify(value)) continue;
    const said = typeof value === 'string' || typeof value === 'number' ? `「${value}」に` : '';
    fields[`settings.${name}`] = `ほかの管理者が、先に${said}変えました。`;
  }
  if (profile && (base?.profile ?? '{}') !== (newest?.profile ?? '{}'))
    fields.profile = '事業所の名前や電話番号を、ほかの管理者が先に変えました。';
  if (Object.keys(fields).length === 0) return null;
  return refused('conflict', {
    fields,
    detail: 'まだ保存していません。もう一度「保存する」を押すと、あなたの書いたものに変わります。',
  });
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
