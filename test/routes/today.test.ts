import { afterAll, beforeAll, expect, it } from 'vitest';
import { onlyMine } from '../../liff/data/console-today.ts';
import type { TodayView } from '../../worker/views/desk.ts';
import type { StaffMe } from '../../worker/views/office.ts';
import { type Cast, gatherCast } from '../support/cast.ts';
import { offer, openCase } from '../support/scene.ts';

const DAY = 86_400_000;
let cast: Cast;
let view: TodayView;
beforeAll(async () => {
  cast = await gatherCast();
  const { scene, ids } = cast;
  const { office, person } = scene;
  const run = (sql: string, ...args: (string | number | null)[]) => office.raw.execute({ sql, args });
  const auto = (id: string, status: string, notBefore: number) =>
    run(
      `insert into messages (id, contact_id, client_id, purpose, origin, greeting, body, status, not_before, decision, settings_version, created_at)
        values (?, ?, ?, 'reminder', 'auto', '', '予定のお知らせがあります。', ?, ?, '[]', 0, ?)`,
      ...[id, ids.contact, ids.client, status, notBefore, office.now],
    );
  await auto('kept-back', 'queued', office.now + DAY);
  await auto('given-up', 'dropped', office.now);
  await auto('stale', 'dropped', office.now);
  await auto('failed', 'dead', office.now);
  for (const [id, why] of [
    ['kept-back', 'day'],
    ['given-up', 'week'],
  ] as const)
    await run('insert into held_back values (?, ?, ?, ?, ?)', id, ids.contact, why, office.now, office.now);
  await run(
    `insert into tasks (id, client_id, contact_id, kind, why, title, due_at, once_key, created_at)
      values ('look', ?, ?, 'decide', 'review-look', '取りきめたことを見直します', ?, 'review-look:a-closed-review:2026-12-22', ?)`,
    ...[ids.client, ids.contact, office.now, office.now],
  );
  await run(
    "insert into quota_readings (month, most, used, read_at) values ('2026-11', 5000, 4900, ?)",
    office.now,
  );
  await run(
    `insert into monitoring_proposals (id, client_id, month, proposed_at)
      select 'proposed', id, '2027-03', ? from clients where name = '高瀬 直人'`,
    office.now,
  );
  const answered = await openCase(scene);
  const [first] = await offer(scene, answered, [office.now + 9 * DAY]);
  await person.post(`/api/app/cases/${answered}/answer`, {
    submissionKey: 'today-answer',
    choice: 'ranked',
    ranked: [first],
  });
  const settled = await openCase(scene);
  const [second] = await offer(scene, settled, [office.now + 10 * DAY]);
  await scene.manager.post(`/api/console/cases/${settled}/confirm`, { slotId: second });
  await openCase(scene);
  view = (await scene.manager.get<TodayView>('/api/console/today')).body;
});
afterAll(() => cast.scene.office.close());

it('shows every kind of thing that waits for a person', () => {
  const { mine, now, quota, parked, exceptions, held, tasks, ...lists } = view;
  expect(now).toBe(cast.scene.office.now);
  expect(mine).toContain(cast.ids.client);
  expect(quota).toMatchObject({ state: 'low' });
  expect(parked.count).toBe(1);
  expect(Object.entries(lists).filter(([, rows]) => (rows as unknown[]).length === 0)).toEqual([]);
  expect(exceptions.messages).toMatchObject([{ id: 'an-approval', outcome: null }]);
  expect(exceptions.circumstances.map((each) => each.id)).toContain(cast.ids.circumstance);
  expect(Object.fromEntries(held.map((each) => [each.id, [each.status, each.keptBack]]))).toMatchObject({
    'a-waiting-message': ['queued', null],
    'kept-back': ['queued', 'day'],
    'given-up': ['dropped', 'week'],
    failed: ['dead', null],
  });
  expect(held.some((each) => each.id === 'stale')).toBe(false);
  expect(tasks.find((each) => each.id === 'look')).toMatchObject({ reviewId: 'a-closed-review' });
  expect(lists.duties.some((each) => each.preview.includes('電話'))).toBe(true);
});

it('leaves one’s own alone when asked: approvals and exceptions, too', () => {
  const exceptions = onlyMine(view).exceptions;
  expect(exceptions.messages).toHaveLength(1);
  const colleagues = onlyMine({ ...view, mine: [] });
  expect(colleagues.exceptions).toEqual({ messages: [], circumstances: [] });
  const asked = {
    ...view,
    mine: [],
    exceptions: { ...view.exceptions, messages: [{ ...view.exceptions.messages[0]!, mine: true }] },
  };
  expect(onlyMine(asked).exceptions.messages).toHaveLength(1);
});

it('says whether anything has changed, in one small read', async () => {
  const { office, manager } = cast.scene;
  const mark = async () => {
    const { body } = await manager.get<StaffMe>('/api/console/me');
    expect(office.trips).toEqual(['read']);
    return body.mark;
  };
  const first = await mark();
  await manager.get('/api/console/today');
  await manager.get(`/api/console/clients/${cast.ids.client}`);
  expect(await mark()).toBe(first);
  await manager.post(`/api/console/tasks/${view.tasks.find((each) => each.id !== 'look')?.id}/done`, {});
  const acted = await mark();
  expect(acted).not.toBe(first);
  // What only cron does: a message goes to LINE.
  await office.raw.execute("update messages set status = 'dropped' where id = 'kept-back'");
  const sent = await mark();
  expect(sent).not.toBe(acted);
  // What nobody does: the time comes.
  office.now += 5 * 60_000;
  expect(await mark()).not.toBe(sent);
});
