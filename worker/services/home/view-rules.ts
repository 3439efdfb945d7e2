import { desc, lte } from 'drizzle-orm';
import { usageRules } from '../../../db/schema/consents.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import type { UsageRuleGroup, UsageRules } from '../../views/mini-app.ts';

/** The usage rules in force, the exact text whose hash a consent names (R1). */
export async function viewRules(ctx: Pick<Ctx, 'db' | 'now'>): Promise<UsageRules | Refused> {
  const [rows] = await ctx.db.read([
    ctx.db.q
      .select()
      .from(usageRules)
      .where(lte(usageRules.effectiveFrom, ctx.now))
      .orderBy(desc(usageRules.version))
      .limit(1),
  ]);
  const rules = rows[0];
  if (!rules) return refused('not-found');
  return rulesOf(rules);
}

/** A stored version as pages show it. */
export function rulesOf(row: { version: number; textHash: string; text: string }): UsageRules {
  return {
    version: row.version,
    textHash: row.textHash,
    groups: JSON.parse(row.text) as UsageRuleGroup[],
  };
}
