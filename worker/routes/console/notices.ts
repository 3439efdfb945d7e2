import { Hono } from 'hono';
import { z } from 'zod';
import { takeDuty } from '../../services/duty/take-duty.ts';
import { NOTICE_KINDS } from '../../services/notice/kinds.ts';
import { saveNoticeSettings, viewNoticeSettings } from '../../services/notice/own-settings.ts';
import { answer, body } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import * as input from './inputs.ts';

const settings = z.object({
  channel: z.enum(['line', 'slack', 'teams', 'none']),
  kinds: z
    .array(z.enum(NOTICE_KINDS))
    .max(NOTICE_KINDS.length)
    .transform((kinds) => NOTICE_KINDS.filter((kind) => kinds.includes(kind))),
  digest: z.boolean(),
  workFrom: input.clock,
  workUntil: input.clock,
  slackUserId: z
    .string()
    .trim()
    .regex(/^[UW][A-Z0-9]{5,20}$/, 'SlackのメンバーIDは、Uで始まる英数字です。')
    .nullable(),
});

/** What a member of staff is told of, where and when (お知らせ); taking a duty over. */
export const noticesRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/notice-settings', signedIn('staff'), async (c) =>
    c.json(await viewNoticeSettings(c.var.ctx, c.var.claim.staffId ?? '', c.var.world.config)),
  )
  .put('/notice-settings', signedIn('staff'), body(settings), async (c) =>
    answer(
      c,
      await saveNoticeSettings(c.var.ctx, c.var.claim.staffId ?? '', c.req.valid('json'), c.var.world.config),
    ),
  )
  .post('/duties/:id/take', signedIn('staff'), async (c) =>
    answer(c, await takeDuty(c.var.ctx, c.req.param('id'))),
  );
