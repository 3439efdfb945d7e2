import { Hono } from 'hono';
import { accessRoutes } from './access.ts';
import { calendarRoutes } from './calendar.ts';
import { calendarFeedRoutes } from './calendar-feed.ts';
import { casesRoutes } from './cases.ts';
import { clientImportRoutes } from './client-import.ts';
import { clientsRoutes } from './clients.ts';
import { deskRoutes } from './desk.ts';
import { messagesRoutes } from './messages.ts';
import { noticesRoutes } from './notices.ts';
import { officeRoutes } from './office.ts';
import { recordsRoutes } from './records.ts';
import { reportsRoutes } from './reports.ts';
import { roundsRoutes } from './rounds.ts';
import { rulesRoutes } from './rules.ts';
import { templatesRoutes } from './templates.ts';

/** What counselors and managers do in the console. */
export const consoleRoutes = new Hono()
  .route('/', deskRoutes)
  .route('/', clientsRoutes)
  .route('/', casesRoutes)
  .route('/', messagesRoutes)
  .route('/', recordsRoutes)
  .route('/', officeRoutes)
  .route('/', templatesRoutes)
  .route('/', calendarRoutes)
  .route('/', calendarFeedRoutes)
  .route('/', reportsRoutes)
  .route('/', roundsRoutes)
  .route('/', accessRoutes)
  .route('/', rulesRoutes)
  .route('/', clientImportRoutes)
  .route('/', noticesRoutes);
