import { Hono } from 'hono';
import { createOwnFeed, revokeOwnFeed, viewOwnFeed } from '../../services/feed/own-feed.ts';
import { feedAnswer } from '../feed-answer.ts';
import { answer } from '../parse.ts';
import { type SignedInVars, signedIn } from '../session-cookie.ts';

/** A member of staff's own calendar as a private address. */
export const calendarFeedRoutes = new Hono<{ Variables: SignedInVars }>()
  .get('/calendar-feed', signedIn('staff'), async (c) => c.json(await viewOwnFeed(c.var.ctx, ownerOf(c.var))))
  .post('/calendar-feed', signedIn('staff'), async (c) => {
    const token = c.var.world.newToken();
    return answer(c, feedAnswer(c, token, await createOwnFeed(c.var.ctx, ownerOf(c.var), token)));
  })
  .delete('/calendar-feed', signedIn('staff'), async (c) =>
    c.json(await revokeOwnFeed(c.var.ctx, ownerOf(c.var))),
  );

function ownerOf({ claim }: SignedInVars) {
  return { staffId: claim.staffId ?? '', lineUserId: claim.lineUserId };
}
