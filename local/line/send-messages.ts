import { isObject, type JsonObject, stringOf } from './json.ts';
import { badRequest, validateMessages } from './validate-messages.ts';
import type { WebhookSender } from './webhooks.ts';
import type { ChatItem, Delivery, World } from './world.ts';

export interface Answer {
  status: 200 | 400 | 409 | 429;
  body: JsonObject;
  acceptedRequestId?: string;
}

export interface SendCall {
  api: Delivery['api'];
  body: JsonObject;
  requestId: string;
  retryKey: string | undefined;
}

export interface Accepted {
  at: number;
  requestId: string;
  body: JsonObject;
}

export const replyTokenLife = 60_000;
export const retryKeyLife = 24 * 3_600_000;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const quotable = new Set(['text', 'textV2', 'sticker', 'image', 'video', 'template', 'flex', 'imagemap']);

/** The sending half of the Messaging API: what is accepted, refused, delivered and counted. */
export class MessageSender {
  readonly #world: World;
  readonly #webhooks: WebhookSender;
  readonly #accepted = new Map<string, Accepted>();

  constructor(world: World, webhooks: WebhookSender) {
    this.#world = world;
    this.#webhooks = webhooks;
  }

  send(call: SendCall): Answer {
    const bad = this.#judge(call);
    if (bad) return bad;
    const repeated = this.#repeated(call.retryKey);
    if (repeated) return repeated;
    const to = this.#recipients(call);
    if (!Array.isArray(to)) return to;
    if (call.api !== 'reply' && this.#overQuota(to)) {
      return { status: 429, body: { message: 'You have reached your monthly limit.' } };
    }
    const sentMessages = this.#deliver(call, to);
    const body = call.api === 'push' || call.api === 'reply' ? { sentMessages } : {};
    if (call.retryKey !== undefined) {
      const at = this.#world.clock.now();
      this.#accepted.set(call.retryKey.toLowerCase(), { at, requestId: call.requestId, body });
    }
    return { status: 200, body };
  }

  /** The retry keys that are still remembered. */
  save(): [string, Accepted][] {
    const now = this.#world.clock.now();
    return [...this.#accepted].filter(([, known]) => now - known.at < retryKeyLife);
  }

  restore(accepted: [string, Accepted][]): void {
    for (const [key, known] of accepted) this.#accepted.set(key, known);
  }

  #judge(call: SendCall): Answer | undefined {
    if (call.retryKey !== undefined && call.api === 'reply') {
      return refuse('The retry key is not supported for this endpoint');
    }
    if (call.retryKey !== undefined && !uuid.test(call.retryKey)) return refuse('The retry key is invalid');
    const addressed = judgeAddress(call);
    if (addressed) return addressed;
    const messages = validateMessages(call.body.messages);
    return messages ? { status: 400, body: { ...messages } } : undefined;
  }

  #repeated(retryKey: string | undefined): Answer | undefined {
    const known = retryKey === undefined ? undefined : this.#accepted.get(retryKey.toLowerCase());
    if (!known || this.#world.clock.now() - known.at >= retryKeyLife) return undefined;
    const body = { message: 'The retry key is already accepted', ...known.body };
    return { status: 409, body, acceptedRequestId: known.requestId };
  }

  #recipients(call: SendCall): string[] | Answer {
    switch (call.api) {
      case 'reply': {
        const token = this.#webhooks.replyTokens.get(String(call.body.replyToken));
        const now = this.#world.clock.now();
        if (!token || token.used || now - token.receivedAt > replyTokenLife)
          return refuse('Invalid reply token');
        token.used = true;
        return [token.userId];
      }
      case 'push': {
        const to = String(call.body.to);
        return this.#world.users.has(to) ? [to] : refuse('Failed to send messages');
      }
      case 'multicast':
        return [...new Set(call.body.to as string[])];
      case 'broadcast':
        return [...this.#world.users.keys()].filter((userId) => this.#world.canReceive(userId));
    }
  }

  #overQuota(to: string[]): boolean {
    const { plan } = this.#world;
    const counted = to.filter((userId) => this.#world.canReceive(userId)).length;
    return plan.type === 'limited' && counted > 0 && this.#world.used() + counted > plan.value;
  }

  #deliver(call: SendCall, to: string[]): JsonObject[] {
    const { clock, ids } = this.#world;
    const at = clock.now();
    const messages = (call.body.messages as unknown[]).filter(isObject);
    const sent = messages.map((message) => ({
      id: ids.messageId(at),
      ...(quotable.has(String(message.type)) ? { quoteToken: ids.token(48) } : {}),
    }));
    let counted = 0;
    for (const userId of to) {
      const delivered = this.#world.canReceive(userId);
      const delivery: Delivery = {
        id: ids.requestId(),
        at,
        api: call.api,
        userId,
        delivered,
        ...(delivered ? {} : { reason: this.#whyNot(userId) }),
        messages,
        messageIds: sent.map((one) => one.id),
        requestId: call.requestId,
        ...(call.retryKey === undefined ? {} : { retryKey: call.retryKey }),
        notificationDisabled: call.body.notificationDisabled === true,
      };
      this.#world.deliveries.push(delivery);
      this.#world.announce({ type: 'delivery', delivery });
      if (!delivered) continue;
      counted += 1;
      messages.forEach((message, index) => {
        const item: ChatItem = {
          ...(sent[index] ?? { id: ids.messageId(at) }),
          at,
          from: 'account',
          message,
        };
        this.#world.addToChat(userId, item);
      });
    }
    if (call.api !== 'reply') this.#world.count(counted);
    return sent;
  }

  #whyNot(userId: string): NonNullable<Delivery['reason']> {
    const user = this.#world.users.get(userId);
    if (!user) return 'unknown';
    return user.blocked ? 'blocked' : 'not-friend';
  }
}

function refuse(message: string): Answer {
  return { status: 400, body: { message } };
}

function judgeAddress(call: SendCall): Answer | undefined {
  if (call.api === 'broadcast') return undefined;
  const member = call.api === 'reply' ? 'replyToken' : 'to';
  const value = call.body[member];
  if (call.api === 'multicast') {
    if (Array.isArray(value) && value.length >= 1 && value.length <= 500) return undefined;
    const message = value === undefined ? 'May not be empty' : 'Size must be between 1 and 500';
    return { status: 400, body: { ...badRequest([{ message, property: 'to' }]) } };
  }
  if (stringOf(value)) return undefined;
  return { status: 400, body: { ...badRequest([{ message: 'May not be empty', property: member }]) } };
}
