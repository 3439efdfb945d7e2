import { eq, sql } from 'drizzle-orm';
import type { Statement } from '../../../db/client.ts';
import { tasks } from '../../../db/schema/cases.ts';
import { contents, inboundMessages, replyDuties, unsends } from '../../../db/schema/inbound.ts';
import { lineAccounts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { LineEvent } from '../../line/events.ts';
import { replyClockStart, replyDue } from '../../manual/calendar.ts';
import { classifyInbound, type InboundLabel } from '../../manual/inbound.ts';
import type { InboundFact } from '../../manual/rules/r2.ts';
import type { Settings } from '../../manual/settings.ts';
import type { CivilDate, Instant } from '../../manual/types.ts';
import { raiseUrgent } from '../alert/raise-urgent.ts';
import { noteContent } from '../content/content-rows.ts';
import { planAutoReply } from '../message/auto-reply.ts';
import type { EntryDraft } from '../record/chain.ts';
import { openReview } from '../review/count-contact.ts';
import { planCommand } from './plan-command.ts';
import { stickerName } from './sticker-name.ts';

/** Who stands behind a LINE account. */
export interface Sender {
  lineUserId: string;
  /** Works here now: what this account says is a command. */
  isStaff: boolean;
  /** Worked here once: a button may still be pressed, and is refused. */
  wasStaff: boolean;
  contact: { id: string; name: string } | null;
  clients: readonly { id: string; relation: string; consented: boolean }[];
  suspended: boolean;
  /** What this contact wrote lately, for R2; grows with the messages of one batch. */
  recent: InboundFact[];
  /** When a fixed text was last given. */
  lastAutoReply: { night: Instant | null; stranger: Instant | null };
}

export interface Office {
  settings: Settings;
  closures: readonly CivilDate[];
}

/** One event with all that deciding about it needs. */
export interface EventCase {
  eventId: string;
  event: LineEvent;
  occurredAt: Instant;
  receivedAt: Instant;
  sender: Sender | null;
  office: Office;
  /** The message is already kept: this is the same one under another event. */
  known: boolean;
}

export interface Effects {
  writes: Statement[];
  entries: EntryDraft[];
  /** Staff, or whoever wrote, must hear something at once. */
  urgent: boolean;
}

/** What an event changes. Unknown types change nothing: they are kept raw. */
export function planEvent(ctx: Ctx, it: EventCase): Effects {
  const effects: Effects = { writes: [], entries: [], urgent: false };
  // Taking back is obeyed whoever did it, even when it overtakes the message.
  if (it.event.type === 'unsend') planUnsend(ctx, it, effects);
  if (!it.sender) return effects;
  effects.writes.unshift(rememberSender(ctx, it));
  if (it.event.type === 'follow') planFollow(ctx, it, it.sender, effects);
  if (it.event.type === 'unfollow') planUnfollow(ctx, it, it.sender, effects);
  if (it.event.type === 'message' && !it.sender.isStaff && !it.known)
    planMessage(ctx, it, it.sender, effects);
  const command = planCommand(ctx, it);
  if (command) {
    effects.writes.push(command);
    effects.urgent = true;
  }
  return effects;
}

/** LINE's reply tokens work for a minute from receipt; some of it is left for the request itself. */
const TOKEN_LASTS_MS = 55_000;

const KINDS: Readonly<Record<string, string>> = {
  text: '文字',
  sticker: 'スタンプ',
  image: '画像',
  video: '動画',
  audio: '音声',
  file: 'ファイル',
  location: '位置情報',
};

/** R5, R12, RX: the message is kept, a reply is owed, the record says so, urgent words reach staff at once. */
function planMessage(ctx: Ctx, it: EventCase, sender: Sender, effects: Effects): void {
  const { writes, entries } = effects;
  const message = it.event.message;
  if (!message) return;
  const { q } = ctx.db;
  const { contact, clients } = sender;
  const id = ctx.newId();
  const text = message.type === 'text' ? (message.text ?? '') : null;
  const labels = text === null ? [] : classifyInbound(text);
  const urgent = labels.includes('urgent');
  const isUnsent = sql`(select at from unsends where line_message_id = ${message.id})`;
  const token = it.event.replyToken ?? null;
  const replyUntil = it.receivedAt + TOKEN_LASTS_MS;
  const fixed =
    token === null
      ? null
      : planAutoReply(
          ctx,
          {
            inboundMessageId: id,
            lineUserId: sender.lineUserId,
            contactId: contact?.id ?? null,
            consented: clients.length > 0 && clients.every((client) => client.consented),
            replyToken: token,
            replyUntil,
            last: sender.lastAutoReply,
          },
          it.office,
        );
  writes.push(
    q.insert(inboundMessages).values({
      id,
      eventId: it.eventId,
      lineMessageId: message.id,
      lineUserId: sender.lineUserId,
      contactId: contact?.id ?? null,
      kind: message.type,
      text: sql`case when ${isUnsent} is null then ${text} end`,
      sticker: sql`case when ${isUnsent} is null then ${message.type === 'sticker' ? stickerName(message) : null} end`,
      labels: JSON.stringify(labels),
      markAsReadToken: message.markAsReadToken ?? null,
      replyToken: fixed === null ? token : null,
      replyUntil: fixed === null && token !== null ? replyUntil : null,
      occurredAt: it.occurredAt,
      receivedAt: ctx.now,
      unsentAt: isUnsent,
    }),
    q.insert(replyDuties).values({
      id: ctx.newId(),
      inboundMessageId: id,
      contactId: contact?.id ?? null,
      openedAt: it.occurredAt,
      dueAt: urgent ? ctx.now : replyDue(it.occurredAt, it.office.settings, it.office.closures),
    }),
    ...noteContent(ctx, id, message),
    ...(fixed === null ? [] : [fixed]),
  );
  effects.urgent ||= urgent || fixed !== null;
  if (urgent) {
    const about = { lineUserId: sender.lineUserId, contactId: contact?.id ?? null, inboundMessageId: id };
    writes.push(raiseUrgent(ctx, about));
  }
  if (contact) {
    sender.recent.push({ at: it.occurredAt, exempt: urgent });
    const review = openReview(ctx, contact.id, sender.recent, it.office.settings);
    if (review) writes.push(review);
  }
  const first = clients[0];
  if (urgent && contact && first) {
    const title = 'LINEに緊急のことばがあります。すぐに電話で確かめます';
    writes.push(newTask(ctx, it, sender, { kind: 'phone', why: 'urgent', title, dueAt: ctx.now }));
  }
  for (const client of clients) {
    const open = clients.length === 1 && client.consented;
    entries.push({
      clientId: client.id,
      kind: 'line-received',
      at: it.occurredAt,
      contactId: contact?.id ?? null,
      ...(contact ? { actor: { kind: 'contact' as const, id: contact.id } } : {}),
      body: {
        summary: summaryOf(message.type, open, client.consented, labels),
        method: 'line',
        partner: contact?.name ?? '',
        relation: client.relation,
        ...(open && text !== null ? { content: text } : {}),
        rules: urgent ? ['R12', 'RX'] : ['R12'],
        refs: { inboundMessageId: id },
      },
    });
  }
}

function summaryOf(kind: string, open: boolean, consented: boolean, labels: readonly InboundLabel[]): string {
  const what = kind === 'text' ? 'LINE' : `LINE（${KINDS[kind] ?? 'その他'}）`;
  const urgent = labels.includes('urgent') ? '。緊急のことばがあります' : '';
  if (open) return `${what}を受信${urgent}`;
  const why = consented ? 'トーク画面参照' : '承諾なし・トーク画面参照';
  return `${what}を受信（${why}）${urgent}`;
}

/** The content is hidden, that there was one stays; the message itself may come later. */
function planUnsend(ctx: Ctx, it: EventCase, { writes, entries }: Effects): void {
  const messageId = it.event.unsend?.messageId;
  if (!messageId) return;
  const { q } = ctx.db;
  const bare = sql`json_set(raw, '$.message', json_object('id', json_extract(raw, '$.message.id'), 'type', json_extract(raw, '$.message.type')))`;
  writes.push(
    q.insert(unsends).values({ lineMessageId: messageId, at: it.occurredAt }).onConflictDoNothing(),
    q
      .update(inboundMessages)
      .set({
        text: null,
        sticker: null,
        markAsReadToken: null,
        replyToken: null,
        replyUntil: null,
        unsentAt: it.occurredAt,
      })
      .where(sql`${inboundMessages.lineMessageId} = ${messageId} and unsent_at is null`),
    q
      .update(contents)
      .set({ status: 'not-kept', why: 'unsent', bytes: null, nextTryAt: null, settledAt: ctx.now })
      .where(eq(contents.lineMessageId, messageId)),
    // Also what staff wrote, which is no message, and what could not be processed.
    q.run(
      sql`update inbound_events set raw = ${bare} where id in (
          select event_id from inbound_messages where line_message_id = ${messageId}
          union select event_id from bot_commands where line_user_id = ${it.event.source?.userId ?? ''}
          union select id from inbound_events where parked_at is not null)
        and type = 'message' and iif(json_valid(raw), raw ->> '$.message.id', null) = ${messageId}`,
    ),
  );
  if (!it.sender?.contact || it.sender.isStaff) return;
  entries.push(...said(it.sender, it.occurredAt, 'line-unsent-by-sender', 'LINEの送信を取り消しました'));
}

/** R1: a new `follow` makes a friend again; a suspension stays until staff have asked the person. */
function planFollow(ctx: Ctx, it: EventCase, sender: Sender, { writes, entries }: Effects): void {
  writes.push(setFriend(ctx, it, sender, true));
  if (!sender.suspended || !sender.contact) return;
  const title = 'LINEの友だちに戻りました。本人に確かめてから再開します';
  writes.push(
    ...(sender.clients[0]
      ? [newTask(ctx, it, sender, { kind: 'phone', why: 'line-returned', title, dueAt: opening(ctx, it) })]
      : []),
  );
  entries.push(
    ...said(
      sender,
      it.occurredAt,
      'line-followed',
      'LINEの友だちに戻りました（確かめるまで送信を止めています）',
    ),
  );
}

/** R1: blocking suspends, it doesn't withdraw. */
function planUnfollow(ctx: Ctx, it: EventCase, sender: Sender, { writes, entries }: Effects): void {
  writes.push(setFriend(ctx, it, sender, false));
  if (!sender.contact) return;
  writes.push(
    ctx.db.q
      .update(lineAccounts)
      .set({ suspendedAt: sql`coalesce(suspended_at, ${it.occurredAt})` })
      .where(sql`${lineAccounts.lineUserId} = ${sender.lineUserId}`),
  );
  const title = 'LINEがブロックされました。これからの連絡方法を電話で確かめます';
  if (sender.clients[0])
    writes.push(
      newTask(ctx, it, sender, { kind: 'phone', why: 'line-blocked', title, dueAt: opening(ctx, it) }),
    );
  entries.push(
    ...said(
      sender,
      it.occurredAt,
      'line-unfollowed',
      'LINEがブロックされ、送信を止めました（承諾は続きます）',
    ),
  );
}

function rememberSender({ db }: Ctx, it: EventCase): Statement {
  return db.q
    .insert(lineAccounts)
    .values({ lineUserId: it.sender?.lineUserId ?? '', seenAt: it.occurredAt })
    .onConflictDoNothing();
}

/** Events come in any order: an older one doesn't undo what a newer one among the last thousand said. */
function setFriend({ db }: Ctx, it: EventCase, sender: Sender, friend: boolean): Statement {
  const newer = sql`select 1 from inbound_events e
    where e.rowid > (select rowid from inbound_events where id = ${it.eventId}) - 1000
      and e.type in ('follow', 'unfollow') and e.occurred_at > ${it.occurredAt}
      and json_extract(e.raw, '$.source.userId') = ${sender.lineUserId}`;
  return db.q
    .update(lineAccounts)
    .set({ friend })
    .where(sql`${lineAccounts.lineUserId} = ${sender.lineUserId} and not exists (${newer})`);
}

function opening(ctx: Ctx, it: EventCase): Instant {
  return replyClockStart(ctx.now, it.office.settings, it.office.closures);
}

function newTask(
  ctx: Ctx,
  it: EventCase,
  sender: Sender,
  task: { kind: 'phone'; why: string; title: string; dueAt: Instant },
): Statement {
  return ctx.db.q
    .insert(tasks)
    .values({
      ...task,
      id: ctx.newId(),
      clientId: sender.clients[0]?.id ?? '',
      contactId: sender.contact?.id ?? null,
      onceKey: `${task.why}:${it.eventId}`,
      createdAt: ctx.now,
    })
    .onConflictDoNothing();
}

function said(sender: Sender, at: Instant, kind: string, summary: string): EntryDraft[] {
  const { contact } = sender;
  if (!contact) return [];
  return sender.clients.map((client) => ({
    clientId: client.id,
    kind,
    at,
    contactId: contact.id,
    actor: { kind: 'contact', id: contact.id },
    body: { summary, method: 'line', partner: contact.name, relation: client.relation, rules: ['R1'] },
  }));
}
