import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What staff wrote to the office's account or pressed there, until it is answered; the words are kept no longer. */
export const botCommands = sqliteTable('bot_commands', {
  eventId: text('event_id').primaryKey(),
  lineUserId: text('line_user_id').notNull(),
  kind: text('kind', { enum: ['text', 'button', 'other'] }).notNull(),
  said: text('said'),
  replyToken: text('reply_token'),
  cameAt: integer('came_at').notNull(),
  status: text('status', { enum: ['due', 'tried', 'answered', 'unanswered'] }).notNull(),
  triedAt: integer('tried_at'),
});

/** A button that one member of staff was given: bound to them, for a while, and of its card one acts once. */
export const botButtons = sqliteTable('bot_buttons', {
  tokenHash: text('token_hash').primaryKey(),
  card: text('card').notNull(),
  staffId: text('staff_id').notNull(),
  act: text('act', {
    enum: [
      'call-failed',
      'call-reached',
      'take-duty',
      'take-alert',
      'ask-date',
      'confirm-date',
      'leave-date',
    ],
  }).notNull(),
  /** The case, duty or alert it is about. */
  ref: text('ref').notNull(),
  /** The other half of it: whom a call went to, or which time. */
  about: text('about'),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
});

/** Which LINE accounts see the staff's menu, and which one. */
export const staffMenus = sqliteTable('staff_menus', {
  lineUserId: text('line_user_id').primaryKey(),
  richMenuId: text('rich_menu_id').notNull(),
  linkedAt: integer('linked_at').notNull(),
});
