import type { CaseKind, CivilDate, ContactMethod, Instant } from '../manual/types.ts';
import type { Person } from './shared.ts';

/** A day of the calendar; each name is null where there is nothing to say. */
export interface CalendarDay {
  date: CivilDate;
  /** 祝日, 振替休日 and 国民の休日 by name. */
  holiday: string | null;
  /** Why the office is closed: a holiday, 年末年始, its own closure, a weekday; null on open days. */
  closed: string | null;
}

/** A meeting whose date is fixed, or that was held. */
export interface CalendarMeeting {
  /** null for a meeting that was recorded without a case. */
  caseId: string | null;
  clientId: string;
  client: Person;
  counselor: { id: string; name: string };
  kind: CaseKind;
  method: ContactMethod;
  place: string;
  startsAt: Instant;
  endsAt: Instant;
  /** `waiting`: it is over, and nobody has said yet whether it was held. */
  state: 'fixed' | 'waiting' | 'held';
}

export interface CalendarView {
  now: Instant;
  days: CalendarDay[];
  meetings: CalendarMeeting[];
  /** Who is chosen from: active staff, and whoever has a meeting here. */
  counselors: { id: string; name: string }[];
}
