import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseView } from '../../worker/views/cases.ts';
import type { SettingsView } from '../../worker/views/office.ts';
import {
  colleague,
  consent,
  jst,
  openCase,
  openScene,
  type Scene,
  send,
  threeFailedCalls,
} from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene(jst('2026-11-24T10:00'));
});
afterEach(() => scene.office.close());

const change = (settings: object, effectiveFrom = '2026-11-24') =>
  scene.manager.post<{ version: number }>('/api/console/settings', { effectiveFrom, settings });

describe('settings', () => {
  it('may be stricter than the manual, never weaker', async () => {
    for (const weaker of [
      { sendFrom: '07:00' },
      { sendUntil: '22:00' },
      { callsNeeded: 2 },
      { autoOnClosedDays: true },
    ]) {
      const no = await change(weaker);
      expect(no.status).toBe(400);
      expect(Object.values(no.problem.fields ?? {}).join()).toMatch(/[ぁ-ん]/);
    }
    expect((await change({ callsNeeded: 4, sendUntil: '20:00' })).status).toBe(200);
    expect((await change({}, '2026-11-23')).status).toBe(400);
  });

  it('are not overwritten unseen: what another manager changed meanwhile is named first', async () => {
    const on = (basedOn: number, settings: object) =>
      scene.manager.post<{ version: number }>('/api/console/settings', {
        ...{ basedOn, effectiveFrom: '2026-11-24', settings },
      });
    expect((await on(0, { callsNeeded: 4 })).body).toEqual({ version: 1 });
    const late = await on(0, { callsNeeded: 5 });
    expect(late.problem).toMatchObject({
      type: 'conflict',
      fields: { 'settings.callsNeeded': 'ほかの管理者が、先に「4」に変えました。' },
    });
    // Another field is nobody's business but one's own; and whoever has seen theirs may go on.
    expect((await on(0, { replyFrom: '09:30' })).body).toEqual({ version: 2 });
    expect((await on(2, { callsNeeded: 5 })).body).toEqual({ version: 3 });
    const { body } = await scene.manager.get<SettingsView>('/api/console/settings');
    expect(body.versions[0]?.settings).toMatchObject({ callsNeeded: 5, replyFrom: '09:30' });
  });

  it('take effect on their date, keep their author, and a message keeps the version it was judged by', async () => {
    await consent(scene);
    const caseId = await openCase(scene);
    await change({ callsNeeded: 4 }, '2026-11-25');
    await threeFailedCalls(scene, caseId);
    const today = await send(scene, caseId, 'callback-request');
    expect(today.status).toBe(200);
    scene.office.now = jst('2026-11-25T10:00');
    const { body: view } = await scene.manager.get<CaseView>(`/api/console/cases/${caseId}`);
    expect(view.callsNeeded).toBe(4);
    expect(view.callbackRequest.verdict.outcome).toBe('refuse');
    const { body } = await scene.manager.get<SettingsView>('/api/console/settings');
    expect(body.inForce).toBe(1);
    expect(body.versions[0]).toMatchObject({
      version: 1,
      effectiveFrom: '2026-11-25',
      author: '中村 さおり',
    });
    const stored = await scene.office.raw.execute('select settings_version from messages');
    expect(stored.rows[0]?.settings_version).toBe(0);
    await expect(scene.office.raw.execute('delete from office_settings')).rejects.toThrow('append-only');
  });
});

describe('緊急 outside the hours (R11)', () => {
  it('is a manager’s alone, needs a reason, is kept, and goes out at once', async () => {
    await consent(scene);
    scene.office.now = jst('2026-11-24T22:00');
    const counselor = await colleague(scene);
    const draft = {
      contactId: scene.contactId,
      clientId: scene.clientId,
      purpose: 'reply',
      greeting: '',
      body: 'ご連絡を受け取りました。今からお電話いたします。',
      override: '本人からの緊急の連絡への返事',
    };
    const held = await scene.manager.post<{ verdict: { outcome: string } }>('/api/console/messages', draft);
    expect(held.body.verdict.outcome).toBe('hold');
    const no = await counselor.post('/api/console/messages', { ...draft, urgent: '命にかかわるため' });
    expect(no.problem).toMatchObject({ status: 403, type: 'forbidden' });
    await scene.office.settle();
    expect(scene.office.pushes).toHaveLength(0);
    const sent = await scene.manager.post('/api/console/messages', { ...draft, urgent: '命にかかわるため' });
    expect(sent.status).toBe(200);
    await scene.office.settle();
    expect(scene.office.pushes.map((p) => p.at)).toEqual([jst('2026-11-24T22:00')]);
    const { rows } = await scene.office.raw.execute(
      "select body from record_entries where kind = 'line-queued' order by seq desc limit 1",
    );
    expect(String(rows[0]?.body)).toContain('命にかかわるため');
  });
});
