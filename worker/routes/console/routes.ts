import { Hono } from 'hono';
import { renderSVG } from 'uqr';
import { z } from 'zod';
import { liffUrl } from '../../line/build-message.ts';
import { isRefused, ProblemError } from '../../problem.ts';
import { takeAlert } from '../../services/alert/take-alert.ts';
import { logCall } from '../../services/call/log-call.ts';
import { undoCall } from '../../services/call/undo-call.ts';
import { addParticipant } from '../../services/case/add-participant.ts';
import { cancelCase } from '../../services/case/cancel-case.ts';
import { confirmDate } from '../../services/case/confirm-date.ts';
import { markHeld } from '../../services/case/mark-held.ts';
import { offerSlots, withdrawSlot } from '../../services/case/offer-slots.ts';
import { openCase } from '../../services/case/open-case.ts';
import { viewCase } from '../../services/case/view-case.ts';
import { approveCircumstance } from '../../services/circumstance/approve-circumstance.ts';
import { askCircumstance } from '../../services/circumstance/ask-circumstance.ts';
import { addContact } from '../../services/client/add-contact.ts';
import { createClient } from '../../services/client/create-client.ts';
import { listClients } from '../../services/client/list-clients.ts';
import { viewClient } from '../../services/client/view-client.ts';
import { listContacts } from '../../services/contact/list-contacts.ts';
import { resumeContact } from '../../services/contact/resume-contact.ts';
import { viewThread } from '../../services/contact/view-thread.ts';
import { viewContent } from '../../services/content/view-content.ts';
import { closeDuty } from '../../services/duty/close-duty.ts';
import { retryParked } from '../../services/inbound/retry-parked.ts';
import { tagMessage } from '../../services/inbound/tag-message.ts';
import { createInvitation } from '../../services/invitation/create-invitation.ts';
import { revokeInvitation } from '../../services/invitation/revoke-invitation.ts';
import { checkMessage } from '../../services/message/check-message.ts';
import { queueMessage } from '../../services/message/queue-message.ts';
import { viewMe } from '../../services/office/view-me.ts';
import { addEntry } from '../../services/record/add-entry.ts';
import { listEntries } from '../../services/record/list-entries.ts';
import { closeReview } from '../../services/review/close-review.ts';
import { listReviews } from '../../services/review/list-reviews.ts';
import { changeSettings } from '../../services/settings/change-settings.ts';
import { viewSettings } from '../../services/settings/view-settings.ts';
import { inviteStaff } from '../../services/staff/invite-staff.ts';
import { finishTask } from '../../services/task/finish-task.ts';
import { viewToday } from '../../services/today/view-today.ts';
import { answer, body, query } from '../parse.ts';
import { readSoon } from '../read-soon.ts';
import { sendSoon } from '../send-soon.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import * as input from './inputs.ts';

/** What counselors and managers do in the console. */
export const consoleRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/me', signedIn('staff'), async (c) => c.json(await viewMe(c.var.ctx, c.var.session)))
  .get('/today', signedIn('staff'), async (c) => c.json(await viewToday(c.var.ctx)))
  .get('/clients', signedIn('staff'), query(input.clientSearch), async (c) =>
    c.json(await listClients(c.var.ctx, c.req.valid('query'))),
  )
  .post('/clients', signedIn('staff'), body(input.newClient), async (c) =>
    answer(c, await createClient(c.var.ctx, c.req.valid('json'))),
  )
  .get('/clients/:id', signedIn('staff'), async (c) =>
    answer(c, await viewClient(c.var.ctx, c.req.param('id'))),
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
  .get('/clients/:id/records', signedIn('staff'), async (c) =>
    answer(c, await listEntries(c.var.ctx, c.req.param('id'))),
  )
  .post('/clients/:id/records', signedIn('staff'), body(input.newEntry), async (c) =>
    answer(c, await addEntry(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/clients/:id/cases', signedIn('staff'), body(input.newCase), async (c) =>
    answer(c, await openCase(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .get('/cases/:id', signedIn('staff'), async (c) => answer(c, await viewCase(c.var.ctx, c.req.param('id'))))
  .post('/cases/:id/participants', signedIn('staff'), body(z.object({ contactId: input.id })), async (c) =>
    answer(c, await addParticipant(c.var.ctx, c.req.param('id'), c.req.valid('json').contactId)),
  )
  .post('/cases/:id/calls', signedIn('staff'), body(input.newCall), async (c) =>
    answer(c, await logCall(c.var.ctx, { caseId: c.req.param('id') }, c.req.valid('json'))),
  )
  .post('/clients/:id/calls', signedIn('staff'), body(input.newCall), async (c) =>
    answer(c, await logCall(c.var.ctx, { clientId: c.req.param('id') }, c.req.valid('json'))),
  )
  .post('/calls/:id/undo', signedIn('staff'), async (c) =>
    answer(c, await undoCall(c.var.ctx, c.req.param('id'))),
  )
  .post('/cases/:id/slots', signedIn('staff'), body(z.object({ slots: input.newSlots })), async (c) =>
    answer(c, await offerSlots(c.var.ctx, c.req.param('id'), c.req.valid('json').slots)),
  )
  .delete('/slots/:id', signedIn('staff'), async (c) =>
    answer(c, await withdrawSlot(c.var.ctx, c.req.param('id'))),
  )
  .post('/cases/:id/confirm', signedIn('staff'), body(z.object({ slotId: input.id })), async (c) =>
    answer(c, sendSoon(c, await confirmDate(c.var.ctx, c.req.param('id'), c.req.valid('json').slotId))),
  )
  .post('/cases/:id/cancel', signedIn('staff'), body(input.cancellation), async (c) =>
    answer(c, await cancelCase(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/cases/:id/held', signedIn('staff'), body(input.heldMeeting), async (c) =>
    answer(c, await markHeld(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
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
  .post(
    '/tasks/:id/done',
    signedIn('staff'),
    body(z.object({ note: input.text(400).optional() })),
    async (c) => answer(c, await finishTask(c.var.ctx, c.req.param('id'), c.req.valid('json').note)),
  )
  .post('/duties/:id/close', signedIn('staff'), body(z.object({ reason: input.text(400) })), async (c) =>
    answer(c, await closeDuty(c.var.ctx, c.req.param('id'), c.req.valid('json').reason)),
  )
  .get('/contacts', signedIn('staff'), query(input.contactSearch), async (c) =>
    c.json(await listContacts(c.var.ctx, c.req.valid('query').q)),
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
  )
  .post('/alerts/:id/take', signedIn('staff'), async (c) =>
    answer(c, await takeAlert(c.var.ctx, c.req.param('id'))),
  )
  .get('/reviews', signedIn('staff'), async (c) => c.json(await listReviews(c.var.ctx)))
  .post('/reviews/:id/close', signedIn('staff'), body(z.object({ outcome: input.text(2000) })), async (c) =>
    answer(c, await closeReview(c.var.ctx, c.req.param('id'), c.req.valid('json').outcome)),
  )
  .post('/parked/:id/retry', signedIn('staff'), async (c) =>
    answer(c, await retryParked(c.var.ctx, c.req.param('id'))),
  )
  .post('/contacts/:id/resume', signedIn('staff'), async (c) =>
    answer(c, await resumeContact(c.var.ctx, c.req.param('id'))),
  )
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
