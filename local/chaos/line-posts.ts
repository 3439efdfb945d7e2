import { randomUUID } from 'node:crypto';
import { sign, type WebhookAttempt } from '../line/webhooks.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { Office, Person } from './people.ts';
import type { Dice } from './seeded.ts';

type Event = Record<string, unknown> & { webhookEventId: string };

const TEXTS = [
  'こんにちは',
  '書類を送ってください',
  'ありがとうございました',
  '来週の予定をききたいです',
  'はい',
];
const PATIENCE_MS = 2_000;

/** LINE at the webhook: events of many kinds and people, shuffled, some of them twice, and again until answered. */
export class LinePosts {
  /** Answered 200: from then on they must never be lost. */
  readonly answered = new Set<string>();
  /** Of these a message row must be there, once. */
  readonly messages = new Set<string>();
  /** LINE's ids of messages that were taken back: their words must be gone, whichever event came first. */
  readonly takenBack = new Set<string>();
  attempts = 0;
  twice = 0;
  again = 0;
  readonly #world: ChaosWorld;
  readonly #office: Office;
  readonly #dice: Dice;
  #serial = 0;

  constructor(world: ChaosWorld, office: Office, dice: Dice) {
    this.#world = world;
    this.#office = office;
    this.#dice = dice;
  }

  /** So many new events; a set of them may be one unsend that overtakes its message. */
  make(count: number): Event[] {
    const events: Event[] = [];
    while (events.length < count) {
      const event = this.#event();
      events.push(event);
      if (events.length < count && this.#dice.chance(0.03)) events.push(...this.#takeBack(event));
    }
    return events;
  }

  /** Delivers events in bodies of several people's, shuffled; resolves when each was answered 200. */
  async deliver(events: readonly Event[]): Promise<void> {
    await Promise.all([
      this.#deliver(events.slice(this.#direct(events.length))),
      this.#say(this.#direct(events.length)),
    ]);
  }

  /** What the stand-in could not deliver itself comes again. */
  async settle(): Promise<void> {
    for (let times = 0; times < 3; times += 1) this.#heard(await this.#world.line.control.redeliver());
  }

  /** A share of the events is said by people in the stand-in: their reply tokens are real. */
  #direct(events: number): number {
    return Math.floor(events / 10);
  }

  async #say(count: number): Promise<void> {
    const { control } = this.#world.line;
    control.setWebhookMode({ redelivery: true, redeliveryDelayMs: 3_600_000 });
    for (let n = 0; n < count; n += 1) {
      const { userId } = this.#dice.pick(this.#office.people);
      const { event, attempts } = await control.sendText(userId, this.#dice.pick(TEXTS));
      this.messages.add(event.webhookEventId);
      this.#heard(attempts);
    }
  }

  #heard(attempts: readonly WebhookAttempt[]): void {
    for (const attempt of attempts)
      if (attempt.outcome === 'ok') for (const id of attempt.eventIds) this.answered.add(id);
  }

  async #deliver(events: readonly Event[]): Promise<void> {
    const waiting = this.#dice.shuffle(events);
    const bodies: Event[][] = [];
    while (waiting.length > 0) bodies.push(waiting.splice(0, this.#dice.between(1, 8)));
    for (const body of [...bodies]) {
      if (!this.#dice.chance(0.15)) continue;
      this.twice += 1;
      bodies.push(body);
    }
    await Promise.all(this.#dice.shuffle(bodies).map((body) => this.#post(body)));
  }

  async #post(events: readonly Event[]): Promise<void> {
    for (let times = 0; ; times += 1) {
      const redelivered =
        times > 0 ? events.map((event) => ({ ...event, deliveryContext: { isRedelivery: true } })) : events;
      const body = JSON.stringify({ destination: 'Uchaos', events: redelivered });
      this.attempts += 1;
      if (times > 0) this.again += 1;
      const status = await fetch(`${this.#world.productUrl}/line/webhook`, {
        method: 'POST',
        body,
        headers: { 'x-line-signature': sign(this.#world.secrets.channelSecret, body) },
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
        .then(async (response) => {
          await response.arrayBuffer();
          return response.status;
        })
        .catch(() => 0);
      if (status === 200) {
        for (const event of events) this.answered.add(event.webhookEventId);
        return;
      }
      await this.#world.up();
    }
  }

  #event(): Event {
    const dice = this.#dice;
    this.#serial += 1;
    const person = dice.pick(this.#office.people);
    const kind = dice.next();
    if (kind < 0.03)
      return this.#happening(person.userId, 'beacon', { beacon: { hwid: 'x', type: 'enter' } });
    if (kind < 0.05) return this.#happening(person.userId, 'postback', { postback: { data: 'x' } });
    if (kind < 0.07) return this.#happening(person.userId, 'somethingNew', {});
    if (kind < 0.09)
      return this.#message(dice.pick(this.#office.strangers), { type: 'text', text: dice.pick(TEXTS) });
    if (kind < 0.12) return this.#message(person.userId, { type: 'sticker', packageId: '1', stickerId: '2' });
    if (kind < 0.13)
      return this.#message(person.userId, { type: 'image', contentProvider: { type: 'line' } });
    return this.#message(person.userId, { type: 'text', text: dice.pick(TEXTS) });
  }

  #takeBack({ message, source }: Event): Event[] {
    if (typeof message !== 'object' || message === null || !('id' in message)) return [];
    const messageId = String(message.id);
    this.takenBack.add(messageId);
    this.#serial += 1;
    const { userId } = source as { userId: string };
    return [this.#happening(userId, 'unsend', { unsend: { messageId } })];
  }

  #message(userId: string, message: Record<string, unknown>): Event {
    const event = this.#happening(userId, 'message', {
      // Most are over before the office looks; some are refused by LINE.
      ...(this.#dice.chance(0.2) ? { replyToken: randomUUID().replaceAll('-', '') } : {}),
      message: { ...message, id: `${this.#world.now()}${this.#serial}`, markAsReadToken: 'x' },
    });
    this.messages.add(event.webhookEventId);
    return event;
  }

  #happening(userId: Person['userId'], type: string, more: Record<string, unknown>): Event {
    return {
      type,
      mode: 'active',
      timestamp: this.#world.now(),
      source: { type: 'user', userId },
      webhookEventId: `01CHAOS${String(this.#serial).padStart(19, '0')}`,
      deliveryContext: { isRedelivery: false },
      ...more,
    };
  }
}
