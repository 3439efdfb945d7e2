import { keepDraftsOf } from './draft.ts';
import { CallFailed, call } from './http.ts';
import { lineIdToken, signInAgain, subjectOf } from './line.ts';

const TRIES = 'sign-in-tries';
/** Going to LINE and back more often than this without one call that worked is a circle: say so instead. */
const MOST_TRIES = 2;

/** Exchanges the LINE ID token for our own session, once per load. Leaves the page where LINE must be asked. */
export async function openUserSession(liffId: string): Promise<{ linked: boolean }> {
  const idToken = await tokenOrFailure(liffId);
  keepDraftsOf(subjectOf(idToken));
  try {
    return await call('POST', '/api/session', { idToken, kind: 'user' });
  } catch (error) {
    if (error instanceof CallFailed && error.failure === 'token-invalid') return renewSession(error);
    throw error;
  }
}

async function tokenOrFailure(liffId: string): Promise<string> {
  if (liffId === '') throw new CallFailed('fault');
  try {
    return await lineIdToken(liffId);
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
export function renewSession(why: CallFailed): Promise<never> {
  const tries = Number(sessionStorage.getItem(TRIES) ?? 0);
  if (tries >= MOST_TRIES) {
    sessionStorage.removeItem(TRIES);
    throw new CallFailed('token-invalid', why.problem);
  }
  sessionStorage.setItem(TRIES, String(tries + 1));
  return signInAgain();
}

/** A call has worked: the session holds. */
export function sessionWorks(): void {
  sessionStorage.removeItem(TRIES);
}
