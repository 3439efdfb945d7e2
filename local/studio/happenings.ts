import type { WebhookAttempt } from '../line/webhooks.ts';
import type { Delivery, WorldEvent } from '../line/world.ts';
import type { Machine, TickRun } from '../machine.ts';

/** One line of 「裏で起きたこと」. */
export interface Happening {
  id: number;
  at: number;
  text: string;
  /** Something a person should look at. */
  bad: boolean;
}

const MOST = 200;
const NOT_DELIVERED = { blocked: 'ブロック中', 'not-friend': '友だちでない', unknown: '知らない相手' };
const OUTCOMES = {
  error_status_code: 'エラーが返った',
  request_timeout: '2秒以内に返事がない',
  could_not_connect: 'つながらない',
};

/** What happened behind the two screens, newest last. */
export class Happenings {
  readonly list: Happening[] = [];
  readonly #machine: Machine;
  readonly #hear: (happening: Happening) => void;
  #next = 1;

  constructor(machine: Machine, hear: (happening: Happening) => void) {
    this.#machine = machine;
    this.#hear = hear;
  }

  /** Follows LINE and cron, after what LINE remembers; the returned function stops it. */
  follow(): () => void {
    const { control } = this.#machine.line;
    const past = [
      ...control.deliveries().map((delivery) => ({ at: delivery.at, say: () => this.#delivery(delivery) })),
      ...control.webhookAttempts().map((attempt) => ({ at: attempt.at, say: () => this.#webhook(attempt) })),
    ];
    for (const { say } of past.sort((one, other) => one.at - other.at)) say();
    const stopLine = this.#machine.line.control.subscribe((event) => this.#world(event));
    const stopTicks = this.#machine.onTick((run) => this.#tick(run));
    return () => {
      stopLine();
      stopTicks();
    };
  }

  note(text: string, bad = false, at: number = this.#machine.clock.now()): void {
    const happening = { id: this.#next, at, text, bad };
    this.#next += 1;
    this.list.push(happening);
    if (this.list.length > MOST) this.list.shift();
    this.#hear(happening);
  }

  #world(event: WorldEvent): void {
    if (event.type === 'delivery') this.#delivery(event.delivery);
    if (event.type === 'webhook') this.#webhook(event.attempt as WebhookAttempt);
  }

  #delivery(delivery: Delivery): void {
    const who = this.#name(delivery.userId);
    const what = delivery.messages.map(inWords).join('、');
    if (delivery.delivered) this.note(`LINE が届いた（${who}）${what}`, false, delivery.at);
    else
      this.note(
        `LINE が届かない（${who}、${NOT_DELIVERED[delivery.reason ?? 'unknown']}）`,
        true,
        delivery.at,
      );
  }

  #webhook(attempt: WebhookAttempt): void {
    const what = eventsInWords(attempt.body, (userId) => this.#name(userId));
    if (attempt.outcome === 'ok')
      this.note(`Webhook を受けた ${what}（${Math.round(attempt.ms)} ms）`, false, attempt.at);
    else this.note(`Webhook が失敗 ${what}：${OUTCOMES[attempt.outcome]}`, true, attempt.at);
  }

  /** A jump runs many ticks; they are said in one line, by {@link ticked}. */
  #tick(run: TickRun): void {
    if (run.error) this.note(`定時処理が失敗：${run.error}`, true, run.at);
  }

  ticked(runs: readonly TickRun[]): void {
    if (runs.length > 0) this.note(`定時処理 ${runs.length}回`);
  }

  #name(userId: string): string {
    const user = this.#machine.line.control.users().find((each) => each.userId === userId);
    return user ? `${user.displayName} さん` : '知らない人';
  }
}

function inWords(message: Record<string, unknown>): string {
  const text = message.type === 'text' ? message.text : message.altText;
  const words = String(text ?? message.type).replaceAll(/\s+/g, ' ');
  return `「${words.length > 40 ? `${words.slice(0, 40)}…` : words}」`;
}

const EVENTS: Record<string, string> = {
  follow: '友だち追加',
  unfollow: 'ブロック',
  message: 'メッセージ',
  postback: 'ボタン',
  unsend: '送信取り消し',
};

function eventsInWords(body: string, name: (userId: string) => string): string {
  try {
    const { events } = JSON.parse(body) as { events: { type: string; source?: { userId?: string } }[] };
    if (events.length === 0) return '疎通確認';
    return events
      .map((event) => `${EVENTS[event.type] ?? event.type}（${name(event.source?.userId ?? '')}）`)
      .join('、');
  } catch {
    return '読めない本文';
  }
}
