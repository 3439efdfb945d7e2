import { Hono } from 'hono';
import { monthlyFigures } from '../../services/report/monthly-figures.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';

/** The office's figures (月ごとの数字). */
export const reportsRoutes = new Hono<{ Variables: SignedInVars }>().get(
  '/reports/monthly',
  signedIn('staff'),
  async (c) => c.json(await monthlyFigures(c.var.ctx)),
);
