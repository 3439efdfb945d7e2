import { customType, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Bytes without Node's Buffer, which Workers don't have. */
const bytes = customType<{ data: Uint8Array<ArrayBuffer>; driverData: ArrayBuffer | Uint8Array }>({
  dataType: () => 'blob',
  toDriver: (value) => value,
  fromDriver: (value) => new Uint8Array(value),
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
  /** What a sticker says, in words. */
  sticker: text('sticker'),
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

export const reviews = sqliteTable('reviews', {
  id: text('id').primaryKey(),
  contactId: text('contact_id').notNull(),
  evidence: text('evidence').notNull(),
  openedAt: integer('opened_at').notNull(),
  closedAt: integer('closed_at'),
  closedBy: text('closed_by'),
  outcome: text('outcome'),
  /** What was agreed with the person, in words (R2). */
  agreed: text('agreed'),
  /** When people look at it again; from then until `endedAt` it stays in force. */
  lookOn: text('look_on'),
  endedAt: integer('ended_at'),
  endedBy: text('ended_by'),
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
  takenAt: integer('taken_at'),
  takenBy: text('taken_by'),
});

export const wishes = sqliteTable('wishes', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  contactId: text('contact_id').notNull(),
  caseId: text('case_id'),
  kind: text('kind', {
    enum: ['call', 'change', 'cannot-come', 'consult', 'question', 'line-monitoring'],
  }).notNull(),
  submissionKey: text('submission_key').notNull(),
  whenText: text('when_text'),
  topic: text('topic', {
    enum: ['living', 'money', 'health', 'work', 'people', 'rules', 'app', 'dates', 'other'],
  }),
  talkWith: text('talk_with', { enum: ['counselor', 'anybody'] }),
  urgency: text('urgency', { enum: ['soon', 'usual'] }),
  lineReason: text('line_reason', { enum: ['work', 'body', 'hospital', 'people', 'other'] }),
  lineVoice: text('line_voice', { enum: ['self', 'spoken', 'written', 'signed', 'cards'] }),
  note: text('note'),
  wishedAt: integer('wished_at').notNull(),
});
