import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCron } from '../../worker/jobs/run-cron.ts';
import { at, consent, type Family, rows, seedMessage } from './delivery-world.ts';
import { confirmedCase, type LineOffice, lineOffice, REMINDER } from './line-office.ts';

let office: LineOffice;
let family: Family;
beforeEach(async () => {
  office = await lineOffice();
  family = await office.friend();
});
afterEach(() => office.close());

const tick = async (date: string, time: string) => {
  office.world.clock.now = at(date, time);
  await runCron(office.world);
};
const NOTICE = {
  purpose: 'confirmed',
  origin: 'auto',
  body: '日にちが決まりました。下のボタンからごらんください。',
};
const notice = (more: object = {}) => seedMessage(office.world, family, { ...NOTICE, ...more });
const held = () => rows(office.world, 'select message_id, why from held_back order by first_at, rowid');

it('lets one automatic message a day to a person through, the next one waits for the next day', async () => {
  const [one, two] = [await notice(), await notice({ created_at: at('11-24', '10:00') + 1 })];
  await tick('11-24', '10:05');
  expect(office.arrived()).toEqual([one]);
  expect(await office.state(two)).toMatchObject({
    status: 'queued',
    not_before: at('11-25', '08:00'),
    last_error: '自動の連絡は、おひとりに1日1回までです。',
  });
  expect(await held()).toEqual([{ message_id: two, why: 'day' }]);
  await tick('11-24', '20:55');
  expect(office.arrived()).toEqual([one]);
  await tick('11-25', '08:00');
  expect(office.arrived()).toEqual([one, two]);
});

it('lets three through in any seven days', async () => {
  const ids = [];
  for (let n = 0; n < 5; n += 1) ids.push(await notice({ created_at: at('11-24', '09:00') + n }));
  const days = ['11-24', '11-25', '11-26', '11-27', '11-30', '12-01', '12-02', '12-03'];
  const arrived = [];
  for (const day of days) {
    await tick(day, '09:00');
    await tick(day, '15:00');
    arrived.push(office.arrived().length);
  }
  expect(arrived).toEqual([1, 2, 3, 3, 3, 4, 5, 5]);
  expect((await held()).map((row) => row.why)).toContain('week');
});

it('never keeps back what a person wrote, nor counts it', async () => {
  const first = await notice();
  await tick('11-24', '10:05');
  const reply = await seedMessage(office.world, family);
  await tick('11-24', '10:10');
  expect(office.arrived()).toEqual([first, reply]);
  const other = await office.friend();
  const theirs = await seedMessage(office.world, other, NOTICE);
  await tick('11-24', '10:15');
  expect(office.arrived()).toContain(theirs);
});

it('holds whoever runs beside: two runs and many messages make one', async () => {
  for (let n = 0; n < 6; n += 1) await notice({ created_at: at('11-24', '09:00') + n });
  office.world.clock.now = at('11-24', '10:05');
  await Promise.all([runCron(office.world), runCron(office.world), runCron(office.world)]);
  expect(office.arrived()).toHaveLength(1);
});

it("gives the day back when the day's message was not sent after all", async () => {
  const caseId = await confirmedCase(office.world, family, at('12-04', '10:00'), 'cancelled');
  const over = await notice({ case_id: caseId, created_at: at('11-24', '09:00') });
  const good = await notice({ created_at: at('11-24', '09:01') });
  await tick('11-24', '10:05');
  expect(await office.state(over)).toMatchObject({ status: 'dropped' });
  expect(office.arrived()).toEqual([good]);
  await consent(office.world, family, 'withdrawn', at('11-24', '10:06'));
  const refused = await notice();
  await tick('11-25', '10:05');
  expect(await office.state(refused)).toMatchObject({ status: 'dropped' });
  expect(await rows(office.world, 'select date, message_id from auto_claims')).toEqual([
    { date: '2026-11-24', message_id: good },
  ]);
});

it('keeps the day of a message that may have arrived, and the same message may be tried again', async () => {
  office.line.addFault({ kind: '500-after-commit', path: 'push', times: 1 });
  const first = await notice();
  await tick('11-24', '10:00');
  const second = await notice({ created_at: at('11-24', '10:01') });
  await tick('11-24', '10:30');
  await tick('11-24', '10:35');
  expect(office.arrived()).toEqual([first]);
  expect(await office.state(first)).toMatchObject({ status: 'sent' });
  expect(await office.state(second)).toMatchObject({ status: 'queued' });
});

it('drops a reminder that would come too late; staff call, unless the person was told of the same today', async () => {
  const caseId = await confirmedCase(office.world, family, at('11-25', '08:00'));
  const told = await notice({ case_id: caseId, stale_after: at('11-25', '09:00') });
  const reminder = await seedMessage(office.world, family, {
    ...REMINDER,
    case_id: caseId,
    not_before: at('11-24', '18:00'),
    stale_after: at('11-25', '08:00'),
  });
  const other = await confirmedCase(office.world, family, at('11-25', '13:00'));
  const missed = await seedMessage(office.world, family, {
    ...REMINDER,
    case_id: other,
    not_before: at('11-24', '18:00'),
    stale_after: at('11-25', '07:00'),
  });
  await tick('11-24', '10:05');
  await tick('11-24', '18:00');
  expect(office.arrived()).toEqual([told]);
  expect(await office.state(reminder)).toMatchObject({ status: 'dropped' });
  expect(await office.state(missed)).toMatchObject({ status: 'dropped' });
  expect(await rows(office.world, 'select case_id from tasks')).toEqual([{ case_id: other }]);
});
