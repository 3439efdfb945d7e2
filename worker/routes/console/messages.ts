import { Hono } from 'hono';
import { z } from 'zod';
import { isRefused, ProblemError } from '../../problem.ts';
import { viewThread } from '../../services/contact/view-thread.ts';
import { viewContent } from '../../services/content/view-content.ts';
import { tagMessage } from '../../services/inbound/tag-message.ts';
import { checkMessage } from '../../services/message/check-message.ts';
import { queueMessage } from '../../services/message/queue-message.ts';
import { answer, body } from '../parse.ts';
import { readSoon } from '../read-soon.ts';
import { sendSoon } from '../send-soon.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import * as input from './inputs.ts';

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
  .get('/contacts/:id/thread', signedIn('staff'), async (c) =>
    answer(c, readSoon(c, c.req.param('id'), await viewThread(c.var.ctx, c.req.param('id')))),
  )
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
