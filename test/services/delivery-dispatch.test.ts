import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliver } from '../../worker/jobs/deliver.ts';
import { withdrawConsent } from '../../worker/services/consent/withdraw-consent.ts';
import { at, type DeliveryWorld, type Family, insert, rows, seedMessage } from '../jobs/delivery-world.ts';
import { confirmedCase, type LineOffice, lineOffice, REMINDER } from '../jobs/line-office.ts';

let office: LineOffice;
let world: DeliveryWorld;
let line: LineOffice['line'];
beforeEach(async () => {
  office = await lineOffice();
  ({ world, line } = office);
});
afterEach(() => office.close());

describe('sending', () => {
  it('pushes with the id as retry key from the first try, and writes the record', async () => {
    const family = await office.friend();
    const id = await seedMessage(world, family, { link_path: 'schedule', link_label: '予定を 見る' });
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect(office.arrived()).toEqual([id]);
    expect(line.deliveries()[0]?.messages[0]).toMatchObject({ type: 'flex' });
    expect(await office.state(id)).toMatchObject({ status: 'sent', sent_at: world.clock.now, attempts: 1 });
    const [entry] = await rows(world, 'select * from record_entries');
    expect(entry).toMatchObject({ kind: 'line-sent', actor_kind: 'staff', actor_id: family.staffId });
    expect(JSON.parse(String(entry?.body))).toMatchObject({
      partner: '山田 太郎',
      relation: '本人',
      method: 'line',
    });
    expect(await deliver(world)).toMatchObject({ sent: 0 });
    expect(office.pushes()).toHaveLength(1);
  });

  it("ends the reply duties that a person's reply answers, never by an automatic text (R12)", async () => {
    const family = await office.friend();
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
    const caseId = await confirmedCase(world, family, at('12-01', '10:00'));
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
    const family = await office.friend();
    const other = await office.friend();
    const first = await seedMessage(world, family, {
      created_at: at('11-24', '09:00'),
      body: '一つ目です。',
    });
    const second = await seedMessage(world, family, {
      created_at: at('11-24', '09:01'),
      body: '二つ目です。',
    });
    const theirs = await seedMessage(world, other, { created_at: at('11-24', '09:02') });
    line.addFault({ kind: '500-before', path: 'push', contains: '一つ目', times: 1 });
    expect(await deliver(world)).toMatchObject({ sent: 1, again: 2 });
    expect(office.arrived()).toEqual([theirs]);
    const third = await seedMessage(world, family, {
      created_at: at('11-24', '10:00'),
      body: '三つ目です。',
    });
    expect(await deliver(world)).toMatchObject({ sent: 0 });
    world.clock.now += 60_000;
    await deliver(world);
    expect(office.arrived()).toEqual([theirs, first, second, third]);
  });

  it('asks LINE about nobody twice when two runs meet', async () => {
    const families = await Promise.all([1, 2, 3, 4].map(() => office.friend()));
    const ids: string[] = [];
    for (let n = 0; n < 32; n += 1)
      ids.push(
        await seedMessage(world, families[n % 4] as Family, { created_at: world.clock.now - 60_000 + n }),
      );
    const runs = await Promise.all([deliver(world), deliver(world), deliver(world)]);
    while ((await rows(world, "select 1 from messages where status <> 'sent'")).length > 0)
      runs.push(await deliver(world));
    expect(office.arrived().sort()).toEqual([...ids].sort());
    expect(office.pushes().map((call) => call.status)).toEqual(ids.map(() => 200));
    expect(runs.reduce((sum, run) => sum + run.sent, 0)).toBe(32);
    expect(await office.kinds()).toEqual(ids.map(() => 'line-sent'));
  });

  it('stays within the subrequests of one run and leaves the rest, oldest first', async () => {
    const families = await Promise.all([1, 2, 3].map(() => office.friend()));
    const ids: string[] = [];
    for (let n = 0; n < 90; n += 1)
      ids.push(
        await seedMessage(world, families[n % 3] as Family, { created_at: world.clock.now - 90_000 + n }),
      );
    const budget = { left: 50 };
    const { sent } = await deliver(world, budget);
    expect(budget.left).toBeGreaterThanOrEqual(0);
    expect(sent).toBeGreaterThan(25);
    expect(office.pushes().length + world.trips.count).toBeLessThanOrEqual(50);
    expect(office.arrived().sort()).toEqual(ids.slice(0, sent).sort());
  });
});

describe('what the manual says at the moment of sending', () => {
  it('sends nothing after a withdrawal at 23:10, though a reminder waits for 09:00 (R1)', async () => {
    const family = await office.friend();
    const caseId = await confirmedCase(world, family, at('12-05', '10:00'));
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
    expect(office.pushes()).toEqual([]);
    expect(await office.state(killed)).toMatchObject({ status: 'dropped' });
    expect(await office.state(slipped)).toMatchObject({ status: 'dropped' });
    expect(await rows(world, 'select distinct kind, due_at from tasks')).toEqual([
      { kind: 'phone', due_at: at('12-04', '09:00') },
    ]);
    expect(await office.kinds()).toEqual(['consent-withdrawn', 'line-dropped']);
  });

  it('lets a retry that crosses 21:00 wait until 08:00, and then sends once (R11)', async () => {
    world.clock.now = at('12-03', '20:59', 50);
    const family = await office.friend();
    const id = await seedMessage(world, family);
    line.addFault({ kind: '500-after-commit', path: 'push', times: 1 });
    expect(await deliver(world)).toMatchObject({ again: 1 });
    world.clock.now = at('12-03', '21:00', 5);
    await deliver(world);
    world.clock.now = at('12-03', '21:05');
    await deliver(world);
    expect(office.pushes()).toHaveLength(1);
    expect(await office.state(id)).toMatchObject({ status: 'queued', not_before: at('12-04', '08:00') });
    world.clock.now = at('12-04', '08:00');
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect(office.pushes().map((call) => call.status)).toEqual([200, 409]);
    expect(line.deliveries()).toHaveLength(1);
    expect(await office.state(id)).toMatchObject({ status: 'sent', sent_at: at('12-03', '20:59', 50) });
  });

  it('looks at the clock before each push, not only when the run begins (R11)', async () => {
    world.clock.now = at('12-03', '20:59', 59);
    const family = await office.friend();
    const first = await seedMessage(world, family, { created_at: at('12-03', '20:50') });
    const second = await seedMessage(world, family, { created_at: at('12-03', '20:51') });
    world.fetchLine = async (input, init) => {
      const response = await fetch(input, init);
      world.clock.now += 1000;
      return response;
    };
    await deliver(world);
    expect(office.arrived()).toEqual([first]);
    expect(await office.state(second)).toMatchObject({ status: 'queued', not_before: at('12-04', '08:00') });
  });

  it.each([
    ['is over', 'confirmed', at('11-24', '09:00')],
    ['was cancelled', 'cancelled', at('11-26', '09:00')],
  ])('drops a reminder of a meeting that %s, without troubling anybody', async (_, status, startsAt) => {
    const family = await office.friend();
    const caseId = await confirmedCase(world, family, startsAt, status);
    const id = await seedMessage(world, family, { ...REMINDER, case_id: caseId });
    expect(await deliver(world)).toMatchObject({ dropped: 1 });
    expect(office.pushes()).toEqual([]);
    expect(await office.state(id)).toMatchObject({ status: 'dropped' });
    expect(await rows(world, 'select * from tasks')).toEqual([]);
  });

  it('drops what came too late to be said', async () => {
    const family = await office.friend();
    const id = await seedMessage(world, family, { stale_after: world.clock.now });
    await deliver(world);
    expect(await office.state(id)).toMatchObject({ status: 'dropped' });
  });

  it('writes to nobody who has blocked the account, and asks staff to phone (R1)', async () => {
    const family = await office.friend();
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
    const family = await office.friend({ kind: 'provider', hours: JSON.stringify(days) });
    const id = await seedMessage(world, family);
    await deliver(world);
    expect(await office.state(id)).toMatchObject({ status: 'queued', not_before: at('12-07', '09:00') });
  });
});
