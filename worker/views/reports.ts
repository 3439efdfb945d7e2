import type { CaseKind, ContactMethod, Instant, RuleId } from '../manual/types.ts';

/** How a date came to be fixed: in the mini-app, on the phone, or face to face. */
export type SettledBy = 'line' | 'phone' | 'meeting';

/** One month (JST) of the office's work, in numbers without names. */
export interface MonthFigures {
  /** YYYY-MM */
  month: string;
  opened: number;
  confirmed: number;
  cancelled: number;
  /** Held meetings by their method. */
  held: { method: ContactMethod; kind: CaseKind; count: number }[];
  settledBy: Record<SettledBy, number>;
  /** Days from opening a case to its fixed date; null when none was fixed. */
  daysToConfirm: { median: number; longest: number } | null;
  /** Replies to what users wrote or wished (R12). `medianMinutes` null when there was none. */
  replies: { count: number; inTime: number; medianMinutes: number | null };
  /** Attempts to write by LINE that the manual refused. */
  refused: { rule: RuleId; count: number }[];
}

export type CaseStage = 'not-called' | 'calling' | 'asked-back' | 'asked-dates' | 'answered' | 'confirmed';

export interface FiguresView {
  now: Instant;
  /** Oldest first; the last one is the current month. */
  months: MonthFigures[];
  /** Where the open cases stand now. */
  stages: { stage: CaseStage; count: number }[];
}
