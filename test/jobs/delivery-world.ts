import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import { type Database, openDatabase } from '../../db/client.ts';
import { migrateDatabase } from '../../db/migrate.ts';
import type { Config } from '../../worker/context.ts';
import { instantOf } from '../../worker/manual/calendar.ts';
import type { ConsentChoice, Instant } from '../../worker/manual/types.ts';
import type { LogLine, World } from '../../worker/world.ts';

/** JST, in the week of the manual's examples: `at('12-04', '10:00')`. */
export const at = (monthDay: string, time: string, seconds = 0): Instant =>
  instantOf(`2026-${monthDay}`, time) + seconds * 1000;

export const SECRET = '8c570fa6dd201bb328f1c1eac23a96d8';

const CONFIG: Config = {
  databaseUrl: 'file:',
  databaseToken: undefined,
  lineChannelSecret: SECRET,
  lineChannelAccessToken: 'access-token',
  lineApiUrl: 'https://api.line.test',
  lineLoginChannelId: '1650000000',
  liffId: '1650000000-abcdefgh',
  liffBaseUrl: 'https://liff.line.test',
  addFriendUrl: 'https://line.test/add',
  sessionSecret: 'secret',
  bootstrapCode: undefined,
  frameAncestors: '',
  cspConnect: '',
  maxSubrequests: 50,
};

/** One office on its own database file, with a clock that a test sets and a LINE that a test plays. */
export interface DeliveryWorld extends World {
  client: Client;
  clock: { now: Instant };
  trips: { count: number };
  lines: LogLine[];
  close: () => void;
}

export async function deliveryWorld(
  options: { now?: Instant; fetchLine?: typeof fetch; config?: Partial<Config> } = {},
): Promise<DeliveryWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'delivery-'));
  const client = createClient({ url: `file:${join(folder, 'office.db')}` });
  await migrateDatabase(client);
  await client.execute('pragma journal_mode = wal');
  await client.execute('pragma synchronous = off');
  const clock = { now: options.now ?? at('11-24', '10:00') };
  const trips = { count: 0 };
  const lines: LogLine[] = [];
  return {
    client,
    clock,
    trips,
    lines,
    config: { ...CONFIG, ...options.config },
    db: counted(openDatabase(client), trips),
    now: () => clock.now,
    newId: randomUUID,
    newToken: randomUUID,
    random: () => 0.5,
    verifyIdToken: async () => ({ ok: false, why: 'unavailable' }),
    fetchLine: options.fetchLine ?? (async () => new Response('{"sentMessages":[]}')),
    assets: null,
    log: (line) => lines.push(line),
    close: () => {
      client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function counted(db: Database, trips: { count: number }): Database {
  return {
    q: db.q,
    read: (statements) => {
      trips.count += 1;
      return db.read(statements);
    },
    write: (statements) => {
      trips.count += 1;
      return db.write(statements);
    },
  };
}

type Row = Record<string, string | number | null>;

export async function insert(world: Pick<DeliveryWorld, 'client'>, table: string, row: Row): Promise<void> {
  const columns = Object.keys(row);
  await world.client.execute({
    sql: `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    args: Object.values(row),
  });
}

/** Rows as plain objects. */
export async function rows(world: Pick<DeliveryWorld, 'client'>, sql: string, ...args: (string | number)[]) {
  const { rows: found } = await world.client.execute({ sql, args });
  return found.map((row) => ({ ...row })) as Record<string, string | number | null>[];
}

export interface Family {
  staffId: string;
  clientId: string;
  contactId: string;
  lineUserId: string;
}

let serial = 0;
export function lineUser(): string {
  serial += 1;
  return `U${String(serial).padStart(32, '0')}`;
}

/** A client with one contact whose LINE account is linked; who has agreed unless told otherwise. */
export async function seedFamily(
  world: DeliveryWorld,
  options: { choice?: ConsentChoice | null; kind?: string; hours?: string; lineUserId?: string } = {},
): Promise<Family> {
  const family = {
    staffId: randomUUID(),
    clientId: randomUUID(),
    contactId: randomUUID(),
    lineUserId: options.lineUserId ?? lineUser(),
  };
  const created_at = at('11-01', '10:00');
  const { choice = 'yes' } = options;
  await insert(world, 'line_accounts', { line_user_id: family.lineUserId, friend: 1, seen_at: created_at });
  await insert(world, 'staff', { id: family.staffId, name: '佐藤 花子', role: 'counselor', created_at });
  await insert(world, 'clients', {
    id: family.clientId,
    name: '山田 太郎',
    kana: 'やまだ たろう',
    shown_name: '山田さん',
    attends_program: 1,
    counselor_id: family.staffId,
    created_at,
  });
  await insert(world, 'contacts', {
    id: family.contactId,
    kind: options.kind ?? 'person',
    name: '山田 太郎',
    line_user_id: family.lineUserId,
    hours: options.hours ?? null,
    created_at,
  });
  await insert(world, 'client_contacts', {
    client_id: family.clientId,
    contact_id: family.contactId,
    relation: '本人',
  });
  await world.client.execute(
    `insert or ignore into usage_rules (version, effective_from, change, text, text_hash, created_at) values (1, 0, 'rule', '[]', '${'a'.repeat(64)}', 0)`,
  );
  if (choice) await consent(world, family, choice, created_at);
  return family;
}

export async function consent(
  world: DeliveryWorld,
  family: Family,
  choice: ConsentChoice,
  chosen_at: Instant,
): Promise<void> {
  const [last] = await rows(
    world,
    'select max(seq) as seq from consents where client_id = ? and contact_id = ?',
    family.clientId,
    family.contactId,
  );
  await insert(world, 'consents', {
    id: randomUUID(),
    client_id: family.clientId,
    contact_id: family.contactId,
    line_user_id: family.lineUserId,
    version: 1,
    text_hash: 'a'.repeat(64),
    choice,
    chooser: 'person',
    chosen_at,
    seq: Number(last?.seq ?? 0) + 1,
  });
}

/** A message in the outbox: a reply by staff unless told otherwise. */
export async function seedMessage(world: DeliveryWorld, family: Family, row: Row = {}): Promise<string> {
  const id = randomUUID();
  const origin = row.origin ?? 'staff';
  const created_at = row.created_at ?? world.clock.now;
  await insert(world, 'messages', {
    id,
    contact_id: family.contactId,
    client_id: family.clientId,
    purpose: 'reply',
    origin,
    author_staff_id: origin === 'staff' ? family.staffId : null,
    greeting: '',
    body: 'ご連絡ありがとうございます。書類をお預かりしました。',
    status: 'queued',
    not_before: created_at,
    decision: '[]',
    settings_version: 0,
    created_at,
    ...row,
  });
  return id;
}
