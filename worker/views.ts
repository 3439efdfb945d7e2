import type { Settings } from './manual/settings.ts';
import type {
  CallOutcome,
  CaseKind,
  CaseStatus,
  CivilDate,
  ClockTime,
  ConsentChoice,
  ContactMethod,
  Finding,
  Instant,
  NextStep,
  PartnerKind,
  SendPurpose,
} from './manual/types.ts';

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

// ---- mini-app -------------------------------------------------------------------------------------------

/** `outdated`: agreed to an older version whose rules have changed since. `none`: invited, not yet chosen. */
export type ConsentState = ConsentChoice | 'none' | 'outdated';

export interface AppHome {
  now: Instant;
  office: OfficeProfile;
  /** null: this LINE account is not (yet) known to the office. */
  me: (Person & { kind: PartnerKind; suspended: boolean; reminderTime: ClockTime | null }) | null;
  /** Friend of the official account; null while LINE has not said. */
  friend: boolean | null;
  addFriendUrl: string;
  clients: AppClient[];
}

export interface AppClient extends Person {
  id: string;
  counselor: Person;
  consent: { state: ConsentState; version: number | null; at: Instant | null };
  /** Cases that ask this contact for dates. */
  requests: AppRequest[];
  /** Confirmed and still to come, soonest first. */
  appointments: AppAppointment[];
}

export interface AppRequest {
  caseId: string;
  kind: CaseKind;
  askedAt: Instant;
  answeredAt: Instant | null;
}

export interface AppAppointment {
  caseId: string;
  kind: CaseKind;
  startsAt: Instant;
  endsAt: Instant;
  place: string;
  method: ContactMethod;
  counselor: Person;
}

/** One usage rule; all texts in ruby notation `{漢字|よみ}`, spaces where a line may break. */
export interface UsageRule {
  icon: string;
  title: string;
  body: string;
}
export interface UsageRuleGroup {
  step: string;
  heading: string;
  rules: UsageRule[];
}
export interface UsageRules {
  version: number;
  textHash: string;
  groups: UsageRuleGroup[];
}

export interface InvitationLook {
  client: Person;
  contact: Person & { kind: PartnerKind };
  explainedBy: Person;
  explainedAt: Instant;
  expiresAt: Instant;
}

export interface ConsentReceipt {
  clientId: string;
  choice: ConsentChoice;
  chosenAt: Instant;
  counselor: Person;
  friend: boolean | null;
  addFriendUrl: string;
}

export type AnswerChoice = 'ranked' | 'none' | 'unknown' | 'call';
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
  health: Health | null;
  attendance: Attendance | null;
  note: string | null;
  answeredAt: Instant;
}

export interface AppCase {
  id: string;
  kind: CaseKind;
  status: CaseStatus;
  client: Person & { id: string };
  counselor: Person;
  /** The check-in comes first (R6); never for a provider. */
  asksCheckin: boolean;
  /** Whether 通所 is asked about: only where the person attends somewhere. */
  asksAttendance: boolean;
  /** Providers mark every time ○△×; others choose and rank up to three. */
  answersBy: 'rank' | 'marks';
  slots: SlotView[];
  answer: AnswerView | null;
  confirmed: { startsAt: Instant; endsAt: Instant; place: string; method: ContactMethod } | null;
}

export interface AppSchedule {
  now: Instant;
  upcoming: AppAppointment[];
  past: AppAppointment[];
  reminderTime: ClockTime | null;
}

export type WishKind = 'call' | 'change' | 'cannot-come' | 'consult' | 'question';

// ---- console --------------------------------------------------------------------------------------------

export interface StaffMe extends Person {
  id: string;
  role: 'counselor' | 'manager';
  office: OfficeProfile;
  now: Instant;
  /** The window in which LINE may be sent today, and whether it is open now. */
  window: { from: Instant; to: Instant; open: boolean };
}

/** One version of the office's settings; the newest of the effective ones is in force. */
export interface SettingsVersionView {
  version: number;
  effectiveFrom: CivilDate;
  settings: Settings;
  profile: OfficeProfile;
  author: string | null;
  createdAt: Instant;
}
export interface SettingsView {
  now: Instant;
  /** 0: the manual's own numbers. */
  inForce: number;
  settings: Settings;
  profile: OfficeProfile;
  /** Newest first. */
  versions: SettingsVersionView[];
}

export interface ClientRow extends Person {
  id: string;
  counselor: string;
  consent: ConsentState | 'not-invited';
  openCases: number;
}

export interface ContactView extends Person {
  id: string;
  kind: PartnerKind;
  relation: string;
  phone: string | null;
  /** The LINE account is bound to this contact. */
  linked: boolean;
  friend: boolean | null;
  suspended: boolean;
  consent: { state: ConsentState | 'not-invited'; version: number | null; at: Instant | null };
  invitation: {
    id: string;
    explainedBy: string;
    explainedAt: Instant;
    expiresAt: Instant;
    state: 'open' | 'used' | 'expired' | 'revoked';
  } | null;
  circumstance: {
    id: string;
    reason: string;
    reviewOn: CivilDate;
    approvedAt: Instant | null;
    askedBy: string;
  } | null;
}

/** A contact as a search finds it: who it is, and whose. */
export interface ContactRow extends Person {
  id: string;
  kind: PartnerKind;
  clients: (Person & { id: string; relation: string })[];
}

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

export interface ClientView extends Person {
  id: string;
  shownName: string;
  birthDate: CivilDate | null;
  attendsProgram: boolean;
  monitoringMonths: number[];
  counselor: { id: string; name: string };
  contacts: ContactView[];
  cases: CaseRow[];
  /** Held meetings, newest first (R8). */
  meetings: { at: Instant; kind: CaseKind; method: ContactMethod }[];
  tasks: TaskView[];
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
}

export interface InvitationCreated {
  id: string;
  /** Shown once; only its hash is stored. */
  url: string;
  /** The same as an SVG. */
  qr: string;
  expiresAt: Instant;
}

/** What a decision looks like to a counselor. */
export interface Verdict {
  outcome: 'allow' | 'allow-with-warnings' | 'hold' | 'refuse';
  /** Only for hold. */
  until: Instant | null;
  findings: Finding[];
  next: NextStep[];
}

/** Everybody who should answer; `reachable` says whether LINE may be used for them at all. */
export interface ParticipantView extends Person {
  contactId: string;
  kind: PartnerKind;
  relation: string;
  phone: string | null;
  reachable: boolean;
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

export interface CaseView {
  id: string;
  kind: CaseKind;
  status: CaseStatus;
  purpose: string;
  plannedMethod: ContactMethod;
  client: Person & { id: string; attendsProgram: boolean };
  counselor: { id: string; name: string };
  openedAt: Instant;
  now: Instant;
  calls: CallView[];
  failedCalls: number;
  callsNeeded: number;
  callbackRequest: Gate;
  dateRequest: Gate;
  slots: (SlotView & { overlap: boolean })[];
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
  held: { startedAt: Instant; endedAt: Instant; method: ContactMethod; place: string } | null;
  cancelled: { at: Instant; reason: string } | null;
  line: { reason: string | null; wishBy: string | null; wishAt: Instant | null; wishHow: string | null };
  records: RecordView[];
}

export interface RecordView {
  id: string;
  seq: number;
  kind: string;
  at: Instant;
  recordedAt: Instant;
  actor: string;
  caseId: string | null;
  contactName: string | null;
  correctsId: string | null;
  hash: string;
  body: RecordBody;
}

/** The fields of a 相談記録 entry; `summary` is one line in Japanese, always there. */
export interface RecordBody {
  summary: string;
  method?: ContactMethod;
  startedAt?: Instant;
  endedAt?: Instant;
  place?: string;
  partner?: string;
  relation?: string;
  purpose?: string;
  content?: string;
  response?: string;
  nextAction?: string;
  nextDue?: CivilDate;
  /** Rules the act rested on, and the written reason of an override. */
  rules?: string[];
  reason?: string;
  /** Ids of rows that this entry speaks of. */
  refs?: Record<string, string>;
}

/** What staff said a message was: 緊急, 基本相談, or neither (R2). */
export type InboundTag = 'urgent' | 'basic-consultation' | 'none';

export interface ThreadMessage {
  id: string;
  kind: string;
  text: string | null;
  /** null until staff say so. */
  tag: InboundTag | null;
  /** Of an image or another file: not yet fetched, to be opened at `/messages/:id/content`, or not kept. */
  content: 'due' | 'kept' | 'not-kept' | null;
  at: Instant;
  unsent: boolean;
  duty: { id: string; dueAt: Instant; clearedAt: Instant | null } | null;
}

export interface DutyRow {
  id: string;
  contactId: string | null;
  contactName: string;
  client: (Person & { id: string }) | null;
  preview: string;
  receivedAt: Instant;
  dueAt: Instant;
}

/** RX, or what managers must hear. Staff are told of it until somebody takes it. */
export interface AlertRow {
  id: string;
  kind: 'urgent' | 'quota-low';
  contactId: string | null;
  contactName: string | null;
  phone: string | null;
  client: (Person & { id: string }) | null;
  /** How many messages it stands for. */
  messages: number;
  raisedAt: Instant;
  /** How often staff were told by LINE. */
  pushes: number;
}

/** What LINE last said of this month; `limit` and `left` null: without limit. */
export interface QuotaView {
  month: string;
  limit: number | null;
  used: number;
  left: number | null;
  readAt: Instant;
  state: 'ok' | 'low' | 'out';
}

/** R2: how somebody's contact came to be looked at. */
export interface ReviewEvidence {
  perDay: { date: CivilDate; conversations: number }[];
  busyDays: number;
  excessConversations: number;
  excessDays: number;
  excessWindowDays: number;
}
export interface ReviewRow {
  id: string;
  contactId: string;
  contactName: string;
  openedAt: Instant;
  evidence: ReviewEvidence;
}

export interface TodayView {
  now: Instant;
  /** First of all, urgent ones before others. */
  alerts: AlertRow[];
  /** null until LINE was asked. */
  quota: QuotaView | null;
  /** Events of LINE that could not be processed; the ids are for trying again. */
  parked: { count: number; ids: string[] };
  reviews: ReviewRow[];
  duties: DutyRow[];
  calls: (CaseRow & { phone: string | null; contactId: string | null; lastCallAt: Instant | null })[];
  tasks: TaskView[];
  answered: CaseRow[];
  waitingConsents: { clientId: string; client: Person; contactName: string; state: string; since: Instant }[];
  /** Queued messages that wait for the window, and those that failed. */
  held: (MessageView & { clientId: string; client: Person })[];
  appointments: (AppAppointment & { clientId: string; client: Person })[];
}
