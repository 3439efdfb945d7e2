import { minuteOfDay } from '../../worker/manual/jst.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { LinePosts } from './line-posts.ts';
import type { Office } from './people.ts';
import type { Storm } from './run-chaos.ts';

/** What became of everything that was promised. */
export interface Verdict {
  messages: number;
  acceptedOnce: number;
  /** Never accepted, and rightly so: the record says why, and somebody has a task to call. */
  toldOtherwise: number;
  /** Why, and how many of each. */
  reasons: Record<string, number>;
  lost: number;
  doubled: number;
  outsideHours: number;
  againstConsent: number;
  events: number;
  eventsKept: number;
  eventsLost: number;
  /** Kept twice, or with more than one duty or record entry. */
  eventsDoubled: number;
  /** Words of messages that were taken back and are still there. */
  takenBackKept: number;
  /** Acts without their record entry, and chains that don't hold. */
  recordGaps: number;
  /** Names, texts or tokens in the Worker's log. */
  leaks: number;
}

/** What had left the Worker when the moment came may still arrive. */
const ON_ITS_WAY_MS = 10_000;

export async function judge(
  world: ChaosWorld,
  office: Office,
  posts: LinePosts,
  storm: Pick<Storm, 'withdrawn' | 'queued'>,
): Promise<Verdict> {
  const list = async (sql: string) => (await world.db.execute(sql)).rows;
  const messages = await list(
    'select id, client_id, status, last_error, reply_token, line_request_id from messages',
  );
  const entries =
    await list(`select client_id, kind, json_extract(body, '$.refs.messageId') as message from record_entries
    where kind in ('line-sent', 'line-unsent', 'line-dropped', 'consent-withdrawn')`);
  const said = new Set(
    entries.map((row) => String(row.kind === 'consent-withdrawn' ? row.client_id : row.message)),
  );
  const deliveries = world.line.control.deliveries().filter((each) => each.api !== 'multicast');
  // A push is known by its key, which is the message's id; a reply by the request that LINE answered.
  const accepted = new Map<string, number>();
  for (const each of deliveries) {
    const key = each.retryKey ?? each.requestId;
    accepted.set(key, (accepted.get(key) ?? 0) + 1);
  }
  // A reply whose answer didn't come is not said again: it was accepted once, or not at all.
  let unclear = messages.filter((row) => row.status === 'dead' && row.reply_token !== null).length;
  const answered = new Set(messages.map((row) => String(row.line_request_id)));
  for (const each of deliveries) if (each.api === 'reply' && !answered.has(each.requestId)) unclear -= 1;
  const verdict: Verdict = {
    messages: messages.length,
    acceptedOnce: 0,
    toldOtherwise: 0,
    reasons: {},
    lost: storm.queued.size - messages.length,
    doubled: Math.max(0, -unclear),
    outsideHours: 0,
    againstConsent: 0,
    events: posts.answered.size,
    eventsKept: 0,
    eventsLost: 0,
    eventsDoubled: 0,
    takenBackKept: 0,
    recordGaps: 0,
    leaks: 0,
  };
  for (const row of messages) {
    const replied = row.reply_token === null ? 0 : (accepted.get(String(row.line_request_id)) ?? 0);
    const times = (accepted.get(String(row.id)) ?? 0) + replied;
    if (times === 1) verdict.acceptedOnce += 1;
    if (times > 1) verdict.doubled += 1;
    const over = row.status === 'dropped' || row.status === 'dead';
    const why = `${row.status}${row.reply_token === null ? '' : ' (reply)'}: ${row.last_error}`;
    if (times === 0) verdict.reasons[why] = (verdict.reasons[why] ?? 0) + 1;
    if (times === 0 && over) verdict.toldOtherwise += 1;
    if (times === 0 && !over) verdict.lost += 1;
    if (!said.has(String(row.id)) && !(times === 0 && said.has(String(row.client_id))))
      verdict.recordGaps += 1;
  }
  for (const each of deliveries) {
    if (isNight(each.at) && isNight(each.at - 1_000)) verdict.outsideHours += 1;
    const stopped = storm.withdrawn.get(each.userId);
    if (stopped !== undefined && each.at > stopped + ON_ITS_WAY_MS) verdict.againstConsent += 1;
  }
  await judgeEvents(verdict, posts, list);
  const gaps = await list(`select count(*) as n from record_entries e where e.seq > 1 and not exists (
    select 1 from record_entries p where p.client_id = e.client_id and p.seq = e.seq - 1 and p.hash = e.prev_hash)`);
  verdict.recordGaps += Number(gaps[0]?.n);
  verdict.leaks = leaksIn(world, office);
  return verdict;
}

async function judgeEvents(
  verdict: Verdict,
  posts: LinePosts,
  list: (sql: string) => Promise<readonly Record<string, unknown>[]>,
): Promise<void> {
  const done = new Set(
    (await list('select id from inbound_events where processed_at is not null')).map((row) => String(row.id)),
  );
  const kept = new Map<string, number>();
  const recorded = await list(
    "select json_extract(body, '$.refs.inboundMessageId') as message from record_entries where kind = 'line-received'",
  );
  const times = new Map<string, number>();
  for (const { message } of recorded) times.set(String(message), (times.get(String(message)) ?? 0) + 1);
  for (const row of await list(`select m.id, m.event_id, m.contact_id is null as strange,
      (select count(*) from reply_duties d where d.inbound_message_id = m.id) as duties from inbound_messages m`)) {
    const id = String(row.event_id);
    kept.set(id, (kept.get(id) ?? 0) + 1);
    const entries = times.get(String(row.id)) ?? 0;
    if (Number(row.duties) !== 1 || entries !== (Number(row.strange) === 1 ? 0 : 1))
      verdict.eventsDoubled += 1;
  }
  const words = await list(`select json_extract(raw, '$.message.id') as id from inbound_events
    where type = 'message' and json_extract(raw, '$.message.text') is not null
    union select line_message_id from inbound_messages where text is not null or sticker is not null`);
  for (const { id } of words) if (posts.takenBack.has(String(id))) verdict.takenBackKept += 1;
  for (const id of posts.answered) {
    const whole = done.has(id) && (!posts.messages.has(id) || kept.has(id));
    if (whole) verdict.eventsKept += 1;
    else verdict.eventsLost += 1;
    if ((kept.get(id) ?? 0) > 1) verdict.eventsDoubled += 1;
  }
}

function isNight(at: number): boolean {
  const minute = minuteOfDay(at);
  return minute < 8 * 60 || minute >= 21 * 60;
}

function leaksIn(world: ChaosWorld, office: Office): number {
  const log = world.log();
  const { channelAccessToken, channelSecret, sessionSecret, databaseToken } = world.secrets;
  const secret = [
    channelAccessToken,
    channelSecret,
    sessionSecret,
    databaseToken,
    'ありがとうございま',
    '書類',
  ];
  const names = office.people.map((person) => person.name);
  return [...new Set([...names, ...secret])].filter((word) => log.includes(word)).length;
}
