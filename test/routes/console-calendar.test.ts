import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalendarView } from '../../worker/views/calendar.ts';
import { colleague, jst, openCase, openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
let caseId: string;

beforeAll(async () => {
  scene = await openScene();
  caseId = await openCase(scene);
  await fix(caseId, jst('2026-12-01T10:00'));
});
afterAll(() => scene.office.close());

describe('the calendar', () => {
  it('shows what is fixed, under its day, with whose it is', async () => {
    const { meetings, days } = await calendar('2026-11-30', '2026-12-06');
    expect(days).toHaveLength(7);
    expect(meetings).toMatchObject([
      {
        caseId,
        client: { name: '大野 みのり', kana: 'おおの みのり' },
        counselor: { name: '中村 さおり' },
        kind: 'monitoring',
        startsAt: jst('2026-12-01T10:00'),
        endsAt: jst('2026-12-01T11:00'),
        place: '自宅',
        state: 'fixed',
      },
    ]);
    expect((await calendar('2026-12-02', '2026-12-06')).meetings).toEqual([]);
  });

  it('names holidays, the turn of the year and the office’s own closures', async () => {
    await scene.manager.post('/api/console/closures', {
      from: '2026-12-10',
      until: '2026-12-10',
      reason: '研修のため',
    });
    const named = async (from: string, until: string) =>
      (await calendar(from, until)).days
        .filter((day) => day.closed !== null)
        .map((day) => [day.date, day.holiday, day.closed]);
    expect(await named('2026-11-23', '2026-11-24')).toEqual([['2026-11-23', '勤労感謝の日', '勤労感謝の日']]);
    expect(await named('2026-12-10', '2026-12-12')).toEqual([
      ['2026-12-10', null, '研修のため'],
      ['2026-12-12', null, '土曜日'],
    ]);
    expect(await named('2026-12-29', '2026-12-29')).toEqual([['2026-12-29', null, '年末年始']]);
  });

  it('takes the weekdays from the settings that hold on each day', async () => {
    await scene.manager.post('/api/console/settings', {
      effectiveFrom: '2026-12-14',
      settings: { closedWeekdays: [0, 3, 6] },
    });
    const { days } = await calendar('2026-12-07', '2026-12-20');
    expect(days.filter((day) => day.closed === '水曜日').map((day) => day.date)).toEqual(['2026-12-16']);
  });

  it('shows one counselor’s alone when asked', async () => {
    const other = await colleague(scene);
    const { counselors } = await calendar('2026-11-30', '2026-12-06');
    const [mine] = counselors.filter((each) => each.name === '中村 さおり');
    const [theirs] = counselors.filter((each) => each.name === '佐藤 健');
    const of = async (id: string | undefined) =>
      (
        await other.get<CalendarView>(
          `/api/console/calendar?from=2026-11-30&until=2026-12-06&counselor=${id}`,
        )
      ).body.meetings.length;
    expect([await of(mine?.id), await of(theirs?.id)]).toEqual([1, 0]);
  });

  it('says when nobody has said whether it was held, and then when it was', async () => {
    scene.office.now = jst('2026-12-01T11:30');
    const states = async () =>
      (await calendar('2026-11-30', '2026-12-06')).meetings.map((each) => [each.state, each.startsAt]);
    expect(await states()).toEqual([['waiting', jst('2026-12-01T10:00')]]);
    const held = await scene.manager.post(`/api/console/cases/${caseId}/held`, {
      method: 'visit',
      place: '自宅',
      startedAt: jst('2026-12-01T10:10'),
      endedAt: jst('2026-12-01T11:05'),
    });
    expect(held.status).toBe(200);
    expect(await states()).toEqual([['held', jst('2026-12-01T10:10')]]);
  });

  it('refuses days it can’t read, and more of them than a month’s page', async () => {
    const status = async (asked: string) =>
      (await scene.manager.get(`/api/console/calendar?${asked}`)).status;
    expect(await status('from=2026-02-29&until=2026-03-01')).toBe(400);
    expect(await status('from=2026-12-02&until=2026-12-01')).toBe(400);
    expect(await status('from=2026-01-01&until=2026-12-31')).toBe(400);
    expect(await status('from=2026-12-01')).toBe(400);
  });
});

async function calendar(from: string, until: string): Promise<CalendarView> {
  const { body } = await scene.manager.get<CalendarView>(`/api/console/calendar?from=${from}&until=${until}`);
  return body;
}

async function fix(id: string, startsAt: number): Promise<void> {
  const slots = [{ startsAt, endsAt: startsAt + 3_600_000, place: '自宅' }];
  const { body } = await scene.manager.post<{ ids: string[] }>(`/api/console/cases/${id}/slots`, {
    slots,
    knowing: true,
  });
  const done = await scene.manager.post(`/api/console/cases/${id}/confirm`, { slotId: body.ids[0] });
  expect(done.status).toBe(200);
}
