import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const officeSettings = sqliteTable('office_settings', {
  version: integer('version').primaryKey(),
  effectiveFrom: text('effective_from').notNull(),
  settings: text('settings').notNull(),
  profile: text('profile').notNull(),
  authorStaffId: text('author_staff_id'),
  createdAt: integer('created_at').notNull(),
  withdrawnAt: integer('withdrawn_at'),
  withdrawnBy: text('withdrawn_by'),
});

export const closures = sqliteTable('closures', {
  date: text('date').primaryKey(),
  reason: text('reason').notNull(),
});

export const quotaReadings = sqliteTable('quota_readings', {
  month: text('month').primaryKey(),
  most: integer('most'),
  used: integer('used').notNull(),
  readAt: integer('read_at').notNull(),
});

export const accessLog = sqliteTable('access_log', {
  id: text('id').primaryKey(),
  staffId: text('staff_id').notNull(),
  clientId: text('client_id'),
  what: text('what').notNull(),
  detail: text('detail'),
  at: integer('at').notNull(),
});

export const jobRuns = sqliteTable('job_runs', {
  id: text('id').primaryKey(),
  job: text('job').notNull(),
  startedAt: integer('started_at').notNull(),
  finishedAt: integer('finished_at'),
  outcome: text('outcome'),
});

export const templates = sqliteTable('templates', {
  id: text('id').primaryKey(),
  purpose: text('purpose', { enum: ['callback-request', 'date-request', 'reply', 'info'] }).notNull(),
  name: text('name').notNull(),
  greeting: text('greeting').notNull(),
  body: text('body').notNull(),
  revision: integer('revision').notNull().default(1),
  updatedAt: integer('updated_at').notNull(),
  updatedBy: text('updated_by'),
  retiredAt: integer('retired_at'),
});

export const officeChanges = sqliteTable('office_changes', {
  id: text('id').primaryKey(),
  area: text('area', {
    enum: ['settings', 'closure', 'template', 'rules', 'staff', 'session', 'import'],
  }).notNull(),
  subjectId: text('subject_id').notNull(),
  revision: integer('revision'),
  summary: text('summary').notNull(),
  detail: text('detail'),
  staffId: text('staff_id').notNull(),
  at: integer('at').notNull(),
});
