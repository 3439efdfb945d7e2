import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import { calls } from '../../../db/schema/cases.ts';
import { contents, inboundMessages, replyDuties, wishes } from '../../../db/schema/inbound.ts';
import { messages } from '../../../db/schema/messages.ts';
import { contacts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { ThreadMessage } from '../../views/desk.ts';
import type { ThreadContact, ThreadView } from '../../views/threads.ts';
import { logAccess } from '../client/log-access.ts';
import { readMessages, toMessage } from '../message/message-rows.ts';
import { WISH_SAID, wishLines } from '../wish/wish-words.ts';
import { readUnread, type Unread, unreadToMark } from './mark-thread-read.ts';

/** What one look shows; the rest is asked for. */
const PART = 60;
/** Read of each kind, so that the newest of all are among them. */
const READ = PART + 1;

/**
 * What one contact wrote, by LINE or by the mini-app's forms, what was sent and the calls, newest first. What was
 * unsent keeps its place without its words; each message says by what it was answered (R12). `unread`: what LINE is to
 * be told as read, now that it has been opened.
 */
export async function viewThread(
  ctx: Ctx,
  contactId: string,
  before: Instant = Number.MAX_SAFE_INTEGER,
): Promise<{ view: ThreadView; unread: Unread | null } | Refused> {
  const [known, written, wished, sent, called, newest, settingsRows] = await ctx.db.read([
    readThreadContact(ctx, contactId),
    readWritten(ctx, contactId, before),
    readWished(ctx, contactId, before),
    readMessages(ctx.db, and(eq(messages.contactId, contactId), lt(messages.createdAt, before))),
    readCalled(ctx, contactId, before),
    ...readUnread(ctx, contactId),
  ]);
  const contact = known[0];
  if (!contact) return refused('not-found');
  const clients = JSON.parse(contact.clients) as ThreadContact['clients'];
  await ctx.db.write(clients.map((client) => logAccess(ctx, client.id, 'thread')));
  const theirs = [...written.map(toWritten), ...wished.map(toWished)];
  // A message is found by when it was written, as it is asked for.
  const at = [
    ...theirs.map((each) => each.at),
    ...sent.map((each) => each.createdAt),
    ...called.map((each) => each.at),
  ].sort((a, b) => b - a);
  const earlier = at.length > PART ? (at[PART - 1] ?? null) : null;
  const shown = (each: Instant) => earlier === null || each >= earlier;
  const view = {
    contact: { ...contact, clients },
    now: ctx.now,
    messages: theirs.filter((each) => shown(each.at)).sort((a, b) => b.at - a.at),
    sent: sent.filter((each) => shown(each.createdAt)).map(toMessage),
    calls: called.filter((each) => shown(each.at)),
    earlier,
  };
  return { view, unread: unreadToMark(newest, settingsRows, ctx.now) };
}

function readThreadContact({ db: { q } }: Ctx, contactId: string) {
  return q
    .select({
      id: contacts.id,
      name: contacts.name,
      kana: contacts.kana,
      kind: contacts.kind,
      phone: contacts.phone,
      clients: CLIENTS_OF,
    })
    .from(contacts)
    .where(eq(contacts.id, contactId));
}

/** Whose contact it is, as JSON in the order of their readings. */
const CLIENTS_OF = sql<string>`(select coalesce(json_group_array(json_object('id', c.id, 'name', c.name, 'kana', c.kana, 'relation', cc.relation) order by c.kana), '[]') from client_contacts cc join clients c on c.id = cc.client_id where cc.contact_id = contacts.id and c.erased_at is null)`;

const DUTY = {
  dutyId: replyDuties.id,
  dueAt: replyDuties.dueAt,
  clearedAt: replyDuties.clearedAt,
  clearedBy: replyDuties.clearedBy,
  closeReason: replyDuties.closeReason,
};

function readWritten({ db: { q } }: Ctx, contactId: string, before: Instant) {
  return q
    .select({
      id: inboundMessages.id,
      kind: inboundMessages.kind,
      text: inboundMessages.text,
      sticker: inboundMessages.sticker,
      at: inboundMessages.occurredAt,
      unsentAt: inboundMessages.unsentAt,
      tag: inboundMessages.tag,
      content: contents.status,
      why: contents.why,
      ...DUTY,
    })
    .from(inboundMessages)
    .leftJoin(contents, eq(contents.inboundMessageId, inboundMessages.id))
    .leftJoin(replyDuties, eq(replyDuties.inboundMessageId, inboundMessages.id))
    .where(and(eq(inboundMessages.contactId, contactId), lt(inboundMessages.occurredAt, before)))
    .orderBy(desc(inboundMessages.occurredAt))
    .limit(READ);
}

function readWished({ db: { q } }: Ctx, contactId: string, before: Instant) {
  return q
    .select({
      id: wishes.id,
      wish: wishes.kind,
      whenText: wishes.whenText,
      topic: wishes.topic,
      talkWith: wishes.talkWith,
      urgency: wishes.urgency,
      lineReason: wishes.lineReason,
      lineVoice: wishes.lineVoice,
      note: wishes.note,
      at: wishes.wishedAt,
      ...DUTY,
    })
    .from(wishes)
    .leftJoin(replyDuties, eq(replyDuties.wishId, wishes.id))
    .where(and(eq(wishes.contactId, contactId), lt(wishes.wishedAt, before)))
    .orderBy(desc(wishes.wishedAt))
    .limit(READ);
}

function readCalled({ db: { q } }: Ctx, contactId: string, before: Instant) {
  return q
    .select({
      id: calls.id,
      at: calls.calledAt,
      outcome: calls.outcome,
      reached: calls.reached,
      direction: calls.direction,
      staff: staff.name,
    })
    .from(calls)
    .innerJoin(staff, eq(staff.id, calls.staffId))
    .where(
      and(
        eq(calls.contactId, contactId),
        sql`${calls.clientId} in (select client_id from client_contacts where contact_id = ${contactId})`,
        lt(calls.calledAt, before),
        isNull(calls.undoneAt),
      ),
    )
    .orderBy(desc(calls.calledAt))
    .limit(READ);
}

type Duty = Pick<typeof replyDuties.$inferSelect, 'clearedAt' | 'clearedBy' | 'closeReason'> & {
  dutyId: string | null;
  dueAt: Instant | null;
};

function dutyOf({ dutyId, dueAt, clearedAt, clearedBy, closeReason }: Duty): ThreadMessage['duty'] {
  return dutyId !== null && dueAt !== null
    ? { id: dutyId, dueAt, clearedAt, clearedBy, reason: closeReason }
    : null;
}

function toWritten(row: Awaited<ReturnType<typeof readWritten>>[number]): ThreadMessage {
  const { id, kind, text, sticker, at, unsentAt, tag, content, why } = row;
  const unsent = unsentAt !== null;
  return { id, kind, text: unsent ? null : text, sticker, at, unsent, tag, content, why, duty: dutyOf(row) };
}

function toWished(row: Awaited<ReturnType<typeof readWished>>[number]): ThreadMessage {
  const text = [`「${WISH_SAID[row.wish]}」`, ...wishLines(row)].join('\n');
  const plain = { kind: 'wish', sticker: null, unsent: false, tag: null, content: null, why: null };
  return { ...plain, id: row.id, text, at: row.at, duty: dutyOf(row) };
}
