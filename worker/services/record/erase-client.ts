import { eq, type SQL, sql } from 'drizzle-orm';
import { messageIncludes } from '../../../db/client.ts';
import { clientContacts, clients, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { civilDate } from '../../manual/jst.ts';
import { keptUntil } from '../../manual/rules/r5.ts';
import { sayLongDate } from '../../manual/say.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from './act.ts';
import { ERASED_BODY } from './chain.ts';

export type ErasureGround = 'mistaken-client' | 'retention-over' | 'law';

export interface Erasure {
  ground: ErasureGround;
  reason: string;
  /** The client's name, written by hand: nobody is erased by a slip. */
  name: string;
}

/** What stands where personal data stood. */
const GONE = '消去済み';

const SENDING = refused('conflict', {
  detail: '送っているところのLINEがあります。数分待ってから、もう一度お願いします。',
});

/**
 * Erases what is personal about a client, as an act of its own (R5): names, texts, numbers, LINE accounts and the
 * bodies of the 相談記録. Ids, times, kinds and hashes stay, so the chain can still be verified; contacts that also
 * belong to another client stay as they are. A manager's act; 'retention-over' only 5 years after the last service.
 */
export async function eraseClient(
  ctx: Ctx,
  clientId: string,
  input: Erasure,
): Promise<{ erasedAt: number } | Refused> {
  try {
    return await erase(ctx, clientId, input);
  } catch (error) {
    // A message was leased since the facts were read: nothing was erased, for the entries have no erasure to allow it.
    if (messageIncludes(error, 'record entries are append-only')) return SENDING;
    throw error;
  }
}

function erase(ctx: Ctx, clientId: string, input: Erasure): Promise<{ erasedAt: number } | Refused> {
  const { q } = ctx.db;
  return act(
    ctx,
    [clientId],
    [
      q
        .select({
          name: clients.name,
          erasedAt: clients.erasedAt,
          openCases: sql<number>`(select count(*) from cases where client_id = ${clientId} and status in ('open', 'confirmed'))`,
          sending: sql<number>`(select count(*) from messages where client_id = ${clientId} and status = 'leased')`,
          lastSeq: sql<number>`(select coalesce(max(seq), 0) from record_entries where client_id = ${clientId})`,
          lastAt: sql<number>`(select coalesce(max(occurred_at), 0) from record_entries where client_id = ${clientId})`,
        })
        .from(clients)
        .where(eq(clients.id, clientId)),
      q
        .select({ id: contacts.id, account: contacts.lineUserId })
        .from(contacts)
        .innerJoin(clientContacts, eq(clientContacts.contactId, contacts.id))
        .where(
          sql`${clientContacts.clientId} = ${clientId} and not exists (select 1 from client_contacts o
            where o.contact_id = contacts.id and o.client_id <> ${clientId})`,
        ),
    ],
    ([[found], own]) => {
      if (!found) return { result: refused('not-found') };
      const no = whyNot(found, input, ctx.now);
      if (no) return { result: no };
      const ids = own.map((contact) => contact.id);
      const accounts = own.flatMap(({ account }) => (account === null ? [] : [account]));
      return {
        result: { erasedAt: ctx.now },
        writes: [
          // A message leased since then would bring its text back when it is settled: without this row nothing is erased.
          q.run(sql`insert into erasures (client_id, ground, reason, last_seq, erased_by, erased_at)
            select ${clientId}, ${input.ground}, ${input.reason}, ${found.lastSeq}, ${ctx.actor.id}, ${ctx.now}
            where not exists (select 1 from messages where client_id = ${clientId} and status = 'leased')`),
          q.run(sql`update record_entries set body = ${ERASED_BODY}
            where client_id = ${clientId} and seq <= ${found.lastSeq}`),
          ...statements(ctx, clientId, list(ids), list(accounts)).map((each) => q.run(each)),
        ],
        entries: [
          {
            clientId,
            kind: 'erased',
            body: { summary: '記録の中身を消去しました', reason: input.reason, rules: ['R5'] },
          },
        ],
      };
    },
  );
}

function whyNot(
  client: { name: string; erasedAt: number | null; openCases: number; sending: number; lastAt: number },
  input: Erasure,
  now: number,
): Refused | null {
  if (client.erasedAt !== null)
    return refused('conflict', { detail: 'この利用者の記録は、もう消去されています。' });
  if (input.name.normalize('NFKC') !== client.name.normalize('NFKC'))
    return refused('bad-input', { fields: { name: '利用者の名前と同じに書いてください。' } });
  if (client.openCases > 0)
    return refused('conflict', {
      detail: '進んでいる日程調整があります。先に、終えるか、とりやめてください。',
    });
  if (client.sending > 0) return SENDING;
  const until = keptUntil(civilDate(client.lastAt));
  if (input.ground === 'retention-over' && civilDate(now) <= until)
    return refused('conflict', {
      detail: `相談記録は、最後の記録から5年間、${sayLongDate(until)}まで残します。`,
    });
  return null;
}

/** All that is personal and hangs on this client, or on contacts and LINE accounts that are only theirs. */
function statements(ctx: Ctx, client: string, contacts: SQL, accounts: SQL): SQL[] {
  const theirs = sql`contact_id in (${contacts})`;
  const messages = sql`(${theirs} or line_user_id in (${accounts}))`;
  return [
    sql`insert into line_accounts (line_user_id, seen_at) values ('erased', ${ctx.now}) on conflict do nothing`,
    sql`update consents set line_user_id = 'erased' where client_id = ${client}`,
    sql`update clients set name = ${GONE}, kana = ${GONE}, shown_name = ${GONE}, birth_date = null,
      monitoring_months = '[]', erased_at = ${ctx.now} where id = ${client}`,
    sql`update circumstances set reason = ${GONE} where client_id = ${client}`,
    sql`update cases set purpose = ${GONE}, line_reason = null, line_wish_by = null, line_wish_how = null,
      cancel_reason = iif(cancel_reason is null, null, ${GONE}) where client_id = ${client}`,
    sql`update slots set place = ${GONE} where case_id in (select id from cases where client_id = ${client})`,
    sql`delete from answer_parts where answer_id in (select a.id from answers a join cases c on c.id = a.case_id where c.client_id = ${client})`,
    sql`update answers set note = null, health = null, attendance = null, place = null
      where case_id in (select id from cases where client_id = ${client})`,
    sql`update meetings set place = ${GONE}, line_reason = null where client_id = ${client}`,
    sql`update calls set note = null where client_id = ${client}`,
    sql`update messages set greeting = '', body = ${GONE}, decision = '{}', override_reason = null,
      urgent_by = null, urgent_reason = null, last_error = null, reply_token = null,
      status = iif(status = 'queued', 'dropped', status) where client_id = ${client}`,
    sql`update approvals set greeting = '', body = ${GONE}, reason = ${GONE}, override_reason = null,
      note = iif(note is null, null, ${GONE}), outcome = coalesce(outcome, 'void'),
      decided_at = coalesce(decided_at, ${ctx.now}), decided_by = coalesce(decided_by, ${ctx.actor.id})
      where client_id = ${client}`,
    sql`update case_changes set reason = ${GONE} where case_id in (select id from cases where client_id = ${client})`,
    sql`update wishes set when_text = null, note = null, topic = null, line_reason = null where client_id = ${client}`,
    sql`update tasks set title = ${GONE}, done_note = null, done_at = coalesce(done_at, ${ctx.now}),
      done_by = coalesce(done_by, ${ctx.actor.id}) where client_id = ${client}`,
    sql`update client_contacts set relation = ${GONE} where client_id = ${client}`,
    sql`update inbound_events set raw = '{}'
      where id in (select event_id from inbound_messages where ${messages})
        or exists (select 1 from contacts where id in (${contacts}) and instr(raw, line_user_id) > 0)`,
    sql`update contents set status = 'not-kept', why = 'gone', bytes = null, next_try_at = null
      where inbound_message_id in (select id from inbound_messages where ${messages})`,
    sql`update inbound_messages set text = null, sticker = null, line_user_id = 'erased', mark_as_read_token = null,
      reply_token = null where ${messages}`,
    sql`update auto_replies set line_user_id = 'erased', text = ${GONE} where ${messages}`,
    sql`update alerts set line_user_id = 'erased', console_url = null, next_push_at = null,
      taken_at = coalesce(taken_at, ${ctx.now}), taken_by = coalesce(taken_by, ${ctx.actor.id}) where ${messages}`,
    sql`update reply_duties set cleared_at = coalesce(cleared_at, ${ctx.now}),
      close_reason = iif(cleared_by is null or close_reason is not null, ${GONE}, null),
      cleared_by = coalesce(cleared_by, 'closed') where ${theirs}`,
    sql`update reviews set outcome = ${GONE}, agreed = iif(agreed is null, null, ${GONE}),
      ended_at = coalesce(ended_at, ${ctx.now}) where ${theirs} and outcome is not null`,
    sql`delete from feed_links where ${theirs}`,
    sql`delete from name_terms where kind = 'client' and id = ${client}`,
    sql`delete from name_terms where kind = 'contact' and id in (${contacts})`,
    sql`update record_drafts set body = '{}', settled_at = coalesce(settled_at, ${ctx.now}),
      outcome = coalesce(outcome, 'dropped') where client_id = ${client}`,
    sql`delete from calendar_feeds where ${theirs}`,
    sql`update monitoring_proposals set dismiss_reason = ${GONE} where client_id = ${client} and dismiss_reason is not null`,
    sql`delete from retention_due where client_id = ${client}`,
    sql`delete from sessions where kind = 'user' and line_user_id in (${accounts})`,
    sql`update invitations set used_by_line_user_id = 'erased'
      where client_id = ${client} and used_by_line_user_id is not null`,
    sql`update contacts set name = ${GONE}, kana = null, phone = null, hours = null, reminder_time = null,
      line_user_id = null where id in (${contacts})`,
    sql`delete from line_accounts where line_user_id in (${accounts})
      and not exists (select 1 from staff where staff.line_user_id = line_accounts.line_user_id)`,
  ];
}

function list(values: readonly string[]): SQL {
  return values.length === 0
    ? sql`null`
    : sql.join(
        values.map((value) => sql`${value}`),
        sql`, `,
      );
}
