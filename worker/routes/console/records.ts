import { Hono } from 'hono';
import { z } from 'zod';
import { isRefused, ProblemError } from '../../problem.ts';
import { csvHeaders } from '../../services/export/csv.ts';
import { exportRecords } from '../../services/export/records-csv.ts';
import { addEntry } from '../../services/record/add-entry.ts';
import { eraseClient } from '../../services/record/erase-client.ts';
import { listDrafts, viewDraft } from '../../services/record/list-drafts.ts';
import { listEntries } from '../../services/record/list-entries.ts';
import { dropDraft, finaliseDraft, saveDraft, startDraft } from '../../services/record/save-draft.ts';
import { answer, body, query } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import * as input from './inputs.ts';

/** The consultation record (相談記録). */
export const recordsRoutes = new Hono<{ Variables: SignedInVars }>()
  .get(
    '/clients/:id/records',
    signedIn('staff'),
    query(
      input.recordsAsked.extend({
        after: input.after(z.tuple([z.number(), z.number()])),
        print: z.literal('1').optional(),
      }),
    ),
    async (c) => answer(c, await listEntries(c.var.ctx, c.req.param('id'), c.req.valid('query'))),
  )
  .post('/clients/:id/records', signedIn('staff'), body(input.newEntry), async (c) =>
    answer(c, await addEntry(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/clients/:id/erasure', signedIn('manager'), body(input.erasure), async (c) =>
    answer(c, await eraseClient(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .get('/clients/:id/records/csv', signedIn('staff'), query(input.recordsAsked), async (c) => {
    const made = await exportRecords(c.var.ctx, c.req.param('id'), c.req.valid('query'));
    if (isRefused(made)) throw new ProblemError(made);
    return c.body(made.csv, 200, csvHeaders(made.name));
  })
  .get('/record-drafts', signedIn('staff'), query(z.object({ client: input.id.optional() })), async (c) =>
    c.json(await listDrafts(c.var.ctx, c.req.valid('query').client)),
  )
  .get('/record-drafts/:id', signedIn('staff'), async (c) =>
    answer(c, await viewDraft(c.var.ctx, c.req.param('id'))),
  )
  .post(
    '/clients/:id/record-drafts',
    signedIn('staff'),
    body(z.object({ id: z.uuid(), caseId: input.id.optional(), body: input.recordDraft })),
    async (c) => answer(c, await startDraft(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .put(
    '/record-drafts/:id',
    signedIn('staff'),
    body(z.object({ revision: z.int().min(1), body: input.recordDraft })),
    async (c) => answer(c, await saveDraft(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/record-drafts/:id/finalise', signedIn('staff'), body(input.finished), async (c) =>
    answer(c, await finaliseDraft(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post(
    '/record-drafts/:id/drop',
    signedIn('staff'),
    body(z.object({ revision: z.int().min(1) })),
    async (c) => answer(c, await dropDraft(c.var.ctx, c.req.param('id'), c.req.valid('json').revision)),
  );
