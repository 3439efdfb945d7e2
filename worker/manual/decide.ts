import { RULES } from './rules/all.ts';
import { sendInstant } from './rules/r11.ts';
import type { Context } from './rules/rule.ts';
import type { Settings } from './settings.ts';
import { foldDraft } from './text/draft.ts';
import type { Action, ActionName, Decision, Facts, Finding, NextStep, Permit, Severity } from './types.ts';

const ORDER = Object.values(RULES);

/** The one precedence: the worst severity among the findings is the outcome; `human` weighs nothing. */
const WEIGHT: Readonly<Record<Severity, number>> = { refuse: 3, hold: 2, warn: 1, human: 0 };

/**
 * The manual's answer to an act, from facts alone. Every rule is asked, so that a refusal names all its grounds.
 * refuse > hold > allow-with-warnings > allow.
 */
export function decide<A extends Action>(action: A, facts: Facts, settings: Settings): Decision<A['do']> {
  const context = contextOf(action, facts, settings);
  const findings = ORDER.flatMap((rule) => rule.judge(context));
  const worst = Math.max(0, ...findings.map((each) => WEIGHT[each.severity]));
  const grounds = { findings, next: nextSteps(findings, context) };
  if (worst === WEIGHT.refuse) return { outcome: 'refuse', ...grounds };
  const permit = permitFor<A['do']>(context, findings);
  if (worst === WEIGHT.hold) return { outcome: 'hold', until: context.at, ...grounds, permit };
  return { outcome: worst === WEIGHT.warn ? 'allow-with-warnings' : 'allow', ...grounds, permit };
}

function contextOf(action: Action, facts: Facts, settings: Settings): Context {
  if (action.do !== 'send') return { action, facts, settings, at: facts.now, draft: null };
  return {
    action,
    facts,
    settings,
    at: sendInstant(action, facts, settings) ?? facts.now,
    draft: foldDraft(action.greeting, action.body),
  };
}

/** What to do instead: the steps of the rules that refuse, else of those that hold or warn; each step once. */
function nextSteps(findings: readonly Finding[], context: Context): NextStep[] {
  const refusing = findings.filter((each) => each.severity === 'refuse');
  const speaking = refusing.length > 0 ? refusing : findings.filter((each) => WEIGHT[each.severity] > 0);
  const steps: NextStep[] = [];
  if (refusing.length === 0 && speaking.some((each) => each.severity === 'hold')) {
    steps.push({ step: 'wait', until: context.at });
  }
  for (const name of new Set(speaking.flatMap((each) => RULES[each.rule].steps))) steps.push({ step: name });
  return steps;
}

// The only cast to Permit in the product: a permit is the proof that this function was asked.
function permitFor<D extends ActionName>(context: Context, findings: readonly Finding[]): Permit<D> {
  const rules = [...new Set(findings.map((each) => each.rule))];
  return { notBefore: context.at, rules } as unknown as Permit<D>;
}
