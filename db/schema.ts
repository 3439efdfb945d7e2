import { customType, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

// The tables as TypeScript sees them. Constraints, indexes and triggers live in migrations/, by hand:
// drizzle knows neither STRICT nor triggers. test/db/schema.test.ts holds the two together.

/** Bytes without Node's Buffer, which Workers don't have. */
const bytes = customType<{ data: Uint8Array<ArrayBuffer>; driverData: ArrayBuffer | Uint8Array }>({
  dataType: () => 'blob',
  toDriver: (value) => value,
  fromDriver: (value) => new Uint8Array(value),
});

export const officeSettings = sqliteTable('office_settings', {
  version: integer('version').primaryKey(),
  effectiveFrom: text('effective_from').notNull(),
  settings: text('settings').notNull(),
  profile: text('profile').notNull(),
  authorStaffId: text('author_staff_id'),
  createdAt: integer('created_at').notNull(),
});

export const closures = sqliteTable('closures', {
  date: text('date').primaryKey(),
  reason: text('reason').notNull(),
});

export const lineAccounts = sqliteTable('line_accounts', {
  lineUserId: text('line_user_id').primaryKey(),
  friend: integer('friend', { mode: 'boolean' }),
  suspendedAt: integer('suspended_at'),
  seenAt: integer('seen_at').notNull(),
});

export const staff = sqliteTable('staff', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  kana: text('kana'),
  role: text('role', { enum: ['counselor', 'manager'] }).notNull(),
  lineUserId: text('line_user_id'),
  active: integer('active', { mode: 'boolean' }).notNull().default(true),
  createdAt: integer('created_at').notNull(),
});

export const staffInvitations = sqliteTable('staff_invitations', {
  id: text('id').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  name: text('name').notNull(),
  role: text('role', { enum: ['counselor', 'manager'] }).notNull(),
  createdBy: text('created_by'),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
  usedBy: text('used_by'),
});

export const sessions = sqliteTable('sessions', {
  id: text('id').primaryKey(),
  kind: text('kind', { enum: ['user', 'staff'] }).notNull(),
  lineUserId: text('line_user_id').notNull(),
  staffId: text('staff_id'),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  revokedAt: integer('revoked_at'),
});

export const clients = sqliteTable('clients', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  kana: text('kana').notNull(),
  shownName: text('shown_name').notNull(),
  birthDate: text('birth_date'),
  attendsProgram: integer('attends_program', { mode: 'boolean' }).notNull(),
  monitoringMonths: text('monitoring_months').notNull().default('[]'),
  counselorId: text('counselor_id').notNull(),
  createdAt: integer('created_at').notNull(),
});

export const contacts = sqliteTable('contacts', {
  id: text('id').primaryKey(),
  kind: text('kind', {
    enum: ['person', 'guardian', 'legal-representative', 'family', 'provider'],
  }).notNull(),
  name: text('name').notNull(),
  kana: text('kana'),
  phone: text('phone'),
  lineUserId: text('line_user_id'),
  hours: text('hours'),
  reminderTime: text('reminder_time'),
  createdAt: integer('created_at').notNull(),
});

export const clientContacts = sqliteTable(
  'client_contacts',
  {
    clientId: text('client_id').notNull(),
    contactId: text('contact_id').notNull(),
    relation: text('relation').notNull(),
  },
  (t) => [primaryKey({ columns: [t.clientId, t.contactId] })],
);

export const usageRules = sqliteTable('usage_rules', {
  version: integer('version').primaryKey(),
  effectiveFrom: integer('effective_from').notNull(),
  change: text('change', { enum: ['rule', 'wording'] }).notNull(),
  text: text('text').notNull(),
  textHash: text('text_hash').notNull(),
  createdAt: integer('created_at').notNull(),
});

export const invitations = sqliteTable('invitations', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  contactId: text('contact_id').notNull(),
  tokenHash: text('token_hash').notNull(),
  explainedBy: text('explained_by').notNull(),
  explainedAt: integer('explained_at').notNull(),
  explainedHow: text('explained_how', { enum: ['visit', 'office', 'phone', 'video'] }).notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  revokedAt: integer('revoked_at'),
  usedAt: integer('used_at'),
  usedByLineUserId: text('used_by_line_user_id'),
});

export const consents = sqliteTable('consents', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  contactId: text('contact_id').notNull(),
  lineUserId: text('line_user_id').notNull(),
  invitationId: text('invitation_id'),
  version: integer('version').notNull(),
  textHash: text('text_hash').notNull(),
  choice: text('choice', { enum: ['yes', 'no', 'later', 'question', 'withdrawn'] }).notNull(),
  chooser: text('chooser', {
    enum: ['person', 'guardian', 'legal-representative', 'family', 'provider'],
  }).notNull(),
  explainedToPerson: integer('explained_to_person', { mode: 'boolean' }),
  explainedBy: text('explained_by'),
  chosenAt: integer('chosen_at').notNull(),
  seq: integer('seq').notNull(),
});

export const circumstances = sqliteTable('circumstances', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  contactId: text('contact_id').notNull(),
  reason: text('reason').notNull(),
  reviewOn: text('review_on').notNull(),
  askedBy: text('asked_by').notNull(),
  askedAt: integer('asked_at').notNull(),
  approvedBy: text('approved_by'),
  approvedAt: integer('approved_at'),
});

export const cases = sqliteTable('cases', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  counselorId: text('counselor_id').notNull(),
  kind: text('kind', { enum: ['meeting', 'monitoring', 'consultation'] }).notNull(),
  status: text('status', { enum: ['open', 'confirmed', 'held', 'cancelled'] }).notNull(),
  purpose: text('purpose').notNull(),
  plannedMethod: text('planned_method', {
    enum: ['visit', 'office', 'phone', 'mail', 'line', 'fax', 'post', 'video'],
  }).notNull(),
  lineReason: text('line_reason'),
  lineWishBy: text('line_wish_by'),
  lineWishAt: integer('line_wish_at'),
  lineWishHow: text('line_wish_how'),
  openedAt: integer('opened_at').notNull(),
  openedBy: text('opened_by').notNull(),
  confirmedSlotId: text('confirmed_slot_id'),
  confirmedAt: integer('confirmed_at'),
  confirmedBy: text('confirmed_by'),
  cancelledAt: integer('cancelled_at'),
  cancelReason: text('cancel_reason'),
});

export const slots = sqliteTable('slots', {
  id: text('id').primaryKey(),
  caseId: text('case_id').notNull(),
  startsAt: integer('starts_at').notNull(),
  endsAt: integer('ends_at').notNull(),
  place: text('place').notNull(),
  offeredAt: integer('offered_at').notNull(),
  closedAt: integer('closed_at'),
});

export const participants = sqliteTable(
  'participants',
  {
    caseId: text('case_id').notNull(),
    contactId: text('contact_id').notNull(),
    addedAt: integer('added_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.caseId, t.contactId] })],
);

export const answers = sqliteTable('answers', {
  id: text('id').primaryKey(),
  caseId: text('case_id').notNull(),
  contactId: text('contact_id').notNull(),
  submissionKey: text('submission_key').notNull(),
  seq: integer('seq').notNull(),
  choice: text('choice', { enum: ['ranked', 'none', 'unknown', 'call'] }).notNull(),
  health: text('health', { enum: ['good', 'usual', 'bad'] }),
  attendance: text('attendance', { enum: ['usual', 'sometimes-off', 'off'] }),
  note: text('note'),
  answeredAt: integer('answered_at').notNull(),
});

export const preferences = sqliteTable(
  'preferences',
  {
    answerId: text('answer_id').notNull(),
    slotId: text('slot_id').notNull(),
    mark: text('mark', { enum: ['yes', 'maybe', 'no'] }).notNull(),
    rank: integer('rank'),
  },
  (t) => [primaryKey({ columns: [t.answerId, t.slotId] })],
);

export const calls = sqliteTable('calls', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  contactId: text('contact_id').notNull(),
  caseId: text('case_id'),
  outcome: text('outcome', {
    enum: ['no-answer', 'voicemail', 'busy', 'reached', 'family', 'wrong-number'],
  }).notNull(),
  reached: integer('reached', { mode: 'boolean' }),
  direction: text('direction', { enum: ['out', 'in'] }).notNull(),
  note: text('note'),
  calledAt: integer('called_at').notNull(),
  staffId: text('staff_id').notNull(),
  undoneAt: integer('undone_at'),
});

export const meetings = sqliteTable('meetings', {
  id: text('id').primaryKey(),
  caseId: text('case_id'),
  clientId: text('client_id').notNull(),
  kind: text('kind', { enum: ['meeting', 'monitoring', 'consultation'] }).notNull(),
  method: text('method', {
    enum: ['visit', 'office', 'phone', 'mail', 'line', 'fax', 'post', 'video'],
  }).notNull(),
  place: text('place').notNull(),
  startedAt: integer('started_at').notNull(),
  endedAt: integer('ended_at').notNull(),
  lineReason: text('line_reason'),
  recordedBy: text('recorded_by').notNull(),
  recordedAt: integer('recorded_at').notNull(),
});

export const messages = sqliteTable('messages', {
  id: text('id').primaryKey(),
  contactId: text('contact_id').notNull(),
  clientId: text('client_id').notNull(),
  caseId: text('case_id'),
  purpose: text('purpose', {
    enum: ['callback-request', 'date-request', 'confirmed', 'reminder', 'reply', 'info'],
  }).notNull(),
  origin: text('origin', { enum: ['staff', 'auto'] }).notNull(),
  authorStaffId: text('author_staff_id'),
  greeting: text('greeting').notNull(),
  body: text('body').notNull(),
  linkPath: text('link_path'),
  linkLabel: text('link_label'),
  status: text('status', { enum: ['queued', 'leased', 'sent', 'dead', 'dropped'] }).notNull(),
  notBefore: integer('not_before').notNull(),
  staleAfter: integer('stale_after'),
  onceKey: text('once_key'),
  attempts: integer('attempts').notNull().default(0),
  leaseUntil: integer('lease_until'),
  leaseToken: text('lease_token'),
  lastError: text('last_error'),
  lineRequestId: text('line_request_id'),
  decision: text('decision').notNull(),
  settingsVersion: integer('settings_version').notNull(),
  overrideReason: text('override_reason'),
  urgentBy: text('urgent_by'),
  urgentReason: text('urgent_reason'),
  replyToken: text('reply_token'),
  replyUntil: integer('reply_until'),
  createdAt: integer('created_at').notNull(),
  sentAt: integer('sent_at'),
});

export const inboundEvents = sqliteTable('inbound_events', {
  id: text('id').primaryKey(),
  type: text('type').notNull(),
  raw: text('raw').notNull(),
  occurredAt: integer('occurred_at').notNull(),
  receivedAt: integer('received_at').notNull(),
  processedAt: integer('processed_at'),
  attempts: integer('attempts').notNull().default(0),
  leaseUntil: integer('lease_until'),
  lastError: text('last_error'),
  parkedAt: integer('parked_at'),
});

export const inboundMessages = sqliteTable('inbound_messages', {
  id: text('id').primaryKey(),
  eventId: text('event_id').notNull(),
  lineMessageId: text('line_message_id').notNull(),
  lineUserId: text('line_user_id').notNull(),
  contactId: text('contact_id'),
  kind: text('kind').notNull(),
  text: text('text'),
  labels: text('labels').notNull().default('[]'),
  markAsReadToken: text('mark_as_read_token'),
  readAt: integer('read_at'),
  replyToken: text('reply_token'),
  replyUntil: integer('reply_until'),
  tag: text('tag', { enum: ['urgent', 'basic-consultation', 'none'] }),
  taggedBy: text('tagged_by'),
  taggedAt: integer('tagged_at'),
  occurredAt: integer('occurred_at').notNull(),
  receivedAt: integer('received_at').notNull(),
  unsentAt: integer('unsent_at'),
});

export const contents = sqliteTable('contents', {
  inboundMessageId: text('inbound_message_id').primaryKey(),
  lineMessageId: text('line_message_id').notNull(),
  status: text('status', { enum: ['due', 'kept', 'not-kept'] }).notNull(),
  why: text('why', { enum: ['kind', 'gone', 'too-large', 'failed', 'unsent'] }),
  tries: integer('tries').notNull().default(0),
  nextTryAt: integer('next_try_at'),
  contentType: text('content_type'),
  bytes: bytes('bytes'),
  settledAt: integer('settled_at'),
});

export const autoReplies = sqliteTable('auto_replies', {
  id: text('id').primaryKey(),
  inboundMessageId: text('inbound_message_id').notNull(),
  lineUserId: text('line_user_id').notNull(),
  contactId: text('contact_id'),
  kind: text('kind', { enum: ['night', 'stranger'] }).notNull(),
  onceKey: text('once_key').notNull(),
  text: text('text').notNull(),
  replyToken: text('reply_token').notNull(),
  expiresAt: integer('expires_at').notNull(),
  status: text('status', { enum: ['due', 'tried', 'sent', 'unsent'] }).notNull(),
  createdAt: integer('created_at').notNull(),
  triedAt: integer('tried_at'),
});

export const alerts = sqliteTable('alerts', {
  id: text('id').primaryKey(),
  kind: text('kind', { enum: ['urgent', 'quota-low'] }).notNull(),
  onceKey: text('once_key'),
  lineUserId: text('line_user_id'),
  contactId: text('contact_id'),
  inboundMessageId: text('inbound_message_id'),
  messages: integer('messages').notNull().default(1),
  raisedAt: integer('raised_at').notNull(),
  nextPushAt: integer('next_push_at'),
  pushes: integer('pushes').notNull().default(0),
  consoleUrl: text('console_url'),
  takenAt: integer('taken_at'),
  takenBy: text('taken_by'),
});

export const quotaReadings = sqliteTable('quota_readings', {
  month: text('month').primaryKey(),
  most: integer('most'),
  used: integer('used').notNull(),
  readAt: integer('read_at').notNull(),
});

export const reviews = sqliteTable('reviews', {
  id: text('id').primaryKey(),
  contactId: text('contact_id').notNull(),
  evidence: text('evidence').notNull(),
  openedAt: integer('opened_at').notNull(),
  closedAt: integer('closed_at'),
  closedBy: text('closed_by'),
  outcome: text('outcome'),
});

export const unsends = sqliteTable('unsends', {
  lineMessageId: text('line_message_id').primaryKey(),
  at: integer('at').notNull(),
});

export const replyDuties = sqliteTable('reply_duties', {
  id: text('id').primaryKey(),
  inboundMessageId: text('inbound_message_id'),
  wishId: text('wish_id'),
  contactId: text('contact_id'),
  openedAt: integer('opened_at').notNull(),
  dueAt: integer('due_at').notNull(),
  clearedAt: integer('cleared_at'),
  clearedBy: text('cleared_by', { enum: ['reply', 'talk', 'closed'] }),
  clearedRef: text('cleared_ref'),
  closeReason: text('close_reason'),
});

export const wishes = sqliteTable('wishes', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  contactId: text('contact_id').notNull(),
  caseId: text('case_id'),
  kind: text('kind', { enum: ['call', 'change', 'cannot-come', 'consult', 'question'] }).notNull(),
  submissionKey: text('submission_key').notNull(),
  whenText: text('when_text'),
  note: text('note'),
  wishedAt: integer('wished_at').notNull(),
});

export const tasks = sqliteTable('tasks', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  contactId: text('contact_id'),
  caseId: text('case_id'),
  kind: text('kind', { enum: ['phone', 'visit', 'decide', 'check'] }).notNull(),
  why: text('why').notNull(),
  title: text('title').notNull(),
  dueAt: integer('due_at').notNull(),
  onceKey: text('once_key'),
  createdAt: integer('created_at').notNull(),
  doneAt: integer('done_at'),
  doneBy: text('done_by'),
  doneNote: text('done_note'),
});

export const recordEntries = sqliteTable('record_entries', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  seq: integer('seq').notNull(),
  prevHash: text('prev_hash').notNull(),
  hash: text('hash').notNull(),
  kind: text('kind').notNull(),
  occurredAt: integer('occurred_at').notNull(),
  recordedAt: integer('recorded_at').notNull(),
  actorKind: text('actor_kind', { enum: ['contact', 'staff', 'bot', 'cron'] }).notNull(),
  actorId: text('actor_id'),
  caseId: text('case_id'),
  contactId: text('contact_id'),
  correctsId: text('corrects_id'),
  body: text('body').notNull(),
});

export const feedLinks = sqliteTable('feed_links', {
  id: text('id').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  contactId: text('contact_id').notNull(),
  caseId: text('case_id').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
});

export const accessLog = sqliteTable('access_log', {
  id: text('id').primaryKey(),
  staffId: text('staff_id').notNull(),
  clientId: text('client_id').notNull(),
  what: text('what').notNull(),
  at: integer('at').notNull(),
});

export const jobRuns = sqliteTable('job_runs', {
  id: text('id').primaryKey(),
  job: text('job').notNull(),
  startedAt: integer('started_at').notNull(),
  finishedAt: integer('finished_at'),
  outcome: text('outcome'),
});
