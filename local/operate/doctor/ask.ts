/** What came back, or why nothing did. */
export type Asked =
  | { status: number; body: unknown; date: number | null }
  | { status: null; why: 'timeout' | 'unreachable' };

export type Ask = (url: string, init?: RequestInit) => Promise<Asked>;

const PATIENCE_MS = 10_000;
const MOST = 200_000;

/** Asks over HTTP without ever throwing: an answer that didn't come is a finding, too. */
export function asker(send: typeof fetch): Ask {
  return async (url, init = {}) => {
    try {
      const response = await send(url, {
        redirect: 'manual',
        ...init,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const text = (await response.text()).slice(0, MOST);
      const date = Date.parse(response.headers.get('date') ?? '');
      return { status: response.status, body: parsed(text), date: Number.isNaN(date) ? null : date };
    } catch (error) {
      const late = error instanceof Error && /Timeout|Abort/.test(error.name);
      return { status: null, why: late ? 'timeout' : 'unreachable' };
    }
  };
}

/** A member of an answer that is a JSON object. */
export function member(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
