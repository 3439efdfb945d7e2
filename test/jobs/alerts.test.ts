import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCron } from '../../worker/jobs/run-cron.ts';
import { takeAlert } from '../../worker/services/alert/take-alert.ts';
import { at, type Family, insert, rows } from './delivery-world.ts';
import { type LineOffice, lineOffice } from './line-office.ts';
import { type Webhook, webhookOf } from './webhook-office.ts';

const MINUTE = 60_000;
const URGENT = 'もう死にたいです';

let office: LineOffice;
let hook: Webhook;
let family: Family;
const colleagues: string[] = [];
beforeEach(async () => {
  office = await lineOffice();
  hook = webhookOf(office.world);
  family = await office.friend();
  colleagues.length = 0;
  for (const [id, active] of [
    ['s1', 1],
    ['s2', 1],
    ['gone', 0],
  ] as const) {
    const { userId } = office.line.createUser({ displayName: id, friend: true });
    await insert(office.world, 'line_accounts', { line_user_id: userId, seen_at: 0 });
    await insert(office.world, 'staff', {
      id,
      name: '佐藤 花子',
      role: 'counselor',
      line_user_id: userId,
      active,
      created_at: 0,
    });
    colleagues.push(userId);
  }
});
afterEach(() => office.close());

const said = async (text: string, lineUserId = family.lineUserId) => {
  await hook.deliver([hook.text(lineUserId, text)]);
  await hook.settled();
};
const told = () => office.line.deliveries().filter((each) => each.api === 'multicast');

describe('urgent words (RX)', () => {
  it('reach every active member of staff at once, at night too, without a personal word', async () => {
    office.world.clock.now = at('12-04', '23:40');
    await said(URGENT);
    expect(
      told()
        .map((each) => each.userId)
        .sort(),
    ).toEqual(colleagues.slice(0, 2).sort());
    const words = JSON.stringify(told().map((each) => each.messages));
    expect(words).toContain('緊急');
    expect(words).toContain('https://office.example/console');
    for (const personal of ['山田', '死にたい', family.lineUserId, family.contactId])
      expect(words).not.toContain(personal);
  });

  it('are repeated every ten minutes for an hour, then more seldom, until somebody takes the alert', async () => {
    await said(URGENT);
    expect(told()).toHaveLength(2);
    office.world.clock.now += 5 * MINUTE;
    await runCron(office.world);
    expect(told()).toHaveLength(2);
    const tellsIn = async (minutes: number, step: number) => {
      const before = told().length;
      for (let passed = 0; passed < minutes; passed += step) {
        office.world.clock.now += step * MINUTE;
        await runCron(office.world);
      }
      return (told().length - before) / 2;
    };
    expect(await tellsIn(50, 10)).toBe(5);
    expect(await tellsIn(60, 20)).toBe(1);
    expect(await tellsIn(10 * 60, 60)).toBe(10);
    expect(await tellsIn(48 * 60, 120)).toBe(8);
    const [alert] = await rows(office.world, 'select * from alerts');
    const actor = { kind: 'staff' as const, id: 's1' };
    await takeAlert({ ...office.world, now: office.world.clock.now, actor }, String(alert?.id));
    expect(await tellsIn(12 * 60, 120)).toBe(0);
  });

  it('are not repeated once taken; the taking stands in the record, and a second one is told who', async () => {
    await said(URGENT);
    const [alert] = await rows(office.world, 'select * from alerts');
    const ctx = (id: string) => ({
      ...office.world,
      now: office.world.clock.now,
      actor: { kind: 'staff' as const, id },
    });
    expect(await takeAlert(ctx('s1'), String(alert?.id))).toEqual({ takenAt: office.world.clock.now });
    expect(await takeAlert(ctx('s2'), String(alert?.id))).toMatchObject({ refused: 'conflict' });
    expect(await takeAlert(ctx('s2'), 'none')).toMatchObject({ refused: 'not-found' });
    office.world.clock.now += 15 * MINUTE;
    await runCron(office.world);
    expect(told()).toHaveLength(2);
    expect(await office.kinds()).toEqual(['line-received', 'alert-taken']);
  });

  it('of one person gather in one alert, which is told again at once', async () => {
    await said(URGENT);
    office.world.clock.now += MINUTE;
    await said(URGENT);
    expect(await rows(office.world, 'select messages, pushes from alerts')).toEqual([
      { messages: 2, pushes: 2 },
    ]);
    expect(told()).toHaveLength(4);
  });

  it('of somebody unknown reach staff as well', async () => {
    const { userId } = office.line.createUser({ displayName: 'x', friend: true });
    await said(URGENT, userId);
    expect(told()).toHaveLength(2);
    expect(await rows(office.world, 'select contact_id, line_user_id from alerts')).toEqual([
      { contact_id: null, line_user_id: userId },
    ]);
  });

  it('of somebody unknown are taken by one of two who take them at the same instant', async () => {
    const { userId } = office.line.createUser({ displayName: 'x', friend: true });
    await said(URGENT, userId);
    const [alert] = await rows(office.world, 'select id from alerts');
    const { now } = office.world.clock;
    const ends = await Promise.all(
      ['s1', 's2'].map((id) =>
        takeAlert({ ...office.world, now, actor: { kind: 'staff', id } }, String(alert?.id)),
      ),
    );
    expect(ends).toContainEqual({ takenAt: now });
    expect(ends).toContainEqual({ refused: 'conflict', detail: '佐藤 花子さんが対応しています。' });
  });

  it('are told by cron when LINE could not take them, under one key a round', async () => {
    office.line.addFault({ kind: '500-before', path: 'multicast', times: 2 });
    await said(URGENT);
    expect(told()).toHaveLength(0);
    office.world.clock.now += MINUTE;
    await runCron(office.world);
    expect(told()).toHaveLength(2);
    office.line.addFault({ kind: '500-after-commit', path: 'multicast', times: 1 });
    office.world.clock.now += 10 * MINUTE;
    await runCron(office.world);
    expect(told()).toHaveLength(4);
  });

  it('leave ordinary words alone', async () => {
    await said('来週の予定をききたいです');
    expect(await rows(office.world, 'select 1 from alerts')).toEqual([]);
    expect(told()).toEqual([]);
  });
});
