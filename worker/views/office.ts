import type { Settings } from '../manual/settings.ts';
import type { CivilDate, Instant } from '../manual/types.ts';
import type { OfficeProfile, Person } from './shared.ts';

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

export type ChangeArea = 'settings' | 'closure' | 'template' | 'rules' | 'staff' | 'session' | 'import';
