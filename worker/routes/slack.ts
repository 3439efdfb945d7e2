import { Hono } from 'hono';
import { z } from 'zod';
import { postWebhook } from '../chat/post-webhook.ts';
import { actOf, isSignedBySlack } from '../chat/slack.ts';
import { DAY } from '../manual/jst.ts';
import { isRefused, PROBLEMS, ProblemError, refused } from '../problem.ts';
import { takeAlert } from '../services/alert/take-alert.ts';
import { takeDuty } from '../services/duty/take-duty.ts';
import { findSlackStaff } from '../services/notice/find-slack-staff.ts';
import type { World } from '../world.ts';
import { smallBody } from './protect.ts';
import type { Vars } from './session-cookie.ts';

/** A pressed button stands for what it says on the day it was posted. */
const BUTTON_LASTS_MS = DAY;

const pressed = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().max(40) }),
  actions: z.array(z.object({ value: z.string().max(200).optional() })).min(1),
  container: z.object({ message_ts: z.string().regex(/^\d+\.\d+$/) }).optional(),
  response_url: z.url().max(500).optional(),
});
type Pressed = z.infer<typeof pressed>;

/**
 * POST /slack/interactions: buttons under notices in Slack. Slack's signature over the raw body comes first, and its
 * time, so that nothing is played back. A press acts as the member of staff who gave this Slack id as their own; it
 * acts once, because alerts and duties are taken once. Whoever can't is told so, and nobody else sees it.
 */
export const slackRoutes = new Hono<{ Variables: Vars }>().post('/interactions', smallBody, async (c) => {
  const { world } = c.var;
  const secret = world.config.slackSigningSecret;
  const raw = new Uint8Array(await c.req.raw.arrayBuffer());
  const headers = {
    timestamp: c.req.header('x-slack-request-timestamp'),
    signature: c.req.header('x-slack-signature'),
  };
  if (!secret || !(await isSignedBySlack(raw, headers, secret, world.now()))) {
    world.log({ event: 'slack-unsigned', bytes: raw.length });
    throw new ProblemError(refused('token-invalid'));
  }
  const payload = readPayload(new TextDecoder().decode(raw));
  if (!payload) throw new ProblemError(refused('bad-input'));
  const act = actOf(payload.actions[0]?.value);
  // A button that opens a page is pressed too, and says nothing.
  if (act) {
    const words = await obey(world, payload, act);
    const url = payload.response_url;
    if (url && isSlacks(url, world.config.slackWebhookUrl)) {
      const answer = { response_type: 'ephemeral', replace_original: false, text: words };
      c.executionCtx.waitUntil(postWebhook(world.fetchLine, url, answer));
    }
  }
  return c.body(null, 200);
});

function readPayload(form: string): Pressed | null {
  try {
    const parsed = pressed.safeParse(JSON.parse(new URLSearchParams(form).get('payload') ?? ''));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Does what was pressed, in the words that whoever pressed it is answered with. */
async function obey(
  world: World,
  payload: Pressed,
  { act, id }: NonNullable<ReturnType<typeof actOf>>,
): Promise<string> {
  const now = world.now();
  const postedAt = Number(payload.container?.message_ts.split('.')[0] ?? now / 1000) * 1000;
  if (now - postedAt > BUTTON_LASTS_MS)
    return 'このボタンは古くなりました。コンソールの「今日」でごらんください。';
  const staffId = await findSlackStaff(world, payload.user.id);
  if (staffId === null) {
    return 'このSlackのアカウントは、職員と結びついていません。コンソールの「お知らせ」で、SlackのメンバーIDを登録してください。';
  }
  const ctx = { db: world.db, now, newId: world.newId, actor: { kind: 'staff' as const, id: staffId } };
  const done = act === 'take-alert' ? await takeAlert(ctx, id) : await takeDuty(ctx, id);
  if (isRefused(done)) return done.detail ?? PROBLEMS[done.refused].title;
  return act === 'take-alert'
    ? '対応する人になりました。くわしくは、コンソールの「今日」でごらんください。'
    : '返信を引き受けました。くわしくは、コンソールの「今日」でごらんください。';
}

/** Answers go to Slack alone, wherever a body may say. */
function isSlacks(url: string, webhook: string | undefined): boolean {
  return webhook !== undefined && new URL(url).origin === new URL(webhook).origin;
}
