import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DAY } from '../../worker/manual/jst.ts';
import type { ChaosWorld } from '../chaos/chaos-world.ts';
import type { Office, Person } from '../chaos/people.ts';
import { Visitor } from '../visitor.ts';
import type { LoadOrder, LoadResult } from './load.ts';

/** Somebody in the mini-app with a case that asks for dates. */
export interface Asked {
  path: string;
  cookie: string;
  slots: string[];
}

/** Asks from a process of its own. */
export async function load(order: LoadOrder): Promise<LoadResult> {
  const child = fork(join(fileURLToPath(new URL('.', import.meta.url)), 'load.ts'), { execArgv: [] });
  child.send(order);
  const [result] = (await once(child, 'message')) as [LoadResult];
  return result;
}

/** One open case with three offered times for each person, and the session in which they answer. */
export async function askForDates(
  world: ChaosWorld,
  office: Office,
  people: readonly Person[],
): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const [index, person] of people.entries()) {
    const caseId = randomUUID();
    const slots = [1, 2, 3].map(() => randomUUID());
    const now = world.now();
    await world.db.batch(
      [
        {
          sql: `insert into cases (id, client_id, counselor_id, kind, status, purpose, planned_method, opened_at, opened_by)
            values (?, ?, ?, 'monitoring', 'open', '', 'visit', ?, ?)`,
          args: [caseId, person.clientId, office.staffId, now, office.staffId],
        },
        { sql: 'insert into participants values (?, ?, ?)', args: [caseId, person.contactId, now] },
        ...slots.map((id, n) => {
          const starts = now + (7 + index) * DAY + n * 3 * 3_600_000;
          return {
            sql: `insert into slots (id, case_id, starts_at, ends_at, place, offered_at) values (?, ?, ?, ?, '自宅', ?)`,
            args: [id, caseId, starts, starts + 3_600_000, now],
          };
        }),
      ],
      'write',
    );
    const visitor = new Visitor(world.productUrl, world.line.control, person.userId);
    await visitor.signIn('user');
    const cookie = visitor.cookies.map((line) => line.split(';')[0]).join('; ');
    asked.push({ path: `/api/app/cases/${caseId}/answer`, cookie, slots });
  }
  return asked;
}

/** So many messages that were sent long ago, as the database of an old office has them. */
export async function growOld(world: ChaosWorld, office: Office, rows: number): Promise<void> {
  const at = world.now() - 400 * DAY;
  const step = 5_000;
  for (let from = 0, turn = 0; from < rows; from += step, turn += 1) {
    const person = office.people[turn % office.people.length];
    if (!person) throw new RangeError('an office without people');
    const count = Math.min(step, rows - from);
    await world.db.execute({
      sql: `insert into messages (id, contact_id, client_id, purpose, origin, author_staff_id, greeting, body, status,
          not_before, decision, settings_version, created_at, sent_at)
        with recursive n (i) as (select ? union all select i + 1 from n where i + 1 < ?)
        select 'old-' || i, ?, ?, 'reply', 'staff', ?, '', 'ご連絡ありがとうございます。', 'sent', ? + i, '[]', 0, ? + i, ? + i from n`,
      args: [from, from + count, person.contactId, person.clientId, office.staffId, at, at, at],
    });
  }
}

/** Works off what the webhooks left to be done. */
export async function drain(world: ChaosWorld): Promise<void> {
  for (;;) {
    const { rows } = await world.db.execute(
      'select count(*) as n from inbound_events where processed_at is null and parked_at is null',
    );
    if (Number(rows[0]?.n) === 0) return;
    await world.tick();
  }
}
