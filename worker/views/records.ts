import type { CivilDate, ContactMethod, Instant } from '../manual/types.ts';

export interface RecordView {
  id: string;
  seq: number;
  kind: string;
  at: Instant;
  recordedAt: Instant;
  actor: string;
  caseId: string | null;
  contactName: string | null;
  correctsId: string | null;
  hash: string;
  body: RecordBody;
}

/** The fields of a 相談記録 entry; `summary` is one line in Japanese, always there. */
export interface RecordBody {
  summary: string;
  method?: ContactMethod;
  startedAt?: Instant;
  endedAt?: Instant;
  place?: string;
  partner?: string;
  relation?: string;
  purpose?: string;
  content?: string;
  response?: string;
  nextAction?: string;
  nextDue?: CivilDate;
  /** Rules the act rested on, and the written reason of an override. */
  rules?: string[];
  reason?: string;
  /** Ids of rows that this entry speaks of. */
  refs?: Record<string, string>;
}
