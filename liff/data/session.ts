import { keepDraftsOf } from './draft.ts';
import { CallFailed, call, forgetEarly } from './http.ts';

/** LINE's SDK is most of what a phone fetches first: our own code starts beside it (vite.config.ts preloads it). */
const line = () => import('./line.ts');

const TRIES = 'sign-in-tries';
const HELD = 'session-of';
/** Shorter than a session lives on the server (USER_HOURS). */
const HELD_MS = 10 * 3_600_000;
/** Going to LINE and back more often than this without one call that worked is a circle: say so instead. */
const MOST_TRIES = 2;

/** True when this load counts on the session of an earlier one; the server has the last word. */
let counted = false;

/**
 * Exchanges the LINE ID token for our own session, unless this person's own still holds: on a slow line that is a
 * way less before the page. Leaves the page where LINE must be asked.
 */
export async function openUserSession(liffId: string): Promise<void> {
  const idToken = await tokenOrFailure(liffId);
  const { subjectOf } = await line();
  const subject = subjectOf(idToken);
  keepDraftsOf(subject);
  counted = subject !== '' && heldBy() === subject;
  if (counted) return;
  forgetEarly();
  try {
    await call('POST', '/api/session', { idToken, kind: 'user' });
    hold(subject);
  } catch (error) {
    if (error instanceof CallFailed && error.failure === 'token-invalid') return renewSession(error);
    throw error;
  }
}

/** Makes sure of LINE's sign-in alone: for what only passes through here. */
export async function signInOnly(liffId: string): Promise<void> {
  await (await line()).lineIdToken(liffId);
}

/** Whose session an earlier load has opened, as long as it should hold; not a proof, only the server checks. */
export function heldBy(): string | null {
  try {
    const [who, until] = JSON.parse(localStorage.getItem(HELD) ?? '[]') as [string?, number?];
    return who && Date.now() < (until ?? 0) ? who : null;
  } catch {
    return null;
  }
}

function hold(subject: string): void {
  try {
    localStorage.setItem(HELD, JSON.stringify([subject, Date.now() + HELD_MS]));
  } catch {
    // The next load asks again.
  }
}

async function tokenOrFailure(liffId: string): Promise<string> {
  if (liffId === '') throw new CallFailed('fault');
  try {
    return await (await line()).lineIdToken(liffId);
  } catch (error) {
    if (saysNo(error)) throw new CallFailed('token-invalid');
    throw new CallFailed(navigator.onLine ? 'fault' : 'offline');
  }
}

/** The person pressed 「キャンセル」 at LINE. */
function saysNo(error: unknown): boolean {
  return error instanceof Error && `${(error as { code?: string }).code} ${error.message}`.includes('denied');
}

/** Signs in with LINE again and comes back to this page; throws `why` where that has been tried in vain. */
export async function renewSession(why: CallFailed): Promise<never> {
  localStorage.removeItem(HELD);
  if (counted) return loadAgain();
  const tries = Number(sessionStorage.getItem(TRIES) ?? 0);
  if (tries >= MOST_TRIES) {
    sessionStorage.removeItem(TRIES);
    throw new CallFailed('token-invalid', why.problem);
  }
  sessionStorage.setItem(TRIES, String(tries + 1));
  return line().then(({ signInAgain }) => signInAgain());
}

function loadAgain(): Promise<never> {
  location.reload();
  return new Promise<never>(() => {});
}

/** A call has worked: the session holds. */
export function sessionWorks(): void {
  sessionStorage.removeItem(TRIES);
}
