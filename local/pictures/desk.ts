import type { Machine } from '../machine.ts';

/** The browser that stands on the desk, as it names itself. */
export const DEVICE =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const HALF_A_SESSION = 4 * 3_600_000;

/** Signs staff in once for many pictures, as one browser would stay signed in. */
export class Desk {
  readonly #machine: Machine;
  readonly #known = new Map<string, { since: number; cookies: BrowserCookie[] }>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  async cookies(userId: string): Promise<BrowserCookie[]> {
    const now = this.#machine.clock.now();
    const known = this.#known.get(userId);
    if (known && now - known.since < HALF_A_SESSION) return known.cookies;
    const { productUrl, line } = this.#machine;
    const idToken = await line.control.issueIdToken({ userId });
    const response = await fetch(`${productUrl}/api/session`, {
      method: 'POST',
      headers: { origin: productUrl, 'content-type': 'application/json', 'user-agent': DEVICE },
      body: JSON.stringify({ idToken, kind: 'staff' }),
    });
    if (!response.ok) throw new Error(`signing in was answered ${response.status}`);
    const cookies = response.headers.getSetCookie().map((set) => cookie(set, new URL(productUrl).hostname));
    this.#known.set(userId, { since: now, cookies });
    return cookies;
  }
}

type BrowserCookie = ReturnType<typeof cookie>;

function cookie(set: string, domain: string) {
  const [pair = ''] = set.split(';');
  const at = pair.indexOf('=');
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  return { name, value, domain, path: '/', secure: true, httpOnly: true };
}
