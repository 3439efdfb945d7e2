/** An instant: epoch milliseconds, UTC. */
export type Instant = number;
/** A civil date in JST: `YYYY-MM-DD`. */
export type CivilDate = string;
/** A wall-clock time in JST: `HH:MM`. */
export type ClockTime = string;

export type RuleId =
  | 'R0'
  | 'R1'
  | 'R2'
  | 'R3'
  | 'R4'
  | 'R5'
  | 'R6'
  | 'R7'
  | 'R8'
  | 'R9'
  | 'R10'
  | 'R11'
  | 'R12'
  | 'R13'
  | 'R14'
  | 'RX';

/** What a broken rule does: see docs/manual-coverage.md. `human` only shows a fact. */
export type Severity = 'refuse' | 'hold' | 'warn' | 'human';

/** Who is at the other end: 本人・保護者・後見人等・家族・事業所. */
export type PartnerKind = 'person' | 'guardian' | 'legal-representative' | 'family' | 'provider';

/** 担当者会議・モニタリング・相談. */
export type CaseKind = 'meeting' | 'monitoring' | 'consultation';
/** 受付中・確定・実施済み・とりやめ. */
export type CaseStatus = 'open' | 'confirmed' | 'held' | 'cancelled';

/** 訪問・来所・電話・メール・LINE・FAX・郵便・テレビ電話. */
export type ContactMethod = 'visit' | 'office' | 'phone' | 'mail' | 'line' | 'fax' | 'post' | 'video';

/** 出ない・留守電・話し中・つながった・家族が出た・番号違い. */
export type CallOutcome = 'no-answer' | 'voicemail' | 'busy' | 'reached' | 'family' | 'wrong-number';

/** はい・いいえ・あとで・わからない・やめます. */
export type ConsentChoice = 'yes' | 'no' | 'later' | 'question' | 'withdrawn';

/**
 * Why a message is sent.
 * callback-request: 段階1 折り返しのお願い · date-request: 段階2 希望日時のお願い ·
 * confirmed: 日程が決まった知らせ · reminder: 前日の知らせ · reply: 返信 · info: その他の連絡.
 */
export type SendPurpose = 'callback-request' | 'date-request' | 'confirmed' | 'reminder' | 'reply' | 'info';

export interface CallFact {
  at: Instant;
  outcome: CallOutcome;
  /** For 家族が出た: whether the person was reached after all, null until staff say so. */
  reached?: boolean | null;
}

export interface ConsentFact {
  choice: ConsentChoice;
  /** The rule version that was read. */
  version: number;
  at: Instant;
  /** Who chose; a guardian's choice ends at 18 (R1). Left out: taken as the contact's own. */
  by?: PartnerKind;
}

/** Hours of a partner, by weekday (0 = Sunday); a missing day is a closed one. */
export type WeeklyHours = Partial<Record<0 | 1 | 2 | 3 | 4 | 5 | 6, { from: ClockTime; to: ClockTime }>>;

/** 特別な事情: a recorded reason why the phone can't be used. */
export interface CircumstanceFact {
  reason: string;
  /** null until a manager approved it. */
  approvedAt: Instant | null;
  /** Last civil date on which it holds. */
  reviewOn: CivilDate;
}

/** A meeting or monitoring of one client, held or not. */
export interface MeetingFact {
  at: Instant;
  kind: CaseKind;
  method: ContactMethod;
  status: 'held' | 'cancelled' | 'planned';
}

/** Everything `decide` may look at. Gathered in one batch; nothing else is consulted. */
export interface Facts {
  now: Instant;
  partner: {
    kind: PartnerKind;
    /** The hours in which this partner may be written to; null: the office's window alone. */
    hours: WeeklyHours | null;
    /** Blocked the account, or came back and not yet confirmed by staff. */
    suspended: boolean;
    /** A friend of the account: a push to anybody else is lost without a word. null: LINE hasn't said; left out: is. */
    friend?: boolean | null;
    /** For address lines and third persons' names (R9); empty when unknown. */
    name: string;
  };
  client: {
    name: string;
    /** 通所先がある. */
    attendsProgram: boolean;
    /** For the own consent from 18 on (R1); null or left out when unknown. */
    birthDate?: CivilDate | null;
  };
  /** Latest consent row of this contact for this client. */
  consent: ConsentFact | null;
  /** The oldest usage-rule version whose consents still count (the last that changed a rule). */
  consentVersionNeeded: number;
  /** Calls of the case (or of the contact, outside a case), any order, undone ones left out. */
  calls: readonly CallFact[];
  /** Last talk with this contact: a call that reached, a visit, a logged conversation. */
  lastTalkAt: Instant | null;
  circumstance: CircumstanceFact | null;
  /** null outside a case. */
  case: {
    kind: CaseKind;
    status: CaseStatus;
    openedAt: Instant;
    /** When stage 1 (callback-request) was sent or queued last. */
    callbackRequestedAt: Instant | null;
    /** A call-back or a talk since then. */
    calledBackAt: Instant | null;
    /** Start of the confirmed time, when there is one. */
    meetingStartsAt: Instant | null;
  } | null;
  conversation: {
    /** Last message from this contact, by LINE or by a form. */
    lastInboundAt: Instant | null;
    /** Last message of ours that was sent. */
    lastOutboundAt: Instant | null;
    /** Last message of ours that asked after them (R6). */
    lastGreetingAt: Instant | null;
  };
  /** Meetings and monitorings of this client, any order. */
  meetings: readonly MeetingFact[];
  /** R7, when LINE is the planned method. */
  lineMeeting: {
    reason: string | null;
    wish: { by: string; at: Instant; how: string } | null;
  } | null;
  /** The office's own closed dates, beside weekends, 祝日 and the year's end. */
  closures: readonly CivilDate[];
}

/** What somebody or something wants to do. */
export type Action =
  | {
      do: 'send';
      purpose: SendPurpose;
      /** Typed and released by staff, or made by the system. */
      origin: 'staff' | 'auto';
      /** 一言 (R6): asks after the person; empty when there is none. */
      greeting: string;
      /** 本題, exactly as it will be read. */
      body: string;
      attachments: number;
      /** 緊急 override of R11 by a manager, with the reason. */
      urgent?: { managerId: string; reason: string };
    }
  | { do: 'plan'; kind: CaseKind; method: ContactMethod; at: Instant | null }
  | { do: 'mark-held'; kind: CaseKind; method: ContactMethod; at: Instant }
  /** R12: close the duty to answer an inbound message. */
  | {
      do: 'close-duty';
      by: 'reply' | 'talk' | 'without-reply' | 'automatic' | 'status' | 'read-mark';
      reason: string;
    }
  /** R2: keep a person from writing, or close a review of excess contact. */
  | { do: 'limit-contact' }
  | { do: 'close-review'; outcome: string }
  /** R5: what may be done to an entry of the 相談記録. */
  | { do: 'change-record'; how: 'append' | 'correct' | 'edit' | 'delete'; servedOn: CivilDate }
  /** RX: the one fixed night text. */
  | { do: 'night-reply'; replyToken: boolean; lastAt: Instant | null };

export type ActionName = Action['do'];

/** A part of `greeting + "\n" + body` (or of body alone without greeting), in UTF-16 units, half-open. */
export interface Span {
  start: number;
  end: number;
}

/** One rule that has something to say. */
export interface Finding {
  rule: RuleId;
  severity: Severity;
  /** Row of the office's table (手順書 n). */
  row: number;
  /** Why, in Japanese that a counselor understands. */
  message: string;
  spans: readonly Span[];
}

/** The next right steps: 電話・訪問・FAX/郵送/メール・待つ・承諾をもらう・直す. */
export type NextStep =
  | { step: 'phone' }
  | { step: 'visit' }
  | { step: 'paper' }
  | { step: 'wait'; until: Instant }
  | { step: 'consent' }
  | { step: 'edit' }
  | { step: 'ask-manager' };

declare const judged: unique symbol;
/** Proof that `decide` let an act pass; the outbox takes nothing without one. Only decide.ts makes it. */
export interface Permit<D extends ActionName = ActionName> {
  readonly [judged]: D;
  readonly notBefore: Instant;
  readonly rules: readonly RuleId[];
}

interface Grounds {
  findings: readonly Finding[];
  next: readonly NextStep[];
}

/** Worst first: refuse > hold > allow-with-warnings > allow. */
export type Decision<D extends ActionName = ActionName> =
  | (Grounds & { outcome: 'allow'; permit: Permit<D> })
  | (Grounds & { outcome: 'allow-with-warnings'; permit: Permit<D> })
  | (Grounds & { outcome: 'hold'; until: Instant; permit: Permit<D> })
  | (Grounds & { outcome: 'refuse' });
