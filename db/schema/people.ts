import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

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
  revokedAt: integer('revoked_at'),
  usedAt: integer('used_at'),
  usedBy: text('used_by'),
});

export const sessions = sqliteTable('sessions', {
  id: text('id').primaryKey(),
  kind: text('kind', { enum: ['user', 'staff'] }).notNull(),
  lineUserId: text('line_user_id').notNull(),
  staffId: text('staff_id'),
  device: text('device'),
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
  revision: integer('revision').notNull().default(1),
  createdAt: integer('created_at').notNull(),
  /** Its record was erased (erasures): nothing personal is left, and nothing more is done with it. */
  erasedAt: integer('erased_at'),
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
  revision: integer('revision').notNull().default(1),
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

/** Every ending of a folded name or reading: a part of a name is found by an index alone. */
export const nameTerms = sqliteTable(
  'name_terms',
  {
    kind: text('kind', { enum: ['client', 'contact'] }).notNull(),
    term: text('term').notNull(),
    id: text('id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.term, t.id] })],
);
