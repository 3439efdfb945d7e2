import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RichMenus, SavedRichMenus } from './rich-menus.ts';
import type { Accepted, MessageSender } from './send-messages.ts';
import type { AccessToken, Sessions } from './sessions.ts';
import type { SigningKey, TokenKeys } from './token-keys.ts';
import type { ChatItem, Content, LineUser, World } from './world.ts';

interface State {
  version: 1;
  users: LineUser[];
  chats: [string, ChatItem[]][];
  contents: [string, Content][];
  usage: [string, number][];
  currentUserId: string | null;
  keys: SigningKey[];
  accessTokens: AccessToken[];
  retryKeys: [string, Accepted][];
  richMenus: SavedRichMenus;
}

export interface LastingParts {
  world: World;
  keys: TokenKeys;
  sessions: Sessions;
  sender: MessageSender;
  richMenus: RichMenus;
}

/** Keeps people, friendships, chats and sign-ins in one JSON file, so that a demo survives a restart. */
export class StateFile {
  readonly #path: string;
  readonly #parts: LastingParts;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string, parts: LastingParts) {
    this.#path = path;
    this.#parts = parts;
  }

  load(): void {
    if (!existsSync(this.#path)) return;
    const state = this.#read();
    const { world, keys, sessions, sender, richMenus } = this.#parts;
    for (const user of state.users) world.users.set(user.userId, user);
    for (const [userId, chat] of state.chats) world.chats.set(userId, chat);
    for (const [id, content] of state.contents) world.contents.set(id, content);
    for (const [month, used] of state.usage) world.usage.set(month, used);
    world.currentUserId = state.currentUserId;
    keys.restore(state.keys);
    for (const access of state.accessTokens) sessions.accessTokens.set(access.token, access);
    sender.restore(state.retryKeys);
    richMenus.restore(state.richMenus);
  }

  /** Saves a little later, so that a burst of changes costs one write. */
  saveSoon(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => this.save(), 200);
    this.#timer.unref();
  }

  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { world, keys, sessions, sender, richMenus } = this.#parts;
    const state: State = {
      version: 1,
      users: [...world.users.values()],
      chats: [...world.chats],
      contents: [...world.contents],
      usage: [...world.usage],
      currentUserId: world.currentUserId,
      keys: keys.save(),
      accessTokens: [...sessions.accessTokens.values()],
      retryKeys: sender.save(),
      richMenus: richMenus.save(),
    };
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(`${this.#path}.new`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${this.#path}.new`, this.#path);
  }

  #read(): State {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8')) as State;
    } catch (cause) {
      throw new Error(`the LINE stand-in can't read its state file ${this.#path}; delete it to begin anew`, {
        cause,
      });
    }
  }
}
