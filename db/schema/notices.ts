import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What calendars were told of a case's date; triggers on `cases` keep it, whoever changes the date. */
export const calendarEvents = sqliteTable('calendar_events', {
  caseId: text('case_id').primaryKey(),
  slotId: text('slot_id').notNull(),
  sequence: integer('sequence').notNull().default(0),
  cancelled: integer('cancelled', { mode: 'boolean' }).notNull().default(false),
  changedAt: integer('changed_at').notNull(),
});

export const calendarFeeds = sqliteTable('calendar_feeds', {
  id: text('id').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  staffId: text('staff_id'),
  contactId: text('contact_id'),
  lineUserId: text('line_user_id').notNull(),
  createdAt: integer('created_at').notNull(),
  revokedAt: integer('revoked_at'),
});

/** The one automatic message that may go to a contact on a date, taken before it is sent. */
export const autoClaims = sqliteTable(
  'auto_claims',
  {
    contactId: text('contact_id').notNull(),
    date: text('date').notNull(),
    messageId: text('message_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.contactId, t.date] })],
);

export const heldBack = sqliteTable('held_back', {
  messageId: text('message_id').primaryKey(),
  contactId: text('contact_id').notNull(),
  why: text('why', { enum: ['day', 'week'] }).notNull(),
  firstAt: integer('first_at').notNull(),
  lastAt: integer('last_at').notNull(),
});

export const jobStates = sqliteTable('job_states', {
  job: text('job').primaryKey(),
  startedAt: integer('started_at').notNull(),
  finishedAt: integer('finished_at').notNull(),
  /** When it last came to its end; null while it never did. */
  doneAt: integer('done_at'),
  outcome: text('outcome').notNull(),
  failures: integer('failures').notNull().default(0),
});

export const monitoringProposals = sqliteTable('monitoring_proposals', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  month: text('month').notNull(),
  proposedAt: integer('proposed_at').notNull(),
  settledAt: integer('settled_at'),
  settledBy: text('settled_by'),
  caseId: text('case_id'),
  dismissReason: text('dismiss_reason'),
});

export const retentionDue = sqliteTable('retention_due', {
  clientId: text('client_id').primaryKey(),
  lastOn: text('last_on').notNull(),
  listedAt: integer('listed_at').notNull(),
});

export const noticeSettings = sqliteTable('notice_settings', {
  staffId: text('staff_id').primaryKey(),
  channel: text('channel', { enum: ['line', 'slack', 'teams', 'none'] }).notNull(),
  kinds: text('kinds').notNull(),
  digest: integer('digest', { mode: 'boolean' }).notNull(),
  workFrom: text('work_from').notNull(),
  workUntil: text('work_until').notNull(),
  slackUserId: text('slack_user_id'),
  toldUntil: integer('told_until').notNull(),
  digestOn: text('digest_on').notNull().default(''),
  updatedAt: integer('updated_at').notNull(),
});

export const staffNotices = sqliteTable('staff_notices', {
  id: text('id').primaryKey(),
  channel: text('channel', { enum: ['line', 'slack', 'teams'] }).notNull(),
  staffIds: text('staff_ids').notNull(),
  sort: text('sort', { enum: ['urgent', 'news', 'digest'] }).notNull(),
  content: text('content').notNull(),
  onceKey: text('once_key').notNull(),
  status: text('status', { enum: ['queued', 'leased', 'sent', 'dead', 'dropped'] }).notNull(),
  notBefore: integer('not_before').notNull(),
  staleAfter: integer('stale_after').notNull(),
  attempts: integer('attempts').notNull().default(0),
  leaseUntil: integer('lease_until'),
  leaseToken: text('lease_token'),
  lastError: text('last_error'),
  createdAt: integer('created_at').notNull(),
  sentAt: integer('sent_at'),
});
