import { Hono } from 'hono';
import { z } from 'zod';
import { viewCalendar } from '../../services/calendar/view-calendar.ts';
import { answer, query } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import * as input from './inputs.ts';

const asked = z.object({ from: input.civilDate, until: input.civilDate, counselor: input.id.optional() });

/** Fixed and held meetings by day (予定). */
export const calendarRoutes = new Hono<{ Variables: SignedInVars }>().get(
  '/calendar',
  signedIn('staff'),
  query(asked),
  async (c) => answer(c, await viewCalendar(c.var.ctx, c.req.valid('query'))),
);
