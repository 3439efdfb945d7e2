import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '../../context.ts';
import type { Instant, PartnerKind } from '../../manual/types.ts';
import type { ThreadList, ThreadRow } from '../../views/threads.ts';
import { foundBy } from '../client/name-terms.ts';
import { WISH_SAID } from '../wish/wish-words.ts';

const PART = 30;
const PREVIEW = 80;

/** Where a list ended: whether nothing waited any more, the time it is ordered by, and the contact. */
export type AfterThread = [answered: number, order: number, contactId: string];

interface Row {
  id: string;
  name: string;
  kana: string | null;
  kind: PartnerKind;
  phone: string | null;
  clients: string;
  count: number | null;
  receivedAt: Instant | null;
  dueAt: Instant | null;
  answered: number;
  ord: number;
  lastAt: Instant;
  sentAt: Instant | null;
  written: string | null;
  wished: string | null;
}

/**
 * Whoever wrote, by LINE or by a form: first those who wait for an answer, the nearest due first (R12), then the others,
 * the newest first. Each contact's newest is found by an index of its own.
 */
export async function listThreads(
  ctx: Ctx,
  asked: { q: string; staffId: string | null; after: AfterThread | null },
): Promise<ThreadList> {
  const [group, order, id] = asked.after ?? [-1, 0, ''];
  const [rows] = await ctx.db.read([
    ctx.db.q.all<Row>(sql`
      with waiting as (
        select contact_id, count(*) as n, min(opened_at) as received, min(due_at) as due
        from reply_duties where cleared_at is null and contact_id is not null group by contact_id),
      wrote as materialized (${whoWrote(asked)}),
      ordered as (
        select wrote.id, wrote.at, w.n, w.received, w.due, w.due is null as answered, coalesce(w.due, -wrote.at) as ord
        from wrote left join waiting w on w.contact_id = wrote.id where wrote.at > 0)
      select c.id, c.name, c.kana, c.kind, c.phone, o.n as count, o.received as receivedAt, o.due as dueAt,
        o.answered, o.ord, o.at as lastAt,
        (select coalesce(json_group_array(json_object('id', k.id, 'name', k.name, 'kana', k.kana, 'relation', cc.relation) order by k.kana), '[]')
          from client_contacts cc join clients k on k.id = cc.client_id where cc.contact_id = c.id and k.erased_at is null) as clients,
        (select max(sent_at) from messages m where m.contact_id = c.id and m.status = 'sent') as sentAt,
        (select json_object('at', occurred_at, 'kind', kind, 'text', substr(text, 1, ${PREVIEW}), 'sticker', sticker, 'unsent', unsent_at is not null)
          from inbound_messages m where m.contact_id = c.id order by occurred_at desc limit 1) as written,
        (select json_object('at', wished_at, 'kind', kind, 'note', substr(note, 1, ${PREVIEW}))
          from wishes w where w.contact_id = c.id order by wished_at desc limit 1) as wished
      from ordered o join contacts c on c.id = o.id
      where (o.answered, o.ord, o.id) > (${group}, ${order}, ${id})
      order by o.answered, o.ord, o.id limit ${PART + 1}`),
  ]);
  const last = rows.length > PART ? rows[PART - 1] : undefined;
  return {
    now: ctx.now,
    rows: rows.slice(0, PART).map(toRow),
    next: last ? JSON.stringify([last.answered, last.ord, last.id] satisfies AfterThread) : null,
  };
}

/** Contacts with the time at which they last wrote: all that were found, or no more than a page can need. */
function whoWrote({ q, staffId, after }: { q: string; staffId: string | null; after: AfterThread | null }) {
  const contact = foundBy('contact', q);
  const client = foundBy('client', q);
  const own = (id: string) =>
    staffId === null
      ? sql``
      : sql`and exists (select 1 from client_contacts cc join clients k on k.id = cc.client_id where cc.contact_id = ${sql.raw(id)} and k.counselor_id = ${staffId})`;
  const newest = sql`max(coalesce((select max(occurred_at) from inbound_messages where contact_id = c.id), 0),
    coalesce((select max(wished_at) from wishes where contact_id = c.id), 0))`;
  if (contact && client)
    return sql`select c.id, ${newest} as at from contacts c where (c.id in (${contact})
      or c.id in (select contact_id from client_contacts where client_id in (${client}))) ${own('c.id')}`;
  const [group, order, id] = after ?? [0, 0, ''];
  const [at, last] = group === 1 ? [-order, id] : [Number.MAX_SAFE_INTEGER, ''];
  // Backwards through time: the newest of each contact, until a page is full.
  const back = (table: string, time: string, later: SQL) => sql`select * from (
    select m.contact_id, m.${sql.raw(time)} as at from ${sql.raw(table)} m
    where m.contact_id is not null and m.${sql.raw(time)} <= ${at} and (m.${sql.raw(time)} < ${at} or m.contact_id > ${last})
      and m.contact_id not in (select contact_id from waiting)
      and not exists (select 1 from ${sql.raw(table)} o where o.contact_id = m.contact_id and (o.${sql.raw(time)}, o.id) > (m.${sql.raw(time)}, m.id))
      and not exists (select 1 ${later}) ${own('m.contact_id')}
    order by m.${sql.raw(time)} desc, m.contact_id limit ${PART + 1})`;
  return sql`select c.id, ${newest} as at from contacts c where c.id in (select contact_id from waiting) ${own('c.id')}
    union all ${back('inbound_messages', 'occurred_at', sql`from wishes o where o.contact_id = m.contact_id and o.wished_at > m.occurred_at`)}
    union all ${back('wishes', 'wished_at', sql`from inbound_messages o where o.contact_id = m.contact_id and o.occurred_at >= m.wished_at`)}`;
}

function toRow(row: Row): ThreadRow {
  const { id, name, kana, kind, phone, count, receivedAt, dueAt } = row;
  const waits = count !== null && receivedAt !== null && dueAt !== null;
  return {
    ...{ id, name, kana, kind, phone },
    clients: JSON.parse(row.clients) as ThreadRow['clients'],
    preview: previewOf(row),
    lastAt: row.lastAt,
    sentAt: row.sentAt,
    unanswered: waits ? { count, receivedAt, dueAt } : null,
  };
}

interface Written {
  at: Instant;
  kind: string;
  text: string | null;
  sticker: string | null;
  unsent: number;
}
interface Wished {
  at: Instant;
  kind: keyof typeof WISH_SAID;
  note: string | null;
}

/** The newer of what they wrote in the chat and by a form. */
function previewOf(row: Pick<Row, 'written' | 'wished'>): string {
  const written = row.written === null ? null : (JSON.parse(row.written) as Written);
  const wished = row.wished === null ? null : (JSON.parse(row.wished) as Wished);
  if (wished && (!written || wished.at >= written.at))
    return `「${WISH_SAID[wished.kind]}」${wished.note ?? ''}`;
  if (!written) return '';
  if (written.unsent) return '送信が取り消されました';
  if (written.text) return written.text;
  return KIND_SAID[written.kind]?.(written.sticker) ?? 'メッセージ';
}

const KIND_SAID: Readonly<Record<string, (sticker: string | null) => string>> = {
  sticker: (name) => (name ? `スタンプ「${name}」` : 'スタンプ'),
  image: () => '写真',
  video: () => '動画',
  audio: () => '音声',
  file: () => 'ファイル',
  location: () => '位置情報',
};
