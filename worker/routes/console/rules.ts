import { Hono } from 'hono';
import { z } from 'zod';
import {
  dropRulesDraft,
  publishRules,
  saveRulesDraft,
  startRulesDraft,
  withdrawRules,
} from '../../services/rules/draft-rules.ts';
import { viewRulesVersion, viewRulesVersions } from '../../services/rules/view-rules-versions.ts';
import { answer, body } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import { civilDate, id } from './inputs.ts';

const form = z.object({ title: z.string().trim().max(200), body: z.string().trim().max(1000) });
const groups = z
  .array(
    z.object({
      step: z.string().trim().max(100),
      heading: z.string().trim().max(200),
      rules: z
        .array(z.object({ id, icon: z.string().regex(/^[a-z]{1,20}$/), easy: form, plain: form }))
        .max(12),
    }),
  )
  .min(1)
  .max(10);
const revision = z.int().min(1);

/** Versions of the usage rules (LINE利用上の留意点, R1). */
export const rulesRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/rules', signedIn('manager'), async (c) => c.json(await viewRulesVersions(c.var.ctx)))
  .get('/rules/:version{[0-9]+}', signedIn('staff'), async (c) =>
    answer(c, await viewRulesVersion(c.var.ctx, Number(c.req.param('version')))),
  )
  .post('/rules/:version{[0-9]+}/withdraw', signedIn('manager'), async (c) =>
    answer(c, await withdrawRules(c.var.ctx, Number(c.req.param('version')))),
  )
  .post('/rules/drafts', signedIn('manager'), async (c) => answer(c, await startRulesDraft(c.var.ctx)))
  .put(
    '/rules/drafts/:id',
    signedIn('manager'),
    body(z.object({ revision, groups, note: z.string().trim().max(400) })),
    async (c) => answer(c, await saveRulesDraft(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/rules/drafts/:id/drop', signedIn('manager'), body(z.object({ revision })), async (c) =>
    answer(c, await dropRulesDraft(c.var.ctx, c.req.param('id'), c.req.valid('json').revision)),
  )
  .post(
    '/rules/drafts/:id/publish',
    signedIn('manager'),
    body(z.object({ revision, change: z.enum(['rule', 'wording']), effectiveFrom: civilDate })),
    async (c) => answer(c, await publishRules(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  );
