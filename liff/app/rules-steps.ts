import { html, nothing, type TemplateResult } from 'lit';
import type { UsageRule, UsageRuleGroup, UsageRules } from '../../worker/views/mini-app.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { head, steps } from './blocks.ts';
import { easyText, textChoice } from './easy-text.ts';
import './rules.css';

/** One group of the usage rules (R1), word for word as they were hashed; `of` counts the steps around them too. */
export function rulesStep(
  rules: UsageRules,
  step: number,
  of: number,
  above?: TemplateResult,
): TemplateResult {
  const group = rules.groups[step - 1];
  if (!group) return html``;
  const before = rules.groups.slice(0, step - 1).reduce((sum, earlier) => sum + earlier.rules.length, 0);
  const total = rules.groups.reduce((sum, each) => sum + each.rules.length, 0);
  const lead =
    step === 1 ? `{全部|ぜんぶ}で ${total}こ あります。\nいっしょに {読|よ}みましょう。` : undefined;
  return html`${steps({ now: step, of, label: group.step })} ${head(group.heading, lead)} ${above ?? nothing}
    ${textChoice('rules')} ${ruleList(group, before, step === rules.groups.length)}`;
}

/** The rules of one group, numbered from `before` on. */
export function ruleList(group: UsageRuleGroup, before: number, last: boolean): TemplateResult {
  return html`<ol class="rules">${group.rules.map(
    (rule, index) => html`<li>
      <span class=${last ? 'ic no' : 'ic'}>${icon(rule.icon)}</span>
      ${ruleText(rule, before + index + 1)}
    </li>`,
  )}</ol>`;
}

/** A rule in the form that the person reads. */
export function ruleText(rule: UsageRule, number: number): TemplateResult {
  const { title, body } = easyText() ? rule.easy : rule.plain;
  return html`<div><b>${number}. ${r(title)}</b><p>${r(body)}</p></div>`;
}
