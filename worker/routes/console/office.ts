import { Hono } from 'hono';
import { viewMe } from '../../services/office/view-me.ts';
import { changeSettings } from '../../services/settings/change-settings.ts';
import { viewSettings } from '../../services/settings/view-settings.ts';
import { inviteStaff } from '../../services/staff/invite-staff.ts';
import { answer, body } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import * as input from './inputs.ts';

/** Who is signed in, the office's settings, its staff. */
export const officeRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/me', signedIn('staff'), async (c) => c.json(await viewMe(c.var.ctx, c.var.session)))
  .get('/settings', signedIn('manager'), async (c) => c.json(await viewSettings(c.var.ctx)))
  .post('/settings', signedIn('manager'), body(input.newSettings), async (c) =>
    answer(c, await changeSettings(c.var.ctx, c.req.valid('json'))),
  )
  .post('/staff/invitations', signedIn('manager'), body(input.newStaff), async (c) => {
    const code = c.var.world.newToken();
    const made = await inviteStaff(c.var.ctx, { ...c.req.valid('json'), token: code });
    return answer(c, {
      code,
      url: new URL(`/console/join?code=${code}`, c.req.url).href,
      expiresAt: made.expiresAt,
    });
  });
