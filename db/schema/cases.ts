import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

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
  /** Where it may be, as JSON, when that is left to the person; empty when the place is settled. */
  placeChoices: text('place_choices').notNull().default('[]'),
  openedAt: integer('opened_at').notNull(),
  openedBy: text('opened_by').notNull(),
  confirmedSlotId: text('confirmed_slot_id'),
  confirmedAt: integer('confirmed_at'),
  confirmedBy: text('confirmed_by'),
  cancelledAt: integer('cancelled_at'),
  cancelReason: text('cancel_reason'),
  cancelledBy: text('cancelled_by'),
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
  choice: text('choice', { enum: ['ranked', 'parts', 'none', 'unknown', 'call'] }).notNull(),
  place: text('place', { enum: ['home', 'office', 'provider', 'any'] }),
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

/** Parts of days that suit, where no times were offered. */
export const answerParts = sqliteTable(
  'answer_parts',
  {
    answerId: text('answer_id').notNull(),
    date: text('date').notNull(),
    part: text('part', { enum: ['morning', 'afternoon', 'evening'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.answerId, t.date, t.part] })],
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

/** Confirmed dates that were given up again, each with the reason (R10). */
export const caseChanges = sqliteTable('case_changes', {
  id: text('id').primaryKey(),
  caseId: text('case_id').notNull(),
  slotId: text('slot_id').notNull(),
  confirmedAt: integer('confirmed_at').notNull(),
  reason: text('reason').notNull(),
  tell: text('tell', { enum: ['phone', 'visit'] }).notNull(),
  changedBy: text('changed_by').notNull(),
  changedAt: integer('changed_at').notNull(),
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

export const feedLinks = sqliteTable('feed_links', {
  id: text('id').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  contactId: text('contact_id').notNull(),
  caseId: text('case_id').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
});
