import { Hono } from 'hono';
import { type ApiContext, type ApiEnv, authenticationFailed } from './api-gate.ts';
import type { ChannelSettings } from './channel-api.ts';
import { isObject, parseObject, stringOf } from './json.ts';
import type { MessageSender } from './send-messages.ts';
import { badRequest, validateMessages } from './validate-messages.ts';
import type { WebhookSender } from './webhooks.ts';
import type { Delivery, World } from './world.ts';

export interface BotAccount {
  userId: string;
  basicId: string;
  displayName: string;
  channelAccessToken: string;
}

/** The Messaging API on `api.line.me` and the content half of `api-data.line.me`. */
export function messagingApi(init: {
  world: World;
  sender: MessageSender;
  webhooks: WebhookSender;
  bot: BotAccount;
  settings: ChannelSettings;
}): Hono<ApiEnv> {
  const { world, sender, webhooks, bot, settings } = init;
  const app = new Hono<ApiEnv>();

  app.use('/v2/bot/*', async (c, next) => {
    const header = c.req.header('authorization');
    if (header === `Bearer ${bot.channelAccessToken}`) return next();
    const reason = header === undefined ? 'missing Authorization header' : 'invalid token';
    return c.json({ message: authenticationFailed(reason) }, 401);
  });

  for (const api of ['reply', 'push', 'multicast', 'broadcast'] as const) {
    app.post(`/v2/bot/message/${api}`, (c) => send(c, api));
  }
  for (const api of ['reply', 'push', 'multicast', 'narrowcast', 'broadcast']) {
    app.post(`/v2/bot/message/validate/${api}`, async (c) => {
      const body = parseObject(await c.req.text());
      if (!body) return notJson(c);
      const bad = validateMessages(body.messages);
      return bad ? c.json(bad, 400) : c.json({});
    });
  }

  async function send(c: ApiContext, api: Delivery['api']): Promise<Response> {
    const body = parseObject(await c.req.text());
    if (!body) return notJson(c);
    const retryKey = c.req.header('x-line-retry-key');
    const answer = sender.send({ api, body, requestId: c.get('requestId'), retryKey });
    if (answer.acceptedRequestId) c.header('x-line-accepted-request-id', answer.acceptedRequestId);
    return c.json(answer.body, answer.status);
  }

  app.get('/v2/bot/message/quota', (c) => c.json(world.plan));
  app.get('/v2/bot/message/quota/consumption', (c) => c.json({ totalUsage: world.used() }));

  app.get('/v2/bot/message/:messageId/content', (c) => {
    const content = world.contents.get(c.req.param('messageId'));
    if (!content) return c.json({ message: 'Not found' }, 404);
    if (content.status === 'gone') return c.json({ message: 'Gone' }, 410);
    if (content.status === 'preparing') return c.body(null, 202);
    return c.body(Buffer.from(content.base64, 'base64'), 200, { 'content-type': content.contentType });
  });
  app.get('/v2/bot/message/:messageId/content/transcoding', (c) => {
    const content = world.contents.get(c.req.param('messageId'));
    if (!content) return c.json({ message: 'Not found' }, 404);
    if (content.status === 'gone') return c.json({ message: 'Gone' }, 410);
    return c.json({ status: content.status === 'ready' ? 'succeeded' : 'processing' });
  });

  app.get('/v2/bot/profile/:userId', (c) => {
    const user = world.users.get(c.req.param('userId'));
    if (!user || !world.canReceive(user.userId)) return c.json({ message: 'Not found' }, 404);
    const { userId, displayName, pictureUrl, statusMessage } = user;
    return c.json({ userId, displayName, language: 'ja', pictureUrl, statusMessage });
  });

  app.get('/v2/bot/info', (c) =>
    c.json({
      userId: bot.userId,
      basicId: bot.basicId,
      displayName: bot.displayName,
      chatMode: settings.chatMode,
      markAsReadMode: settings.markAsReadMode,
    }),
  );
  app.get('/v2/bot/followers/ids', (c) =>
    c.json({ userIds: [...world.users.keys()].filter((userId) => world.canReceive(userId)) }),
  );

  app.post('/v2/bot/chat/loading/start', async (c) => {
    const body = parseObject(await c.req.text());
    if (!body) return notJson(c);
    const chatId = stringOf(body.chatId);
    const seconds = body.loadingSeconds ?? 20;
    if (!chatId) return c.json(badRequest([{ message: 'May not be empty', property: 'chatId' }]), 400);
    if (typeof seconds !== 'number' || seconds % 5 !== 0 || seconds < 5 || seconds > 60) {
      const message = 'Must be a multiple of 5 between 5 and 60';
      return c.json(badRequest([{ message, property: 'loadingSeconds' }]), 400);
    }
    world.announce({ type: 'loading', userId: chatId, until: world.clock.now() + seconds * 1_000 });
    return c.json({}, 202);
  });

  app.post('/v2/bot/chat/markAsRead', async (c) => {
    const token = stringOf(parseObject(await c.req.text())?.markAsReadToken);
    if (!token)
      return c.json(badRequest([{ message: 'May not be empty', property: 'markAsReadToken' }]), 400);
    return markAsRead(world, (item) => item.markAsReadToken === token)
      ? c.json({})
      : invalid(c, 'markAsReadToken');
  });
  app.post('/v2/bot/message/markAsRead', async (c) => {
    const chat = parseObject(await c.req.text())?.chat;
    const userId = isObject(chat) ? stringOf(chat.userId) : undefined;
    const last = world.chats.get(userId ?? '')?.findLast((item) => item.from === 'user');
    if (last) markAsRead(world, (item) => item === last);
    return c.json({});
  });

  app.get('/v2/bot/channel/webhook/endpoint', (c) =>
    webhooks.url === ''
      ? c.json({ message: 'Not found' }, 404)
      : c.json({ endpoint: webhooks.url, active: webhooks.mode.enabled }),
  );
  app.put('/v2/bot/channel/webhook/endpoint', async (c) => {
    const endpoint = stringOf(parseObject(await c.req.text())?.endpoint);
    if (!endpoint || !URL.canParse(endpoint) || endpoint.length > 500) {
      return c.json({ message: 'Invalid webhook endpoint URL' }, 400);
    }
    webhooks.url = endpoint;
    return c.json({});
  });
  app.post('/v2/bot/channel/webhook/test', async (c) => {
    const attempt = await webhooks.verify(stringOf(parseObject(await c.req.text())?.endpoint));
    return c.json({
      success: attempt.outcome === 'ok',
      timestamp: new Date(attempt.at).toISOString(),
      statusCode: attempt.status ?? 0,
      reason: attempt.outcome === 'ok' ? 'OK' : attempt.outcome.toUpperCase(),
      detail: attempt.status === undefined ? 'Request failed' : String(attempt.status),
    });
  });

  return app;
}

export function notJson(c: ApiContext): Response {
  return c.json({ message: 'The request body could not be parsed as JSON (line: 1, column: 1)' }, 400);
}

function invalid(c: ApiContext, property: string): Response {
  return c.json(
    { message: `The property, '${property}', in the request body is invalid (line: -, column: -)` },
    400,
  );
}

/** Marks the message that `is` tells and all earlier ones of the person as read. */
function markAsRead(world: World, is: (item: { markAsReadToken?: string }) => boolean): boolean {
  for (const [userId, chat] of world.chats) {
    const index = chat.findIndex(is);
    if (index < 0) continue;
    for (const item of chat.slice(0, index + 1)) {
      if (item.from !== 'user' || item.read) continue;
      item.read = true;
      world.announce({ type: 'chat', userId, item });
    }
    return true;
  }
  return false;
}
