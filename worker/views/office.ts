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
