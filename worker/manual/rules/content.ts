import type { Hit } from '../text/hit.ts';
import type { Finding, RuleId } from '../types.ts';
import { finding } from './rule.ts';

/** What a text search found, as findings of one rule; a refusal covers its own warnings. */
export function asFindings(rule: RuleId, hits: readonly Hit[]): readonly Finding[] {
  const refusals = hits.filter((hit) => hit.severity === 'refuse');
  return (refusals.length > 0 ? refusals : hits).map((hit) =>
    finding(rule, hit.severity, hit.message, hit.spans),
  );
}
