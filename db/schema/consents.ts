import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const usageRules = sqliteTable('usage_rules', {
  version: integer('version').primaryKey(),
  effectiveFrom: integer('effective_from').notNull(),
  change: text('change', { enum: ['rule', 'wording'] }).notNull(),
  text: text('text').notNull(),
  textHash: text('text_hash').notNull(),
  note: text('note'),
  publishedBy: text('published_by'),
  createdAt: integer('created_at').notNull(),
});

/** The next version of the usage rules while it is written; at most one is open. */
export const ruleDrafts = sqliteTable('rule_drafts', {
  id: text('id').primaryKey(),
  baseVersion: integer('base_version').notNull(),
  text: text('text').notNull(),
  note: text('note').notNull().default(''),
  revision: integer('revision').notNull().default(1),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
  updatedBy: text('updated_by').notNull(),
  settledAt: integer('settled_at'),
  outcome: text('outcome', { enum: ['published', 'dropped', 'withdrawn'] }),
  version: integer('version'),
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
