import { createLineClient } from '../line/client.ts';
import { isRefused } from '../problem.ts';
import { markThreadRead } from '../services/contact/mark-thread-read.ts';
import type { World } from '../world.ts';

interface Answering {
  var: { world: World };
  executionCtx: { waitUntil: (left: Promise<unknown>) => void };
}

/** After a thread was shown to staff: its messages are marked as read in LINE, inside hours. */
export function readSoon<T>(c: Answering, contactId: string, outcome: T): T {
  const { world } = c.var;
  if (!isRefused(outcome)) {
    const { lineApiUrl: apiUrl, lineChannelAccessToken: channelAccessToken } = world.config;
    const line = createLineClient({ apiUrl, channelAccessToken, fetch: world.fetchLine });
    const marking = Promise.resolve().then(() =>
      markThreadRead({ db: world.db, now: world.now() }, line, contactId),
    );
    c.executionCtx.waitUntil(
      marking.catch((error: unknown) =>
        world.log({ event: 'mark-read-failed', why: error instanceof Error ? error.name : 'unknown' }),
      ),
    );
  }
  return outcome;
}
