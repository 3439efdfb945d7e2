import { type Context, Hono } from 'hono';
import { isRefused, ProblemError, type Refused } from '../../problem.ts';
import { exportCalls } from '../../services/export/calls-csv.ts';
import { exportConsents } from '../../services/export/consents-csv.ts';
import { csvHeaders } from '../../services/export/csv.ts';
import { exportFigures } from '../../services/export/figures-csv.ts';
import { exportRecordsJson } from '../../services/export/records-json.ts';
import { monthlyFigures } from '../../services/report/monthly-figures.ts';
import { answer } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';

/** The office's figures (月ごとの数字) and what leaves the office as a file. */
export const reportsRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/reports/monthly', signedIn('staff'), async (c) => c.json(await monthlyFigures(c.var.ctx)))
  .get('/reports/monthly/csv', signedIn('staff'), async (c) => file(c, await exportFigures(c.var.ctx)))
  .get('/exports/consents/csv', signedIn('manager'), async (c) => file(c, await exportConsents(c.var.ctx)))
  .get('/cases/:id/calls/csv', signedIn('staff'), async (c) =>
    file(c, await exportCalls(c.var.ctx, c.req.param('id'))),
  )
  .get('/clients/:id/records/json', signedIn('staff'), async (c) => {
    c.header('content-disposition', 'attachment; filename="record.json"');
    c.header('cache-control', 'private, no-store');
    return answer(c, await exportRecordsJson(c.var.ctx, c.req.param('id')));
  });

function file(c: Context, made: { name: string; csv: string } | Refused): Response {
  if (isRefused(made)) throw new ProblemError(made);
  return c.body(made.csv, 200, csvHeaders(made.name));
}
