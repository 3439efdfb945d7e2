import { Hono } from 'hono';
import { sign } from '../../local/line/webhooks.ts';
import { ProblemError } from '../../worker/problem.ts';
import { lineWebhook } from '../../worker/routes/line-webhook.ts';
import type { Vars } from '../../worker/routes/session-cookie.ts';
import { type DeliveryWorld, SECRET } from './delivery-world.ts';

/** LINE at the office's webhook: what it posts, and what its events look like. */
export interface Webhook {
  post: (body: BodyInit, signature: string, headers?: Record<string, string>) => Promise<Response>;
  /** Signed events, or a raw body. */
  deliver: (events: unknown, signature?: string) => Promise<Response>;
  /** Waits for all that goes on after the answers. */
  settled: () => Promise<void>;
  text: (userId: string, text: string, more?: Record<string, unknown>) => TextEvent;
  plain: (type: string, userId: string, more?: Record<string, unknown>) => Record<string, unknown>;
}
type TextEvent = Record<string, unknown> & { message: { id: string } };

export function webhookOf(world: DeliveryWorld): Webhook {
  const pending: Promise<unknown>[] = [];
  const context = {
    waitUntil: (promise: Promise<unknown>) => void pending.push(promise),
    passThroughOnException: () => {},
    props: {},
  };
  const host = new Hono<{ Variables: Vars }>();
  host.use(async (c, next) => {
    c.set('world', world);
    await next();
  });
  host.onError((error, c) => c.json({}, error instanceof ProblemError ? (error.problem.status as 400) : 500));
  const app = host.route('/line/webhook', lineWebhook);

  const post: Webhook['post'] = async (body, signature, headers = {}) => {
    const init = {
      method: 'POST',
      body,
      headers: { 'x-line-signature': signature, ...headers },
      duplex: 'half',
    };
    return app.fetch(new Request('https://office.test/line/webhook', init as RequestInit), {}, context);
  };
  let serial = 0;
  const text: Webhook['text'] = (userId, said, more = {}) => {
    serial += 1;
    return {
      type: 'message',
      mode: 'active',
      timestamp: world.clock.now,
      source: { type: 'user', userId },
      webhookEventId: `01EVENT${serial}`,
      deliveryContext: { isRedelivery: false },
      replyToken: `reply${serial}`,
      message: { id: `msg${serial}`, type: 'text', text: said, quoteToken: 'q' },
      ...more,
    };
  };
  return {
    post,
    deliver: (events, signature) => {
      const body = typeof events === 'string' ? events : JSON.stringify({ destination: 'Ubot', events });
      return post(body, signature ?? sign(SECRET, body));
    },
    settled: async () => {
      await Promise.all(pending.splice(0));
    },
    text,
    plain: (type, userId, more = {}) => {
      const { message: _, replyToken: __, ...rest } = text(userId, '');
      return { ...rest, type, ...more };
    },
  };
}
