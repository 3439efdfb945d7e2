import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

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
  /** SHA-256 of the body: the chain stays verifiable when a body was erased (erasures). */
  bodyHash: text('body_hash').notNull(),
});

/** Erasing a client's data, as an act of its own: what law or the office requires, on what ground, by whom. */
export const erasures = sqliteTable('erasures', {
  clientId: text('client_id').primaryKey(),
  ground: text('ground', { enum: ['mistaken-client', 'retention-over', 'law'] }).notNull(),
  reason: text('reason').notNull(),
  /** The last entry whose body was erased; later ones tell of the erasure. */
  lastSeq: integer('last_seq').notNull(),
  erasedBy: text('erased_by').notNull(),
  erasedAt: integer('erased_at').notNull(),
});

/** What the system has begun of an entry, until a counselor completes and finalises it. */
export const recordDrafts = sqliteTable('record_drafts', {
  id: text('id').primaryKey(),
  clientId: text('client_id').notNull(),
  caseId: text('case_id'),
  source: text('source', { enum: ['meeting', 'call', 'own'] }).notNull(),
  sourceId: text('source_id').notNull(),
  body: text('body').notNull(),
  staffId: text('staff_id').notNull(),
  revision: integer('revision').notNull().default(1),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
  updatedBy: text('updated_by'),
  settledAt: integer('settled_at'),
  settledBy: text('settled_by'),
  outcome: text('outcome', { enum: ['finalised', 'dropped'] }),
});
