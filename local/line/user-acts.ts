import { isObject, type JsonObject, stringOf } from './json.ts';
import type { Emission, WebhookSender } from './webhooks.ts';
import type { ChatItem, LineUser, World } from './world.ts';

/** A person did something LINE would not let them do; `status` is what the control plane answers. */
export class ImpossibleAct extends Error {
  readonly status: 400 | 404 | 409;
  constructor(status: 400 | 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}

export interface TapRequest {
  userId: string;
  /** The action object that was tapped, or else the label of one in the newest message that has it. */
  action?: JsonObject;
  label?: string;
  /** What a date-time picker was set to. */
  value?: string;
}

export type TapResult = { emission: Emission } | { open: string } | { nothing: true };

/** What a person does in the LINE app, with the webhooks that follow from it. */
export class UserActs {
  readonly #world: World;
  readonly #webhooks: WebhookSender;

  constructor(world: World, webhooks: WebhookSender) {
    this.#world = world;
    this.#webhooks = webhooks;
  }

  createUser(init: Partial<LineUser> & { displayName: string }, friend: boolean): LineUser {
    const userId = init.userId ?? this.#world.ids.userId();
    if (!/^U[0-9a-f]{32}$/.test(userId))
      throw new ImpossibleAct(400, `userId ${userId} is not U + 32 hex digits`);
    if (this.#world.users.has(userId)) throw new ImpossibleAct(409, `user ${userId} exists`);
    const { pictureUrl, statusMessage, nameHidden } = init;
    const optional = Object.fromEntries(
      Object.entries({ pictureUrl, statusMessage, nameHidden }).filter(([, value]) => value !== undefined),
    );
    return this.#world.putUser({
      userId,
      displayName: init.displayName,
      ...optional,
      friend: init.friend ?? friend,
      blocked: init.blocked ?? false,
    });
  }

  /** Adds the account as a friend, or unblocks it; null when nothing changed. */
  async addFriend(userId: string): Promise<Emission | null> {
    const user = this.#user(userId);
    if (user.friend && !user.blocked) return null;
    const isUnblocked = user.blocked;
    this.#world.putUser({ ...user, friend: true, blocked: false });
    return this.#emit(userId, { type: 'follow', follow: { isUnblocked } }, true);
  }

  /** Blocks the account; null when it was blocked already or is no friend. */
  async block(userId: string): Promise<Emission | null> {
    const user = this.#user(userId);
    if (!user.friend || user.blocked) return null;
    this.#world.putUser({ ...user, blocked: true });
    return this.#emit(userId, { type: 'unfollow' }, false);
  }

  sendText(userId: string, text: string): Promise<Emission> {
    if (typeof text !== 'string' || text === '') throw new ImpossibleAct(400, 'a message needs a text');
    return this.#send(userId, { type: 'text', text }, true);
  }

  /** LINE sends keywords with most stickers, in English, and what was written on a message sticker as `text`. */
  sendSticker(
    userId: string,
    sticker: { packageId?: string; stickerId?: string; keywords?: string[]; text?: string } = {},
  ): Promise<Emission> {
    const { packageId = '446', stickerId = '1988', keywords = ['happy', 'smile', 'moon'], text } = sticker;
    const about = {
      packageId,
      stickerId,
      stickerResourceType: 'STATIC',
      keywords,
      ...(text ? { text } : {}),
    };
    return this.#send(userId, { type: 'sticker', ...about }, true);
  }

  sendLocation(
    userId: string,
    place: { title?: string; address?: string; latitude: number; longitude: number },
  ) {
    return this.#send(userId, { type: 'location', ...place }, false);
  }

  sendFile(userId: string, file: { fileName: string; base64?: string }): Promise<Emission> {
    const base64 = file.base64 ?? '';
    const message = { type: 'file', fileName: file.fileName, fileSize: Buffer.from(base64, 'base64').length };
    return this.#send(userId, message, false, { contentType: 'application/octet-stream', base64 });
  }

  /** Sends one image, or several as one set: each arrives as a webhook of its own. */
  async sendImages(
    userId: string,
    images: { count?: number; base64?: string; contentType?: string; preparing?: boolean } = {},
  ): Promise<Emission[]> {
    const total = images.count ?? 1;
    const set = total > 1 ? this.#world.ids.hex(16).toUpperCase() : undefined;
    const emissions: Emission[] = [];
    for (let index = 1; index <= total; index += 1) {
      const imageSet = set === undefined ? {} : { imageSet: { id: set, index, total } };
      const message = { type: 'image', contentProvider: { type: 'line' }, ...imageSet };
      const { contentType = 'image/png', base64 = onePixelPng, preparing = false } = images;
      emissions.push(await this.#send(userId, message, true, { contentType, base64, preparing }));
    }
    return emissions;
  }

  /** Taps a button, whatever its action is: postback, date picker, message or link. */
  async tap(request: TapRequest): Promise<TapResult> {
    this.#chatting(request.userId);
    const action = request.action ?? this.#findAction(request.userId, request.label ?? '');
    const data = stringOf(action.data) ?? '';
    switch (action.type) {
      case 'postback': {
        const shown = stringOf(action.displayText) ?? stringOf(action.text);
        if (shown) this.#say(request.userId, { type: 'text', text: shown });
        return { emission: await this.#emit(request.userId, { type: 'postback', postback: { data } }, true) };
      }
      case 'datetimepicker': {
        const params = pickerParams(String(action.mode), request.value ?? stringOf(action.initial) ?? '');
        const postback = { data, params };
        return { emission: await this.#emit(request.userId, { type: 'postback', postback }, true) };
      }
      case 'message':
        return { emission: await this.sendText(request.userId, String(action.text)) };
      case 'uri':
        return { open: String(action.uri) };
      default:
        return { nothing: true };
    }
  }

  /** Takes a message back: its content is gone from then on. */
  async unsend(userId: string, messageId: string): Promise<Emission> {
    const item = this.#chat(userId).find((one) => one.id === messageId && one.from === 'user');
    if (!item || item.unsent) throw new ImpossibleAct(404, `no message ${messageId} of this user`);
    item.unsent = true;
    item.message = { type: String(item.message.type) };
    const content = this.#world.contents.get(messageId);
    if (content) this.#world.contents.set(messageId, { ...content, status: 'gone', base64: '' });
    this.#world.announce({ type: 'chat', userId, item });
    return this.#emit(userId, { type: 'unsend', unsend: { messageId } }, false);
  }

  /** Emits any event in LINE's envelope, for kinds that have no act of their own. */
  emitEvent(
    userId: string,
    event: JsonObject & { type: string },
    withReplyToken: boolean,
  ): Promise<Emission> {
    this.#user(userId);
    return this.#emit(userId, event, withReplyToken);
  }

  #send(
    userId: string,
    message: JsonObject,
    quotable: boolean,
    content?: { contentType: string; base64: string; preparing?: boolean },
  ): Promise<Emission> {
    this.#chatting(userId);
    const item = this.#say(userId, message, quotable);
    if (content) {
      const status = content.preparing ? 'preparing' : 'ready';
      this.#world.contents.set(item.id, { status, contentType: content.contentType, base64: content.base64 });
    }
    const { id, quoteToken, markAsReadToken } = item;
    const sent = { ...message, id, ...(quoteToken ? { quoteToken } : {}), markAsReadToken };
    return this.#emit(userId, { type: 'message', message: sent }, true);
  }

  #say(userId: string, message: JsonObject, quotable = false): ChatItem {
    const at = this.#world.clock.now();
    const { ids } = this.#world;
    const item: ChatItem = {
      id: ids.messageId(at),
      at,
      from: 'user',
      message,
      markAsReadToken: ids.token(30),
    };
    if (quotable) item.quoteToken = ids.token(48);
    this.#world.addToChat(userId, item);
    return item;
  }

  #emit(userId: string, event: JsonObject & { type: string }, withReplyToken: boolean): Promise<Emission> {
    return this.#webhooks.emit(this.#webhooks.build(userId, event, withReplyToken));
  }

  #user(userId: string): LineUser {
    const user = this.#world.users.get(userId);
    if (!user) throw new ImpossibleAct(404, `no user ${userId}`);
    return user;
  }

  #chatting(userId: string): void {
    const user = this.#user(userId);
    if (user.blocked) throw new ImpossibleAct(409, `${userId} blocks the account and can't write to it`);
    if (!user.friend)
      throw new ImpossibleAct(409, `${userId} is no friend of the account and has no chat with it`);
  }

  #chat(userId: string): ChatItem[] {
    this.#user(userId);
    return this.#world.chats.get(userId) ?? [];
  }

  #findAction(userId: string, label: string): JsonObject {
    for (const item of [...this.#chat(userId)].reverse()) {
      if (item.from !== 'account') continue;
      const found = actionsIn(item.message).find((action) => action.label === label);
      if (found) return found;
    }
    throw new ImpossibleAct(404, `no button "${label}" in this chat`);
  }
}

/** Every action object inside a message, in the order of the page. */
export function actionsIn(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(actionsIn);
  if (!isObject(value)) return [];
  const isAction = typeof value.type === 'string' && actionTypes.has(value.type) && 'label' in value;
  return [...(isAction ? [value] : []), ...Object.values(value).flatMap(actionsIn)];
}

const actionTypes = new Set(['postback', 'message', 'uri', 'datetimepicker']);

function pickerParams(mode: string, value: string): JsonObject {
  const shape = {
    date: /^\d{4}-\d{2}-\d{2}$/,
    time: /^\d{2}:\d{2}$/,
    datetime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/,
  };
  if (!(mode in shape)) throw new ImpossibleAct(400, `no picker mode ${mode}`);
  if (!shape[mode as keyof typeof shape].test(value)) {
    throw new ImpossibleAct(400, `"${value}" is no value of a ${mode} picker`);
  }
  return { [mode]: value };
}

const onePixelPng =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
