import { Hono } from 'hono';
import { z } from 'zod';
import { productUrl } from '../../product-url.ts';
import { addClosures, removeClosure } from '../../services/closure/change-closures.ts';
import { listClosures } from '../../services/closure/list-closures.ts';
import { viewMe } from '../../services/office/view-me.ts';
import { changeSettings, withdrawSettings } from '../../services/settings/change-settings.ts';
import { viewSettings } from '../../services/settings/view-settings.ts';
import { inviteStaff } from '../../services/staff/invite-staff.ts';
import { answer, body, query } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import * as input from './inputs.ts';

/** Who is signed in, the office's settings, its staff. */
export const officeRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/me', signedIn('staff'), async (c) => c.json(await viewMe(c.var.ctx, c.var.session)))
  .get('/settings', signedIn('manager'), async (c) => c.json(await viewSettings(c.var.ctx)))
  .post('/settings', signedIn('manager'), body(input.newSettings), async (c) =>
    answer(c, await changeSettings(c.var.ctx, c.req.valid('json'))),
  )
  .post('/settings/:version/withdraw', signedIn('manager'), async (c) =>
    answer(c, await withdrawSettings(c.var.ctx, Number(c.req.param('version')) || 0)),
  )
  .get(
    '/closures',
    signedIn('staff'),
    query(
      z.object({
        month: z
          .string()
          .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
          .optional(),
      }),
    ),
    async (c) => c.json(await listClosures(c.var.ctx, c.req.valid('query').month)),
  )
  .post('/closures', signedIn('manager'), body(input.newClosure), async (c) =>
    answer(c, await addClosures(c.var.ctx, c.req.valid('json'))),
  )
  .delete('/closures/:date', signedIn('manager'), async (c) =>
    answer(c, await removeClosure(c.var.ctx, c.req.param('date'))),
  )
  .post('/staff/invitations', signedIn('manager'), body(input.newStaff), async (c) => {
    const code = c.var.world.newToken();
    const made = await inviteStaff(c.var.ctx, { ...c.req.valid('json'), token: code });
    return answer(c, {
      code,
      url: productUrl(c.var.world.config, `/console/join?code=${code}`, c.req.url),
      expiresAt: made.expiresAt,
    });
  });
