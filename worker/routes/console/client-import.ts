import { Hono } from 'hono';
import { z } from 'zod';
import { checkImport, importClients } from '../../services/client-import/import-clients.ts';
import { COLUMNS } from '../../services/client-import/read-rows.ts';
import { csvFile, csvHeaders } from '../../services/export/csv.ts';
import { answer, body } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';

/** A file as the browser has decoded it (UTF-8 or Shift_JIS). */
const text = z.string().max(2_000_000, 'ファイルが大きすぎます。分けて取りこみます。');

/** Clients from a table (CSV). */
export const clientImportRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/client-import/template', signedIn('staff'), async (c) => {
    await c.var.ctx.db.read([]);
    return c.body(csvFile(COLUMNS, []), 200, csvHeaders('利用者の取りこみ.csv'));
  })
  .post('/client-import/check', signedIn('manager'), body(z.object({ text })), async (c) =>
    c.json(await checkImport(c.var.ctx, c.req.valid('json').text)),
  )
  .post(
    '/client-import',
    signedIn('manager'),
    body(z.object({ text, despiteWarnings: z.boolean() })),
    async (c) => answer(c, await importClients(c.var.ctx, c.req.valid('json'))),
  );
