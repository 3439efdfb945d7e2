import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FiguresView } from '../../worker/views/reports.ts';
import {
  consent,
  jst,
  offer,
  openCase,
  openScene,
  type Scene,
  send,
  threeFailedCalls,
} from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene(jst('2026-11-30T10:00'));
  await consent(scene);
});
afterEach(() => scene.office.close());

const figures = async () => (await scene.manager.get<FiguresView>('/api/console/reports/monthly')).body;
const month = async (name: string) => (await figures()).months.find((each) => each.month === name);

/** A date fixed by the office: asked in the mini-app, or said on the phone, or nothing of both. */
async function fix(how: 'line' | 'phone' | 'meeting', day: string): Promise<string> {
  const caseId = await openCase(scene);
  const [slot] = await offer(scene, caseId, [jst(`${day}T10:00`)]);
  if (how === 'line')
    await scene.person.post(`/api/app/cases/${caseId}/answer`, {
      submissionKey: `figures-${day}`,
      choice: 'ranked',
      ranked: [slot],
    });
  if (how === 'phone')
    await scene.manager.post(`/api/console/cases/${caseId}/calls`, {
      contactId: scene.contactId,
      outcome: 'reached',
    });
  scene.office.now += 36 * 3_600_000;
  await scene.manager.post(`/api/console/cases/${caseId}/confirm`, { slotId: slot });
  return caseId;
}

describe('the figures of a month', () => {
  it('count in the month it was in Japan, and say how dates were settled and how long it took', async () => {
    await fix('phone', '2026-12-14');
    await fix('line', '2026-12-15');
    await fix('meeting', '2026-12-16');
    scene.office.now = jst('2026-12-20T10:00');
    const november = await month('2026-11');
    const december = await month('2026-12');
    expect(november).toMatchObject({ opened: 1, confirmed: 0, daysToConfirm: null });
    expect(december).toMatchObject({
      opened: 2,
      confirmed: 3,
      settledBy: { line: 1, phone: 1, meeting: 1 },
      daysToConfirm: { median: 1.5, longest: 1.5 },
    });
  });

  it('count meetings by method, refused attempts by rule, and replies by their due', async () => {
    const caseId = await fix('phone', '2026-12-14');
    scene.office.now = jst('2026-12-14T11:00');
    await scene.manager.post(`/api/console/cases/${caseId}/held`, {
      method: 'visit',
      place: '自宅',
      startedAt: jst('2026-12-14T10:00'),
      endedAt: jst('2026-12-14T10:50'),
    });
    const second = await openCase(scene);
    expect((await send(scene, second, 'callback-request')).status).toBe(422);
    await threeFailedCalls(scene, second);
    await scene.person.post('/api/app/wishes', {
      submissionKey: 'figures-wish',
      kind: 'call',
      clientId: scene.clientId,
    });
    scene.office.now += 90 * 60_000;
    await scene.manager.post(`/api/console/cases/${second}/calls`, {
      contactId: scene.contactId,
      outcome: 'reached',
    });
    expect(await month('2026-12')).toMatchObject({
      held: [{ method: 'visit', kind: 'monitoring', count: 1 }],
      refused: [{ rule: 'R3', count: 1 }],
      replies: { count: 1, inTime: 1, medianMinutes: 90 },
    });
    const { stages } = await figures();
    expect(stages.filter((each) => each.count > 0)).toEqual([{ stage: 'calling', count: 1 }]);
  });

  it('are twelve months, the current one last', async () => {
    scene.office.now = jst('2027-01-01T00:00');
    const { months } = await figures();
    expect([months[0]?.month, months.at(-1)?.month, months.length]).toEqual(['2026-02', '2027-01', 12]);
  });
});
