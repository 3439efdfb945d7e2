import type { Database } from '../db/client.ts';
import type { Config } from './context.ts';
import type { Instant } from './manual/types.ts';

/** Why an ID token was not accepted. */
export type IdTokenResult = { ok: true; lineUserId: string } | { ok: false; why: string };

/** One line of the log: ids and kinds only, never names, texts or tokens. */
export interface LogLine {
  event: string;
  [field: string]: string | number | boolean | null | undefined;
}

/** The outside of the Worker, opened once per request by index.ts and by tests. */
export interface World {
  config: Config;
  db: Database;
  now: () => Instant;
  newId: () => string;
  /** 256 random bits, base64url. */
  newToken: () => string;
  /** 0 ≤ n < 1, for jitter. */
  random: () => number;
  verifyIdToken: (token: string, now: Instant) => Promise<IdTokenResult>;
  /** fetch towards LINE and the staff's chats. */
  fetchLine: typeof fetch;
  /** Static files; null in tests. */
  assets: { fetch: (request: Request) => Promise<Response> } | null;
  log: (line: LogLine) => void;
}
