import type { UsageRule, UsageRuleGroup } from '../../views/mini-app.ts';
import type { RuleDifference } from '../../views/rules.ts';

const FORMS = { easy: 'やさしい文', plain: 'くわしい文' } as const;

/** Where two versions of the usage rules differ, rule by rule, in the order of the newer. */
export function compareRules(
  before: readonly UsageRuleGroup[],
  after: readonly UsageRuleGroup[],
): RuleDifference[] {
  const differences: RuleDifference[] = [];
  const say = (where: string, old: string | null, now: string | null) => {
    if (old !== now) differences.push({ where, before: old, after: now });
  };
  for (let at = 0; at < Math.max(before.length, after.length); at += 1) {
    say(`${at + 1}枚目の見出し`, before[at]?.heading ?? null, after[at]?.heading ?? null);
    say(`${at + 1}枚目の短い題`, before[at]?.step ?? null, after[at]?.step ?? null);
  }
  const old = byId(before);
  const now = byId(after);
  for (const [id, rule] of now) {
    const was = old.get(id);
    const title = plainText(rule.easy.title);
    for (const form of ['easy', 'plain'] as const) {
      say(`「${title}」の${FORMS[form]}（題）`, was?.[form].title ?? null, rule[form].title);
      say(`「${title}」の${FORMS[form]}`, was?.[form].body ?? null, rule[form].body);
    }
  }
  for (const [id, rule] of old) {
    if (!now.has(id)) say(`「${plainText(rule.easy.title)}」`, whole(rule), null);
  }
  return differences;
}

/**
 * Why a new text can't pass for another wording (R1): a rule came or went, or a number, a time or what is not done
 * reads differently. What is left, a person judges.
 */
export function changesOfRule(before: readonly UsageRuleGroup[], after: readonly UsageRuleGroup[]): string[] {
  const old = byId(before);
  const now = byId(after);
  const reasons: string[] = [];
  for (const [id, rule] of now) {
    const was = old.get(id);
    const title = plainText(rule.easy.title);
    if (!was) {
      reasons.push(`「${title}」がふえました。`);
      continue;
    }
    for (const form of ['easy', 'plain'] as const) {
      const [a, b] = [sayings(was[form]), sayings(rule[form])];
      if (numbers(a) !== numbers(b)) reasons.push(`「${title}」の数や時刻が変わりました（${FORMS[form]}）。`);
      if (negations(a) !== negations(b))
        reasons.push(`「${title}」の「する・しない」が変わりました（${FORMS[form]}）。`);
    }
  }
  for (const [id, rule] of old)
    if (!now.has(id)) reasons.push(`「${plainText(rule.easy.title)}」がなくなりました。`);
  return reasons;
}

/** A text without its readings and the spaces where lines may break. */
export function plainText(text: string): string {
  return text
    .replace(/\{([^|{}]*)\|[^{}]*\}/g, '$1')
    .replace(/[[\]]/g, '')
    .replace(/[ \n]/g, '');
}

function byId(groups: readonly UsageRuleGroup[]): Map<string, UsageRule> {
  return new Map(groups.flatMap((group) => group.rules.map((rule) => [rule.id, rule] as const)));
}

function sayings(text: { title: string; body: string }): string {
  return plainText(`${text.title}。${text.body}`).normalize('NFKC');
}

function numbers(text: string): string {
  return (text.match(/午前|午後|\d+|[一二三四五六七八九十]+(?=[回日時分年つ])/g) ?? []).join(',');
}

function negations(text: string): number {
  return (text.match(/ません|ないで|しない|できない|いりません/g) ?? []).length;
}

function whole(rule: UsageRule): string {
  return [rule.easy.title, rule.easy.body, rule.plain.title, rule.plain.body].join('\n');
}
