import type { CivilDate, Instant, PartnerKind } from '../manual/types.ts';
import type { UsageRuleGroup, UsageRules } from './mini-app.ts';

/** What a new version does to those who agreed: a changed rule asks them again, a wording is only made known (R1). */
export type RuleChange = 'rule' | 'wording';

/** One version of the usage rules with its story, as staff see it. */
export interface RulesVersion extends UsageRules {
  effectiveFrom: Instant;
  change: RuleChange;
  /** Why it was changed, in words. */
  note: string | null;
  publishedBy: string | null;
  state: 'past' | 'in-force' | 'waiting';
}

/** A place where two texts differ; null: not there at all. */
export interface RuleDifference {
  where: string;
  before: string | null;
  after: string | null;
}

/** Something about a draft's text that keeps it from being used. */
export interface RuleTextProblem {
  where: string;
  message: string;
}

export interface RulesDraft {
  id: string;
  baseVersion: number;
  groups: UsageRuleGroup[];
  note: string;
  revision: number;
  updatedAt: Instant;
  updatedBy: string;
  differences: RuleDifference[];
  problems: RuleTextProblem[];
  /** Why this can't pass for a wording alone; empty: a person decides. */
  mustAskAgain: string[];
}

/** Somebody whose 「はい」 a changed rule would put out of date. */
export interface AffectedConsent {
  clientId: string;
  client: string;
  contact: string;
  kind: PartnerKind;
  version: number;
  at: Instant;
}

export interface RulesView {
  now: Instant;
  today: CivilDate;
  /** Newest first, without their texts. */
  versions: Omit<RulesVersion, 'groups'>[];
  draft: RulesDraft | null;
  affected: { count: number; rows: AffectedConsent[] };
}
