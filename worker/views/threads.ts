import type { CallOutcome, Instant, PartnerKind } from '../manual/types.ts';
import type { MessageView } from './cases.ts';
import type { ThreadMessage } from './desk.ts';
import type { Person } from './shared.ts';

/** With whom one talks, and about whom. */
export interface ThreadContact extends Person {
  id: string;
  kind: PartnerKind;
  phone: string | null;
  clients: (Person & { id: string; relation: string })[];
}

/** A call as a thread tells of it: it may be what answered a message (R12). */
export interface ThreadCall {
  id: string;
  at: Instant;
  outcome: CallOutcome;
  reached: boolean | null;
  direction: 'out' | 'in';
  staff: string;
}

/** A part of what was said on both sides, each list newest first. */
export interface ThreadView {
  contact: ThreadContact;
  now: Instant;
  messages: ThreadMessage[];
  sent: MessageView[];
  calls: ThreadCall[];
  /** Before this there is more; null: this is the beginning. */
  earlier: Instant | null;
}

export interface ThreadRow extends ThreadContact {
  /** What they last wrote, cut short. */
  preview: string;
  lastAt: Instant;
  /** When a message from the office last went out. */
  sentAt: Instant | null;
  /** What waits for an answer; null when nothing does (R12). */
  unanswered: { count: number; receivedAt: Instant; dueAt: Instant } | null;
}

export interface ThreadList {
  now: Instant;
  rows: ThreadRow[];
  /** Asks for the rows after these. */
  next: string | null;
}
