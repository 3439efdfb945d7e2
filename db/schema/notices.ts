import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

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
