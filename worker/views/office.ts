import type { Settings } from '../manual/settings.ts';
import type { CivilDate, Finding, Instant } from '../manual/types.ts';
import type { OfficeProfile, Person } from './shared.ts';

export interface StaffMe extends Person {
  id: string;
  role: 'counselor' | 'manager';
  office: OfficeProfile;
  now: Instant;
  /** While it stays the same, nothing that the console's pages show has changed. */
  mark: string;
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
  /** Taken back before its day came. */
  withdrawnAt: Instant | null;
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

export type TemplatePurpose = 'callback-request' | 'date-request' | 'reply' | 'info';

/** A text to write from, ready to be looked over. */
export interface TemplateView {
  id: string;
  name: string;
  purpose: TemplatePurpose;
  /** 一言 (R6). */
  greeting: string;
  body: string;
}

/** The same as managers keep it: `{事業所}` and `{担当}` stand for the names. */
export interface TemplateEdit extends TemplateView {
  revision: number;
  updatedAt: Instant;
  updatedBy: string | null;
  retiredAt: Instant | null;
}

/** What became of a text that was kept. */
export interface TemplateSaved {
  id: string;
  revision: number;
  /** What to look at, though it was kept. */
  findings: Finding[];
}

export type ChangeArea = 'settings' | 'closure' | 'template' | 'rules' | 'staff' | 'session' | 'import';

/** A page of a list, and where the next begins. */
export interface Page<T> {
  rows: T[];
  next: string | null;
}

export interface ChangeRow {
  id: string;
  area: ChangeArea;
  summary: string;
  /** What it was and what it became, where that can be shown. */
  detail: unknown;
  staff: string;
  at: Instant;
}

export interface AccessRow {
  id: string;
  at: Instant;
  staff: string;
  /** client, case, records, thread; `export…` where something left the office. */
  what: string;
  detail: string | null;
  clientId: string | null;
  client: string | null;
}

export interface Colleague extends Person {
  id: string;
}

export interface StaffRow extends Person {
  id: string;
  role: StaffMe['role'];
  active: boolean;
  createdAt: Instant;
  clients: number;
  sessions: number;
}

/** What somebody who leaves hands over. */
export interface HandOverView {
  staff: { id: string; name: string; active: boolean };
  colleagues: Colleague[];
  clients: {
    id: string;
    name: string;
    kana: string;
    cases: number;
    tasks: number;
    duties: number;
    /** When their fixed meetings begin. */
    meetings: Instant[];
  }[];
}

export interface StaffInvitationView {
  id: string;
  name: string;
  role: StaffMe['role'];
  createdBy: string | null;
  createdAt: Instant;
  expiresAt: Instant;
  state: 'open' | 'used' | 'expired' | 'revoked';
}

export interface StaffListView {
  staff: StaffRow[];
  invitations: StaffInvitationView[];
}

export interface SessionView {
  id: string;
  staffId: string;
  staff: string;
  device: string | null;
  createdAt: Instant;
  expiresAt: Instant;
  current: boolean;
}

export interface ClosuresView {
  today: CivilDate;
  /** YYYY-MM */
  month: string;
  /** Own closed days still to come. */
  closures: { date: CivilDate; reason: string }[];
  days: { date: CivilDate; closed: boolean; why: string | null }[];
}
