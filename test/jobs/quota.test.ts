import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCron } from '../../worker/jobs/run-cron.ts';
import { at, rows, seedMessage } from './delivery-world.ts';
import { type LineOffice, lineOffice, REMINDER } from './line-office.ts';

const MINUTE = 60_000;

let office: LineOffice;
beforeEach(async () => {
  office = await lineOffice();
});
afterEach(() => office.close());

const asked = () => office.line.calls().filter((call) => call.path.endsWith('/quota')).length;
const reading = () => rows(office.world, 'select month, most, used from quota_readings');

it('is read from LINE hourly, and soon after something was sent', async () => {
  office.line.setQuota({ plan: { type: 'limited', value: 200 }, used: 30 });
  await runCron(office.world);
  expect(await reading()).toEqual([{ month: '2026-11', most: 200, used: 30 }]);
  office.world.clock.now += 30 * MINUTE;
  await runCron(office.world);
  expect(asked()).toBe(1);
  await seedMessage(office.world, await office.friend());
  await runCron(office.world);
  expect(asked()).toBe(2);
  expect(await reading()).toEqual([{ month: '2026-11', most: 200, used: 31 }]);
  await seedMessage(office.world, await office.friend());
  office.world.clock.now += MINUTE;
  await runCron(office.world);
  expect(asked()).toBe(2);
});

it('begins anew with the month', async () => {
  office.line.setQuota({ plan: { type: 'limited', value: 200 }, used: 200 });
  await runCron(office.world);
  office.world.clock.now = at('12-01', '00:00');
  await runCron(office.world);
  expect(await reading()).toEqual([
    { month: '2026-11', most: 200, used: 200 },
    { month: '2026-12', most: 200, used: 0 },
  ]);
});

it('warns managers at 80 %, once a month', async () => {
  office.line.setQuota({ plan: { type: 'limited', value: 200 }, used: 159 });
  await runCron(office.world);
  expect(await rows(office.world, 'select 1 from alerts')).toEqual([]);
  office.line.setQuota({ used: 160 });
  for (let n = 0; n < 3; n += 1) {
    office.world.clock.now += 61 * MINUTE;
    await runCron(office.world);
  }
  expect(await rows(office.world, 'select kind, once_key from alerts')).toEqual([
    { kind: 'quota-low', once_key: 'quota-low:2026-11' },
  ]);
});

it('is kept for what people write when little is left: automatic messages go after them, and wait', async () => {
  office.line.setQuota({ plan: { type: 'limited', value: 200 }, used: 188 });
  await runCron(office.world);
  const auto = {
    origin: 'auto',
    purpose: 'confirmed',
    body: '日にちが決まりました。下のボタンからごらんください。',
  };
  const notice = await seedMessage(office.world, await office.friend(), {
    ...auto,
    created_at: at('11-24', '09:50'),
  });
  const stale = { stale_after: at('11-24', '20:00') };
  const reminder = await seedMessage(office.world, await office.friend(), { ...REMINDER, ...stale });
  const replies = [
    await seedMessage(office.world, await office.friend()),
    await seedMessage(office.world, await office.friend()),
  ];
  await runCron(office.world);
  expect(office.arrived().slice(0, 2).sort()).toEqual([...replies].sort());
  expect(office.arrived()).toHaveLength(2);
  expect(await office.state(notice)).toMatchObject({ status: 'queued', not_before: at('11-25', '08:00') });
  expect(await office.state(reminder)).toMatchObject({ status: 'dropped' });
  expect(await rows(office.world, 'select kind, why from tasks')).toEqual([
    { kind: 'phone', why: 'line-dropped' },
  ]);
});

it('does not matter to an office without a limit', async () => {
  office.line.setQuota({ plan: { type: 'none' }, used: 5000 });
  await runCron(office.world);
  const auto = {
    origin: 'auto',
    purpose: 'confirmed',
    body: '日にちが決まりました。下のボタンからごらんください。',
  };
  const id = await seedMessage(office.world, await office.friend(), auto);
  await runCron(office.world);
  expect(office.arrived()).toEqual([id]);
  expect(await rows(office.world, 'select 1 from alerts')).toEqual([]);
});
