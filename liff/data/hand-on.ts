/** The path of the LIFF endpoint; LINE lets nobody come back from a sign-in to anywhere else. */
export const ENDPOINT = '/app';
/** Below the endpoint: only hands on to the page that asked for the sign-in. */
export const HAND_ON = `${ENDPOINT}/hand-on`;

/** Where a sign-in that began outside the endpoint goes on; null on every other page. Never another site. */
export function handOnTarget(url: URL): string | null {
  if (url.pathname !== HAND_ON) return null;
  const to = url.searchParams.get('to') ?? '';
  return /^\/console(?:[/?]|$)/.test(to) ? to : ENDPOINT;
}
