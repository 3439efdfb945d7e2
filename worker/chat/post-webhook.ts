import type { PushOutcome } from '../line/client.ts';

const TIMEOUT_MS = 8000;

/** Posts to an incoming webhook of Slack or Teams. Never throws for what they or the network do. */
export async function postWebhook(request: typeof fetch, url: string, body: object): Promise<PushOutcome> {
  try {
    const response = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // An unread body would keep the connection.
    await response.body?.cancel().catch(() => {});
    const { status } = response;
    if (response.ok) return { kind: 'accepted', requestId: null, already: false };
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    const afterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
    if (status === 429) return { kind: 'retry', why: 'rate', status, afterMs, uncertain: false };
    if (status >= 500 || status === 408)
      return { kind: 'retry', why: 'server', status, afterMs, uncertain: true };
    return { kind: 'rejected', status, message: '' };
  } catch (error) {
    const late = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
    return { kind: 'retry', why: late ? 'timeout' : 'cut', status: null, afterMs: null, uncertain: true };
  }
}
