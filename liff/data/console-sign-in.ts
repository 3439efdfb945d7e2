import { lineIdToken, signInAgain } from './line.ts';

const ASKED = 'console-line-asked';

function liffId(): string {
  return document.documentElement.dataset.liffId ?? '';
}

/** Whether this tab has gone to LINE and the answer is still to be read. */
export function askedLine(): boolean {
  return sessionStorage.getItem(ASKED) !== null;
}

/** The ID token of this browser's LINE login. Where there is none, it leaves for LINE and comes back here. */
export async function staffIdToken(): Promise<string> {
  sessionStorage.setItem(ASKED, '1');
  const token = await lineIdToken(liffId());
  sessionStorage.removeItem(ASKED);
  return token;
}

/** Asks LINE anew, for another account or because the token was not accepted. */
export async function askLineAgain(): Promise<never> {
  await lineIdToken(liffId());
  sessionStorage.setItem(ASKED, '1');
  return signInAgain();
}

/** The way to LINE failed: the next visit starts with the button again. */
export function giveUpLine(): void {
  sessionStorage.removeItem(ASKED);
}

/** Forgets LINE's tokens in this browser, without asking LINE: a shared computer must not let the next one in. */
export function forgetLineLogin(): void {
  giveUpLine();
  for (const key of Object.keys(localStorage))
    if (key.startsWith(`LIFF_STORE:${liffId()}`)) localStorage.removeItem(key);
}
