import { createHash } from 'node:crypto';
import type { InStatement } from '@libsql/client';
import { DAY } from '../../worker/manual/jst.ts';
import { termsOf } from '../../worker/services/client/name-terms.ts';
import type { ChaosWorld } from '../chaos/chaos-world.ts';
import { Visitor } from '../visitor.ts';

/** How large an office is; its work in hand is the same at any size: what is waiting depends on its staff. */
export interface OfficeSize {
  clients: number;
  /** Entries of the 相談記録 of each client. */
  entriesEach: number;
}

/** A finished case with its calls, messages, duties and tasks stands behind every so many entries. */
const ENTRIES_PER_CASE = 25;
const OPEN_CASES = 40;
const WAITING = 25;
const AT_ONCE = 250;
const ZEROS = '0'.repeat(64);

const FAMILY = ['みほん', 'かくう', 'れいだ', 'かりやま', 'ためしの', 'おもかわ', 'ひながた', 'ねりき'];
const GIVEN = ['いろは', 'まる', 'さくら', 'いっぽ', 'つむぎ', 'たいよう', 'こはる', 'つきこ', 'だいち'];

/** The reading of the n-th client: as in a real office, several share a family name. */
function readingOf(n: number): string {
  const more = Math.floor(n / (FAMILY.length * GIVEN.length));
  const tail = [...String(more)].map((digit) => 'あいうえおかきくけこ'[Number(digit)]).join('');
  return `${FAMILY[n % FAMILY.length]} ${GIVEN[Math.floor(n / FAMILY.length) % GIVEN.length]}${tail}`;
}

/** Fills an office that has worked for years, straight into its database, and signs its manager in. */
export async function fillLargeOffice(world: ChaosWorld, size: OfficeSize): Promise<Visitor> {
  const { userId } = world.line.control.createUser({ displayName: 'manager', friend: true });
  const manager = new Visitor(world.productUrl, world.line.control, userId);
  await manager.joinStaff(world.secrets.bootstrapCode, '見本 管理');
  const staffId = String((await world.db.execute('select id from staff')).rows[0]?.id);
  const rules = (await world.db.execute('select version, text_hash from usage_rules')).rows[0];
  const now = world.now();
  const years = now - 3 * 365 * DAY;
  for (let from = 0; from < size.clients; from += AT_ONCE) {
    const batch: InStatement[] = [];
    for (let n = from; n < Math.min(from + AT_ONCE, size.clients); n += 1) {
      const kana = readingOf(n);
      batch.push({
        sql: `insert into clients (id, name, kana, shown_name, attends_program, counselor_id, created_at)
          values (?, ?, ?, '見本さん', 0, ?, ?)`,
        args: [`k${n}`, `見本 ${n}`, kana, staffId, years],
      });
      batch.push({
        sql: `insert into name_terms (kind, term, id) select 'client', value, ? from json_each(?)`,
        args: [`k${n}`, JSON.stringify(termsOf(`見本 ${n}`, kana))],
      });
    }
    await world.db.batch(batch, 'write');
  }
  const clients = `with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < ${size.clients})`;
  const cases = `with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < ${size.clients * Math.max(1, Math.floor(size.entriesEach / ENTRIES_PER_CASE))})`;
  const of = `(i % ${size.clients})`;
  const at = `(${years} + i * ${Math.floor((3 * 365 * DAY) / (size.clients * size.entriesEach + 1))})`;
  const hash = createHash('sha256').update('large').digest('hex');
  const statements = [
    `${clients} insert into line_accounts (line_user_id, friend, seen_at) select 'U' || i, 1, ${years} from n`,
    `${clients} insert into contacts (id, kind, name, kana, phone, line_user_id, created_at)
      select 'p' || i, 'person', '見本 ' || i, 'みほん', '000-0000-0000', 'U' || i, ${years} from n`,
    `${clients} insert into client_contacts (client_id, contact_id, relation) select 'k' || i, 'p' || i, '本人' from n`,
    `${clients} insert into invitations (id, client_id, contact_id, token_hash, explained_by, explained_at, explained_how, created_at, expires_at, used_at, used_by_line_user_id)
      select 'i' || i, 'k' || i, 'p' || i, '${hash}' || i, '${staffId}', ${years}, 'visit', ${years}, ${years + 14 * DAY}, ${years}, 'U' || i from n`,
    `${clients} insert into consents (id, client_id, contact_id, line_user_id, invitation_id, version, text_hash, choice, chooser, chosen_at, seq)
      select 's' || i, 'k' || i, 'p' || i, 'U' || i, 'i' || i, ${Number(rules?.version)}, '${String(rules?.text_hash)}', 'yes', 'person', ${years}, 1 from n`,
    `${cases} insert into cases (id, client_id, counselor_id, kind, status, purpose, planned_method, opened_at, opened_by)
      select 'c' || i, 'k' || ${of}, '${staffId}', 'monitoring', iif(i < ${OPEN_CASES}, 'open', 'held'), 'モニタリング', 'visit', iif(i < ${OPEN_CASES}, ${now - DAY}, ${years} + i), '${staffId}' from n`,
    `${cases} insert into participants (case_id, contact_id, added_at) select 'c' || i, 'p' || ${of}, ${years} from n`,
    `${cases} insert into calls (id, client_id, contact_id, case_id, outcome, direction, called_at, staff_id)
      select 'l' || i, 'k' || ${of}, 'p' || ${of}, 'c' || i, 'no-answer', 'out', ${years} + i, '${staffId}' from n`,
    `${cases} insert into meetings (id, case_id, client_id, kind, method, place, started_at, ended_at, recorded_by, recorded_at)
      select 'h' || i, 'c' || i, 'k' || ${of}, 'monitoring', 'visit', 'ご自宅', ${years} + i, ${years} + i + 1, '${staffId}', ${years} + i from n where i >= ${OPEN_CASES}`,
    `${cases} insert into messages (id, contact_id, client_id, case_id, purpose, origin, author_staff_id, greeting, body, status, not_before, decision, settings_version, created_at, sent_at)
      select 'm' || i, 'p' || ${of}, 'k' || ${of}, 'c' || i, 'reply', 'staff', '${staffId}', '', 'ご連絡ありがとうございます。', 'sent', ${at}, '[]', 0, ${at}, ${at} from n where i >= ${OPEN_CASES}`,
    `${cases} insert into inbound_events (id, type, raw, occurred_at, received_at, processed_at) select 'e' || i, 'message', '{}', ${at}, ${at}, ${at} from n`,
    `${cases} insert into inbound_messages (id, event_id, line_message_id, line_user_id, contact_id, kind, text, occurred_at, received_at)
      select 'n' || i, 'e' || i, 'n' || i, 'U' || ${of}, 'p' || ${of}, 'text', 'こんにちは。次の訪問はいつですか。', ${at}, ${at} from n`,
    `${cases} insert into reply_duties (id, inbound_message_id, contact_id, opened_at, due_at, cleared_at, cleared_by, cleared_ref)
      select 'd' || i, 'n' || i, 'p' || ${of}, ${at}, ${at}, iif(i < ${WAITING}, null, ${at}), iif(i < ${WAITING}, null, 'reply'), iif(i < ${WAITING}, null, 'm' || i) from n`,
    `${cases} insert into tasks (id, client_id, contact_id, kind, why, title, due_at, created_at, done_at, done_by)
      select 't' || i, 'k' || ${of}, 'p' || ${of}, 'phone', 'made-by-hand', '電話で伝える', ${now}, ${at}, iif(i < ${WAITING}, null, ${at}), iif(i < ${WAITING}, null, '${staffId}') from n`,
  ];
  for (const sql of statements) await world.db.execute(sql);
  for (let seq = 1; seq <= size.entriesEach; seq += 1) {
    await world.db.execute(`${clients} insert into record_entries (id, client_id, seq, prev_hash, hash, kind, occurred_at, recorded_at, actor_kind, actor_id, contact_id, body, body_hash)
      select 'r' || i || '-' || ${seq}, 'k' || i, ${seq}, '${ZEROS}', '${ZEROS}', 'note', ${years} + ${seq} * ${10 * DAY} + i, ${years} + ${seq} * ${10 * DAY} + i, 'staff', '${staffId}', 'p' || i,
        '{"summary":"電話で様子をうかがいました","method":"phone","content":"体調は落ち着いています。次の訪問の日を決めました。"}', '${ZEROS}' from n`);
  }
  return manager;
}
