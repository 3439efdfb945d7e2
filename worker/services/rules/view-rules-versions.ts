import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { ruleDrafts, usageRules } from '../../../db/schema/consents.ts';
import { staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { civilDate } from '../../manual/jst.ts';
import type { Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { UsageRuleGroup } from '../../views/mini-app.ts';
import type { AffectedConsent, RulesDraft, RulesVersion, RulesView } from '../../views/rules.ts';
import { checkRulesText } from './check-rules-text.ts';
import { changesOfRule, compareRules } from './compare-rules.ts';

const AFFECTED_SHOWN = 200;

/** Every version, the draft of the next with what it changes, and whose consent a changed rule would ask for again. */
export async function viewRulesVersions(ctx: Ctx): Promise<RulesView> {
  const [rows, drafts, affected] = await ctx.db.read([
    readVersions(ctx.db),
    readOpenDraft(ctx.db),
    readAffected(ctx.db),
  ]);
  const versions = rows.map((row) => toVersion(row, rows, ctx.now));
  const [draft] = drafts;
  const base = versions.find((version) => version.version === draft?.baseVersion);
  return {
    now: ctx.now,
    today: civilDate(ctx.now),
    versions: versions.map(({ groups: _, ...version }) => version),
    draft: draft && base ? toRulesDraft(draft, base.groups) : null,
    affected: { count: affected[0]?.count ?? 0, rows: affected.map(({ count: _, ...row }) => row) },
  };
}

/** One version with its exact text: what somebody agreed to can be opened (R1). */
export async function viewRulesVersion(ctx: Ctx, version: number): Promise<RulesVersion | Refused> {
  const [rows] = await ctx.db.read([readVersions(ctx.db)]);
  const row = rows.find((each) => each.version === version);
  return row ? toVersion(row, rows, ctx.now) : refused('not-found');
}

function readVersions({ q }: Database) {
  return q
    .select({
      version: usageRules.version,
      effectiveFrom: usageRules.effectiveFrom,
      change: usageRules.change,
      note: usageRules.note,
      text: usageRules.text,
      textHash: usageRules.textHash,
      publishedBy: staff.name,
    })
    .from(usageRules)
    .leftJoin(staff, eq(staff.id, usageRules.publishedBy))
    .orderBy(desc(usageRules.version));
}

type VersionRow = Awaited<ReturnType<typeof readVersions>>[number];

function toVersion({ text, ...row }: VersionRow, all: readonly VersionRow[], now: Instant): RulesVersion {
  const inForce = all.find((each) => each.effectiveFrom <= now)?.version ?? 0;
  const state = row.version > inForce ? 'waiting' : row.version === inForce ? 'in-force' : 'past';
  return { ...row, state, groups: JSON.parse(text) as UsageRuleGroup[] };
}

/** The draft that is open, if one is. */
export function readOpenDraft({ q }: Database) {
  return q
    .select({
      id: ruleDrafts.id,
      baseVersion: ruleDrafts.baseVersion,
      text: ruleDrafts.text,
      note: ruleDrafts.note,
      revision: ruleDrafts.revision,
      updatedAt: ruleDrafts.updatedAt,
      updatedBy: staff.name,
    })
    .from(ruleDrafts)
    .innerJoin(staff, eq(staff.id, ruleDrafts.updatedBy))
    .where(isNull(ruleDrafts.settledAt));
}

/** A draft with how it differs from the version it began from. */
export function toRulesDraft(
  { text, ...row }: Awaited<ReturnType<typeof readOpenDraft>>[number],
  base: readonly UsageRuleGroup[],
): RulesDraft {
  const groups = JSON.parse(text) as UsageRuleGroup[];
  return {
    ...row,
    groups,
    differences: compareRules(base, groups),
    problems: checkRulesText(groups),
    mustAskAgain: changesOfRule(base, groups),
  };
}

/** Whoever has agreed and not withdrawn, whatever the version: a changed rule asks them all again. */
function readAffected({ q }: Database) {
  return q
    .select({
      clientId: sql<string>`c.client_id`,
      client: sql<string>`(select name from clients where id = c.client_id)`,
      contact: sql<string>`(select name from contacts where id = c.contact_id)`,
      kind: sql<AffectedConsent['kind']>`(select kind from contacts where id = c.contact_id)`,
      version: sql<number>`c.version`,
      at: sql<number>`c.chosen_at`,
      count: sql<number>`count(*) over ()`,
    })
    .from(sql`consents c`)
    .where(
      and(
        sql`c.choice = 'yes' and c.line_user_id = (select line_user_id from contacts where id = c.contact_id)`,
        sql`c.seq = (select max(seq) from consents n where n.client_id = c.client_id and n.contact_id = c.contact_id)`,
      ),
    )
    .orderBy(sql`(select kana from clients where id = c.client_id)`)
    .limit(AFFECTED_SHOWN);
}
