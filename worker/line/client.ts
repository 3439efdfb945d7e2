import type { messagingApi } from '@line/bot-sdk';

// The SDK's own client needs Node's buffers and streams and can't be cut off after a time: only its types are used.

export interface Push {
  to: string;
  messages: messagingApi.Message[];
  /** The message's id, from the first attempt on: LINE takes one key once. */
  retryKey: string;
}

/** What became of a push. */
export type PushOutcome =
  /** LINE has it. `already`: it had been accepted before under the same key. */
  | { kind: 'accepted'; requestId: string | null; already: boolean }
  /** Worth another try. `uncertain`: LINE may have accepted it, though its answer didn't say so. */
  | {
      kind: 'retry';
      why: 'server' | 'timeout' | 'cut' | 'rate';
      status: number | null;
      afterMs: number | null;
      uncertain: boolean;
    }
  | { kind: 'monthly-limit' }
  /** Never to be tried again as it is. */
  | { kind: 'rejected'; status: number; message: string };

/** What became of a reply, which knows no retry key: its token works once, within a minute. */
export type ReplyOutcome =
  | { kind: 'accepted'; requestId: string | null }
  /** This request was certainly not accepted. `token`: because of the token (or what was sent with it). */
  | { kind: 'refused'; token: boolean; status: number }
  | { kind: 'unsure' };

/** What a person sent besides text, fetched once it is ready. */
export type ContentOutcome =
  | { kind: 'ready'; contentType: string; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'not-yet' }
  | { kind: 'gone' }
  | { kind: 'too-large' }
  | { kind: 'failed' };

/** What is left of the month; `limit` null: without limit. */
export type Quota = { limit: number | null; used: number };

export interface LineClient {
  push(push: Push): Promise<PushOutcome>;
  /** Free of quota. */
  reply(reply: { replyToken: string; messages: messagingApi.Message[] }): Promise<ReplyOutcome>;
  /** The same to several accounts at once. */
  multicast(to: readonly string[], push: Omit<Push, 'to'>): Promise<PushOutcome>;
  content(lineMessageId: string, mostBytes: number): Promise<ContentOutcome>;
  /** null when LINE doesn't say. Two requests. */
  quota(): Promise<Quota | null>;
  /** Marks a message and all earlier ones as read; false when LINE didn't take it. */
  markAsRead(markAsReadToken: string): Promise<boolean>;
}

export interface LineClientOptions {
  /** `https://api.line.me`, or the stand-in's. */
  apiUrl: string;
  channelAccessToken: string;
  fetch?: typeof fetch;
  timeoutMs?: number;
}

const TIMEOUT_MS = 8000;

/** The Messaging API, as far as the product speaks it. Never throws for what LINE or the network does. */
export function createLineClient(options: LineClientOptions): LineClient {
  const request = options.fetch ?? ((input, init) => fetch(input, init));
  type Call = { body?: unknown; headers?: Record<string, string>; host?: string };
  const call = (path: string, init: Call) =>
    request(lineUrl(init.host ?? options.apiUrl, path), {
      method: init.body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${options.channelAccessToken}`,
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...init.headers,
      },
      body: init.body === undefined ? undefined : JSON.stringify(init.body),
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
    });

  const number = async (path: string, field: string): Promise<number | null | undefined> => {
    const response = await call(path, {});
    if (!response.ok) return void (await discard(response));
    const body: unknown = await response.json();
    const value = typeof body === 'object' && body !== null ? Reflect.get(body, field) : undefined;
    return typeof value === 'number' ? value : null;
  };

  const send = async (path: string, body: object, retryKey: string): Promise<PushOutcome> => {
    try {
      return await outcomeOf(await call(path, { body, headers: { 'x-line-retry-key': retryKey } }));
    } catch (error) {
      const why = isTimeout(error) ? 'timeout' : 'cut';
      return { kind: 'retry', why, status: null, afterMs: null, uncertain: true };
    }
  };

  return {
    push({ to, messages, retryKey }) {
      const body: messagingApi.PushMessageRequest = { to, messages };
      return send('/v2/bot/message/push', body, retryKey);
    },

    multicast(to, { messages, retryKey }) {
      const body: messagingApi.MulticastRequest = { to: [...to], messages };
      return send('/v2/bot/message/multicast', body, retryKey);
    },

    async reply({ replyToken, messages }) {
      const body: messagingApi.ReplyMessageRequest = { replyToken, messages };
      try {
        const response = await call('/v2/bot/message/reply', { body });
        await discard(response);
        const { status } = response;
        if (response.ok) return { kind: 'accepted', requestId: response.headers.get('x-line-request-id') };
        if (status >= 500 || status === 408) return { kind: 'unsure' };
        return { kind: 'refused', token: status === 400, status };
      } catch {
        return { kind: 'unsure' };
      }
    },

    async content(lineMessageId, mostBytes) {
      try {
        const path = `/v2/bot/message/${encodeURIComponent(lineMessageId)}/content`;
        const response = await call(path, { host: dataHost(options.apiUrl) });
        return await contentOf(response, mostBytes);
      } catch {
        return { kind: 'failed' };
      }
    },

    async quota() {
      try {
        const limit = await number('/v2/bot/message/quota', 'value');
        const used = await number('/v2/bot/message/quota/consumption', 'totalUsage');
        return limit === undefined || typeof used !== 'number' ? null : { limit, used };
      } catch {
        return null;
      }
    },

    async markAsRead(markAsReadToken) {
      const body: messagingApi.MarkMessagesAsReadByTokenRequest = { markAsReadToken };
      try {
        const response = await call('/v2/bot/chat/markAsRead', { body });
        await discard(response);
        return response.ok;
      } catch {
        return false;
      }
    },
  };
}

/** The stand-in serves LINE's hosts below a path, which `new URL(path, base)` would drop. */
export function lineUrl(base: string, path: string): URL {
  return new URL(base.replace(/\/+$/, '') + path);
}

/** Contents live on a host of their own, beside the API's. */
function dataHost(apiUrl: string): string {
  return apiUrl.replace(/\bapi\.line\.me(?=\/*$)/, 'api-data.line.me');
}

async function contentOf(response: Response, mostBytes: number): Promise<ContentOutcome> {
  const { status, headers } = response;
  if (status !== 200) {
    await discard(response);
    if (status === 202) return { kind: 'not-yet' };
    return { kind: status === 404 || status === 410 ? 'gone' : 'failed' };
  }
  if (Number(headers.get('content-length') ?? 0) > mostBytes) {
    await discard(response);
    return { kind: 'too-large' };
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > mostBytes) return { kind: 'too-large' };
  return { kind: 'ready', contentType: headers.get('content-type') ?? '', bytes };
}

async function outcomeOf(response: Response): Promise<PushOutcome> {
  const { status, headers } = response;
  if (response.ok || status === 409) {
    await discard(response);
    const already = status === 409;
    const requestId = already ? headers.get('x-line-accepted-request-id') : headers.get('x-line-request-id');
    return { kind: 'accepted', requestId, already };
  }
  if (status >= 500 || status === 408) {
    await discard(response);
    return { kind: 'retry', why: 'server', status, afterMs: retryAfter(headers), uncertain: true };
  }
  const message = await messageOf(response);
  if (status !== 429) return { kind: 'rejected', status, message };
  if (/monthly limit/i.test(message)) return { kind: 'monthly-limit' };
  return { kind: 'retry', why: 'rate', status, afterMs: retryAfter(headers), uncertain: false };
}

function retryAfter(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}

/** LINE's message and the properties it names; never the values that were sent. */
async function messageOf(response: Response): Promise<string> {
  try {
    const body = (await response.json()) as Partial<messagingApi.ErrorResponse> | null;
    const details = body?.details?.map((d) => `${d.property ?? ''}: ${d.message ?? ''}`) ?? [];
    return [body?.message ?? '', ...details].filter(Boolean).join(' | ').slice(0, 400);
  } catch {
    return '';
  }
}

/** An unread body would keep the connection. Its loss changes nothing that is known by now. */
async function discard(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => {});
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}
