import { ROW_OF } from '../rows.ts';
import type { Settings } from '../settings.ts';
import type { Draft } from '../text/draft.ts';
import type { Action, Facts, Finding, Instant, NextStep, RuleId, Severity, Span } from '../types.ts';

export type Send = Extract<Action, { do: 'send' }>;

/** What a rule looks at. */
export interface Context {
  action: Action;
  facts: Facts;
  settings: Settings;
  /** When it would happen: now, or the opening a message is held for. */
  at: Instant;
  /** The text of a message, folded once for all content rules; null for other acts. */
  draft: Draft | null;
}

/** One rule of the manual as one value. */
export interface Rule {
  id: RuleId;
  /** The rule in one sentence, for screens and docs. */
  summary: string;
  /** What to do instead, in this order, when it refuses or warns. */
  steps: readonly Exclude<NextStep['step'], 'wait'>[];
  judge: (context: Context) => readonly Finding[];
}

/** Nothing to say. */
export const SILENT: readonly Finding[] = [];

/** One finding, with the row of the office's table it rests on. */
export function finding(
  rule: RuleId,
  severity: Severity,
  message: string,
  spans: readonly Span[] = [],
): Finding {
  return { rule, severity, row: ROW_OF[rule], message, spans };
}

/** A message that arranges a date: stage 1 and stage 2. */
export function isScheduling(send: Send): boolean {
  return send.purpose === 'callback-request' || send.purpose === 'date-request';
}

/** An answer to what the contact wrote since our last message. */
export function answersInbound(send: Send, facts: Facts): boolean {
  const { lastInboundAt, lastOutboundAt } = facts.conversation;
  if (send.purpose === 'reply') return true;
  return lastInboundAt !== null && (lastOutboundAt === null || lastInboundAt > lastOutboundAt);
}

/** Whether a message at `at` opens a conversation: nobody wrote for the length of the gap (R2, R6). */
export function opensConversation(facts: Facts, settings: Settings, at: Instant): boolean {
  const { lastInboundAt, lastOutboundAt } = facts.conversation;
  const last = Math.max(
    lastInboundAt ?? Number.NEGATIVE_INFINITY,
    lastOutboundAt ?? Number.NEGATIVE_INFINITY,
  );
  return at - last >= settings.conversationGapMinutes * 60_000;
}
