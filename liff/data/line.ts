import liff from '@line/liff/core';
import GetIDToken from '@line/liff/get-id-token';
import IsInClient from '@line/liff/is-in-client';
import IsLoggedIn from '@line/liff/is-logged-in';
import Login from '@line/liff/login';
import Logout from '@line/liff/logout';
import { ENDPOINT, HAND_ON } from './hand-on.ts';
import { CallFailed } from './http.ts';

const line = liff
  .use(new IsLoggedIn())
  .use(new Login())
  .use(new Logout())
  .use(new GetIDToken())
  .use(new IsInClient());

/**
 * A LINE ID token that this device still thinks valid. Where there is none, the browser goes to LINE and comes back
 * to the same page: the promise then never settles. Routing must wait for it: a deep link is only resolved inside.
 */
export async function lineIdToken(liffId: string): Promise<string> {
  await startLine(liffId);
  if (!line.isLoggedIn()) return leaveToSignIn();
  const token = line.getIDToken();
  if (token === null || isExpired(token, Date.now())) return signInAgain();
  return token;
}

let started: Promise<void> | undefined;

function startLine(liffId: string): Promise<void> {
  started ??= Promise.race([line.init({ liffId }), patience()])
    .catch((error: unknown) => {
      started = undefined;
      throw error;
    })
    .finally(forgetSignInParameters);
  return started;
}

/** The SDK itself waits for LINE for ever. */
function patience(): Promise<never> {
  return new Promise((_, fail) => setTimeout(fail, 20_000, new Error('LINE does not answer')));
}

/** Forgets LINE's tokens and asks for new ones; comes back to the same page. */
export async function signInAgain(): Promise<never> {
  stayWithoutNetwork();
  line.logout();
  return leaveToSignIn();
}

/** Leaving would end at the browser's own error page, from where nothing leads back. */
function stayWithoutNetwork(): void {
  if (!navigator.onLine) throw new CallFailed('offline');
}

async function leaveToSignIn(): Promise<never> {
  stayWithoutNetwork();
  const here = new URL(location.href);
  const under = here.pathname === ENDPOINT || here.pathname.startsWith(`${ENDPOINT}/`);
  const back = under
    ? here.href
    : `${here.origin}${HAND_ON}?to=${encodeURIComponent(here.pathname + here.search)}`;
  line.login({ redirectUri: back });
  return new Promise<never>(() => {});
}

/** Whether LINE itself shows the page. */
export function inLine(): boolean {
  return line.isInClient();
}

/** Whether this person is a friend of the office's account; null where LINE doesn't say. */
export async function askFriendship(): Promise<boolean | null> {
  try {
    const { default: GetFriendship } = await import('@line/liff/get-friendship');
    return (await line.use(new GetFriendship()).getFriendship()).friendFlag;
  } catch {
    return null;
  }
}

/** The subject of a token, to tell one person's drafts from another's. Not a proof: only the server checks. */
export function subjectOf(token: string): string {
  const subject = claimsOf(token).sub;
  return typeof subject === 'string' ? subject : '';
}

/** `getIDToken()` hands out dead tokens too. */
export function isExpired(token: string, now: number): boolean {
  const until = claimsOf(token).exp;
  return typeof until !== 'number' || until * 1000 <= now + 30_000;
}

function claimsOf(token: string): { sub?: unknown; exp?: unknown } {
  try {
    const payload = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const claims: unknown = JSON.parse(atob(payload));
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
}

const SIGN_IN_PARAMETERS = [
  'code',
  'state',
  'liffClientId',
  'liffRedirectUri',
  'liff.hback',
  'friendship_status_changed',
  'liffIsEscapedFromApp',
  'error',
  'error_description',
  'liffOAuth2Error',
];

/** A used code in the address would be offered to LINE again on the next sign-in. */
function forgetSignInParameters(): void {
  const url = new URL(location.href);
  for (const name of SIGN_IN_PARAMETERS) url.searchParams.delete(name);
  if (url.href !== location.href) history.replaceState(history.state, '', url);
}
