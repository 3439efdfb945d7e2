import { sql } from 'drizzle-orm';
import type { Database, Statement } from '../../../db/client.ts';
import { noticeSettings, staffNotices } from '../../../db/schema/notices.ts';
import { staff } from '../../../db/schema/people.ts';
import type { Notice, NoticeAct, NoticeItemKind } from '../../chat/notice.ts';
import { civilDate, instantOf, isClosed } from '../../manual/calendar.ts';
import type { Settings } from '../../manual/settings.ts';
import type { CivilDate, ClockTime, Instant } from '../../manual/types.ts';
import type { NoticeChannel } from '../../views/notices.ts';

/** A member of staff who wants to be told, and up to when they were. */
export interface Reader {
  staffId: string;
  channel: NoticeChannel;
  digest: boolean;
  workFrom: ClockTime;
  workUntil: ClockTime;
  slackUserId: string | null;
  toldUntil: Instant;
  digestOn: CivilDate;
}

/** The statement that reads whoever has a channel. */
export function readReaders({ q }: Pick<Database, 'q'>) {
  return q
    .select({
      staffId: noticeSettings.staffId,
      channel: noticeSettings.channel,
      digest: noticeSettings.digest,
      workFrom: noticeSettings.workFrom,
      workUntil: noticeSettings.workUntil,
      slackUserId: noticeSettings.slackUserId,
      toldUntil: noticeSettings.toldUntil,
      digestOn: noticeSettings.digestOn,
    })
    .from(noticeSettings)
    .innerJoin(staff, sql`${staff.id} = ${noticeSettings.staffId} and ${staff.active} = 1`)
    .where(sql`${noticeSettings.channel} <> 'none'`);
}

/** What may still be committed with an earlier instant is left to the next notice. */
export const SETTLE_MS = 30_000;

/** Whether a member of staff is at work: an open day, between their own hours. */
export function isAtWork(
  reader: Pick<Reader, 'workFrom' | 'workUntil'>,
  now: Instant,
  office: { settings: Settings; closures: readonly CivilDate[] },
): boolean {
  const today = civilDate(now);
  if (isClosed(today, office.settings, office.closures)) return false;
  return now >= instantOf(today, reader.workFrom) && now < instantOf(today, reader.workUntil);
}

/** What one member of staff is told now. */
export interface Message {
  reader: Reader;
  sort: Exclude<Notice['sort'], 'urgent'>;
  items: { kind: NoticeItemKind; count: number }[];
  acts: NoticeAct[];
}

/**
 * Puts notices into the staff's outbox and moves on up to when each was told, together and only once: of two runs
 * that saw the same, the second finds it moved. Slack and Teams get one post for all who are told the same there.
 */
export function putNotices(
  outside: { db: Pick<Database, 'q'>; newId: () => string },
  messages: readonly Message[],
  at: { now: Instant; until: Instant; url: string | null },
): Statement[] {
  const { q } = outside.db;
  const posts = new Map<string, Message[]>();
  for (const message of messages) {
    const { channel, staffId } = message.reader;
    const who = channel === 'line' ? staffId : 'all';
    const key = JSON.stringify([channel, who, message.sort, message.items, message.acts]);
    posts.set(key, [...(posts.get(key) ?? []), message]);
  }
  const inserts = [...posts.values()].map((group) => {
    const [first] = group;
    const readers = group.map((each) => each.reader);
    const notice: Notice = {
      sort: first?.sort ?? 'news',
      items: first?.items ?? [],
      acts: first?.acts ?? [],
      url: at.url,
      mentions: readers.flatMap((reader) => reader.slackUserId ?? []),
    };
    const told = JSON.stringify(
      Object.fromEntries(readers.map((reader) => [reader.staffId, reader.toldUntil])),
    );
    const until = Math.max(...readers.map((reader) => instantOf(civilDate(at.now), reader.workUntil)));
    const id = outside.newId();
    return q.run(sql`insert into ${staffNotices}
        (id, channel, staff_ids, sort, content, once_key, status, not_before, stale_after, created_at)
      select ${id}, ${readers[0]?.channel ?? 'line'}, ${JSON.stringify(readers.map((reader) => reader.staffId))},
        ${notice.sort}, ${JSON.stringify(notice)}, ${`${notice.sort}:${id}`}, 'queued', ${at.now}, ${until}, ${at.now}
      where (select count(*) from notice_settings s join json_each(${told}) t
        on t.key = s.staff_id and t.value = s.told_until) = ${readers.length}`);
  });
  const today = civilDate(at.now);
  const moves = messages.map(({ reader, sort }) =>
    q
      .update(noticeSettings)
      .set({ toldUntil: at.until, ...(sort === 'digest' ? { digestOn: today } : {}) })
      .where(sql`staff_id = ${reader.staffId} and told_until = ${reader.toldUntil}`),
  );
  return [...inserts, ...moves];
}
