import type {
  CaseKind,
  CaseStatus,
  CivilDate,
  ClockTime,
  ConsentChoice,
  ContactMethod,
  Instant,
  PartnerKind,
} from '../manual/types.ts';
import type { AnswerView, ConsentState, OfficeProfile, Person, PlaceChoice, SlotView } from './shared.ts';

export interface AppHome {
  now: Instant;
  office: OfficeProfile;
  /** null: this LINE account is not (yet) known to the office. */
  me: (Person & { kind: PartnerKind; suspended: boolean; reminderTime: ClockTime | null }) | null;
  /** Friend of the official account; null while LINE has not said. */
  friend: boolean | null;
  addFriendUrl: string;
  /** The version of the usage rules in force; 0: none. */
  rulesVersion: number;
  clients: AppClient[];
}

export interface AppClient extends Person {
  id: string;
  counselor: Person;
  /** Not yet 18: a guardian chooses (R1). null: the office doesn't know, or it is none of a provider's business. */
  minor: boolean | null;
  /** When the last monitoring or meeting was held, if that was by LINE: the next one can't be (R8). */
  lastByLine: Instant | null;
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
  client: Person;
  /** Who else comes, as far as this contact may know: for a provider nobody. */
  people: Person[];
}

export interface RuleText {
  title: string;
  body: string;
}

/** One usage rule; all texts in ruby notation `{漢字|よみ}`, spaces where a line may break. */
export interface UsageRule {
  /** The same over versions: what changed is told by it. */
  id: string;
  icon: string;
  /** やさしい: for people who read slowly. */
  easy: RuleText;
  /** くわしい. */
  plain: RuleText;
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
  /** This account has chosen already: what can be done now stands on the first page. */
  answered: boolean;
  client: Person;
  contact: Person & { kind: PartnerKind };
  minor: boolean | null;
  explainedBy: Person;
  explainedAt: Instant;
  expiresAt: Instant;
}

export interface ConsentReceipt {
  clientId: string;
  choice: ConsentChoice;
  chosenAt: Instant;
  /** Whose 「はい」 is still needed. */
  lacks: 'guardian-needed' | 'own-needed' | null;
  /** By when somebody calls, where a call was asked for. */
  answerBy: Instant | null;
  counselor: Person;
  friend: boolean | null;
  addFriendUrl: string;
}

export interface WishReceipt {
  wishedAt: Instant;
  /** By when somebody answers. */
  answerBy: Instant;
  /** It holds words of danger (RX). */
  urgent: boolean;
}

/** What this contact has chosen for one client, and the exact text of the last 「はい」. */
export interface MyConsent {
  client: Person;
  /** Newest first. */
  choices: { choice: ConsentChoice; version: number; chooser: PartnerKind; chosenAt: Instant }[];
  agreed:
    | (UsageRules & { chosenAt: Instant; chooser: PartnerKind; explainedToPerson: boolean | null })
    | null;
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
  now: Instant;
  /** Providers mark every time ○△×; others choose and rank; without times to choose from, parts of days. */
  answersBy: 'rank' | 'marks' | 'parts';
  slots: SlotView[];
  /** The office's open days ahead, for `parts`. */
  days: CivilDate[];
  /** Where it may be, when that is asked; never of a provider. */
  places: PlaceChoice[];
  /** Has agreed to the rules in force: only then an answer is taken (R1). */
  mayAnswer: boolean;
  /** The date will be told by LINE; else by phone. */
  toldByLine: boolean;
  /** Nothing is sent to this account until staff have looked (R1); what is answered here still arrives. */
  suspended: boolean;
  answer: AnswerView | null;
  confirmed: {
    startsAt: Instant;
    endsAt: Instant;
    place: string;
    method: ContactMethod;
    people: Person[];
  } | null;
}

export interface AppSchedule {
  now: Instant;
  upcoming: AppAppointment[];
  past: AppAppointment[];
  reminderTime: ClockTime | null;
}
