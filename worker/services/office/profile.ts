import type { OfficeProfile } from '../../views/shared.ts';

/** What stands on screens while the office has not written its own. */
export const DEFAULT_PROFILE: OfficeProfile = {
  name: 'サンクスシェア',
  phone: '086-123-4567',
  phoneHours:
    '{月曜日|げつようび}から {金曜日|きんようび}の {午前|ごぜん}9{時|じ}から {午後|ごご}6{時|じ}まで',
};

/** The office's newest profile out of its stored settings. */
export function officeProfile(
  rows: readonly { version: number; profile: string; withdrawnAt: number | null }[],
): OfficeProfile {
  const newest = rows.reduce<(typeof rows)[number] | null>(
    (best, row) => (row.withdrawnAt === null && (best === null || row.version > best.version) ? row : best),
    null,
  );
  return { ...DEFAULT_PROFILE, ...(newest ? (JSON.parse(newest.profile) as Partial<OfficeProfile>) : {}) };
}
