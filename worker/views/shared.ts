import type { CivilDate, ConsentChoice, Finding, Instant } from '../manual/types.ts';

// What the API answers, as the pages see it. Instants are epoch ms; pages say them in JST.

/** application/problem+json, for every error. `title` is Japanese and may be shown. */
export interface Problem {
  type: ProblemType;
  title: string;
  status: number;
  /** The next step, in words. */
  detail?: string;
  /** Names of the fields that were not understood. */
  fields?: Record<string, string>;
  /** The rule that refused, when one did. */
  rules?: Finding[];
}

export type ProblemType =
  | 'bad-input'
  | 'too-large'
  | 'too-many'
  | 'signed-out'
  | 'forbidden'
  | 'not-found'
  | 'invitation-unusable'
  | 'consent-needed'
  | 'rules-changed'
  | 'slot-taken'
  | 'slots-overlap'
  | 'case-closed'
  | 'already-confirmed'
  | 'refused-by-manual'
  | 'reason-needed'
  | 'token-invalid'
  | 'conflict'
  | 'fault';

export interface Person {
  name: string;
  /** Reading, for ruby; null when not known. */
  kana: string | null;
}

export interface OfficeProfile {
  name: string;
  phone: string;
  /** In words with ruby notation, e.g. 「{月曜日|げつようび}から …」. */
  phoneHours: string;
}

/**
 * `outdated`: agreed to an older version whose rules have changed since. `none`: invited, not yet chosen.
 * `guardian-needed`: a minor agreed without a guardian. `own-needed`: a guardian agreed for somebody who is 18 now.
 */
export type ConsentState = ConsentChoice | 'none' | 'outdated' | 'guardian-needed' | 'own-needed';

/** `parts`: parts of days, where no times were offered. */
export type AnswerChoice = 'ranked' | 'parts' | 'none' | 'unknown' | 'call';

/** 午前, 午後 (to 4 o'clock), 夕方. */
export type DayPart = 'morning' | 'afternoon' | 'evening';

export interface PartView {
  date: CivilDate;
  part: DayPart;
}

/** Where it may be, when the case leaves that to the person. */
export type PlaceChoice = 'home' | 'office' | 'provider';

export type SlotMark = 'yes' | 'maybe' | 'no';

export type Health = 'good' | 'usual' | 'bad';

export type Attendance = 'usual' | 'sometimes-off' | 'off';

export interface SlotView {
  id: string;
  startsAt: Instant;
  endsAt: Instant;
  place: string;
  /** Can still be chosen. */
  open: boolean;
}

export interface AnswerView {
  choice: AnswerChoice;
  marks: { slotId: string; mark: SlotMark; rank: number | null }[];
  /** Soonest first. */
  parts: PartView[];
  place: PlaceChoice | 'any' | null;
  health: Health | null;
  attendance: Attendance | null;
  note: string | null;
  answeredAt: Instant;
}

export type WishKind = 'call' | 'change' | 'cannot-come' | 'consult' | 'question' | 'line-monitoring';

export type WishTopic =
  | 'living'
  | 'money'
  | 'health'
  | 'work'
  | 'people'
  | 'rules'
  | 'app'
  | 'dates'
  | 'other';

/** With whom somebody wants to talk. */
export type WishWith = 'counselor' | 'anybody';

export type WishUrgency = 'soon' | 'usual';

/** R7: why a visit isn't possible, on the client's side; `other` is told in words. */
export type WishReason = 'work' | 'body' | 'hospital' | 'people' | 'other';

/** R7: how the person's own wish was said. */
export type WishVoice = 'self' | 'spoken' | 'written' | 'signed' | 'cards';
