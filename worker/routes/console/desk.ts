import { Hono } from 'hono';
import { z } from 'zod';
import { takeAlert } from '../../services/alert/take-alert.ts';
import { closeDuty } from '../../services/duty/close-duty.ts';
import { retryParked } from '../../services/inbound/retry-parked.ts';
import { closeReview } from '../../services/review/close-review.ts';
import { listReviews } from '../../services/review/list-reviews.ts';
import { lookAgain } from '../../services/review/look-again.ts';
import { finishTask } from '../../services/task/finish-task.ts';
import { makeTask } from '../../services/task/make-task.ts';
import { viewToday } from '../../services/today/view-today.ts';
import { answer, body } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import * as input from './inputs.ts';

const newTask = z.object({
  contactId: input.id,
  kind: z.enum(['phone', 'visit', 'decide', 'check']),
  title: input.text(120),
  dueOn: input.civilDate,
  aboutId: input.id.optional(),
});

const agreement = { agreed: input.text(400).optional(), lookOn: input.civilDate.optional() };
const reviewOutcome = z.object({ outcome: input.text(2000), ...agreement });
const anotherLook = z.object({
  decision: z.enum(['go-on', 'end']),
  note: input.text(1000),
  ...agreement,
  seenLookOn: input.civilDate,
});

/** The day's desk: what waits for a person, and settling it. */
export const deskRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/today', signedIn('staff'), async (c) => {
    const isManager = () => c.var.session().role === 'manager';
    return c.json(await viewToday(c.var.ctx, c.var.claim.staffId ?? '', isManager));
  })
  .post(
    '/tasks/:id/done',
    signedIn('staff'),
    body(z.object({ note: input.text(400).optional() })),
    async (c) => answer(c, await finishTask(c.var.ctx, c.req.param('id'), c.req.valid('json').note)),
  )
  .post('/clients/:id/tasks', signedIn('staff'), body(newTask), async (c) =>
    answer(c, await makeTask(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/duties/:id/close', signedIn('staff'), body(z.object({ reason: input.text(400) })), async (c) =>
    answer(c, await closeDuty(c.var.ctx, c.req.param('id'), c.req.valid('json').reason)),
  )
  .post('/alerts/:id/take', signedIn('staff'), async (c) =>
    answer(c, await takeAlert(c.var.ctx, c.req.param('id'))),
  )
  .get('/reviews', signedIn('staff'), async (c) => c.json(await listReviews(c.var.ctx)))
  .post('/reviews/:id/close', signedIn('staff'), body(reviewOutcome), async (c) =>
    answer(c, await closeReview(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/reviews/:id/look', signedIn('staff'), body(anotherLook), async (c) =>
    answer(c, await lookAgain(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/parked/:id/retry', signedIn('staff'), async (c) =>
    answer(c, await retryParked(c.var.ctx, c.req.param('id'))),
  );
