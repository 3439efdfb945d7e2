import { html, type TemplateResult } from 'lit';
import type { RuleText, UsageRule, UsageRuleGroup } from '../../worker/views/mini-app.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { easyText } from './easy-text.ts';
import './rules.css';

/** A rule that a new version words anew, adds (`before` null) or drops (`after` null). */
export interface RuleChange {
  before: UsageRule | null;
  after: UsageRule | null;
}

/** What changed between two versions of the usage rules (R1), in the new one's order. */
export function changesBetween(
  before: readonly UsageRuleGroup[],
  after: readonly UsageRuleGroup[],
): RuleChange[] {
  const old = new Map(rulesIn(before).map((rule) => [rule.id, rule]));
  const now = rulesIn(after);
  const kept = new Set(now.map((rule) => rule.id));
  return [
    ...now.flatMap((rule) => {
      const was = old.get(rule.id) ?? null;
      return was !== null && same(was, rule) ? [] : [{ before: was, after: rule }];
    }),
    ...[...old.values()].filter((rule) => !kept.has(rule.id)).map((was) => ({ before: was, after: null })),
  ];
}

function rulesIn(groups: readonly UsageRuleGroup[]): UsageRule[] {
  return groups.flatMap((group) => group.rules);
}

function same(a: UsageRule, b: UsageRule): boolean {
  return sameText(a.easy, b.easy) && sameText(a.plain, b.plain);
}

function sameText(a: RuleText, b: RuleText): boolean {
  return a.title === b.title && a.body === b.body;
}

/** Old and new beside each other, one below the other on a phone; nothing that stayed as it was. */
export function changeList(changes: readonly RuleChange[]): TemplateResult {
  return html`<ol class="diffs">${changes.map((change) => {
    const { before, after } = change;
    const form = formOf(change);
    return html`<li>
      <h2>${icon((after ?? before)?.icon ?? 'list')}<span>${r(kindOf(change))}</span></h2>
      <div class="sides">
        ${before ? side('old', 'これまで', before[form]) : ''}${after ? side('new', 'これから', after[form]) : ''}
      </div>
    </li>`;
  })}</ol>`;
}

/** In the form that is read; in the other one where only that has changed. */
function formOf({ before, after }: RuleChange): 'easy' | 'plain' {
  const [wanted, other] = easyText() ? (['easy', 'plain'] as const) : (['plain', 'easy'] as const);
  return before && after && sameText(before[wanted], after[wanted]) ? other : wanted;
}

function kindOf({ before, after }: RuleChange): string {
  if (before === null) return 'あたらしい やくそく';
  return after === null ? 'なくなった やくそく' : '{変|か}わった やくそく';
}

function side(look: 'old' | 'new', label: string, text: RuleText): TemplateResult {
  return html`<div class=${look}><span class="when">${label}</span><b>${r(text.title)}</b><p>${r(text.body)}</p></div>`;
}
