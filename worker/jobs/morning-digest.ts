import { sql } from 'drizzle-orm';
import { noticeSettings } from '../../db/schema/notices.ts';
import { civilDate } from '../manual/calendar.ts';
import { consoleUrlOf } from '../product-url.ts';
import {
  isAtWork,
  type Message,
  putNotices,
  type Reader,
  SETTLE_MS,
} from '../services/notice/compose-notices.ts';
import { DIGEST_ORDER, readDigestCounts } from '../services/notice/digest-counts.ts';
import type { World } from '../world.ts';
import type { OfficeDay } from './job.ts';

/** Who is at work and has not had today's digest. */
export function awaitsDigest(reader: Reader, now: number, office: OfficeDay): boolean {
  return reader.digest && reader.digestOn < civilDate(now) && isAtWork(reader, now, office);
}

/**
 * At the opening of each one's working hours, once a day: what waits, as counts. It takes in what came at night. Where
 * nothing waits, nothing is sent.
 */
export async function morningDigest(world: World, readers: readonly Reader[]): Promise<{ digests: number }> {
  const now = world.now();
  const [counts] = await world.db.read([readDigestCounts(world.db, now)]);
  const today = civilDate(now);
  const messages: Message[] = [];
  const silent: Reader[] = [];
  for (const reader of readers) {
    const items = DIGEST_ORDER.flatMap((kind) => {
      const count = counts.find((row) => row.staffId === reader.staffId && row.kind === kind)?.count ?? 0;
      return count > 0 ? [{ kind, count }] : [];
    });
    if (items.length > 0) messages.push({ reader, sort: 'digest', items, acts: [] });
    else silent.push(reader);
  }
  const url = consoleUrlOf(world.config);
  await world.db.write([
    ...putNotices(world, messages, { now, until: now - SETTLE_MS, url }),
    ...silent.map((reader) =>
      world.db.q.update(noticeSettings).set({ digestOn: today }).where(sql`staff_id = ${reader.staffId}`),
    ),
  ]);
  return { digests: messages.length };
}
