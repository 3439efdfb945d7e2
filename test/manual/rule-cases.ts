import type { RuleId } from '../../worker/manual/types.ts';
import { CONTENT_CASES } from './rule-cases-content.ts';
import { REACH_CASES } from './rule-cases-reach.ts';
import type { RuleCase } from './rule-givens.ts';

/** Tables keyed by rule id: at least one that objects and one that lets pass. Boundaries lie one millisecond apart. */
export const RULE_CASES: Readonly<Record<RuleId, readonly RuleCase[]>> = { ...REACH_CASES, ...CONTENT_CASES };
