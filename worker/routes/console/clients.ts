import { Hono } from 'hono';
import { renderSVG } from 'uqr';
import { liffUrl } from '../../line/build-message.ts';
import { isRefused } from '../../problem.ts';
import { approveCircumstance } from '../../services/circumstance/approve-circumstance.ts';
import { askCircumstance } from '../../services/circumstance/ask-circumstance.ts';
import { addContact } from '../../services/client/add-contact.ts';
import { createClient } from '../../services/client/create-client.ts';
import { editClient } from '../../services/client/edit-client.ts';
import { editContact } from '../../services/client/edit-contact.ts';
import { listClients } from '../../services/client/list-clients.ts';
import { viewClient } from '../../services/client/view-client.ts';
import { listContacts } from '../../services/contact/list-contacts.ts';
import { resumeContact } from '../../services/contact/resume-contact.ts';
import { unlinkLine } from '../../services/contact/unlink-line.ts';
import { createInvitation } from '../../services/invitation/create-invitation.ts';
import { revokeInvitation } from '../../services/invitation/revoke-invitation.ts';
import { answer, body, query } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import * as input from './inputs.ts';

/** Clients and their contacts: invitations, special circumstances (利用者). */
export const clientsRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/clients', signedIn('staff'), query(input.clientSearch), async (c) =>
    c.json(await listClients(c.var.ctx, c.req.valid('query'))),
  )
  .post('/clients', signedIn('staff'), body(input.newClient), async (c) =>
    answer(c, await createClient(c.var.ctx, c.req.valid('json'))),
  )
  .get('/clients/:id', signedIn('staff'), async (c) =>
    answer(c, await viewClient(c.var.ctx, c.req.param('id'))),
  )
  .put('/clients/:id', signedIn('staff'), body(input.clientDetails), async (c) =>
    answer(c, await editClient(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .put('/clients/:id/contacts/:contactId', signedIn('staff'), body(input.contactDetails), async (c) =>
    answer(c, await editContact(c.var.ctx, c.req.param('id'), c.req.param('contactId'), c.req.valid('json'))),
  )
  .post('/clients/:id/contacts', signedIn('staff'), body(input.newContact), async (c) =>
    answer(c, await addContact(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/clients/:id/invitations', signedIn('staff'), body(input.newInvitation), async (c) => {
    const { contactId, how } = c.req.valid('json');
    const token = c.var.world.newToken();
    const made = await createInvitation(c.var.ctx, c.req.param('id'), { contactId, how, token });
    if (isRefused(made)) return answer(c, made);
    const url = liffUrl(`invite?t=${token}`, c.var.world.config);
    return answer(c, { ...made, url, qr: renderSVG(url) });
  })
  .post('/invitations/:id/revoke', signedIn('staff'), async (c) =>
    answer(c, await revokeInvitation(c.var.ctx, c.req.param('id'))),
  )
  .post('/clients/:id/circumstances', signedIn('staff'), body(input.newCircumstance), async (c) =>
    answer(c, await askCircumstance(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/circumstances/:id/approve', signedIn('manager'), async (c) =>
    answer(c, await approveCircumstance(c.var.ctx, c.req.param('id'))),
  )
  .get('/contacts', signedIn('staff'), query(input.contactSearch), async (c) =>
    c.json(await listContacts(c.var.ctx, c.req.valid('query').q)),
  )
  .post('/contacts/:id/resume', signedIn('staff'), async (c) =>
    answer(c, await resumeContact(c.var.ctx, c.req.param('id'))),
  )
  .post('/contacts/:id/unlink', signedIn('staff'), body(input.unlinking), async (c) =>
    answer(c, await unlinkLine(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  );
