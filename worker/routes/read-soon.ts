import { createLineClient } from '../line/client.ts';
import { markThreadRead, type Unread } from '../services/contact/mark-thread-read.ts';
import type { World } from '../world.ts';

interface Answering {
  var: { world: World };
  executionCtx: { waitUntil: (left: Promise<unknown>) => void };
}

/** After a thread was shown to staff: its messages are marked as read in LINE. */
export function readSoon(c: Answering, contactId: string, unread: Unread | null): void {
  if (!unread) return;
  const { world } = c.var;
  const { lineApiUrl: apiUrl, lineChannelAccessToken: channelAccessToken } = world.config;
  const line = createLineClient({ apiUrl, channelAccessToken, fetch: world.fetchLine });
  c.executionCtx.waitUntil(
    markThreadRead({ db: world.db, now: world.now() }, line, contactId, unread).catch((error: unknown) =>
      world.log({ event: 'mark-read-failed', why: error instanceof Error ? error.name : 'unknown' }),
    ),
  );
}
