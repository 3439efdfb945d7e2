import { Hono } from 'hono';
import { z } from 'zod';
import { isRefused, ProblemError } from '../../problem.ts';
import { askApproval } from '../../services/approval/ask-approval.ts';
import { decideApproval } from '../../services/approval/decide-approval.ts';
import { listApprovals } from '../../services/approval/list-approvals.ts';
import { withdrawApproval } from '../../services/approval/withdraw-approval.ts';
import { type AfterThread, listThreads } from '../../services/contact/list-threads.ts';
import { viewThread } from '../../services/contact/view-thread.ts';
import { viewContent } from '../../services/content/view-content.ts';
import { tagMessage } from '../../services/inbound/tag-message.ts';
import { checkMessage } from '../../services/message/check-message.ts';
import { listDrafts } from '../../services/message/list-drafts.ts';
import { queueMessage } from '../../services/message/queue-message.ts';
import { withdrawMessage } from '../../services/message/withdraw-message.ts';
import { answer, body, query } from '../parse.ts';
import { readSoon } from '../read-soon.ts';
import { sendSoon } from '../send-soon.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import * as input from './inputs.ts';

const threadsAsked = z.object({
  q: z.string().max(60).optional(),
  mine: z.literal('1').optional(),
  after: input.after(z.tuple([z.number(), z.number(), z.string()])),
});
const threadAsked = z.object({ before: z.coerce.number().int().positive().optional() });

/** Threads, drafts and what is sent by LINE. */
export const messagesRoutes = new Hono<{ Variables: SignedInVars }>()
  .post('/messages/check', signedIn('staff'), body(input.draft), async (c) =>
    answer(c, await checkMessage(c.var.ctx, c.req.valid('json'))),
  )
  .post('/messages', signedIn('staff'), body(input.message), async (c) =>
    answer(
      c,
      sendSoon(
        c,
        await queueMessage(c.var.ctx, c.req.valid('json'), () => c.var.session().role === 'manager'),
      ),
    ),
  )
  .post('/messages/:id/withdraw', signedIn('staff'), async (c) =>
    answer(c, await withdrawMessage(c.var.ctx, c.req.param('id'))),
  )
  .get('/drafts', signedIn('staff'), query(input.draftsWanted), async (c) =>
    answer(c, await listDrafts(c.var.ctx, c.req.valid('query'))),
  )
  .get('/approvals', signedIn('staff'), query(z.object({ contactId: input.id })), async (c) =>
    c.json(await listApprovals(c.var.ctx, c.req.valid('query').contactId)),
  )
  .post('/approvals', signedIn('staff'), body(input.approvalAsk), async (c) =>
    answer(c, await askApproval(c.var.ctx, c.req.valid('json'))),
  )
  .post('/approvals/:id/decide', signedIn('manager'), body(input.approvalDecision), async (c) =>
    answer(c, sendSoon(c, await decideApproval(c.var.ctx, c.req.param('id'), c.req.valid('json')))),
  )
  .post('/approvals/:id/withdraw', signedIn('staff'), async (c) =>
    answer(c, await withdrawApproval(c.var.ctx, c.req.param('id'))),
  )
  .get('/threads', signedIn('staff'), query(threadsAsked), async (c) => {
    const { q = '', mine, after } = c.req.valid('query');
    const staffId = mine ? c.var.claim.staffId : null;
    const from = after === undefined ? null : (JSON.parse(after) as AfterThread);
    return c.json(await listThreads(c.var.ctx, { q, staffId, after: from }));
  })
  .get('/contacts/:id/thread', signedIn('staff'), query(threadAsked), async (c) => {
    const thread = await viewThread(c.var.ctx, c.req.param('id'), c.req.valid('query').before);
    if (isRefused(thread)) return answer(c, thread);
    readSoon(c, c.req.param('id'), thread.unread);
    return c.json(thread.view);
  })
  .get('/messages/:id/content', signedIn('staff'), async (c) => {
    const content = await viewContent(c.var.ctx, c.req.param('id'));
    if (isRefused(content)) throw new ProblemError(content);
    return c.body(content.bytes, 200, {
      'content-type': content.contentType,
      'content-disposition': 'inline',
      'cache-control': 'private, no-store',
    });
  })
  .post('/messages/:id/tag', signedIn('staff'), body(z.object({ tag: input.inboundTag })), async (c) =>
    answer(c, await tagMessage(c.var.ctx, c.req.param('id'), c.req.valid('json').tag)),
  );
