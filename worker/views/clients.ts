import type { CaseKind, CivilDate, ContactMethod, Instant, PartnerKind } from '../manual/types.ts';
import type { CaseRow, TaskView } from './cases.ts';
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

export interface InvitationCreated {
  id: string;
  /** Shown once; only its hash is stored. */
  url: string;
  /** The same as an SVG. */
  qr: string;
  expiresAt: Instant;
}
