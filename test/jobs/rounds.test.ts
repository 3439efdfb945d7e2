import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCron } from '../../worker/jobs/run-cron.ts';
import { at, consent, type Family, insert, rows, seedFamily, seedMessage } from './delivery-world.ts';
import { confirmedCase, type LineOffice, lineOffice } from './line-office.ts';

let office: LineOffice;
let family: Family;
beforeEach(async () => {
  office = await lineOffice();
  family = await office.friend();
});
afterEach(() => office.close());

const tick = async (date: string, time = '09:00', year = 2026) => {
  office.world.clock.now = Date.parse(`${year}-${date}T${time}:00+09:00`);
  await runCron(office.world);
};
const all = (sql: string) => rows(office.world, sql);
const set = (sql: string, ...args: (string | number)[]) => office.world.client.execute({ sql, args });
const state = async (job: string) => (await all(`select * from job_states where job = '${job}'`))[0];

describe('monitoring that is due (月は受給者証のとおり)', () => {
  const proposals = () => all('select client_id, month from monitoring_proposals order by month');
  beforeEach(() => set('update clients set monitoring_months = ?', '[1, 6, 12]'));

  it('is proposed once for each month that is near, never for later ones', async () => {
    await tick('11-24');
    await tick('11-25');
    expect(await proposals()).toEqual([{ client_id: family.clientId, month: '2026-12' }]);
    await tick('12-02', '09:00');
    expect((await proposals()).map((row) => row.month)).toEqual(['2026-12', '2027-01']);
    await tick('02-01', '09:00', 2027);
    expect(await proposals()).toHaveLength(2);
  });

  it('is not proposed while one is under way or was held in the month, nor for an erased client', async () => {
    await confirmedCase(office.world, family, at('12-10', '10:00'));
    await tick('11-24');
    expect(await proposals()).toEqual([]);
    await set("update cases set status = 'held'");
    await insert(office.world, 'meetings', {
      id: 'held',
      client_id: family.clientId,
      kind: 'monitoring',
      method: 'visit',
      place: '自宅',
      started_at: at('12-01', '10:00'),
      ended_at: at('12-01', '11:00'),
      recorded_by: family.staffId,
      recorded_at: at('12-01', '11:00'),
    });
    await tick('12-01', '12:00');
    expect(await proposals()).toEqual([]);
    await set('update clients set erased_at = 1');
    await set('delete from meetings');
    await tick('12-03');
    expect(await proposals()).toEqual([]);
  });

  it('of many clients is taken up in bounded runs, all of them in the end', async () => {
    await office.world.client.batch(
      Array.from({ length: 450 }, (_, n) => ({
        sql: `insert into clients (id, name, kana, shown_name, attends_program, monitoring_months, counselor_id, created_at)
          values (?, '山田', 'やまだ', '山田', 0, '[12]', ?, 0)`,
        args: [`many-${n}`, family.staffId],
      })),
      'write',
    );
    await tick('11-24', '09:00');
    expect(await proposals()).toHaveLength(200);
    expect(await state('monitoring-due')).toMatchObject({ done_at: null });
    await tick('11-24', '09:05');
    await tick('11-24', '09:10');
    expect(await proposals()).toHaveLength(451);
    expect(await state('monitoring-due')).toMatchObject({ done_at: at('11-24', '09:10') });
    await tick('11-24', '09:15');
    expect(await state('monitoring-due')).toMatchObject({ started_at: at('11-24', '09:10') });
  });
});

it('a 特別な事情 that ends within two weeks becomes one task; one that goes on, or was never approved, none', async () => {
  const circumstance = (id: string, review_on: string, approved: boolean) =>
    insert(office.world, 'circumstances', {
      id,
      client_id: family.clientId,
      contact_id: family.contactId,
      reason: '入院中',
      review_on,
      asked_by: family.staffId,
      asked_at: 0,
      approved_by: approved ? family.staffId : null,
      approved_at: approved ? 1 : null,
    });
  await circumstance('asked', '2026-12-01', false);
  await tick('11-24');
  expect(await all('select 1 from tasks')).toEqual([]);
  await circumstance('ends', '2026-12-08', true);
  await tick('11-25');
  await tick('11-26');
  expect(await all('select why, due_at, once_key from tasks')).toEqual([
    { why: 'circumstance-ends', due_at: at('12-08', '12:00'), once_key: 'circumstance:ends' },
  ]);
  await set('delete from tasks');
  await circumstance('goes-on', '2027-06-30', true);
  await tick('11-27');
  expect(await all('select 1 from tasks')).toEqual([]);
});

it('who turns 18 within a month under a guardian’s consent becomes one task, due that midnight', async () => {
  await set('update clients set birth_date = ?', '2008-12-20');
  await tick('11-24');
  expect(await all('select 1 from tasks')).toEqual([]);
  await set('delete from job_states');
  const other = await seedFamily(office.world, { choice: null, kind: 'guardian' });
  await set('update clients set birth_date = ? where id = ?', '2008-12-20', other.clientId);
  await consent(office.world, other, 'yes', at('11-20', '10:00'));
  await office.world.client.executeMultiple(
    "drop trigger consents_no_update; update consents set chooser = 'guardian'",
  );
  await tick('11-25');
  await tick('12-21');
  const tasks = await all(
    "select client_id, why, due_at from tasks where why = 'turns-adult' order by client_id",
  );
  expect(tasks).toHaveLength(2);
  expect(tasks[0]).toMatchObject({ due_at: at('12-20', '00:00') });
});

it('a changed rule in force asks each client once for consent anew; a wording fix asks nobody', async () => {
  const version = (number: number, change: string, from: number) =>
    set(
      `insert into usage_rules (version, effective_from, change, text, text_hash, created_at) values (${number}, ${from}, '${change}', '[]', '${'a'.repeat(64)}', 0)`,
    );
  await version(2, 'wording', at('11-24', '00:00'));
  await version(3, 'rule', at('11-26', '00:00'));
  await tick('11-25');
  expect(await all('select 1 from tasks')).toEqual([]);
  await tick('11-26');
  await tick('11-27');
  expect(await all('select client_id, why, due_at, title from tasks')).toEqual([
    {
      client_id: family.clientId,
      why: 'rules-changed',
      due_at: at('12-10', '18:00'),
      title: '新しい留意点（第3版）を説明し、あらためて承諾をいただきます',
    },
  ]);
});

it('lists who was last served five years ago, and deletes nothing', async () => {
  await set('update clients set created_at = ?', Date.parse('2020-04-01T10:00:00+09:00'));
  const entry = (seq: number, date: string) =>
    insert(office.world, 'record_entries', {
      id: `entry-${seq}`,
      client_id: family.clientId,
      seq,
      prev_hash: '0'.repeat(64),
      hash: String(seq).repeat(64),
      kind: 'note',
      occurred_at: Date.parse(`${date}T10:00:00+09:00`),
      recorded_at: Date.parse(`${date}T10:00:00+09:00`),
      actor_kind: 'staff',
      body: '{}',
      body_hash: '0'.repeat(64),
    });
  await entry(1, '2021-11-24');
  await tick('11-24');
  expect(await all('select 1 from retention_due')).toEqual([]);
  await tick('11-25');
  expect(await all('select client_id, last_on from retention_due')).toEqual([
    { client_id: family.clientId, last_on: '2021-11-24' },
  ]);
  await entry(2, '2026-11-25');
  await tick('11-26');
  expect(await all('select 1 from retention_due')).toEqual([]);
  expect(await all('select count(*) as n from record_entries')).toEqual([{ n: 2 }]);
});

it('forgets what ran out and nobody used, and keeps what stands behind a consent', async () => {
  const invitation = (id: string, more: object) =>
    insert(office.world, 'invitations', {
      id,
      client_id: family.clientId,
      contact_id: family.contactId,
      token_hash: id.padEnd(64, '0'),
      explained_by: family.staffId,
      explained_at: 0,
      explained_how: 'visit',
      created_at: 0,
      expires_at: at('10-01', '10:00'),
      ...more,
    });
  await invitation('unused', {});
  await invitation('used', { used_at: 1 });
  await invitation('living', { expires_at: at('11-20', '10:00') });
  const feed = { staff_id: family.staffId, line_user_id: family.lineUserId, created_at: 0 };
  await insert(office.world, 'calendar_feeds', {
    ...feed,
    id: 'old',
    token_hash: 'b'.repeat(64),
    revoked_at: 1,
  });
  await insert(office.world, 'calendar_feeds', { ...feed, id: 'now', token_hash: 'c'.repeat(64) });
  await tick('11-24');
  expect((await all('select id from invitations order by id')).map((row) => row.id)).toEqual([
    'living',
    'used',
  ]);
  expect(await all('select id from calendar_feeds')).toEqual([{ id: 'now' }]);
});

it('after days without cron each round runs once, not once for each missed day', async () => {
  await tick('11-24');
  await tick('12-01');
  expect(await state('exceptions-expiring')).toMatchObject({ done_at: at('12-01', '09:00'), failures: 0 });
  const before = await state('exceptions-expiring');
  await tick('12-01', '09:05');
  expect(await state('exceptions-expiring')).toEqual(before);
});

describe('a reminder of the day before', () => {
  const reminders = () =>
    all("select status, not_before, contact_id from messages where purpose = 'reminder'");
  it('is queued for who asked and has none, once, and for nobody else', async () => {
    const caseId = await confirmedCase(office.world, family, at('12-01', '10:00'));
    await insert(office.world, 'participants', {
      case_id: caseId,
      contact_id: family.contactId,
      added_at: 0,
    });
    await tick('11-24', '09:00');
    expect(await reminders()).toEqual([]);
    await set("update contacts set reminder_time = '18:30'");
    await tick('11-24', '10:00');
    await tick('11-24', '11:00');
    expect(await reminders()).toEqual([
      { status: 'queued', not_before: at('11-30', '18:30'), contact_id: family.contactId },
    ]);
    await tick('11-30', '18:30');
    expect(office.arrived()).toHaveLength(1);
    await tick('11-30', '19:30');
    expect(office.arrived()).toHaveLength(1);
  });

  it('is not queued for a matter that is off, nor after its moment', async () => {
    const off = await confirmedCase(office.world, family, at('12-01', '10:00'), 'cancelled');
    const late = await confirmedCase(office.world, family, at('11-25', '10:00'));
    for (const case_id of [off, late])
      await insert(office.world, 'participants', { case_id, contact_id: family.contactId, added_at: 0 });
    await set("update contacts set reminder_time = '09:00'");
    await tick('11-24', '10:00');
    expect(await reminders()).toEqual([]);
  });
});

describe('a request for dates that nobody answers (R4)', () => {
  const SENT = at('11-24', '10:00');
  const reminders = () =>
    all("select id, status, stale_after from messages where purpose = 'date-request' and origin = 'auto'");
  const tasks = () => all("select kind, why, due_at from tasks where why = 'date-unanswered'");
  beforeEach(async () => {
    await insert(office.world, 'cases', {
      id: 'case',
      client_id: family.clientId,
      counselor_id: family.staffId,
      kind: 'monitoring',
      status: 'open',
      purpose: '',
      planned_method: 'visit',
      opened_at: SENT - 86_400_000,
      opened_by: family.staffId,
    });
    for (const n of [1, 2, 3])
      await insert(office.world, 'calls', {
        id: `call-${n}`,
        client_id: family.clientId,
        contact_id: family.contactId,
        case_id: 'case',
        outcome: 'no-answer',
        direction: 'out',
        called_at: SENT - n * 7_200_000,
        staff_id: family.staffId,
      });
    await insert(office.world, 'participants', {
      case_id: 'case',
      contact_id: family.contactId,
      added_at: 0,
    });
    await insert(office.world, 'slots', {
      id: 'slot',
      case_id: 'case',
      starts_at: at('12-15', '10:00'),
      ends_at: at('12-15', '11:00'),
      place: '自宅',
      offered_at: SENT,
    });
    await seedMessage(office.world, family, {
      purpose: 'date-request',
      case_id: 'case',
      status: 'sent',
      sent_at: SENT,
      created_at: SENT,
    });
  });

  it('is followed by one LINE after three business days, and by a call after three more', async () => {
    await tick('11-26', '20:00');
    expect(await reminders()).toEqual([]);
    await tick('11-27', '09:00');
    expect(office.arrived()).toHaveLength(1);
    for (const day of ['11-30', '12-01']) await tick(day, '10:00');
    expect(await tasks()).toEqual([]);
    await tick('12-02', '09:00');
    await tick('12-03', '09:00');
    expect(await tasks()).toEqual([{ kind: 'phone', why: 'date-unanswered', due_at: at('12-02', '09:00') }]);
    for (const day of ['12-04', '12-08', '12-14', '12-18']) await tick(day, '10:00');
    expect(await reminders()).toHaveLength(1);
    expect(office.arrived()).toHaveLength(1);
  });

  it.each([
    [
      'an answer',
      `insert into answers (id, case_id, contact_id, submission_key, seq, choice, answered_at) values ('a', 'case', ?, 'k', 1, 'none', ?)`,
    ],
    [
      'a talk',
      `insert into calls (id, client_id, contact_id, case_id, outcome, direction, called_at, staff_id) select 'talk', client_id, ?, 'case', 'reached', 'in', ?, staff_id from calls limit 1`,
    ],
  ])('is over with %s', async (_, sql) => {
    await set(sql, family.contactId, at('11-26', '10:00'));
    for (const day of ['11-27', '12-02', '12-07']) await tick(day, '10:00');
    expect(office.arrived()).toEqual([]);
    expect(await tasks()).toEqual([]);
  });

  it('that was followed by some other word is left to people, and to a call in the end', async () => {
    await insert(office.world, 'inbound_events', {
      id: 'e',
      type: 'message',
      raw: '{}',
      occurred_at: 0,
      received_at: 0,
      processed_at: 1,
    });
    await insert(office.world, 'inbound_messages', {
      id: 'm',
      event_id: 'e',
      line_message_id: 'l',
      line_user_id: family.lineUserId,
      contact_id: family.contactId,
      kind: 'text',
      occurred_at: at('11-25', '10:00'),
      received_at: at('11-25', '10:00'),
    });
    for (const day of ['11-27', '12-01']) await tick(day, '10:00');
    expect(office.arrived()).toEqual([]);
    await tick('12-02', '10:00');
    expect(await tasks()).toHaveLength(1);
  });

  it('is a call at once where the manual refuses, or nothing is left to choose', async () => {
    await consent(office.world, family, 'withdrawn', at('11-25', '10:00'));
    await tick('11-27', '10:00');
    expect(await tasks()).toHaveLength(1);
    await set('delete from tasks');
    await consent(office.world, family, 'yes', at('11-27', '11:00'));
    await set('update slots set starts_at = 1, ends_at = 2');
    await tick('11-27', '12:00');
    expect(await tasks()).toHaveLength(1);
    expect(office.arrived()).toEqual([]);
  });
});
