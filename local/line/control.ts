import type { ChannelSettings } from './channel-api.ts';
import type { Clock } from './clock.ts';
import type { ActiveFault, FaultRule, Faults } from './faults.ts';
import type { JsonObject } from './json.ts';
import type { LiffHost } from './liff-host.ts';
import type { RichMenus } from './rich-menus.ts';
import type { IdTokenRequest, Sessions } from './sessions.ts';
import type { TokenKeys } from './token-keys.ts';
import { ImpossibleAct, type TapRequest, type TapResult, type UserActs } from './user-acts.ts';
import type {
  Emission,
  ReleaseOrder,
  WebhookAttempt,
  WebhookEvent,
  WebhookMode,
  WebhookSender,
} from './webhooks.ts';
import type { ApiCall, ChatItem, Delivery, LineUser, PlanLimit, World, WorldEvent } from './world.ts';

export interface ControlParts {
  world: World;
  clock: Clock;
  acts: UserActs;
  webhooks: WebhookSender;
  faults: Faults;
  keys: TokenKeys;
  sessions: Sessions;
  liff: LiffHost;
  richMenus: RichMenus;
  friendOfNewUsers: boolean;
  settings: ChannelSettings;
}

export type NewUser = Partial<LineUser> & { displayName: string };
export type DeliveryFilter = { userId?: string; delivered?: boolean };

/** What LINE itself never offers: acting as people, seeing everything, breaking things, moving the clock. */
export class Control {
  readonly #parts: ControlParts;
  constructor(parts: ControlParts) {
    this.#parts = parts;
  }

  createUser(user: NewUser): LineUser {
    return this.#parts.acts.createUser(user, this.#parts.friendOfNewUsers);
  }
  users(): LineUser[] {
    return [...this.#parts.world.users.values()];
  }
  updateUser(
    userId: string,
    change: Pick<Partial<LineUser>, 'displayName' | 'pictureUrl' | 'nameHidden'>,
  ): LineUser {
    return this.#parts.world.putUser({ ...this.#user(userId), ...change, userId });
  }
  currentUser(): LineUser | null {
    const { world } = this.#parts;
    return world.users.get(world.currentUserId ?? '') ?? null;
  }
  /** Who `authorize` signs in when the browser names nobody. */
  setCurrentUser(userId: string | null): LineUser | null {
    const user = userId === null ? null : this.#user(userId);
    this.#parts.world.currentUserId = userId;
    this.#parts.world.announce({ type: 'current-user', userId });
    return user;
  }

  addFriend(userId: string): Promise<Emission | null> {
    return this.#parts.acts.addFriend(userId);
  }
  unblock(userId: string): Promise<Emission | null> {
    return this.#parts.acts.addFriend(userId);
  }
  block(userId: string): Promise<Emission | null> {
    return this.#parts.acts.block(userId);
  }
  sendText(userId: string, text: string): Promise<Emission> {
    return this.#parts.acts.sendText(userId, text);
  }
  sendSticker(
    userId: string,
    sticker?: { packageId?: string; stickerId?: string; keywords?: string[]; text?: string },
  ): Promise<Emission> {
    return this.#parts.acts.sendSticker(userId, sticker);
  }
  sendImages(userId: string, images?: Parameters<UserActs['sendImages']>[1]): Promise<Emission[]> {
    return this.#parts.acts.sendImages(userId, images);
  }
  sendFile(userId: string, file: { fileName: string; base64?: string }): Promise<Emission> {
    return this.#parts.acts.sendFile(userId, file);
  }
  sendLocation(userId: string, place: Parameters<UserActs['sendLocation']>[1]): Promise<Emission> {
    return this.#parts.acts.sendLocation(userId, place);
  }
  tap(request: TapRequest): Promise<TapResult> {
    return this.#parts.acts.tap(request);
  }
  unsend(userId: string, messageId: string): Promise<Emission> {
    return this.#parts.acts.unsend(userId, messageId);
  }
  emitEvent(userId: string, event: JsonObject & { type: string }, withReplyToken = true): Promise<Emission> {
    return this.#parts.acts.emitEvent(userId, event, withReplyToken);
  }
  /** Ends the 202 of a content that was sent as `preparing`. */
  finishContent(messageId: string): void {
    const content = this.#parts.world.contents.get(messageId);
    if (!content) throw new ImpossibleAct(404, `no content ${messageId}`);
    if (content.status === 'preparing')
      this.#parts.world.contents.set(messageId, { ...content, status: 'ready' });
  }

  chat(userId: string): ChatItem[] {
    this.#user(userId);
    return this.#parts.world.chats.get(userId) ?? [];
  }
  deliveries(filter: DeliveryFilter = {}): Delivery[] {
    return this.#parts.world.deliveries.filter(
      (one) =>
        (filter.userId === undefined || one.userId === filter.userId) &&
        (filter.delivered === undefined || one.delivered === filter.delivered),
    );
  }
  calls(): ApiCall[] {
    return this.#parts.world.calls;
  }
  /** Forgets deliveries, calls and webhook attempts; people, chats and the quota stay. */
  clearLogs(): void {
    this.#parts.world.deliveries.length = 0;
    this.#parts.world.calls.length = 0;
    this.#parts.webhooks.attempts.length = 0;
  }

  webhookAttempts(): WebhookAttempt[] {
    return this.#parts.webhooks.attempts;
  }
  heldEvents(): WebhookEvent[] {
    return this.#parts.webhooks.held;
  }
  webhookMode(): WebhookMode & { url: string } {
    return { ...this.#parts.webhooks.mode, url: this.#parts.webhooks.url };
  }
  setWebhookMode(change: Partial<WebhookMode & { url: string }>): WebhookMode & { url: string } {
    const { url, ...mode } = change;
    if (url !== undefined) this.#parts.webhooks.url = url;
    Object.assign(this.#parts.webhooks.mode, mode);
    return this.webhookMode();
  }
  releaseEvents(how?: { order?: ReleaseOrder; batch?: boolean }): Promise<WebhookAttempt[]> {
    return this.#parts.webhooks.release(how);
  }
  redeliver(): Promise<WebhookAttempt[]> {
    return this.#parts.webhooks.redeliver();
  }
  verifyWebhook(): Promise<WebhookAttempt> {
    return this.#parts.webhooks.verify();
  }
  postRawWebhook(raw: { body: string; signature?: string }): Promise<WebhookAttempt> {
    return this.#parts.webhooks.postRaw(raw);
  }

  /** How LINE's consoles are set. */
  channelSettings(): ChannelSettings {
    return { ...this.#parts.settings };
  }
  setChannelSettings(change: Partial<ChannelSettings>): ChannelSettings {
    Object.assign(this.#parts.settings, change);
    return this.channelSettings();
  }

  addFault(rule: FaultRule): ActiveFault {
    return this.#parts.faults.add(rule);
  }
  faults(): ActiveFault[] {
    return this.#parts.faults.list();
  }
  clearFaults(id?: number): void {
    this.#parts.faults.clear(id);
  }

  now(): number {
    return this.#parts.clock.now();
  }
  setClock(ms: number): number {
    return this.#moved(() => this.#parts.clock.set(ms));
  }
  advanceClock(ms: number): number {
    return this.#moved(() => this.#parts.clock.advance(ms));
  }
  resetClock(): number {
    return this.#moved(() => this.#parts.clock.reset());
  }

  rotateKey(how: { dropOld?: boolean } = {}): Promise<string> {
    return this.#parts.keys.rotate(how.dropOld);
  }
  setOmitNames(omit: boolean): void {
    this.#parts.sessions.omitNames = omit;
  }
  issueIdToken(request: IdTokenRequest): Promise<string> {
    return this.#parts.sessions.issueIdToken(request);
  }
  issueAccessToken(userId: string): string {
    this.#user(userId);
    return this.#parts.sessions.issueAccessToken(userId).token;
  }
  revoke(which: { token?: string; userId?: string }): number {
    return this.#parts.sessions.revoke(which);
  }
  startInClient(userId: string, path?: string): ReturnType<LiffHost['startInClient']> {
    this.#user(userId);
    return this.#parts.liff.startInClient(userId, path);
  }

  quota(): { plan: PlanLimit; used: number; month: string } {
    const { world } = this.#parts;
    return { plan: world.plan, used: world.used(), month: world.month() };
  }
  setQuota(change: { plan?: PlanLimit; used?: number }): { plan: PlanLimit; used: number; month: string } {
    const { world } = this.#parts;
    if (change.plan) world.plan = change.plan;
    if (change.used !== undefined) world.usage.set(world.month(), change.used);
    return this.quota();
  }
  richMenuOf(userId: string): string | null {
    this.#user(userId);
    return this.#parts.richMenus.of(userId);
  }
  /** What this user sees below the chat. */
  menuSeenBy(userId: string): { richMenuId: string; definition: JsonObject } | null {
    const menu = this.#parts.richMenus.menus.get(this.richMenuOf(userId) ?? '');
    return menu ? { richMenuId: menu.richMenuId, definition: menu.definition } : null;
  }
  menuPicture(richMenuId: string): { contentType: string; bytes: Uint8Array<ArrayBuffer> } | null {
    return this.#parts.richMenus.menus.get(richMenuId)?.image ?? null;
  }
  subscribe(listener: (event: WorldEvent) => void): () => void {
    return this.#parts.world.subscribe(listener);
  }

  #user(userId: string): LineUser {
    const user = this.#parts.world.users.get(userId);
    if (!user) throw new ImpossibleAct(404, `no user ${userId}`);
    return user;
  }

  #moved(move: () => void): number {
    move();
    const now = this.now();
    this.#parts.world.announce({ type: 'clock', now });
    return now;
  }
}
