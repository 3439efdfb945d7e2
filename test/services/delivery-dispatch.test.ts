import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LineStandIn } from '../../local/line/stand-in.ts';
import { deliver } from '../../worker/jobs/deliver.ts';
import { withdrawConsent } from '../../worker/services/consent/withdraw-consent.ts';
import {
  at,
  consent,
  type DeliveryWorld,
  deliveryWorld,
  type Family,
  insert,
  rows,
  seedFamily,
  seedMessage,
} from '../jobs/delivery-world.ts';
import { accessToken, type LineWorld, lineWorld } from '../local-line/line-world.ts';

let line: LineStandIn;
let lineHost: LineWorld;
let world: DeliveryWorld;
beforeEach(async () => {
  const clock = { now: () => at('11-24', '10:00') };
  lineHost = await lineWorld({ clock: () => clock.now(), plan: { type: 'none' } });
  line = lineHost.line;
  world = await deliveryWorld({
    fetchLine: fetch,
    config: { lineApiUrl: `${line.url}/api.line.me`, lineChannelAccessToken: accessToken },
  });
  clock.now = () => world.clock.now;
});
afterEach(async () => {
  world.close();
  await lineHost.close();
});

/** A family whose LINE account exists and is a friend. */
async function friend(options: Parameters<typeof seedFamily>[1] = {}): Promise<Family> {
  const family = await seedFamily(world, options);
  line.control.createUser({ userId: family.lineUserId, displayName: 'x', friend: true });
  return family;
}

const state = (id: string) =>
  rows(world, 'select status, not_before, sent_at, attempts, last_error from messages where id = ?', id).then(
    ([row]) => row,
  );
const arrived = () => line.control.deliveries().map((d) => d.retryKey);
const pushes = () => line.control.calls().filter((call) => call.path.endsWith('/push'));
const kinds = async () =>
  (await rows(world, 'select kind from record_entries order by rowid')).map((r) => r.kind);

async function confirmedCase(family: Family, startsAt: number, status = 'confirmed'): Promise<string> {
  const [id, slot] = [`case-${startsAt}`, `slot-${startsAt}`];
  await insert(world, 'cases', {
    id,
    client_id: family.clientId,
    counselor_id: family.staffId,
    kind: 'monitoring',
    status: 'open',
    purpose: '',
    planned_method: 'visit',
    opened_at: at('11-20', '10:00'),
    opened_by: family.staffId,
  });
  await insert(world, 'slots', {
    id: slot,
    case_id: id,
    starts_at: startsAt,
    ends_at: startsAt + 3_600_000,
    place: '自宅',
    offered_at: at('11-20', '10:00'),
  });
  await world.client.execute({
    sql: `update cases set status = ?, confirmed_slot_id = ?, confirmed_at = 1, cancelled_at = ? where id = ?`,
    args: [status, slot, status === 'cancelled' ? 1 : null, id],
  });
  return id;
}

const REMINDER = {
  purpose: 'reminder',
  origin: 'auto',
  body: '予定のお知らせがあります。下のボタンからごらんください。',
};

describe('sending', () => {
  it('pushes with the id as retry key from the first try, and writes the record', async () => {
    const family = await friend();
    const id = await seedMessage(world, family, { link_path: 'schedule', link_label: '予定を 見る' });
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect(arrived()).toEqual([id]);
    expect(line.control.deliveries()[0]?.messages[0]).toMatchObject({ type: 'flex' });
    expect(await state(id)).toMatchObject({ status: 'sent', sent_at: world.clock.now, attempts: 1 });
    const [entry] = await rows(world, 'select * from record_entries');
    expect(entry).toMatchObject({ kind: 'line-sent', actor_kind: 'staff', actor_id: family.staffId });
    expect(JSON.parse(String(entry?.body))).toMatchObject({
      partner: '山田 太郎',
      relation: '本人',
      method: 'line',
    });
    expect(await deliver(world)).toMatchObject({ sent: 0 });
    expect(pushes()).toHaveLength(1);
  });

  it("ends the reply duties that a person's reply answers, never by an automatic text (R12)", async () => {
    const family = await friend();
    for (const [id, opened_at] of [
      ['before', at('11-24', '09:00')],
      ['after', at('11-24', '10:30')],
    ] as const)
      await insert(world, 'reply_duties', {
        id,
        contact_id: family.contactId,
        opened_at,
        due_at: at('11-24', '18:00'),
      });
    const duties = () =>
      rows(world, 'select id, cleared_by, cleared_ref from reply_duties order by opened_at');
    const caseId = await confirmedCase(family, at('12-01', '10:00'));
    await seedMessage(world, family, {
      purpose: 'confirmed',
      origin: 'auto',
      case_id: caseId,
      body: '日にちが決まりました。',
    });
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect(await duties()).toEqual([
      { id: 'before', cleared_by: null, cleared_ref: null },
      { id: 'after', cleared_by: null, cleared_ref: null },
    ]);
    const reply = await seedMessage(world, family);
    world.clock.now = at('11-24', '11:00');
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect(await duties()).toEqual([
      { id: 'before', cleared_by: 'reply', cleared_ref: reply },
      { id: 'after', cleared_by: null, cleared_ref: null },
    ]);
  });

  it('keeps the order of what one person reads while an earlier message waits for its next try', async () => {
    const family = await friend();
    const other = await friend();
    const first = await seedMessage(world, family, {
      created_at: at('11-24', '09:00'),
      body: '一つ目です。',
    });
    const second = await seedMessage(world, family, {
      created_at: at('11-24', '09:01'),
      body: '二つ目です。',
    });
    const theirs = await seedMessage(world, other, { created_at: at('11-24', '09:02') });
    line.control.addFault({ kind: '500-before', path: 'push', contains: '一つ目', times: 1 });
    expect(await deliver(world)).toMatchObject({ sent: 1, again: 2 });
    expect(arrived()).toEqual([theirs]);
    const third = await seedMessage(world, family, {
      created_at: at('11-24', '10:00'),
      body: '三つ目です。',
    });
    expect(await deliver(world)).toMatchObject({ sent: 0 });
    world.clock.now += 60_000;
    await deliver(world);
    expect(arrived()).toEqual([theirs, first, second, third]);
  });

  it('asks LINE about nobody twice when two runs meet', async () => {
    const families = await Promise.all([1, 2, 3, 4].map(() => friend()));
    const ids: string[] = [];
    for (let n = 0; n < 32; n += 1)
      ids.push(
        await seedMessage(world, families[n % 4] as Family, { created_at: world.clock.now - 60_000 + n }),
      );
    const runs = await Promise.all([deliver(world), deliver(world), deliver(world)]);
    while ((await rows(world, "select 1 from messages where status <> 'sent'")).length > 0)
      runs.push(await deliver(world));
    expect(arrived().sort()).toEqual([...ids].sort());
    expect(pushes().map((call) => call.status)).toEqual(ids.map(() => 200));
    expect(runs.reduce((sum, run) => sum + run.sent, 0)).toBe(32);
    expect(await kinds()).toEqual(ids.map(() => 'line-sent'));
  });

  it('stays within the subrequests of one run and leaves the rest, oldest first', async () => {
    const families = await Promise.all([1, 2, 3].map(() => friend()));
    const ids: string[] = [];
    for (let n = 0; n < 90; n += 1)
      ids.push(
        await seedMessage(world, families[n % 3] as Family, { created_at: world.clock.now - 90_000 + n }),
      );
    const budget = { left: 50 };
    const { sent } = await deliver(world, budget);
    expect(budget.left).toBeGreaterThanOrEqual(0);
    expect(sent).toBeGreaterThan(25);
    expect(pushes().length + world.trips.count).toBeLessThanOrEqual(50);
    expect(arrived().sort()).toEqual(ids.slice(0, sent).sort());
  });
});

describe('what the manual says at the moment of sending', () => {
  it('sends nothing after a withdrawal at 23:10, though a reminder waits for 09:00 (R1)', async () => {
    const family = await friend();
    const caseId = await confirmedCase(family, at('12-05', '10:00'));
    const reminder = { ...REMINDER, case_id: caseId, not_before: at('12-04', '09:00') };
    const killed = await seedMessage(world, family, reminder);
    world.clock.now = at('12-03', '23:10');
    const ctx = { db: world.db, now: world.clock.now, newId: world.newId };
    await withdrawConsent(
      { ...ctx, actor: { kind: 'contact', id: family.contactId } },
      { lineUserId: family.lineUserId, clientId: family.clientId },
    );
    const slipped = await seedMessage(world, family, reminder);
    world.clock.now = at('12-04', '09:00');
    await deliver(world);
    expect(pushes()).toEqual([]);
    expect(await state(killed)).toMatchObject({ status: 'dropped' });
    expect(await state(slipped)).toMatchObject({ status: 'dropped' });
    expect(await rows(world, 'select distinct kind, due_at from tasks')).toEqual([
      { kind: 'phone', due_at: at('12-04', '09:00') },
    ]);
    expect(await kinds()).toEqual(['consent-withdrawn', 'line-dropped']);
  });

  it('lets a retry that crosses 21:00 wait until 08:00, and then sends once (R11)', async () => {
    world.clock.now = at('12-03', '20:59', 50);
    const family = await friend();
    const id = await seedMessage(world, family);
    line.control.addFault({ kind: '500-after-commit', path: 'push', times: 1 });
    expect(await deliver(world)).toMatchObject({ again: 1 });
    world.clock.now = at('12-03', '21:00', 5);
    await deliver(world);
    world.clock.now = at('12-03', '21:05');
    await deliver(world);
    expect(pushes()).toHaveLength(1);
    expect(await state(id)).toMatchObject({ status: 'queued', not_before: at('12-04', '08:00') });
    world.clock.now = at('12-04', '08:00');
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect(pushes().map((call) => call.status)).toEqual([200, 409]);
    expect(line.control.deliveries()).toHaveLength(1);
    expect(await state(id)).toMatchObject({ status: 'sent', sent_at: at('12-03', '20:59', 50) });
  });

  it('looks at the clock before each push, not only when the run begins (R11)', async () => {
    world.clock.now = at('12-03', '20:59', 59);
    const family = await friend();
    const first = await seedMessage(world, family, { created_at: at('12-03', '20:50') });
    const second = await seedMessage(world, family, { created_at: at('12-03', '20:51') });
    world.fetchLine = async (input, init) => {
      const response = await fetch(input, init);
      world.clock.now += 1000;
      return response;
    };
    await deliver(world);
    expect(arrived()).toEqual([first]);
    expect(await state(second)).toMatchObject({ status: 'queued', not_before: at('12-04', '08:00') });
  });

  it.each([
    ['is over', 'confirmed', at('11-24', '09:00')],
    ['was cancelled', 'cancelled', at('11-26', '09:00')],
  ])('drops a reminder of a meeting that %s, without troubling anybody', async (_, status, startsAt) => {
    const family = await friend();
    const caseId = await confirmedCase(family, startsAt, status);
    const id = await seedMessage(world, family, { ...REMINDER, case_id: caseId });
    expect(await deliver(world)).toMatchObject({ dropped: 1 });
    expect(pushes()).toEqual([]);
    expect(await state(id)).toMatchObject({ status: 'dropped' });
    expect(await rows(world, 'select * from tasks')).toEqual([]);
  });

  it('drops what came too late to be said', async () => {
    const family = await friend();
    const id = await seedMessage(world, family, { stale_after: world.clock.now });
    await deliver(world);
    expect(await state(id)).toMatchObject({ status: 'dropped' });
  });

  it('writes to nobody who has blocked the account, and asks staff to phone (R1)', async () => {
    const family = await friend();
    await world.client.execute('update line_accounts set suspended_at = 1');
    await seedMessage(world, family);
    expect(await deliver(world)).toMatchObject({ dropped: 1 });
    expect(await rows(world, 'select kind, why from tasks')).toEqual([
      { kind: 'phone', why: 'line-dropped' },
    ]);
  });

  it("waits for a provider's own hours (R11)", async () => {
    world.clock.now = at('12-04', '17:30');
    const days = Object.fromEntries([1, 2, 3, 4, 5].map((d) => [d, { from: '09:00', to: '17:00' }]));
    const family = await friend({ kind: 'provider', hours: JSON.stringify(days) });
    const id = await seedMessage(world, family);
    await deliver(world);
    expect(await state(id)).toMatchObject({ status: 'queued', not_before: at('12-07', '09:00') });
  });
});

describe('when something breaks', () => {
  it.each(['500-after-commit', 'cut-after-commit'] as const)('sends once through %s', async (kind) => {
    const family = await friend();
    const id = await seedMessage(world, family);
    line.control.addFault({ kind, path: 'push', times: 1 });
    expect(await deliver(world)).toMatchObject({ again: 1 });
    world.clock.now += 60_000;
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect(arrived()).toEqual([id]);
    expect(await kinds()).toEqual(['line-sent']);
  });

  it('sends once when the run dies between the push and the writing', async () => {
    const family = await friend();
    const id = await seedMessage(world, family);
    const { write } = world.db;
    let writes = 0;
    world.db.write = async (statements) => {
      writes += 1;
      if (writes === 2) throw new Error('the connection was lost');
      return write(statements);
    };
    await expect(deliver(world)).rejects.toThrow('the connection was lost');
    world.db.write = write;
    expect(await deliver(world)).toMatchObject({ sent: 0 });
    expect(await state(id)).toMatchObject({ status: 'leased' });
    world.clock.now += 5 * 60_000;
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect(arrived()).toEqual([id]);
    expect(await state(id)).toMatchObject({ status: 'sent', sent_at: at('11-24', '10:00') });
    expect(await kinds()).toEqual(['line-sent']);
  });

  it('never sends again what may have arrived once LINE has forgotten its key', async () => {
    world.clock.now = at('12-28', '20:59', 50);
    const family = await friend();
    const caseId = await confirmedCase(family, Date.parse('2027-01-07T01:00:00Z'));
    const id = await seedMessage(world, family, { ...REMINDER, purpose: 'confirmed', case_id: caseId });
    line.control.addFault({ kind: 'cut-after-commit', path: 'push', times: 1 });
    await deliver(world);
    world.clock.now = at('12-28', '21:01');
    await deliver(world);
    world.clock.now = Date.parse('2027-01-04T08:00:00+09:00');
    expect(await deliver(world)).toMatchObject({ dead: 1 });
    expect(arrived()).toEqual([id]);
    expect(await rows(world, 'select why from tasks')).toEqual([{ why: 'line-unsent' }]);
  });

  it('gives up at once what LINE rejects, says so in the record and asks staff to phone', async () => {
    const family = await seedFamily(world);
    const id = await seedMessage(world, family);
    expect(await deliver(world)).toMatchObject({ dead: 1 });
    expect(await state(id)).toMatchObject({ status: 'dead', sent_at: null });
    expect(await kinds()).toEqual(['line-unsent']);
    expect(await rows(world, 'select kind, why from tasks')).toEqual([{ kind: 'phone', why: 'line-unsent' }]);
  });

  it('goes no further with a wrong access token', async () => {
    for (let n = 0; n < 12; n += 1) await seedMessage(world, await friend());
    world.config.lineChannelAccessToken = 'wrong';
    const { dead } = await deliver(world);
    expect(dead).toBeGreaterThan(0);
    expect(dead).toBeLessThanOrEqual(5);
    expect((await rows(world, "select 1 from messages where status = 'queued'")).length).toBe(12 - dead);
  });

  it('waits as LINE says when it is asked too often', async () => {
    const family = await friend();
    const first = await seedMessage(world, family, { created_at: at('11-24', '09:00') });
    const second = await seedMessage(world, family, { created_at: at('11-24', '09:01') });
    line.control.addFault({ kind: '429-rate', path: 'push', times: 1 });
    await deliver(world);
    expect(pushes()).toHaveLength(1);
    expect(await deliver(world)).toMatchObject({ sent: 0, again: 0 });
    world.clock.now += 60_000;
    await deliver(world);
    expect(arrived()).toEqual([first, second]);
  });

  it("holds everything when the month's number is used up, and tells managers once", async () => {
    const ids: string[] = [];
    for (let n = 0; n < 30; n += 1) ids.push(await seedMessage(world, await friend()));
    line.control.setQuota({ plan: { type: 'limited', value: 200 }, used: 200 });
    await deliver(world);
    expect(await rows(world, 'select status, not_before, count(*) as n from messages group by 1, 2')).toEqual(
      [{ status: 'queued', not_before: at('11-25', '08:00'), n: 30 }],
    );
    expect(pushes().length).toBeLessThanOrEqual(5);
    world.clock.now = at('11-25', '08:00');
    await deliver(world);
    expect(await rows(world, 'select why from tasks')).toEqual([{ why: 'monthly-limit' }]);
    line.control.setQuota({ used: 0 });
    world.clock.now = at('11-26', '08:00');
    for (let run = 0; run < 4; run += 1) await deliver(world);
    expect(arrived().sort()).toEqual(ids.sort());
  });

  it('keeps the truth when a message is withdrawn while LINE takes it', async () => {
    const family = await friend();
    const id = await seedMessage(world, family);
    world.fetchLine = async (input, init) => {
      const response = await fetch(input, init);
      await withdrawConsent(
        { ...world, now: world.clock.now, actor: { kind: 'contact', id: family.contactId } },
        { lineUserId: family.lineUserId, clientId: family.clientId },
      );
      return response;
    };
    await deliver(world);
    expect(await state(id)).toMatchObject({ status: 'sent' });
    expect(await kinds()).toEqual(['consent-withdrawn', 'line-sent']);
  });

  it('writes again to somebody who has agreed anew', async () => {
    const family = await friend({ choice: 'withdrawn' });
    await seedMessage(world, family);
    await consent(world, family, 'yes', at('11-24', '09:59'));
    expect(await deliver(world)).toMatchObject({ sent: 1 });
  });

  it('writes no names, texts or tokens into the log', async () => {
    const family = await friend();
    await seedMessage(world, family);
    await deliver(world);
    const log = JSON.stringify(world.lines);
    expect(world.lines.length).toBeGreaterThan(0);
    for (const secret of ['山田', '書類', family.lineUserId, accessToken]) expect(log).not.toContain(secret);
  });
});
