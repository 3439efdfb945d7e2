import { Hono } from 'hono';
import { z } from 'zod';
import { viewJobs } from '../../services/job/view-jobs.ts';
import { listHeldBack } from '../../services/message/list-held-back.ts';
import { dismissProposal } from '../../services/proposal/dismiss-proposal.ts';
import { listProposals } from '../../services/proposal/list-proposals.ts';
import { answer, body, query } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import * as input from './inputs.ts';

/** What cron does and leaves for staff: its jobs, proposed monitorings, what the cap per person kept back. */
export const roundsRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/jobs', signedIn('staff'), async (c) => c.json(await viewJobs(c.var.ctx)))
  .get('/held-back', signedIn('staff'), query(z.object({ client: input.id.optional() })), async (c) =>
    c.json(await listHeldBack(c.var.ctx, c.req.valid('query').client)),
  )
  .get('/proposals', signedIn('staff'), async (c) => c.json(await listProposals(c.var.ctx)))
  .post('/proposals/:id/dismiss', signedIn('staff'), body(z.object({ reason: input.text(400) })), async (c) =>
    answer(c, await dismissProposal(c.var.ctx, c.req.param('id'), c.req.valid('json').reason)),
  );
