import type { CivilDate, Instant } from '../manual/types.ts';
import type { Exceptions } from './approvals.ts';
import type { CaseRow, MessageView, TaskView } from './cases.ts';
import type { AppAppointment } from './mini-app.ts';
import type { ProposalView } from './notices.ts';
import type { Person } from './shared.ts';

/** What staff said a message was: 緊急, 基本相談, or neither (R2). */
export type InboundTag = 'urgent' | 'basic-consultation' | 'none';

export interface ThreadMessage {
  id: string;
  /** LINE's own kinds, or `wish`: a form of the mini-app. */
  kind: string;
  text: string | null;
  /** What a sticker says, where LINE tells. */
  sticker: string | null;
  /** null until staff say so. */
  tag: InboundTag | null;
  /** Of an image or another file: not yet fetched, to be opened at `/messages/:id/content`, or not kept. */
  content: 'due' | 'kept' | 'not-kept' | null;
  why: 'kind' | 'gone' | 'too-large' | 'failed' | 'unsent' | null;
  at: Instant;
  unsent: boolean;
  /** What is owed for it, and by what it was answered: a reply, a talk, or a reason why not (R12). */
  duty: {
    id: string;
    dueAt: Instant;
    clearedAt: Instant | null;
    clearedBy: 'reply' | 'talk' | 'closed' | null;
    reason: string | null;
  } | null;
}

export interface DutyRow {
  id: string;
  contactId: string | null;
  contactName: string;
  phone: string | null;
  client: (Person & { id: string }) | null;
  preview: string;
  receivedAt: Instant;
  dueAt: Instant;
}

/** RX, or what managers must hear. Staff are told of it until somebody takes it. */
export interface AlertRow {
  id: string;
  kind: 'urgent' | 'quota-low';
  contactId: string | null;
  contactName: string | null;
  phone: string | null;
  client: (Person & { id: string }) | null;
  /** How many messages it stands for. */
  messages: number;
  raisedAt: Instant;
  /** How often staff were told by LINE. */
  pushes: number;
}

/** What LINE last said of this month; `limit` and `left` null: without limit. */
export interface QuotaView {
  month: string;
  limit: number | null;
  used: number;
  left: number | null;
  readAt: Instant;
  state: 'ok' | 'low' | 'out';
}

/** R2: how somebody's contact came to be looked at. */
export interface ReviewEvidence {
  perDay: { date: CivilDate; conversations: number }[];
  busyDays: number;
  excessConversations: number;
  excessDays: number;
  excessWindowDays: number;
}

export interface ReviewRow {
  id: string;
  contactId: string;
  contactName: string;
  /** Whose contact it is; siblings share a parent. */
  clients: (Person & { id: string })[];
  openedAt: Instant;
  evidence: ReviewEvidence;
}

/** What a review came to, and when people look at it again (R2). */
export interface AgreementRow {
  reviewId: string;
  contactId: string;
  contactName: string;
  clients: (Person & { id: string })[];
  closedAt: Instant;
  outcome: string;
  /** What was agreed with the person, in words; null: nothing but to look again. */
  agreed: string | null;
  lookOn: CivilDate;
}

export interface TodayView {
  now: Instant;
  /** Of the clients that appear here, those that are this member of staff's own. */
  mine: string[];
  /** First of all, urgent ones before others. */
  alerts: AlertRow[];
  /** null until LINE was asked. */
  quota: QuotaView | null;
  /** Events of LINE that could not be processed; the ids are for trying again. */
  parked: { count: number; ids: string[] };
  reviews: ReviewRow[];
  exceptions: Exceptions;
  /** Monitorings whose month is near and that nobody has planned yet. */
  proposals: ProposalView[];
  /** 相談記録 that the system began and a counselor completes (R5). */
  drafts: { id: string; clientId: string; client: Person; summary: string; createdAt: Instant }[];
  duties: DutyRow[];
  calls: (CaseRow & { phone: string | null; contactId: string | null; lastCallAt: Instant | null })[];
  tasks: TaskView[];
  answered: CaseRow[];
  waitingConsents: { clientId: string; client: Person; contactName: string; state: string; since: Instant }[];
  /** Queued messages that wait for the window or the next day, and those that failed or were given up. */
  held: (MessageView & {
    clientId: string;
    client: Person;
    /** The cap per person kept this automatic message back. */
    keptBack: 'day' | 'week' | null;
  })[];
  appointments: (Omit<AppAppointment, 'people'> & { clientId: string })[];
}
