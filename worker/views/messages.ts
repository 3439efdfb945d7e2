import type { Instant } from '../manual/types.ts';
import type { Verdict } from './cases.ts';

/** What the manual says to a draft, with what the composer shows beside it. */
export interface DraftVerdict extends Verdict {
  /** Where it would go on a closed day: the opening of the next business day. */
  later: Instant | null;
  /** The button below the text, as the phone shows it. */
  button: string | null;
  /** When this was judged. */
  seenAt: Instant;
}

/** A text to start from: the 一言 first, then the matter (R6). */
export interface DraftText {
  id: string;
  name: string;
  greeting: string;
  body: string;
}
