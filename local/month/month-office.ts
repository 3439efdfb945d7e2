import type { InStatement } from '@libsql/client';
import { addDays, addMonths, civilDate, DAY } from '../../worker/manual/jst.ts';
import type { Instant } from '../../worker/manual/types.ts';
import type { Dice } from '../chaos/seeded.ts';
import type { Machine } from '../machine.ts';
import { Visitor } from '../visitor.ts';

/** Somebody who agreed to LINE; a parent may stand behind two clients. */
export interface Person {
  contactId: string;
  clientIds: string[];
  userId: string;
  provider: boolean;
  visitor: Visitor;
}

export interface Counselor {
  staffId: string;
  visitor: Visitor;
}

export interface MonthOffice {
  manager: Counselor;
  counselors: Counselor[];
  people: Person[];
  /** Which counselor has which client. */
  counselorOf: Map<string, Counselor>;
}

const AT_ONCE = 400;
const TIMES = ['08:00', '09:30', '12:00', '15:00', '18:30', '20:45'] as const;

/** An office with its people as if it had worked for a month; staff join by the front door. */
export async function openOffice(machine: Machine, size: number, dice: Dice): Promise<MonthOffice> {
  // Ids decide what comes first among equals: they too come again with the same seed.
  const newId = () => uuidOf(dice);
  const counselors = await gatherStaff(machine);
  const [manager] = counselors as [Counselor];
  const now = machine.clock.now();
  const since = now - 30 * DAY;
  const { rows } = await machine.db.execute(
    'select version, text_hash from usage_rules order by version desc limit 1',
  );
  const people: Person[] = [];
  const counselorOf = new Map<string, Counselor>();
  const statements: InStatement[] = [];
  const add = (sql: string, ...args: (string | number | null)[]) => statements.push({ sql, args });
  const addPerson = (clientIds: string[], kind: string, chooser: string): void => {
    const contactId = newId();
    const { userId } = machine.line.control.createUser({
      displayName: `${kind} ${people.length}`,
      friend: true,
    });
    const provider = kind === 'provider';
    const hours = provider
      ? JSON.stringify(Object.fromEntries([1, 2, 3, 4, 5].map((d) => [d, { from: '09:30', to: '16:30' }])))
      : null;
    const reminder = dice.chance(0.9) ? dice.pick(TIMES) : null;
    add('insert into line_accounts (line_user_id, friend, seen_at) values (?, 1, ?)', userId, since);
    add(
      'insert into contacts (id, kind, name, phone, line_user_id, hours, reminder_time, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)',
      contactId,
      kind,
      '山本 花',
      '000-0000-0000',
      userId,
      hours,
      reminder,
      since,
    );
    for (const clientId of clientIds) {
      add(
        "insert into client_contacts (client_id, contact_id, relation) values (?, ?, '家族')",
        clientId,
        contactId,
      );
      add(
        `insert into consents (id, client_id, contact_id, line_user_id, version, text_hash, choice, chooser, chosen_at, seq)
          values (?, ?, ?, ?, ?, ?, 'yes', ?, ?, 1)`,
        newId(),
        clientId,
        contactId,
        userId,
        Number(rows[0]?.version),
        String(rows[0]?.text_hash),
        chooser,
        since,
      );
    }
    people.push({
      contactId,
      clientIds,
      userId,
      provider,
      visitor: new Visitor(machine.productUrl, machine.line.control, userId),
    });
  };
  const addClient = (birthDate: string | null): string => {
    const id = newId();
    const counselor = dice.pick(counselors);
    counselorOf.set(id, counselor);
    const month = Number(civilDate(now).slice(5, 7));
    const months = dice.chance(0.7) ? [1 + ((month - 1 + dice.between(0, 5)) % 12)] : [];
    add(
      `insert into clients (id, name, kana, shown_name, birth_date, attends_program, monitoring_months, counselor_id, created_at)
        values (?, '山本 月子', 'やまもと つきこ', '山本', ?, ?, ?, ?, ?)`,
      id,
      birthDate,
      dice.chance(0.5) ? 1 : 0,
      JSON.stringify(months),
      counselor.staffId,
      since,
    );
    return id;
  };
  for (let n = 0; n < size; n += 1) {
    const comingOfAge = dice.chance(0.05);
    const birthDate = comingOfAge ? addDays(addMonths(civilDate(now), -18 * 12), dice.between(2, 40)) : null;
    const clientId = addClient(birthDate);
    if (comingOfAge) addPerson([clientId], 'guardian', 'guardian');
    else if (dice.chance(0.1) && n + 1 < size) {
      addPerson([clientId, addClient(null)], 'family', 'family');
      n += 1;
    } else addPerson([clientId], 'person', 'person');
    if (dice.chance(0.1)) addPerson([clientId], 'provider', 'provider');
  }
  for (let at = 0; at < statements.length; at += AT_ONCE)
    await machine.db.batch(statements.slice(at, at + AT_ONCE), 'write');
  await chooseNotices(machine, counselors, now);
  return { manager, counselors, people, counselorOf };
}

async function gatherStaff(machine: Machine): Promise<Counselor[]> {
  const found: Counselor[] = [];
  for (const name of ['中村 さおり', '佐藤 健', '林 まこと', '森 あおい']) {
    const { userId } = machine.line.control.createUser({ displayName: name, friend: true });
    const visitor = new Visitor(machine.productUrl, machine.line.control, userId);
    const [manager] = found;
    if (!manager) await visitor.joinStaff(machine.secrets.bootstrapCode, name);
    else {
      const { code } = await manager.visitor.call<{ code: string }>(
        'POST',
        '/api/console/staff/invitations',
        {
          name,
          role: 'counselor',
        },
      );
      await visitor.joinStaff(code, name);
    }
    const { id } = await visitor.call<{ id: string }>('GET', '/api/console/me');
    found.push({ staffId: id, visitor });
  }
  return found;
}

/** One reads by LINE, one in Slack, one in Teams, one nowhere. */
async function chooseNotices(machine: Machine, staff: readonly Counselor[], now: Instant): Promise<void> {
  const kinds = JSON.stringify([
    'date-arrived',
    'duty-soon',
    'duty-overdue',
    'send-failed',
    'consent',
    'withdrawn',
    'monitoring',
    'review',
    'exception',
    'quota',
  ]);
  const channels = ['line', 'slack', 'teams', 'none'] as const;
  await machine.db.batch(
    staff.map(({ staffId }, n) => ({
      sql: `insert into notice_settings (staff_id, channel, kinds, digest, work_from, work_until, told_until, updated_at)
        values (?, ?, ?, 1, '09:00', '18:00', ?, ?)`,
      args: [staffId, channels[n] ?? 'none', kinds, now, now],
    })),
    'write',
  );
}

function uuidOf(dice: Dice): string {
  const hex = Array.from({ length: 32 }, () => dice.between(0, 15).toString(16)).join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}
