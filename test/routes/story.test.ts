import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../worker/views/cases.ts';
import type { AppCase, AppHome } from '../../worker/views/mini-app.ts';
import type { RecordView } from '../../worker/views/records.ts';
import {
  consent,
  GREETING,
  jst,
  offer,
  openCase,
  openScene,
  send,
  threeFailedCalls,
} from '../support/scene.ts';

describe('the main job', () => {
  it('goes from the explanation to the finished record', async () => {
    const scene = await openScene(jst('2026-11-24T10:00'));
    const { office, manager, person, clientId, contactId } = scene;
    office.now = jst('2026-11-24T10:20');
    await consent(scene);
    const caseId = await openCase(scene);

    const call = () =>
      manager.post(`/api/console/cases/${caseId}/calls`, { contactId, outcome: 'no-answer' });
    await call();
    office.now = jst('2026-11-24T14:00');
    await call();
    office.now = jst('2026-11-24T15:00');
    const early = await send(scene, caseId, 'callback-request');
    expect(early.problem).toMatchObject({ status: 422, type: 'refused-by-manual' });
    expect(early.problem.rules?.map((r) => r.message).join()).toContain('あと1回');

    office.now = jst('2026-11-24T17:30');
    await call();
    office.now = jst('2026-11-24T17:40');
    expect((await send(scene, caseId, 'callback-request')).status).toBe(200);
    await office.settle();
    await office.cron();
    expect(office.pushes).toHaveLength(1);

    office.now = jst('2026-11-26T18:00');
    await office.cron();
    const { body: waiting } = await manager.get<CaseView>(`/api/console/cases/${caseId}`);
    expect(waiting.tasks.map((t) => t.kind)).toContain('decide');
    office.now = jst('2026-11-27T10:00');
    const [first, second] = await offer(scene, caseId, [jst('2026-12-04T10:00'), jst('2026-12-07T14:00')]);
    expect((await send(scene, caseId, 'date-request')).status).toBe(200);
    await office.settle();
    await office.cron();
    expect(office.pushes).toHaveLength(2);

    office.now = jst('2026-11-27T22:30');
    const { body: home } = await person.get<AppHome>('/api/app/home');
    expect(home.clients[0]?.requests.map((r) => r.caseId)).toEqual([caseId]);
    const { body: seen } = await person.get<AppCase>(`/api/app/cases/${caseId}`);
    expect(seen.slots.map((s) => s.id)).toEqual([first, second]);
    await person.put('/api/app/reminder', { time: '18:00' });
    const answered = await person.post(`/api/app/cases/${caseId}/answer`, {
      submissionKey: 'first-answer',
      choice: 'ranked',
      ranked: [second, first],
      health: 'usual',
      attendance: 'sometimes-off',
    });
    expect(answered.status).toBe(200);
    await office.cron();
    expect(office.pushes).toHaveLength(2);

    office.now = jst('2026-11-30T09:30');
    expect((await manager.post(`/api/console/cases/${caseId}/confirm`, { slotId: second })).status).toBe(200);
    await office.settle();
    await office.cron();
    expect(office.pushes).toHaveLength(3);
    // The day before is a Sunday: the reminder comes on the last open day before it.
    office.now = jst('2026-12-04T17:59');
    await office.cron();
    expect(office.pushes).toHaveLength(3);
    office.now = jst('2026-12-04T18:00');
    await office.cron();
    expect(office.pushes).toHaveLength(4);
    office.now = jst('2026-12-07T15:10');
    await office.cron();
    expect(office.pushes).toHaveLength(4);

    const held = await manager.post(`/api/console/cases/${caseId}/held`, {
      method: 'visit',
      place: '自宅',
      startedAt: jst('2026-12-07T14:00'),
      endedAt: jst('2026-12-07T15:00'),
    });
    expect(held.status).toBe(200);
    await manager.post(`/api/console/clients/${clientId}/records`, {
      kind: 'completed',
      caseId,
      body: { summary: 'モニタリングの記録', content: '元気に過ごされている' },
    });
    const { body: record } = await manager.get<{ records: RecordView[] }>(
      `/api/console/clients/${clientId}/records`,
    );
    const kinds = record.records.map((r) => r.kind).reverse();
    expect(kinds).toEqual([
      'client-created',
      'contact-added',
      'explained',
      'consent',
      'case-opened',
      'call',
      'call',
      'refused',
      'call',
      'line-queued',
      'line-sent',
      'slots-offered',
      'line-queued',
      'line-sent',
      'reminder-set',
      'dates-answered',
      'confirmed',
      'line-sent',
      'line-sent',
      'held',
      'completed',
    ]);
    expect(record.records.map((r) => r.seq).reverse()).toEqual(kinds.map((_, i) => i + 1));
    office.close();
  });

  it('asks for the greeting first and for a reason when it warns', async () => {
    const scene = await openScene();
    await consent(scene);
    const caseId = await openCase(scene);
    await threeFailedCalls(scene, caseId);
    const message = {
      contactId: scene.contactId,
      clientId: scene.clientId,
      caseId,
      purpose: 'callback-request',
    };
    const bare = await scene.manager.post('/api/console/messages', {
      ...message,
      greeting: '',
      body: 'モニタリングの日程のことで、折り返しのお電話をお願いいたします。',
    });
    expect(bare.problem.rules?.map((r) => r.rule)).toContain('R6');
    const note = await scene.manager.post('/api/console/messages', {
      ...message,
      greeting: GREETING,
      body: 'モニタリングの日程のことで、折り返しのお電話をお願いいたします♪',
    });
    expect(note.problem).toMatchObject({ status: 409, type: 'reason-needed' });
    const kept = await scene.manager.post('/api/console/messages', {
      ...message,
      greeting: GREETING,
      body: 'モニタリングの日程のことで、折り返しのお電話をお願いいたします♪',
      override: 'ご本人がやわらかい書き方を望まれている',
    });
    expect(kept.status).toBe(200);
    scene.office.close();
  });
});
