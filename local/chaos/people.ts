import { randomUUID } from 'node:crypto';
import type { InStatement } from '@libsql/client';
import { DAY } from '../../worker/manual/jst.ts';
import { Visitor } from '../visitor.ts';
import type { ChaosWorld } from './chaos-world.ts';

/** Somebody who agreed to LINE, with an account of their own. */
export interface Person {
  clientId: string;
  contactId: string;
  userId: string;
  name: string;
}

export interface Office {
  staffId: string;
  manager: Visitor;
  people: Person[];
  /** Accounts that the office doesn't know. */
  strangers: string[];
}

const FAMILY = ['大野', '吉岡', '高瀬', '早川', '三宅', '内藤', '村井', '川端', '今泉', '荒木'];
const GIVEN = ['みのり', '健太', '直人', 'はるか', '一郎', '千尋', '和也', 'さくら', '誠', '由美'];
const AT_ONCE = 100;

/** An office with its people, as if it had worked for a month: written straight into the database. */
export async function fillOffice(world: ChaosWorld, size: number): Promise<Office> {
  const { control } = world.line;
  const managerId = control.createUser({ displayName: 'manager', friend: true }).userId;
  const manager = new Visitor(world.productUrl, control, managerId);
  await manager.joinStaff(world.secrets.bootstrapCode, '中村 さおり');
  const staffId = String((await world.db.execute('select id from staff')).rows[0]?.id);
  const { rows } = await world.db.execute(
    'select version, text_hash from usage_rules order by version desc limit 1',
  );
  const rules = rows[0];
  const since = world.now() - 30 * DAY;
  const people: Person[] = [];
  const statements: InStatement[] = [];
  const add = (sql: string, ...args: (string | number)[]) => statements.push({ sql, args });
  for (let n = 0; n < size; n += 1) {
    const name = `${FAMILY[n % 10]} ${GIVEN[Math.floor(n / 10) % 10]}${Math.floor(n / 100) || ''}`;
    const { userId } = control.createUser({ displayName: `user ${n}`, friend: true });
    const person = { clientId: randomUUID(), contactId: randomUUID(), userId, name };
    people.push(person);
    add('insert into line_accounts (line_user_id, friend, seen_at) values (?, 1, ?)', userId, since);
    add(
      `insert into clients (id, name, kana, shown_name, attends_program, counselor_id, created_at)
        values (?, ?, 'かな', ?, 0, ?, ?)`,
      person.clientId,
      name,
      name,
      staffId,
      since,
    );
    add(
      "insert into contacts (id, kind, name, line_user_id, created_at) values (?, 'person', ?, ?, ?)",
      person.contactId,
      name,
      userId,
      since,
    );
    add(
      "insert into client_contacts (client_id, contact_id, relation) values (?, ?, '本人')",
      person.clientId,
      person.contactId,
    );
    add(
      `insert into consents (id, client_id, contact_id, line_user_id, version, text_hash, choice, chooser, chosen_at, seq)
        values (?, ?, ?, ?, ?, ?, 'yes', 'person', ?, 1)`,
      randomUUID(),
      person.clientId,
      person.contactId,
      userId,
      Number(rules?.version),
      String(rules?.text_hash),
      since,
    );
  }
  for (let at = 0; at < statements.length; at += 5 * AT_ONCE)
    await world.db.batch(statements.slice(at, at + 5 * AT_ONCE), 'write');
  const strangers = Array.from(
    { length: 5 },
    (_, n) => control.createUser({ displayName: `stranger ${n}`, friend: true }).userId,
  );
  return { staffId, manager, people, strangers };
}

/** So many replies by staff, due now: rows of the outbox, one after another for each person. */
export async function queueReplies(
  world: ChaosWorld,
  office: Office,
  to: readonly Person[],
): Promise<{ id: string; person: Person }[]> {
  const now = world.now();
  const queued = to.map((person) => ({ id: randomUUID(), person }));
  const sql = `insert into messages (id, contact_id, client_id, purpose, origin, author_staff_id, greeting, body, status,
    not_before, decision, settings_version, created_at)
    values (?, ?, ?, 'reply', 'staff', ?, '', ?, 'queued', ?, '[]', 0, ?)`;
  const body = 'ご連絡ありがとうございます。書類をお預かりしました。';
  const statements = queued.map(({ id, person }) => ({
    sql,
    args: [id, person.contactId, person.clientId, office.staffId, body, now, now],
  }));
  await world.db.batch(statements, 'write');
  return queued;
}
