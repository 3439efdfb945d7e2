import { Hono } from 'hono';
import { z } from 'zod';
import { listAccess, listChanges } from '../../services/office/list-changes.ts';
import { endOtherSessions, endStaffSession, listSessions } from '../../services/session/list-sessions.ts';
import { changeStaff, revokeStaffInvitation } from '../../services/staff/change-staff.ts';
import { handOver, viewHandOver } from '../../services/staff/hand-over.ts';
import { listColleagues, listStaff } from '../../services/staff/list-staff.ts';
import { answer, body, query } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import * as input from './inputs.ts';

const after = input.after(z.tuple([z.number(), z.string()]));
const area = z.enum(['settings', 'closure', 'template', 'rules', 'staff', 'session', 'import']);
const accessAsked = z.object({
  staffId: input.id.optional(),
  clientId: input.id.optional(),
  what: z.enum(['opened', 'export']).optional(),
  from: input.civilDate.optional(),
  until: input.civilDate.optional(),
  after,
});
const staffChange = z.object({
  role: z.enum(['counselor', 'manager']).optional(),
  active: z.boolean().optional(),
  leaveClients: z.boolean().optional(),
});
const handingOver = z.object({ to: input.id, clientIds: z.array(input.id).min(1).max(5000).optional() });

/** Who works here, where they are signed in, and what they opened or changed. */
export const accessRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/staff', signedIn('manager'), async (c) => c.json(await listStaff(c.var.ctx)))
  .get('/colleagues', signedIn('staff'), async (c) => c.json(await listColleagues(c.var.ctx)))
  .post('/staff/:id', signedIn('manager'), body(staffChange), async (c) =>
    answer(c, await changeStaff(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .get('/staff/:id/hand-over', signedIn('manager'), async (c) =>
    answer(c, await viewHandOver(c.var.ctx, c.req.param('id'))),
  )
  .post('/staff/:id/hand-over', signedIn('manager'), body(handingOver), async (c) =>
    answer(c, await handOver(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/staff/invitations/:id/revoke', signedIn('manager'), async (c) =>
    answer(c, await revokeStaffInvitation(c.var.ctx, c.req.param('id'))),
  )
  .get('/sessions', signedIn('staff'), query(z.object({ all: z.literal('1').optional() })), async (c) =>
    answer(
      c,
      await listSessions(
        c.var.ctx,
        {
          staffId: c.var.claim.staffId,
          current: c.var.claim.sessionId,
          everybody: c.req.valid('query').all === '1',
        },
        c.var.session,
      ),
    ),
  )
  .post('/sessions/end-others', signedIn('staff'), async (c) =>
    c.json(await endOtherSessions(c.var.ctx, c.var.claim.sessionId)),
  )
  .post('/sessions/:id/end', signedIn('staff'), async (c) =>
    answer(c, await endStaffSession(c.var.ctx, c.req.param('id'), c.var.session)),
  )
  .get('/changes', signedIn('manager'), query(z.object({ area: area.optional(), after })), async (c) =>
    c.json(await listChanges(c.var.ctx, c.req.valid('query'))),
  )
  .get('/access', signedIn('manager'), query(accessAsked), async (c) =>
    c.json(await listAccess(c.var.ctx, c.req.valid('query'))),
  );
