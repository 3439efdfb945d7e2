import type { CivilDate, ContactMethod, Instant } from '../manual/types.ts';
import type { Person } from './shared.ts';

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

/** Kinds of entries to look for. */
export type RecordFilter = 'call' | 'line' | 'met' | 'stop' | 'consent' | 'written';

/** A page of a client's 相談記録: entries newest first, each followed in the list by what corrects it. */
export interface RecordPage {
  records: RecordView[];
  /** Where the next page begins; null: this is the last. */
  next: string | null;
  /** How many entries match, corrections left out; on the first page only. */
  total: number | null;
}

/** An entry that the system has begun, until a counselor completes and finalises it. */
export interface RecordDraftView {
  id: string;
  clientId: string;
  client: Person;
  caseId: string | null;
  source: 'meeting' | 'call' | 'own';
  body: Partial<RecordBody>;
  staffId: string;
  staff: string;
  revision: number;
  createdAt: Instant;
  updatedAt: Instant;
  updatedBy: string | null;
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
  /** 体調・通所・最近の様子, asked before the matter itself (R6). */
  condition?: string;
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
