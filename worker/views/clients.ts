import type {
  CaseKind,
  CivilDate,
  ConsentChoice,
  ContactMethod,
  Finding,
  Instant,
  PartnerKind,
  WeeklyHours,
} from '../manual/types.ts';
import type { CaseRow, TaskView } from './cases.ts';
import type { AgreementRow } from './desk.ts';
import type { RecordDraftView } from './records.ts';
import type { ConsentState, Person } from './shared.ts';

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
  /** R11: when a 事業所 may be written to; null: the office's window alone. */
  hours: WeeklyHours | null;
  revision: number;
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
  circumstance: CircumstanceView | null;
  /** Every choice that was made, newest first (R1). */
  choices: ChoiceView[];
}

/** 特別な事情 (R0, R3): asked for, approved, and to be looked at again. */
export interface CircumstanceView {
  id: string;
  reason: string;
  reviewOn: CivilDate;
  askedBy: string;
  askedAt: Instant;
  approvedBy: string | null;
  approvedAt: Instant | null;
}

/** One choice about one exact text, with who chose and who explained. */
export interface ChoiceView {
  choice: ConsentChoice;
  version: number;
  textHash: string;
  chooser: PartnerKind;
  at: Instant;
  explainedBy: string | null;
  explainedToPerson: boolean | null;
}

/** A contact as a search finds it: who it is, and whose. */
export interface ContactRow extends Person {
  id: string;
  kind: PartnerKind;
  clients: (Person & { id: string; relation: string })[];
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
  revision: number;
  /** R8: whether the next monitoring or meeting may be by LINE, and why not. */
  nextLine: { allowed: boolean; findings: Finding[] };
  /** What reviews agreed with contacts, in words (R2). */
  agreements: AgreementRow[];
  /** Entries that wait to be completed. */
  drafts: RecordDraftView[];
  /** R7: the newest wish for monitoring by LINE that no case has taken up; null: none. */
  lineWish: {
    reason: string;
    wishBy: string;
    wishAt: Instant;
    wishHow: string;
    contactName: string;
  } | null;
}

export interface InvitationCreated {
  id: string;
  /** Shown once; only its hash is stored. */
  url: string;
  /** The same as an SVG. */
  qr: string;
  expiresAt: Instant;
}

/** Something about one line of an imported file. */
export interface ImportProblem {
  line: number;
  /** The heading of the column; null: the line as a whole. */
  column: string | null;
  message: string;
}

/** What a file of clients would bring. */
export interface ImportPreview {
  /** Lines that could be taken in. */
  count: number;
  problems: ImportProblem[];
  problemCount: number;
  /** Perhaps the same person: a person decides. */
  warnings: ImportProblem[];
  warningCount: number;
  /** The first lines as they would be kept. */
  sample: {
    line: number;
    name: string;
    kana: string;
    birthDate: CivilDate | null;
    monitoringMonths: number[];
    guardian: string | null;
  }[];
}
