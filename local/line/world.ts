import type { Clock } from './clock.ts';
import type { Identifiers } from './identifiers.ts';
import type { JsonObject } from './json.ts';

export interface LineUser {
  userId: string;
  displayName: string;
  pictureUrl?: string;
  statusMessage?: string;
  friend: boolean;
  blocked: boolean;
  /** Set when ID tokens of this user carry neither name nor picture. */
  nameHidden?: boolean;
  richMenuId?: string;
}

/** One bubble of a chat: `from` says who wrote it. */
export interface ChatItem {
  id: string;
  at: number;
  from: 'user' | 'account';
  message: JsonObject;
  quoteToken?: string;
  markAsReadToken?: string;
  read?: boolean;
  unsent?: boolean;
}

export interface Delivery {
  id: string;
  at: number;
  api: 'reply' | 'push' | 'multicast' | 'broadcast';
  userId: string;
  delivered: boolean;
  reason?: 'blocked' | 'not-friend' | 'unknown';
  messages: JsonObject[];
  messageIds: string[];
  requestId: string;
  retryKey?: string;
  notificationDisabled: boolean;
}

export interface ApiCall {
  at: number;
  method: string;
  path: string;
  status: number;
  requestId: string;
  retryKey?: string;
  fault?: string;
}

export interface Content {
  status: 'preparing' | 'ready' | 'gone';
  contentType: string;
  base64: string;
}

export type PlanLimit = { type: 'limited'; value: number } | { type: 'none' };

/** What a studio page or a test can follow live. */
export type WorldEvent =
  | { type: 'user'; user: LineUser }
  | { type: 'current-user'; userId: string | null }
  | { type: 'chat'; userId: string; item: ChatItem }
  | { type: 'delivery'; delivery: Delivery }
  | { type: 'webhook'; attempt: unknown }
  | { type: 'clock'; now: number }
  | { type: 'loading'; userId: string; until: number };

/** Everything LINE knows in this world: people, friendships, chats, what was sent, what was used. */
export class World {
  readonly clock: Clock;
  readonly ids: Identifiers;
  readonly users = new Map<string, LineUser>();
  readonly chats = new Map<string, ChatItem[]>();
  readonly contents = new Map<string, Content>();
  readonly deliveries: Delivery[] = [];
  readonly calls: ApiCall[] = [];
  /** Messages counted against the plan, by month in Japan (`YYYY-MM`). */
  readonly usage = new Map<string, number>();
  plan: PlanLimit;
  currentUserId: string | null = null;
  readonly #listeners = new Set<(event: WorldEvent) => void>();

  constructor(init: { clock: Clock; ids: Identifiers; plan: PlanLimit }) {
    this.clock = init.clock;
    this.ids = init.ids;
    this.plan = init.plan;
  }

  /** Follows the world; the returned function stops it. */
  subscribe(listener: (event: WorldEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  announce(event: WorldEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  putUser(user: LineUser): LineUser {
    this.users.set(user.userId, user);
    if (!this.chats.has(user.userId)) this.chats.set(user.userId, []);
    this.announce({ type: 'user', user });
    return user;
  }

  addToChat(userId: string, item: ChatItem): void {
    const chat = this.chats.get(userId) ?? [];
    chat.push(item);
    this.chats.set(userId, chat);
    this.announce({ type: 'chat', userId, item });
  }

  /** The month that the quota counts in: LINE counts calendar months in Japan. */
  month(): string {
    return new Date(this.clock.now() + 9 * 3_600_000).toISOString().slice(0, 7);
  }

  used(): number {
    return this.usage.get(this.month()) ?? 0;
  }

  count(recipients: number): void {
    this.usage.set(this.month(), this.used() + recipients);
  }

  canReceive(userId: string): boolean {
    const user = this.users.get(userId);
    return user?.friend === true && !user.blocked;
  }
}
