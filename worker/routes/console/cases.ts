import { Hono } from 'hono';
import { z } from 'zod';
import { logCall } from '../../services/call/log-call.ts';
import { undoCall } from '../../services/call/undo-call.ts';
import { addParticipant } from '../../services/case/add-participant.ts';
import { cancelCase } from '../../services/case/cancel-case.ts';
import { changeDate } from '../../services/case/change-date.ts';
import { changeMethod } from '../../services/case/change-method.ts';
import { confirmDate } from '../../services/case/confirm-date.ts';
import { checkMeeting } from '../../services/case/judge-meeting.ts';
import { markHeld } from '../../services/case/mark-held.ts';
import { offerSlots, withdrawSlot } from '../../services/case/offer-slots.ts';
import { openCase } from '../../services/case/open-case.ts';
import { setPlaces } from '../../services/case/set-places.ts';
import { viewCase } from '../../services/case/view-case.ts';
import { viewHead } from '../../services/case/view-head.ts';
import { checkSlots, viewSuggestions } from '../../services/case/view-suggestions.ts';
import { planVisit } from '../../services/task/plan-visit.ts';
import { answer, body, query } from '../parse.ts';
import { sendSoon } from '../send-soon.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';
import * as input from './inputs.ts';

/** Cases: calls, offered times, confirming, cancelling, held (調整). */
export const casesRoutes = new Hono<{ Variables: SignedInVars }>()
  .post('/clients/:id/cases', signedIn('staff'), body(input.newCase), async (c) =>
    answer(c, await openCase(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .get('/cases/:id/head', signedIn('staff'), async (c) =>
    answer(c, await viewHead(c.var.ctx, c.req.param('id'))),
  )
  .get('/cases/:id', signedIn('staff'), async (c) => answer(c, await viewCase(c.var.ctx, c.req.param('id'))))
  .put('/cases/:id/places', signedIn('staff'), body(z.object({ places: input.places })), async (c) =>
    answer(c, await setPlaces(c.var.ctx, c.req.param('id'), c.req.valid('json').places)),
  )
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
  .get('/cases/:id/suggestions', signedIn('staff'), query(input.suggestionsWanted), async (c) =>
    answer(c, await viewSuggestions(c.var.ctx, c.req.param('id'), c.req.valid('query').minutes)),
  )
  .post('/cases/:id/slots/check', signedIn('staff'), body(input.slotTimes), async (c) =>
    answer(c, await checkSlots(c.var.ctx, c.req.param('id'), c.req.valid('json').slots)),
  )
  .post('/cases/:id/slots', signedIn('staff'), body(input.offeredSlots), async (c) => {
    const { slots, knowing } = c.req.valid('json');
    return answer(c, await offerSlots(c.var.ctx, c.req.param('id'), slots, knowing));
  })
  .delete('/slots/:id', signedIn('staff'), async (c) =>
    answer(c, await withdrawSlot(c.var.ctx, c.req.param('id'))),
  )
  .post('/cases/:id/confirm', signedIn('staff'), body(input.confirmation), async (c) => {
    const { slotId, where: choice, place: named } = c.req.valid('json');
    return answer(c, sendSoon(c, await confirmDate(c.var.ctx, c.req.param('id'), slotId, { choice, named })));
  })
  .post('/cases/:id/change', signedIn('staff'), body(input.cancellation), async (c) =>
    answer(c, await changeDate(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .put('/cases/:id/method', signedIn('staff'), body(input.methodChange), async (c) =>
    answer(c, await changeMethod(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/clients/:id/meetings/check', signedIn('staff'), body(input.meetingDraft), async (c) =>
    answer(c, await checkMeeting(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/clients/:id/visits', signedIn('staff'), body(input.newVisit), async (c) =>
    answer(c, await planVisit(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/cases/:id/cancel', signedIn('staff'), body(input.cancellation), async (c) =>
    answer(c, await cancelCase(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  )
  .post('/cases/:id/held', signedIn('staff'), body(input.heldMeeting), async (c) =>
    answer(c, await markHeld(c.var.ctx, c.req.param('id'), c.req.valid('json'))),
  );
