import { Hono } from 'hono';
import { z } from 'zod';
import { listTemplateEdits, listTemplates } from '../../services/template/list-templates.ts';
import { createTemplate, editTemplate, retireTemplate } from '../../services/template/save-template.ts';
import { answer, body, query } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import { text } from './inputs.ts';

const purpose = z.enum(['callback-request', 'date-request', 'reply', 'info']);
const template = z.object({
  purpose,
  name: text(60),
  greeting: z.string().trim().max(1000, '1000字までです。'),
  body: text(4000),
});
const revision = z.int().min(1);

/** Texts to write from: read by all staff, kept by managers. */
export const templatesRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/templates', signedIn('staff'), query(z.object({ purpose: purpose.optional() })), async (c) =>
    c.json(await listTemplates(c.var.ctx, c.req.valid('query').purpose, () => c.var.session().staffName)),
  )
  .get('/templates/all', signedIn('manager'), async (c) => c.json(await listTemplateEdits(c.var.ctx)))
  .post('/templates', signedIn('manager'), body(template), async (c) =>
    answer(c, await createTemplate(c.var.ctx, c.req.valid('json'))),
  )
  .put('/templates/:id', signedIn('manager'), body(template.extend({ revision })), async (c) =>
    answer(c, await editTemplate(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post(
    '/templates/:id/retire',
    signedIn('manager'),
    body(z.object({ revision, retired: z.boolean() })),
    async (c) => answer(c, await retireTemplate(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  );
