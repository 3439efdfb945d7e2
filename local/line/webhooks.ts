import { createHmac } from 'node:crypto';
import type { JsonObject } from './json.ts';
import type { World } from './world.ts';

export interface WebhookEvent extends JsonObject {
  type: string;
  webhookEventId: string;
  timestamp: number;
  replyToken?: string;
}

export interface WebhookAttempt {
  id: string;
  at: number;
  url: string;
  body: string;
  signature: string;
  eventIds: string[];
  isRedelivery: boolean;
  outcome: 'ok' | 'error_status_code' | 'request_timeout' | 'could_not_connect';
  status?: number;
  ms: number;
}

export interface WebhookMode {
  enabled: boolean;
  /** Send again what was not answered 2xx: by itself after `redeliveryDelayMs`, or now by `redeliver()`. */
  redelivery: boolean;
  redeliveryDelayMs: number;
  maxRedeliveries: number;
  /** How many identical copies follow each body. */
  extraCopies: number;
  /** Keep events back until `release()`. */
  hold: boolean;
  timeoutMs: number;
}

export type ReleaseOrder = 'fifo' | 'reverse' | number[];

/** What became of one event: the attempts made at once, or none while events are held. */
export interface Emission {
  event: WebhookEvent;
  held: boolean;
  attempts: WebhookAttempt[];
}

/** Base64 of HMAC-SHA256 over the raw body, as `x-line-signature` carries it. */
export function sign(channelSecret: string, body: string | Uint8Array): string {
  return createHmac('sha256', channelSecret).update(body).digest('base64');
}

/** Delivers events to the account's webhook the way LINE does, and remembers every attempt. */
export class WebhookSender {
  url: string;
  readonly mode: WebhookMode = {
    enabled: true,
    redelivery: false,
    redeliveryDelayMs: 5_000,
    maxRedeliveries: 3,
    extraCopies: 0,
    hold: false,
    timeoutMs: 2_000,
  };
  readonly attempts: WebhookAttempt[] = [];
  readonly held: WebhookEvent[] = [];
  /** Reply tokens count from receipt, so every delivery restarts the minute of an unused one. */
  readonly replyTokens = new Map<string, { userId: string; receivedAt: number; used: boolean }>();
  readonly #world: World;
  readonly #secret: string;
  readonly #destination: string;
  readonly #failed = new Map<string, { events: WebhookEvent[]; times: number }>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(init: { world: World; channelSecret: string; destination: string; url: string }) {
    this.#world = init.world;
    this.#secret = init.channelSecret;
    this.#destination = init.destination;
    this.url = init.url;
  }

  /** Wraps what happened into LINE's envelope. */
  build(userId: string, happening: JsonObject & { type: string }, withReplyToken: boolean): WebhookEvent {
    const now = this.#world.clock.now();
    const { type, ...rest } = happening;
    return {
      type,
      ...rest,
      webhookEventId: this.#world.ids.eventId(now),
      deliveryContext: { isRedelivery: false },
      timestamp: now,
      source: { type: 'user', userId },
      ...(withReplyToken ? { replyToken: this.#world.ids.hex(16) } : {}),
      mode: 'active',
    };
  }

  async emit(event: WebhookEvent): Promise<Emission> {
    if (this.mode.hold) {
      this.held.push(event);
      return { event, held: true, attempts: [] };
    }
    return { event, held: false, attempts: await this.#deliver([event]) };
  }

  /** Lets held events go: in order, reversed or as numbered; each in a body of its own or all in one. */
  async release(how: { order?: ReleaseOrder; batch?: boolean } = {}): Promise<WebhookAttempt[]> {
    const events = arrange(this.held.splice(0), how.order ?? 'fifo');
    if (events.length === 0) return [];
    if (how.batch) return this.#deliver(events);
    const attempts: WebhookAttempt[] = [];
    for (const event of events) attempts.push(...(await this.#deliver([event])));
    return attempts;
  }

  /** Sends again what failed so far, now. */
  async redeliver(): Promise<WebhookAttempt[]> {
    const attempts: WebhookAttempt[] = [];
    for (const [key, failed] of [...this.#failed]) {
      this.#failed.delete(key);
      const again = failed.events.map((event) => ({ ...event, deliveryContext: { isRedelivery: true } }));
      attempts.push(await this.#attempt(again, failed.times + 1));
    }
    return attempts;
  }

  /** The console's verify button: a signed body without events. */
  verify(url?: string): Promise<WebhookAttempt> {
    const body = JSON.stringify({ destination: this.#destination, events: [] });
    return this.#post({ body, signature: sign(this.#secret, body), eventIds: [], isRedelivery: false, url });
  }

  /** Posts any body, signed with the channel secret unless a signature is given. */
  postRaw(raw: { body: string; signature?: string }): Promise<WebhookAttempt> {
    const signature = raw.signature ?? sign(this.#secret, raw.body);
    return this.#post({ body: raw.body, signature, eventIds: [], isRedelivery: false });
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  async #deliver(events: WebhookEvent[]): Promise<WebhookAttempt[]> {
    if (!this.mode.enabled) return [];
    const attempts = [await this.#attempt(events, 0)];
    for (let copy = 0; copy < this.mode.extraCopies; copy += 1) attempts.push(await this.#attempt(events, 0));
    return attempts;
  }

  async #attempt(events: WebhookEvent[], times: number): Promise<WebhookAttempt> {
    for (const event of events) this.#openReplyToken(event);
    const body = JSON.stringify({ destination: this.#destination, events });
    const eventIds = events.map((event) => event.webhookEventId);
    const attempt = await this.#post({
      body,
      signature: sign(this.#secret, body),
      eventIds,
      isRedelivery: times > 0,
    });
    if (attempt.outcome !== 'ok' && this.mode.redelivery && times < this.mode.maxRedeliveries) {
      this.#failed.set(eventIds.join(), { events, times });
      this.#later();
    }
    return attempt;
  }

  #openReplyToken(event: WebhookEvent): void {
    if (event.replyToken === undefined) return;
    const known = this.replyTokens.get(event.replyToken);
    const source = event.source as { userId: string };
    const receivedAt = this.#world.clock.now();
    this.replyTokens.set(event.replyToken, { userId: source.userId, receivedAt, used: known?.used ?? false });
  }

  #later(): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.redeliver();
    }, this.mode.redeliveryDelayMs);
    timer.unref();
    this.#timers.add(timer);
  }

  async #post(request: {
    body: string;
    signature: string;
    eventIds: string[];
    isRedelivery: boolean;
    url?: string;
  }): Promise<WebhookAttempt> {
    const url = request.url ?? this.url;
    const started = performance.now();
    const answer = await post(url, request.body, request.signature, this.mode.timeoutMs);
    const attempt: WebhookAttempt = {
      id: this.#world.ids.requestId(),
      at: this.#world.clock.now(),
      url,
      body: request.body,
      signature: request.signature,
      eventIds: request.eventIds,
      isRedelivery: request.isRedelivery,
      ...answer,
      ms: Math.round(performance.now() - started),
    };
    this.attempts.push(attempt);
    this.#world.announce({ type: 'webhook', attempt });
    return attempt;
  }
}

async function post(
  url: string,
  body: string,
  signature: string,
  timeoutMs: number,
): Promise<Pick<WebhookAttempt, 'outcome' | 'status'>> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'LineBotWebhook/2.0',
        'x-line-signature': signature,
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    return { outcome: response.ok ? 'ok' : 'error_status_code', status: response.status };
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    return { outcome: timedOut ? 'request_timeout' : 'could_not_connect' };
  }
}

function arrange(events: WebhookEvent[], order: ReleaseOrder): WebhookEvent[] {
  if (order === 'fifo') return events;
  if (order === 'reverse') return events.reverse();
  const named = order.map((index) => events[index]).filter((event) => event !== undefined);
  return [...named, ...events.filter((event) => !named.includes(event))];
}
