import { Hono } from 'hono';
import { addEntry } from '../../services/record/add-entry.ts';
import { eraseClient } from '../../services/record/erase-client.ts';
import { listEntries } from '../../services/record/list-entries.ts';
import { answer, body } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import * as input from './inputs.ts';

/** The consultation record (相談記録). */
export const recordsRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/clients/:id/records', signedIn('staff'), async (c) =>
    answer(c, await listEntries(c.var.ctx, c.req.param('id'))),
  )
  .post('/clients/:id/records', signedIn('staff'), body(input.newEntry), async (c) =>
    answer(c, await addEntry(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/clients/:id/erasure', signedIn('manager'), body(input.erasure), async (c) =>
    answer(c, await eraseClient(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  );
