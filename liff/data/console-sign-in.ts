import liff from '@line/liff/core';
import GetIDToken from '@line/liff/get-id-token';
import IsLoggedIn from '@line/liff/is-logged-in';
import Login from '@line/liff/login';
import Logout from '@line/liff/logout';

let started: Promise<void> | undefined;

/** Starts LINE's SDK once a document; a failed start may be tried again. */
function start(): Promise<void> {
  started ??= begin().catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

async function begin(): Promise<void> {
  for (const module of [new IsLoggedIn(), new Login(), new GetIDToken(), new Logout()]) liff.use(module);
  await liff.init({ liffId: document.documentElement.dataset.liffId ?? '' });
}

/** The ID token of a finished LINE login, or null when there is none. */
export async function lineIdToken(): Promise<string | null> {
  await start();
  return liff.isLoggedIn() ? liff.getIDToken() : null;
}

/** Leaves for LINE's login page; it comes back to this address. */
export async function goToLineLogin(redirectUri: string): Promise<void> {
  await start();
  // isLoggedIn() stays true with a dead token, and login() then does nothing.
  if (liff.isLoggedIn()) liff.logout();
  liff.login({ redirectUri });
}

/** Forgets LINE's tokens in this browser. */
export async function forgetLineLogin(): Promise<void> {
  try {
    await start();
    if (liff.isLoggedIn()) liff.logout();
  } catch {
    // Without LINE in reach there is nothing more to forget: our own session is closed already.
  }
}

/** Whether this address is LINE's way back (the SDK reads the rest). */
export function cameBackFromLine(search: string): boolean {
  const params = new URLSearchParams(search);
  return params.has('liffClientId') || params.has('liffOAuth2Error');
}
