import type { CivilDate, Instant, SendPurpose } from '../manual/types.ts';
import type { Person } from './shared.ts';

/** A message that only a manager may let go, as asked for by a counselor (R11). */
export interface ApprovalRow {
  id: string;
  client: Person & { id: string };
  contactId: string;
  contactName: string;
  phone: string | null;
  caseId: string | null;
  purpose: SendPurpose;
  greeting: string;
  body: string;
  /** Why it can't wait. */
  reason: string;
  askedBy: string;
  askedAt: Instant;
  /** Asked by whoever looks. */
  mine: boolean;
  /** null while it waits. `void`: the manual no longer let it go, or the case ended. */
  outcome: 'approved' | 'declined' | 'withdrawn' | 'void' | null;
  decidedBy: string | null;
  decidedAt: Instant | null;
  note: string | null;
}

/** A 特別な事情 that waits for a manager (R0, R3). */
export interface CircumstanceAsk {
  id: string;
  client: Person & { id: string };
  contactName: string;
  reason: string;
  reviewOn: CivilDate;
  askedBy: string;
  askedAt: Instant;
}

/** What waits for a manager; of a counselor, what they asked for. */
export interface Exceptions {
  messages: ApprovalRow[];
  /** Managers only. */
  circumstances: CircumstanceAsk[];
}
