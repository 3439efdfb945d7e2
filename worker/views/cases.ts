import type {
  CallOutcome,
  CaseKind,
  CaseStatus,
  CivilDate,
  ContactMethod,
  Finding,
  Instant,
  NextStep,
  PartnerKind,
  SendPurpose,
} from '../manual/types.ts';
import type { ApprovalRow } from './approvals.ts';
import type { RecordView } from './records.ts';
import type { AnswerView, Person, PlaceChoice, SlotView } from './shared.ts';

export interface CaseRow {
  id: string;
  clientId: string;
  client: Person;
  kind: CaseKind;
  status: CaseStatus;
  purpose: string;
  counselor: string;
  openedAt: Instant;
  failedCalls: number;
  startsAt: Instant | null;
  /** An answer came that staff have not yet acted on. */
  answered: boolean;
}

export interface TaskView {
  id: string;
  clientId: string;
  client: Person;
  contactName: string | null;
  phone: string | null;
  caseId: string | null;
  kind: 'phone' | 'visit' | 'decide' | 'check';
  title: string;
  dueAt: Instant;
  /** The review whose agreement is to be looked at again (R2). */
  reviewId: string | null;
}

/** What a decision looks like to a counselor. */
export interface Verdict {
  outcome: 'allow' | 'allow-with-warnings' | 'hold' | 'refuse';
  /** Only for hold. */
  until: Instant | null;
  findings: Finding[];
  next: NextStep[];
}

/**
 * Everybody who should answer; `reachable` says whether LINE may be used for them at all, `unfriended` that they
 * agreed but have not added the account as a friend: nothing arrives yet; `suspended` that staff have stopped LINE.
 */
export interface ParticipantView extends Person {
  contactId: string;
  kind: PartnerKind;
  relation: string;
  phone: string | null;
  reachable: boolean;
  unfriended: boolean;
  suspended: boolean;
  answer: AnswerView | null;
}

export interface CallView {
  id: string;
  at: Instant;
  contactName: string;
  outcome: CallOutcome;
  reached: boolean | null;
  direction: 'out' | 'in';
  note: string | null;
  staff: string;
}

export interface MessageView {
  id: string;
  contactId: string;
  author: string | null;
  purpose: SendPurpose;
  contactName: string;
  greeting: string;
  body: string;
  status: 'queued' | 'leased' | 'sent' | 'dead' | 'dropped';
  notBefore: Instant;
  sentAt: Instant | null;
  lastError: string | null;
  origin: 'staff' | 'auto';
}

/** A step of the case that the manual gates: open, or locked with the reason. */
export interface Gate {
  /** Against whom it was judged: the first participant that it concerns. */
  contactId: string | null;
  verdict: Verdict;
  /** A draft that keeps the rules, for the composer. */
  draft: { greeting: string; body: string };
}

/** Something that a time collides with, in words. `overlap` and `offered` are the counselor's to decide. */
export interface SlotClash {
  kind: 'overlap' | 'offered' | 'travel' | 'closed' | 'hours' | 'partner';
  words: string;
}

/** Free times that could be offered, and the days that were passed over. */
export interface Suggestions {
  times: { startsAt: Instant; endsAt: Instant; why: string }[];
  leftOut: { date: CivilDate; because: string }[];
  place: string;
  travelMinutes: number;
}

export interface CaseView {
  id: string;
  kind: CaseKind;
  status: CaseStatus;
  purpose: string;
  plannedMethod: ContactMethod;
  /** Where it may be, when that is left to the person. */
  placeChoices: PlaceChoice[];
  client: Person & { id: string; attendsProgram: boolean };
  counselor: { id: string; name: string };
  openedAt: Instant;
  now: Instant;
  calls: CallView[];
  failedCalls: number;
  callsNeeded: number;
  callbackRequest: Gate;
  dateRequest: Gate;
  /** `clashes` of those that can still be chosen. */
  slots: (SlotView & { overlap: boolean; clashes: SlotClash[] })[];
  participants: ParticipantView[];
  messages: MessageView[];
  tasks: TaskView[];
  confirmed: {
    slotId: string;
    startsAt: Instant;
    endsAt: Instant;
    place: string;
    by: string;
    at: Instant;
  } | null;
  /** A date that was given up again, until a new one is confirmed. */
  changed: { from: Instant; at: Instant; by: string; reason: string } | null;
  held: { startedAt: Instant; endedAt: Instant; method: ContactMethod; place: string; by: string } | null;
  cancelled: { at: Instant; reason: string; by: string } | null;
  /** R8: whether LINE could be the method of this one, and the meeting before it. */
  alternation: { line: Verdict; last: { at: Instant; kind: CaseKind; method: ContactMethod } | null };
  /** What a manager was asked about it. */
  approvals: ApprovalRow[];
  line: { reason: string | null; wishBy: string | null; wishAt: Instant | null; wishHow: string | null };
  records: RecordView[];
  /** Grows with everything that is done to this client: a page that has another one is out of date. */
  head: number;
}
