import type { CivilDate, ClockTime, Instant, SendPurpose } from '../manual/types.ts';

/** A monitoring whose month of the 受給者証 is near: staff open it as a case or dismiss it. */
export interface ProposalView {
  id: string;
  client: { id: string; name: string; kana: string };
  counselor: string;
  /** `YYYY-MM` */
  month: string;
  proposedAt: Instant;
}

/** One job of cron, as the console lists it. */
export interface JobView {
  name: string;
  label: string;
  what: string;
  /** In words: 毎回, 1時間ごと, 毎日 06:00. */
  turn: string;
  lastAt: Instant | null;
  /** When it last came to its end; earlier than `lastAt` while it goes on or fails. */
  doneAt: Instant | null;
  nextAt: Instant;
  /** What the last run did: counts by name. */
  counts: Record<string, number>;
  /** So many runs failed one after another. */
  failures: number;
}

export interface JobsView {
  now: Instant;
  jobs: JobView[];
  /** Clients last served more than five years ago; nothing is deleted by itself. */
  retention: { clientId: string; name: string; kana: string; lastOn: CivilDate }[];
}

/** An automatic message that the cap per person kept back. */
export interface HeldBackView {
  messageId: string;
  client: { id: string; name: string; kana: string };
  contactName: string;
  purpose: SendPurpose;
  why: 'day' | 'week';
  firstAt: Instant;
  lastAt: Instant;
  /** Waiting for its next day, sent later, or not sent any more. */
  state: 'waiting' | 'sent' | 'dropped';
  nextAt: Instant | null;
}

export type NoticeChannel = 'line' | 'slack' | 'teams' | 'none';
/** What staff can be told of, beside urgent words, which reach everybody who has a channel. */
export type NoticeKind =
  | 'date-arrived'
  | 'duty-soon'
  | 'duty-overdue'
  | 'send-failed'
  | 'consent'
  | 'withdrawn'
  | 'monitoring'
  | 'review'
  | 'exception'
  | 'quota';

export interface NoticeSettings {
  channel: NoticeChannel;
  kinds: NoticeKind[];
  /** A digest at the opening. */
  digest: boolean;
  workFrom: ClockTime;
  workUntil: ClockTime;
  slackUserId: string | null;
}

export interface NoticeSettingsView extends NoticeSettings {
  now: Instant;
  /** Whether this member of staff has chosen; until then urgent words come by LINE and nothing else. */
  chosen: boolean;
  /** Channels that this deployment can use; the others' secrets are missing, named in `missing`. */
  ready: { line: boolean; slack: boolean; teams: boolean; slackButtons: boolean };
  missing: string[];
  /** The newest notices to this member of staff. */
  recent: {
    at: Instant;
    channel: NoticeChannel;
    what: string;
    status: 'queued' | 'leased' | 'sent' | 'dead' | 'dropped';
    error: string | null;
  }[];
}
