import { Hono } from 'hono';
import { z } from 'zod';
import { isCivilDate } from '../../manual/jst.ts';
import { isRefused } from '../../problem.ts';
import { productUrl } from '../../product-url.ts';
import { submitAnswer } from '../../services/answer/submit-answer.ts';
import { viewAppCase } from '../../services/case/view-app-case.ts';
import { chooseConsent } from '../../services/consent/choose-consent.ts';
import { viewMyConsent } from '../../services/consent/view-my-consent.ts';
import { withdrawConsent } from '../../services/consent/withdraw-consent.ts';
import { setFriend } from '../../services/contact/set-friend.ts';
import { setReminder } from '../../services/contact/set-reminder.ts';
import { createFeedLink } from '../../services/feed/create-feed-link.ts';
import { viewHome } from '../../services/home/view-home.ts';
import { viewRules } from '../../services/home/view-rules.ts';
import { viewSchedule } from '../../services/home/view-schedule.ts';
import { lookAtInvitation } from '../../services/invitation/find-invitation.ts';
import { submitWish } from '../../services/wish/submit-wish.ts';
import { alertSoon } from '../alert-soon.ts';
import { answer, body } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';

const id = z.string().min(1).max(64);
const token = z.string().min(1).max(200);
const note = z.string().trim().max(400, 'ひとことは、400字までです。').optional();
const partner = z.enum(['person', 'guardian', 'legal-representative', 'family', 'provider']);
const submissionKey = z.string().min(8).max(64);

const consentInput = z
  .object({
    token: token.optional(),
    clientId: id.optional(),
    version: z.int(),
    textHash: z.string().length(64),
    choice: z.enum(['yes', 'no', 'later', 'question']),
    chooser: partner,
    explainedToPerson: z.boolean().optional(),
  })
  .refine(
    (v) => (v.token === undefined) !== (v.clientId === undefined),
    'tokenかclientIdの、どちらかが要ります。',
  );

const civilDate = z.string().refine(isCivilDate, '日付の形が正しくありません。');
const MOST_SLOTS = 60;
const MOST_PARTS = 90;

const answerInput = z.object({
  submissionKey,
  choice: z.enum(['ranked', 'parts', 'none', 'unknown', 'call']),
  ranked: z.array(id).max(12).optional(),
  also: z.array(id).max(MOST_SLOTS).optional(),
  parts: z
    .array(z.object({ date: civilDate, part: z.enum(['morning', 'afternoon', 'evening']) }))
    .max(MOST_PARTS)
    .optional(),
  place: z.enum(['home', 'office', 'provider', 'any']).optional(),
  marks: z.record(id, z.enum(['yes', 'maybe', 'no'])).optional(),
  health: z.enum(['good', 'usual', 'bad']).optional(),
  attendance: z.enum(['usual', 'sometimes-off', 'off']).optional(),
  note,
});

const aboutWish = {
  submissionKey,
  clientId: id,
  caseId: id.optional(),
  when: z.string().trim().max(100).optional(),
  topic: z.enum(['living', 'money', 'health', 'work', 'people', 'rules', 'app', 'dates', 'other']).optional(),
  talkWith: z.enum(['counselor', 'anybody']).optional(),
  urgency: z.enum(['soon', 'usual']).optional(),
  note,
};

const wishInput = z
  .discriminatedUnion('kind', [
    z.object({ ...aboutWish, kind: z.enum(['call', 'change', 'cannot-come', 'consult', 'question']) }),
    z.object({
      ...aboutWish,
      kind: z.literal('line-monitoring'),
      lineReason: z.enum(['work', 'body', 'hospital', 'people', 'other']),
      lineVoice: z.enum(['self', 'spoken', 'written', 'signed', 'cards']),
    }),
  ])
  .refine((v) => v.kind !== 'line-monitoring' || v.lineReason !== 'other' || Boolean(v.note), {
    path: ['note'],
    message: '会えない理由を書いてください。',
  });

const reminderInput = z.object({
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .nullable(),
});

/** What users do in the mini-app. A LINE user whom the office doesn't know gets no further than the invitation. */
export const appRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/home', signedIn('user'), async (c) =>
    c.json(
      await viewHome(c.var.ctx, {
        lineUserId: c.var.claim.lineUserId,
        addFriendUrl: c.var.world.config.addFriendUrl,
      }),
    ),
  )
  .get('/rules', signedIn('user'), async (c) => answer(c, await viewRules(c.var.ctx)))
  .post('/invitations/look', signedIn('user'), body(z.object({ token })), async (c) =>
    answer(
      c,
      await lookAtInvitation(c.var.ctx, {
        token: c.req.valid('json').token,
        lineUserId: c.var.claim.lineUserId,
      }),
    ),
  )
  .post('/consents', signedIn('user'), body(consentInput), async (c) => {
    const kept = await chooseConsent(c.var.ctx, {
      ...c.req.valid('json'),
      lineUserId: c.var.claim.lineUserId,
    });
    return answer(
      c,
      isRefused(kept)
        ? kept
        : { ...kept, choice: c.req.valid('json').choice, addFriendUrl: c.var.world.config.addFriendUrl },
    );
  })
  .get('/consents/:client', signedIn('contact'), async (c) =>
    answer(
      c,
      await viewMyConsent(c.var.ctx, {
        clientId: c.req.param('client'),
        lineUserId: c.var.claim.lineUserId,
      }),
    ),
  )
  .post('/consents/withdraw', signedIn('contact'), body(z.object({ clientId: id })), async (c) =>
    answer(
      c,
      await withdrawConsent(c.var.ctx, { ...c.req.valid('json'), lineUserId: c.var.claim.lineUserId }),
    ),
  )
  .put('/friend', signedIn('user'), body(z.object({ friend: z.boolean() })), async (c) =>
    answer(c, await setFriend(c.var.ctx, { ...c.req.valid('json'), lineUserId: c.var.claim.lineUserId })),
  )
  .get('/cases/:id', signedIn('contact'), async (c) =>
    answer(
      c,
      await viewAppCase(c.var.ctx, { caseId: c.req.param('id'), lineUserId: c.var.claim.lineUserId }),
    ),
  )
  .post('/cases/:id/answer', signedIn('contact'), body(answerInput), async (c) => {
    const kept = await submitAnswer(c.var.ctx, c.req.param('id'), {
      ...c.req.valid('json'),
      lineUserId: c.var.claim.lineUserId,
    });
    if (isRefused(kept)) return answer(c, kept);
    if (kept.urgent) alertSoon(c);
    return c.json({ answeredAt: kept.answeredAt });
  })
  .post('/cases/:id/calendar', signedIn('contact'), async (c) => {
    const secret = c.var.world.newToken();
    const made = await createFeedLink(c.var.ctx, {
      caseId: c.req.param('id'),
      lineUserId: c.var.claim.lineUserId,
      token: secret,
    });
    return answer(
      c,
      isRefused(made)
        ? made
        : {
            url: productUrl(c.var.world.config, `/feeds/${secret}.ics`, c.req.url),
            expiresAt: made.expiresAt,
          },
    );
  })
  .post('/wishes', signedIn('contact'), body(wishInput), async (c) =>
    answer(c, await submitWish(c.var.ctx, { ...c.req.valid('json'), lineUserId: c.var.claim.lineUserId })),
  )
  .get('/schedule', signedIn('contact'), async (c) =>
    c.json(await viewSchedule(c.var.ctx, c.var.claim.lineUserId)),
  )
  .put('/reminder', signedIn('contact'), body(reminderInput), async (c) =>
    answer(
      c,
      await setReminder(c.var.ctx, { time: c.req.valid('json').time, lineUserId: c.var.claim.lineUserId }),
    ),
  );
