import type { Instant } from '../manual/types.ts';

/** Whether one's own calendar has an address; null: there is none. */
export interface OwnFeed {
  createdAt: Instant | null;
}

/** A new address: shown once, whoever has it sees the calendar until it is revoked. */
export interface NewFeed {
  createdAt: Instant;
  url: string;
}
