import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseView } from '../../worker/views/cases.ts';
import type { ClientView } from '../../worker/views/clients.ts';
import type { TodayView } from '../../worker/views/desk.ts';
import type { AppHome, WishReceipt } from '../../worker/views/mini-app.ts';
import { choose, consent, invite, jst, offer, openCase, openScene, type Scene } from '../support/scene.ts';
import { newLineUserId, Visitor } from '../support/visitor.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene(jst('2026-12-04T10:00'));
  await consent(scene);
});
afterEach(() => scene.office.close());

let keys = 0;
const wish = (more: object, person = scene.person) =>
  person.post<WishReceipt>('/api/app/wishes', {
    submissionKey: `a-wish-of-its-own-${++keys}`,
    clientId: scene.clientId,
    ...more,
  });
const today = async () => (await scene.manager.get<TodayView>('/api/console/today')).body;
const client = async () =>
  (await scene.manager.get<ClientView>(`/api/console/clients/${scene.clientId}`)).body;

/** A monitoring fixed for the 11th, with a reminder the evening before. */
async function fixed(): Promise<string> {
  await scene.person.put('/api/app/friend', { friend: true });
  await scene.person.put('/api/app/reminder', { time: '17:00' });
  const caseId = await openCase(scene);
  const [slotId] = await offer(scene, caseId, [jst('2026-12-11T10:00')]);
  await scene.manager.post(`/api/console/cases/${caseId}/confirm`, { slotId });
  return caseId;
}

describe('a form instead of chat', () => {
  it('reaches staff with everything that was filled in, and says by when somebody answers (R12)', async () => {
    const { body } = await wish({
      kind: 'consult',
      urgency: 'soon',
      topic: 'money',
      when: '電話で話したい',
      note: '家賃のこと <b>',
    });
    expect(body).toMatchObject({ answerBy: jst('2026-12-04T18:00'), urgent: false });
    const [duty] = (await today()).duties;
    expect(duty).toMatchObject({ dueAt: scene.office.now });
    expect(duty?.preview).toBe('「相談したい」 いそいでいる お金のこと 電話で話したい 家賃のこと <b>');
  });

  it('is taken at night, and once however often it is sent', async () => {
    scene.office.now = jst('2026-12-04T23:10');
    const again = { submissionKey: 'the-same-again', kind: 'call', when: 'いつでも', talkWith: 'anybody' };
    const first = await wish(again);
    expect((await wish(again)).body).toEqual(first.body);
    expect(first.body.answerBy).toBe(jst('2026-12-07T12:00'));
    expect((await today()).duties).toHaveLength(1);
  });

  it('says so to staff at once when it holds words of danger (RX)', async () => {
    scene.office.now = jst('2026-12-05T02:00');
    const { body } = await wish({
      kind: 'consult',
      urgency: 'usual',
      topic: 'health',
      note: 'もう死にたいです',
    });
    expect(body.urgent).toBe(true);
    const view = await today();
    expect(view.alerts).toMatchObject([{ kind: 'urgent', raisedAt: scene.office.now }]);
    expect(view.tasks).toMatchObject([{ kind: 'phone', dueAt: scene.office.now }]);
    expect(view.duties[0]?.dueAt).toBe(scene.office.now);
  });

  it('raises no alarm for the ordinary reasons why a visit is hard', async () => {
    for (const lineReason of ['work', 'body', 'hospital', 'people']) {
      const { body } = await wish({ kind: 'line-monitoring', lineReason, lineVoice: 'self' });
      expect(body.urgent, lineReason).toBe(false);
    }
  });
});

describe('行けなくなった', () => {
  it('is accepted at night, is a task that names the date, and takes the reminder back (R10)', async () => {
    const caseId = await fixed();
    const queued = async () =>
      (await scene.office.raw.execute("select status from messages where purpose = 'reminder'")).rows.map(
        (row) => row.status,
      );
    expect(await queued()).toEqual(['queued']);
    scene.office.now = jst('2026-12-10T23:40');
    await wish({ kind: 'cannot-come', caseId, when: 'いつでも' });
    await wish({ kind: 'cannot-come', caseId, when: 'いつでも' });
    expect(await queued()).toEqual(['dropped']);
    const { body } = await scene.manager.get<CaseView>(`/api/console/cases/${caseId}`);
    expect(body.status).toBe('confirmed');
    expect(body.tasks).toMatchObject([{ kind: 'decide', dueAt: jst('2026-12-11T12:00') }]);
    expect(body.tasks[0]?.title).toBe(
      '12月11日（金曜日）午前10時の予定に行けないとの連絡。電話で確かめ、次の日を決めます',
    );
  });
});

describe('the wish for monitoring by LINE (R7)', () => {
  const asked = { kind: 'line-monitoring', lineReason: 'hospital', lineVoice: 'self' } as const;

  it('needs a reason and how the person said it', async () => {
    expect(
      (await wish({ kind: 'line-monitoring', lineReason: 'other', note: ' ', lineVoice: 'self' })).status,
    ).toBe(400);
    expect((await wish({ kind: 'line-monitoring', lineReason: 'hospital' })).status).toBe(400);
    expect((await wish({ kind: 'call', lineReason: 'hospital' })).status).toBe(200);
    expect((await client()).lineWish).toBe(null);
  });

  it('is a task, and stands ready when the case is opened until one is', async () => {
    await wish({ ...asked, note: '来月まで' });
    const seen = await client();
    expect(seen.tasks).toMatchObject([{ kind: 'decide' }]);
    expect(seen.lineWish).toEqual({
      reason: '入院している。来月まで',
      wishBy: '本人（大野 みのりさん）',
      wishAt: scene.office.now,
      wishHow: 'ミニアプリに、本人が自分で書いた',
      contactName: '大野 みのり',
    });
    const { contactName: _, ...line } = seen.lineWish ?? { contactName: '' };
    const opened = await scene.manager.post<{ id: string }>(`/api/console/clients/${scene.clientId}/cases`, {
      kind: 'monitoring',
      purpose: '12月のモニタリング',
      plannedMethod: 'line',
      participants: [scene.contactId],
      line,
    });
    expect(opened.status).toBe(200);
    const after = await client();
    expect(after).toMatchObject({ lineWish: null, tasks: [] });
  });

  it('of a family says who wrote it down and how the person said it', async () => {
    const { body: made } = await scene.manager.post<{ id: string }>(
      `/api/console/clients/${scene.clientId}/contacts`,
      { kind: 'family', name: '大野 由美', relation: '母' },
    );
    const mother = await new Visitor(scene.office, newLineUserId()).signIn('user');
    const token = await invite({ ...scene, contactId: made.id });
    await choose(scene, 'yes', { token }, mother);
    await wish({ ...asked, lineVoice: 'signed' }, mother);
    expect((await client()).lineWish).toMatchObject({
      wishBy: '本人（大野 みのりさん）',
      wishHow: '大野 由美さん（母）がミニアプリで記入。本人が手話や身ぶりで伝えた',
    });
  });

  it('is told beforehand when the last one was by LINE (R8)', async () => {
    const caseId = await openCase(scene, {
      plannedMethod: 'line',
      line: { reason: '入院', wishBy: '本人', wishHow: '口頭', wishAt: scene.office.now },
    });
    const startedAt = scene.office.now;
    const held = await scene.manager.post(`/api/console/cases/${caseId}/held`, {
      method: 'line',
      place: 'LINE',
      startedAt,
      endedAt: startedAt + 3_600_000,
    });
    expect(held.status).toBe(200);
    const { body } = await scene.person.get<AppHome>('/api/app/home');
    expect(body.clients[0]?.lastByLine).toBe(startedAt);
  });
});
