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
