import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCron } from '../../worker/jobs/run-cron.ts';
import {
  at,
  type DeliveryWorld,
  deliveryWorld,
  type Family,
  insert,
  rows,
  seedFamily,
  seedMessage,
} from './delivery-world.ts';

let world: DeliveryWorld;
beforeEach(async () => {
  world = await deliveryWorld();
});
afterEach(() => world.close());

describe('a tick', () => {
  it('with nothing due asks the database a handful of times and LINE not at all', async () => {
    let asked = 0;
    world.fetchLine = async () => {
      asked += 1;
      return new Response('{}');
    };
    const [month, read_at] = ['2026-11', world.clock.now - 50 * 60_000];
    await insert(world, 'quota_readings', { month, most: 200, used: 0, read_at });
    // The day's rounds have had their turn.
    for (let n = 0; n < 2; n += 1) {
      await runCron(world);
      world.clock.now += 4 * 60_000;
    }
    await world.client.execute('delete from job_runs');
    asked = 0;
    world.trips.count = 0;
    await runCron(world);
    expect(world.trips.count).toBeLessThanOrEqual(6);
    expect(asked).toBe(0);
    const [run] = await rows(world, 'select * from job_runs');
    expect(run).toMatchObject({ job: 'cron', started_at: world.clock.now, finished_at: world.clock.now });
    expect(JSON.parse(String(run?.outcome))).toMatchObject({
      inbox: { processed: 0 },
      outbox: { sent: 0 },
      stageTwo: { tasks: 0 },
    });
  });

  it('goes on with the next job when one fails, and says so', async () => {
    await seedMessage(world, await seedFamily(world));
    const { read } = world.db;
    let reads = 0;
    world.db.read = async (statements) => {
      reads += 1;
      if (reads === 1) throw new Error('the database was cut off at stage two');
      return read(statements);
    };
    const outcome = await runCron(world);
    expect(outcome).toMatchObject({ stageTwo: { failed: 'Error' }, outbox: { sent: 1 } });
    expect(world.lines).toContainEqual({ event: 'job-failed', job: 'stage-two-wait', why: 'Error' });
  });

  it.each([50, 30, 15])('stays within %i subrequests with both boxes full', async (maxSubrequests) => {
    world.config.maxSubrequests = maxSubrequests;
    let asked = 0;
    world.fetchLine = async () => {
      asked += 1;
      return new Response('{}');
    };
    const families = [await seedFamily(world), await seedFamily(world), await seedFamily(world)];
    for (let n = 0; n < 120; n += 1) {
      const family = families[n % 3] as Family;
      await seedMessage(world, family, { created_at: world.clock.now - 1000 + n });
      await insert(world, 'inbound_events', {
        id: `event${n}`,
        type: 'message',
        raw: JSON.stringify({
          type: 'message',
          source: { type: 'user', userId: family.lineUserId },
          message: { id: `message${n}`, type: 'text', text: 'こんにちは' },
        }),
        occurred_at: world.clock.now,
        received_at: world.clock.now + n,
      });
    }
    const left = () =>
      rows(
        world,
        `select (select count(*) from messages where status = 'queued')
          + (select count(*) from inbound_events where processed_at is null) as n`,
      ).then(([row]) => Number(row?.n));
    let before = await left();
    for (let tick = 0; tick < 90 && before > 0; tick += 1) {
      world.trips.count = 0;
      asked = 0;
      await runCron(world);
      expect(world.trips.count + asked).toBeLessThanOrEqual(maxSubrequests);
      const now = await left();
      expect(now).toBeLessThan(before);
      before = now;
    }
    expect(before).toBe(0);
    expect(await rows(world, 'select count(*) as n from inbound_messages')).toEqual([{ n: 120 }]);
  });

  it('may overlap with another: nothing is doubled', async () => {
    const family = await seedFamily(world);
    for (let n = 0; n < 12; n += 1)
      await seedMessage(world, family, { created_at: world.clock.now - 50 + n });
    await Promise.all([runCron(world), runCron(world), runCron(world)]);
    await runCron(world);
    expect(await rows(world, 'select kind, count(*) as n from record_entries group by 1')).toEqual([
      { kind: 'line-sent', n: 12 },
    ]);
  });

  it('forgets sessions a day after they ended, and old job runs', async () => {
    const { lineUserId } = await seedFamily(world);
    const session = (id: string, expires_at: number) =>
      insert(world, 'sessions', { id, kind: 'user', line_user_id: lineUserId, created_at: 0, expires_at });
    await session('long over', at('11-22', '09:00'));
    await session('just over', at('11-24', '09:00'));
    await session('living', at('11-24', '20:00'));
    await insert(world, 'job_runs', { id: 'old', job: 'cron', started_at: at('06-01', '09:00') });
    await runCron(world);
    expect(await rows(world, 'select id from sessions order by expires_at')).toEqual([
      { id: 'just over' },
      { id: 'living' },
    ]);
    expect(await rows(world, "select id from job_runs where id = 'old'")).toEqual([]);
  });
});

describe('the wait for a call-back (R4)', () => {
  let family: Family;
  async function stageOne(sentAt: number): Promise<void> {
    family = await seedFamily(world);
    await insert(world, 'cases', {
      id: 'case',
      client_id: family.clientId,
      counselor_id: family.staffId,
      kind: 'monitoring',
      status: 'open',
      purpose: '',
      planned_method: 'visit',
      opened_at: sentAt - 1000,
      opened_by: family.staffId,
    });
    await seedMessage(world, family, {
      purpose: 'callback-request',
      case_id: 'case',
      status: 'sent',
      sent_at: sentAt,
      created_at: sentAt,
    });
  }
  const tick = async (instant: number) => {
    world.clock.now = instant;
    await runCron(world);
    return rows(world, 'select kind, why, due_at, case_id from tasks');
  };
  const call = (outcome: string, called_at: number, more = {}) =>
    insert(world, 'calls', {
      id: `call-${outcome}-${called_at}`,
      client_id: family.clientId,
      contact_id: family.contactId,
      case_id: 'case',
      outcome,
      direction: 'in',
      called_at,
      staff_id: family.staffId,
      ...more,
    });

  it('ends after two business days in one task', async () => {
    await stageOne(at('12-04', '17:40'));
    expect(await tick(at('12-08', '17:55'))).toEqual([]);
    const task = { kind: 'decide', why: 'stage-two', due_at: at('12-08', '18:00'), case_id: 'case' };
    expect(await tick(at('12-08', '18:00'))).toEqual([task]);
    expect(await tick(at('12-09', '18:00'))).toEqual([task]);
  });

  it("doesn't count the days at the year's end", async () => {
    await stageOne(at('12-28', '10:00'));
    expect(await tick(Date.parse('2027-01-05T17:59:59+09:00'))).toEqual([]);
    expect(await tick(Date.parse('2027-01-05T18:00:00+09:00'))).toHaveLength(1);
  });

  it('is over with a call-back, not with a call that failed or was undone', async () => {
    await stageOne(at('12-04', '17:40'));
    await call('reached', at('12-07', '10:00'));
    expect(await tick(at('12-08', '18:00'))).toEqual([]);
    await world.client.execute('update calls set undone_at = 1');
    await call('no-answer', at('12-07', '11:00'));
    await call('family', at('12-07', '12:00'), { reached: 0 });
    expect(await tick(at('12-08', '18:05'))).toHaveLength(1);
  });

  it('is over when dates were asked for, or the case is closed', async () => {
    await stageOne(at('12-04', '17:40'));
    await world.client.execute("update cases set status = 'cancelled', cancelled_at = 1");
    expect(await tick(at('12-08', '18:00'))).toEqual([]);
    await world.client.execute("update cases set status = 'open', cancelled_at = null");
    await seedMessage(world, family, {
      purpose: 'date-request',
      case_id: 'case',
      status: 'sent',
      sent_at: at('12-07', '10:00'),
      created_at: at('12-07', '10:00'),
    });
    expect(await tick(at('12-08', '18:00'))).toEqual([]);
  });
});
