import type { Settings } from '../manual/settings.ts';
import type { CivilDate } from '../manual/types.ts';
import type { JobName } from '../services/job/turns.ts';
import type { World } from '../world.ts';

/** The office's numbers, read once for all jobs of a tick. */
export interface OfficeDay {
  settings: Settings;
  settingsVersion: number;
  closures: readonly CivilDate[];
}

/** A job that looks through the office now and then. Safe to repeat: what it writes is there only once. */
export interface Round {
  name: JobName;
  /** Round trips that it needs at most for one bounded run. */
  cost: number;
  /** `more`: it stopped at its bound and goes on at the next tick. */
  run: (world: World, office: OfficeDay) => Promise<{ more?: boolean; [count: string]: unknown }>;
}
