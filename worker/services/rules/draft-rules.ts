import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { isOvertaken } from '../../../db/client.ts';
import { ruleDrafts, usageRules } from '../../../db/schema/consents.ts';
import type { Ctx } from '../../context.ts';
import { civilDate, instantOf } from '../../manual/jst.ts';
import { shortDate } from '../../manual/say.ts';
import type { CivilDate } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { UsageRuleGroup } from '../../views/mini-app.ts';
import type { RuleChange } from '../../views/rules.ts';
import { logChange } from '../office/log-change.ts';
import { sha256 } from '../record/chain.ts';
import { checkRulesText } from './check-rules-text.ts';
import { changesOfRule, compareRules } from './compare-rules.ts';
import { readOpenDraft } from './view-rules-versions.ts';

const CHANGED = { detail: 'ほかの管理者がこの下書きを変えました。読み直してから続けてください。' };

/** Begins the next version from the one in force. One is written at a time, and none while another waits for its day. */
export async function startRulesDraft(ctx: Ctx): Promise<{ id: string } | Refused> {
  const { q } = ctx.db;
  const [rows] = await ctx.db.read([q.select().from(usageRules).orderBy(desc(usageRules.version)).limit(1)]);
  const newest = rows[0];
  if (!newest) return refused('not-found');
  if (newest.effectiveFrom > ctx.now)
    return refused('conflict', {
      detail: `版 ${newest.version} が、使う日を待っています。取り下げるか、その日を待ってください。`,
    });
  const id = ctx.newId();
  try {
    await ctx.db.write([
      q.insert(ruleDrafts).values({
        id,
        baseVersion: newest.version,
        text: newest.text,
        createdAt: ctx.now,
        updatedAt: ctx.now,
        updatedBy: ctx.actor.id ?? '',
      }),
    ]);
  } catch (error) {
    if (isOvertaken(error))
      return refused('conflict', { detail: 'もう下書きがあります。それを続けてください。' });
    throw error;
  }
  return { id };
}

/** Keeps what was written so far; it may still be unfit to be used. */
export async function saveRulesDraft(
  ctx: Ctx,
  id: string,
  input: { revision: number; groups: UsageRuleGroup[]; note: string },
): Promise<{ revision: number } | Refused> {
  await ctx.db.read([]);
  const [kept] = await ctx.db.write([
    ctx.db.q
      .update(ruleDrafts)
      .set({
        text: JSON.stringify(input.groups),
        note: input.note,
        revision: input.revision + 1,
        updatedAt: ctx.now,
        updatedBy: ctx.actor.id ?? '',
      })
      .where(stands(id, input.revision))
      .returning({ revision: ruleDrafts.revision }),
  ]);
  return kept[0] ?? refused('conflict', CHANGED);
}

/** Gives up the next version before it was one. */
export async function dropRulesDraft(
  ctx: Ctx,
  id: string,
  revision: number,
): Promise<{ id: string } | Refused> {
  await ctx.db.read([]);
  const [gone] = await ctx.db.write([
    ctx.db.q
      .update(ruleDrafts)
      .set({ settledAt: ctx.now, outcome: 'dropped' })
      .where(stands(id, revision))
      .returning({ id: ruleDrafts.id }),
  ]);
  return gone[0] ?? refused('conflict', CHANGED);
}

/**
 * Makes the draft a version that is in force from a day on (R1). What changes a rule can't pass for a wording:
 * whoever agreed to the old rules is asked again.
 */
export async function publishRules(
  ctx: Ctx,
  id: string,
  input: { revision: number; change: RuleChange; effectiveFrom: CivilDate },
): Promise<{ version: number } | Refused> {
  const { q } = ctx.db;
  const today = civilDate(ctx.now);
  if (input.effectiveFrom < today)
    return refused('bad-input', { fields: { effectiveFrom: '今日か、それより後の日を選んでください。' } });
  const [drafts, bases, numbers] = await ctx.db.read([
    readOpenDraft(ctx.db),
    q.select().from(usageRules).where(sql`version = (select base_version from rule_drafts where id = ${id})`),
    q
      .select({
        most: sql<number>`max((select coalesce(max(version), 0) from usage_rules), (select coalesce(max(version), 0) from rule_drafts))`,
      })
      .from(sql`(select 1)`),
  ]);
  const draft = drafts.find((each) => each.id === id);
  const base = bases[0];
  if (!draft || !base || draft.revision !== input.revision) return refused('conflict', CHANGED);
  const groups = JSON.parse(draft.text) as UsageRuleGroup[];
  const before = JSON.parse(base.text) as UsageRuleGroup[];
  const no = whyNot(before, groups, input.change, draft.note);
  if (no) return no;
  const version = (numbers[0]?.most ?? 0) + 1;
  const from = input.effectiveFrom === today ? ctx.now : instantOf(input.effectiveFrom, '00:00');
  try {
    await ctx.db.write([
      q.insert(usageRules).values({
        version,
        effectiveFrom: from,
        change: input.change,
        text: draft.text,
        textHash: await sha256(draft.text),
        note: draft.note,
        publishedBy: ctx.actor.id,
        createdAt: ctx.now,
      }),
      q
        .update(ruleDrafts)
        .set({ settledAt: ctx.now, outcome: 'published', version })
        .where(stands(id, input.revision)),
      logChange(ctx, {
        area: 'rules',
        subjectId: id,
        revision: 1,
        summary: `留意点の版 ${version} を決めました（${input.change === 'rule' ? 'きまりの変更' : '言い回しの直し'}、${shortDate(input.effectiveFrom)}から）`,
        detail: { note: draft.note, differences: compareRules(before, groups) },
      }),
    ]);
  } catch (error) {
    if (isOvertaken(error)) return refused('conflict', CHANGED);
    throw error;
  }
  return { version };
}

/** Takes a version back before its day: nobody has seen it, nobody has agreed to it. */
export async function withdrawRules(ctx: Ctx, version: number): Promise<{ version: number } | Refused> {
  const { q } = ctx.db;
  const [found] = await ctx.db.read([q.select().from(usageRules).where(eq(usageRules.version, version))]);
  const old = found[0];
  if (!old || old.effectiveFrom <= ctx.now)
    return refused('conflict', { detail: 'もう使われている版です。新しい版で直してください。' });
  await ctx.db.write([
    q.delete(usageRules).where(and(eq(usageRules.version, version), sql`effective_from > ${ctx.now}`)),
    q.update(ruleDrafts).set({ outcome: 'withdrawn' }).where(eq(ruleDrafts.version, version)),
    logChange(ctx, {
      area: 'rules',
      subjectId: String(version),
      summary: `留意点の版 ${version} を、使う前に取り下げました`,
      detail: { text: old.text, note: old.note },
    }),
  ]);
  return { version };
}

function whyNot(
  before: UsageRuleGroup[],
  groups: UsageRuleGroup[],
  change: RuleChange,
  note: string,
): Refused | null {
  if (compareRules(before, groups).length === 0)
    return refused('bad-input', { fields: { groups: '変えたところがありません。' } });
  const [problem] = checkRulesText(groups);
  if (problem) return refused('bad-input', { fields: { groups: `${problem.where}：${problem.message}` } });
  if (note === '') return refused('bad-input', { fields: { note: '変えた理由を書いてください。' } });
  const reasons = change === 'wording' ? changesOfRule(before, groups) : [];
  if (reasons.length > 0)
    return refused('bad-input', { fields: { change: `言い回しの直しにはできません。${reasons.join('')}` } });
  return null;
}

function stands(id: string, revision: number) {
  return and(eq(ruleDrafts.id, id), eq(ruleDrafts.revision, revision), isNull(ruleDrafts.settledAt));
}
