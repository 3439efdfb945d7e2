import type { NoticeAct } from '../chat/notice.ts';
import { MINUTE } from '../manual/jst.ts';
import { consoleUrlOf } from '../product-url.ts';
import {
  isAtWork,
  type Message,
  putNotices,
  type Reader,
  SETTLE_MS,
} from '../services/notice/compose-notices.ts';
import type { News } from '../services/notice/evidence.ts';
import { NOTICE_KINDS } from '../services/notice/kinds.ts';
import type { World } from '../world.ts';
import type { OfficeDay } from './job.ts';

/** What comes within so long goes as one. */
const BUNDLE_MS = 10 * MINUTE;
const MOST_ACTS = 4;

/**
 * Tells staff of what came in and still needs a person, in their own working hours, as one notice for all that came
 * within ten minutes. What came at night or while cron was away is one notice too. Nothing in it names anybody.
 */
export async function staffNotices(
  world: World,
  given: { readers: readonly Reader[]; news: readonly News[]; office: OfficeDay },
): Promise<{ notices: number }> {
  const now = world.now();
  const messages = given.readers.flatMap((reader) => {
    const mine = given.news.filter((each) => each.staffId === reader.staffId && each.at > reader.toldUntil);
    const oldest = Math.min(...mine.map((each) => each.at));
    if (mine.length === 0 || now - oldest < BUNDLE_MS || !isAtWork(reader, now, given.office)) return [];
    return [toMessage(reader, mine)];
  });
  if (messages.length === 0) return { notices: 0 };
  const url = consoleUrlOf(world.config);
  await world.db.write(putNotices(world, messages, { now, until: now - SETTLE_MS, url }));
  return { notices: messages.length };
}

function toMessage(reader: Reader, news: readonly News[]): Message {
  const items = NOTICE_KINDS.flatMap((kind) => {
    const count = new Set(news.filter((each) => each.kind === kind).map((each) => each.ref)).size;
    return count > 0 ? [{ kind, count }] : [];
  });
  const duties = news.filter((each) => each.kind === 'duty-soon' || each.kind === 'duty-overdue');
  const acts: NoticeAct[] = [...new Set(duties.map((each) => each.ref))]
    .slice(0, MOST_ACTS)
    .map((id) => ({ act: 'take-duty', id }));
  return { reader, sort: 'news', items, acts };
}
