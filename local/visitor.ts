import type { Control } from './line/control.ts';

/** A product that refused something; `body` is its problem+json. */
export class ProductRefused extends Error {
  readonly status: number;
  readonly body: unknown;
  constructor(what: string, status: number, body: unknown) {
    super(`${what}: ${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

/** Somebody who uses the product's API with a LINE account, as their browser would. */
export class Visitor {
  readonly userId: string;
  readonly #productUrl: string;
  readonly #line: Control;
  /** `Set-Cookie` lines of the session, for handing on to a real browser. */
  cookies: string[] = [];

  constructor(productUrl: string, line: Control, userId: string) {
    this.#productUrl = productUrl;
    this.#line = line;
    this.userId = userId;
  }

  async signIn<T>(kind: 'user' | 'staff'): Promise<T> {
    const idToken = await this.#line.issueIdToken({ userId: this.userId });
    return this.call<T>('POST', '/api/session', { idToken, kind });
  }

  async joinStaff(code: string, name: string, kana?: string): Promise<void> {
    const idToken = await this.#line.issueIdToken({ userId: this.userId });
    await this.call('POST', '/api/staff/join', { idToken, code, name, kana });
  }

  /** Calls the API and keeps the cookies it sets. @throws ProductRefused when it doesn't answer 2xx */
  async call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.#productUrl + path, {
      method,
      headers: {
        origin: this.#productUrl,
        cookie: this.cookies.map((line) => line.split(';')[0]).join('; '),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie();
    if (set.length > 0) this.cookies = set;
    const text = await response.text();
    const answer: unknown = text === '' ? null : parsed(text);
    if (!response.ok) throw new ProductRefused(`${method} ${path}`, response.status, answer);
    return answer as T;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 200);
  }
}
