import type { Problem } from '../../worker/views/shared.ts';
import type { Office } from './office.ts';

/** What came back: the body on success, the problem otherwise. */
export interface Answered<T> {
  status: number;
  body: T;
  problem: Problem;
}

/** Somebody at a browser, with the cookies of one kind of session. */
export class Visitor {
  cookie = '';
  #kind: 'user' | 'staff' | null = null;
  readonly office: Office;
  readonly lineUserId: string;

  constructor(office: Office, lineUserId: string) {
    this.office = office;
    this.lineUserId = lineUserId;
  }

  async signIn(kind: 'user' | 'staff'): Promise<this> {
    const idToken = await this.office.idToken(this.lineUserId);
    this.#kind = kind;
    this.#keep(await this.#send('POST', '/api/session', { idToken, kind }));
    return this;
  }

  async join(code: string, name: string): Promise<this> {
    const idToken = await this.office.idToken(this.lineUserId);
    this.#kind = 'staff';
    this.#keep(await this.#send('POST', '/api/staff/join', { idToken, code, name }));
    return this;
  }

  get<T>(path: string): Promise<Answered<T>> {
    return this.call<T>('GET', path);
  }
  post<T>(path: string, body: object = {}): Promise<Answered<T>> {
    return this.call<T>('POST', path, body);
  }
  put<T>(path: string, body: object): Promise<Answered<T>> {
    return this.call<T>('PUT', path, body);
  }

  /** One call; a session that ran out is opened again, as the pages do. */
  async call<T>(method: string, path: string, body?: object): Promise<Answered<T>> {
    let response = await this.#send(method, path, body);
    if (response.status === 401 && this.#kind) {
      await this.signIn(this.#kind);
      response = await this.#send(method, path, body);
    }
    const json = (await response.json()) as T & Problem;
    return { status: response.status, body: json, problem: json };
  }

  async #send(method: string, path: string, body?: object): Promise<Response> {
    return this.office.fetch(path, {
      method,
      cookie: this.cookie,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  #keep(response: Response): void {
    if (!response.ok) throw new Error(`not let in: ${response.status}`);
    this.cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
  }
}

let people = 0;
/** A LINE user id of its own for each person of a test. */
export function newLineUserId(): string {
  return `U${String(++people).padStart(32, '0')}`;
}
