import type { messagingApi } from '@line/bot-sdk';
import { lineUrl } from './client.ts';

/** LINE's no to a request about menus; status 0: no answer at all. */
export class RichMenuRefused extends Error {
  override readonly name = 'RichMenuRefused';
  readonly status: number;

  constructor(status: number, said: string) {
    super(said);
    this.status = status;
  }
}

export interface RichMenuClient {
  list(): Promise<messagingApi.RichMenuResponse[]>;
  validate(menu: messagingApi.RichMenuRequest): Promise<void>;
  /** Gives back the menu's id. */
  create(menu: messagingApi.RichMenuRequest): Promise<string>;
  hasImage(id: string): Promise<boolean>;
  setImage(id: string, png: Uint8Array<ArrayBuffer>): Promise<void>;
  remove(id: string): Promise<void>;
  /** The menu of everybody who has none of their own. */
  defaultId(): Promise<string | null>;
  setDefault(id: string): Promise<void>;
  link(lineUserId: string, id: string): Promise<void>;
  unlink(lineUserId: string): Promise<void>;
}

const TIMEOUT_MS = 20_000;

/** The part of the Messaging API that keeps menus. Every method throws {@link RichMenuRefused} when LINE says no. */
export function createRichMenuClient(options: {
  /** `https://api.line.me`, or the stand-in's. */
  apiUrl: string;
  channelAccessToken: string;
  fetch?: typeof fetch;
}): RichMenuClient {
  const { apiUrl, channelAccessToken } = options;
  const request = options.fetch ?? ((input, init) => fetch(input, init));
  const images = apiUrl.replace(/\bapi\.line\.me(?=\/*$)/, 'api-data.line.me');

  const ask = async (method: string, path: string, body?: BodyInit, type = 'application/json') => {
    const headers: Record<string, string> = { authorization: `Bearer ${channelAccessToken}` };
    if (body !== undefined) headers['content-type'] = type;
    const host = path.endsWith('/content') ? images : apiUrl;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      return await request(lineUrl(host, path), {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        signal,
      });
    } catch (error) {
      throw new RichMenuRefused(0, error instanceof Error ? error.message : String(error));
    }
  };
  const done = async (response: Response): Promise<unknown> => {
    const json: unknown = await response.json().catch(() => null);
    if (response.ok) return json;
    throw new RichMenuRefused(response.status, saidIn(json));
  };
  const order = async (method: string, path: string, body?: object) =>
    done(await ask(method, path, body === undefined ? undefined : JSON.stringify(body)));
  const user = (id: string) => `/v2/bot/user/${encodeURIComponent(id)}/richmenu`;

  return {
    list: async () => {
      const answer = (await order(
        'GET',
        '/v2/bot/richmenu/list',
      )) as Partial<messagingApi.RichMenuListResponse>;
      return answer?.richmenus ?? [];
    },
    validate: async (menu) => void (await order('POST', '/v2/bot/richmenu/validate', menu)),
    create: async (menu) => {
      const { richMenuId } = (await order(
        'POST',
        '/v2/bot/richmenu',
        menu,
      )) as messagingApi.RichMenuIdResponse;
      return richMenuId;
    },
    hasImage: async (id) => {
      const response = await ask('GET', `/v2/bot/richmenu/${id}/content`);
      await response.body?.cancel().catch(() => {});
      if (response.ok || response.status === 404) return response.ok;
      throw new RichMenuRefused(response.status, '');
    },
    setImage: async (id, png) =>
      void (await done(await ask('POST', `/v2/bot/richmenu/${id}/content`, png, 'image/png'))),
    remove: async (id) => void (await order('DELETE', `/v2/bot/richmenu/${id}`)),
    defaultId: async () => {
      const response = await ask('GET', '/v2/bot/user/all/richmenu');
      if (response.status === 404) return null;
      return ((await done(response)) as messagingApi.RichMenuIdResponse).richMenuId;
    },
    setDefault: async (id) => void (await order('POST', `/v2/bot/user/all/richmenu/${id}`)),
    link: async (lineUserId, id) => void (await order('POST', `${user(lineUserId)}/${id}`)),
    unlink: async (lineUserId) => void (await order('DELETE', user(lineUserId))),
  };
}

function saidIn(json: unknown): string {
  const { message = '', details = [] } = (json ?? {}) as Partial<messagingApi.ErrorResponse>;
  return [message, ...details.map((each) => `${each.property ?? ''}: ${each.message ?? ''}`)]
    .filter(Boolean)
    .join(' | ');
}
