import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRow } from '../../worker/views/approvals.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import type { TodayView } from '../../worker/views/desk.ts';
import type { RecordView } from '../../worker/views/records.ts';
import { colleague, consent, jst, openCase, openScene, type Scene } from '../support/scene.ts';
import type { Visitor } from '../support/visitor.ts';

let scene: Scene;
let counselor: Visitor;
beforeEach(async () => {
  scene = await openScene(jst('2026-11-24T10:00'));
  await consent(scene);
  counselor = await colleague(scene);
});
afterEach(() => scene.office.close());

/** The person wrote at night, so that a reply is due and nothing but the hour stands against it. */
async function atNight(): Promise<void> {
  scene.office.now = jst('2026-11-24T20:50');
  await scene.person.post('/api/app/wishes', {
    submissionKey: 'a-wish',
    kind: 'call',
    clientId: scene.clientId,
  });
  scene.office.now = jst('2026-11-24T21:40');
}

const REPLY = {
  purpose: 'reply',
  greeting: '',
  body: 'ご連絡をありがとうございます。今から電話いたします。',
};
const ask = (more: object = {}) =>
  counselor.post<{ id: string }>('/api/console/approvals', {
    contactId: scene.contactId,
    clientId: scene.clientId,
    reason: '今夜、本人が電話を待っている',
    ...REPLY,
    ...more,
  });
const decide = (id: string, input: object, who = scene.manager) =>
  who.post<{ outcome: string }>(`/api/console/approvals/${id}/decide`, input);
const waiting = async (who: Visitor) =>
  (await who.get<TodayView>('/api/console/today')).body.exceptions.messages;
const summaries = async () => {
  const { body } = await scene.manager.get<{ records: RecordView[] }>(
    `/api/console/clients/${scene.clientId}/records`,
  );
  return body.records.map((each) => `${each.actor}：${each.body.summary}`);
};

describe('asking a manager (R11)', () => {
  it('keeps the draft with its reason, and shows it to managers and to whoever asked', async () => {
    await atNight();
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(await waiting(scene.manager)).toMatchObject([
      { id: body.id, reason: '今夜、本人が電話を待っている', askedBy: '佐藤 健', mine: false, outcome: null },
    ]);
    expect(await waiting(counselor)).toMatchObject([{ id: body.id, mine: true }]);
    const third = await colleague(scene, '原田 けい');
    expect(await waiting(third)).toEqual([]);
    expect(scene.office.pushes).toEqual([]);
  });

  it('is not asked within the hours, nor for what the manual refuses, nor twice', async () => {
    expect((await ask()).problem.detail).toContain('送れる時間');
    await atNight();
    expect((await ask({ body: '明日の訪問は中止です。' })).problem.type).toBe('refused-by-manual');
    expect((await ask()).status).toBe(200);
    const again = await ask();
    expect(again.problem).toMatchObject({ type: 'conflict', status: 409 });
    expect(again.problem.detail).toContain('佐藤 健');
  });

  it('asks for the reason of what the manual warns of', async () => {
    await atNight();
    const warned = { body: 'ご連絡をありがとうございます。計画書を郵送しました。' };
    expect((await ask(warned)).problem.type).toBe('reason-needed');
    expect((await ask({ ...warned, override: '本人が待っている書類のため' })).status).toBe(200);
  });

  it('can be taken back by whoever asked', async () => {
    await atNight();
    const { body } = await ask();
    expect((await scene.manager.post(`/api/console/approvals/${body.id}/withdraw`, {})).status).toBe(403);
    expect((await counselor.post(`/api/console/approvals/${body.id}/withdraw`, {})).status).toBe(200);
    expect(await waiting(scene.manager)).toEqual([]);
    expect((await decide(body.id, { decision: 'approve' })).problem.detail).toContain('取り下げ');
  });
});

describe('a manager decides', () => {
  it('lets it go at once, under the counselor’s name, with both in the record', async () => {
    await atNight();
    const { body } = await ask();
    expect((await decide(body.id, { decision: 'approve', note: '電話の前に一言' })).status).toBe(200);
    await scene.office.settle();
    expect(scene.office.pushes).toHaveLength(1);
    const written = await summaries();
    expect(written).toContain('中村 さおり：LINE「返信」：時間外に送ることを承認しました（管理者）');
    expect(written).toContain('佐藤 健：LINE「返信」を送りました');
    expect(await waiting(counselor)).toMatchObject([{ outcome: 'approved', note: '電話の前に一言' }]);
    expect(await waiting(scene.manager)).toEqual([]);
  });

  it('needs no urgency any more once the hours have come', async () => {
    await atNight();
    const { body } = await ask();
    scene.office.now = jst('2026-11-25T09:00');
    expect((await decide(body.id, { decision: 'approve' })).status).toBe(200);
    const { rows } = await scene.office.raw.execute('select urgent_by, author_staff_id from messages');
    expect(rows[0]?.urgent_by).toBeNull();
  });

  it('declines with a reason, and leaves a phone task', async () => {
    await atNight();
    const { body } = await ask();
    expect((await decide(body.id, { decision: 'decline' })).problem.fields).toHaveProperty('note');
    expect((await decide(body.id, { decision: 'decline', note: '明日の朝、電話で' })).status).toBe(200);
    expect(await waiting(counselor)).toMatchObject([{ outcome: 'declined', decidedBy: '中村 さおり' }]);
    const { body: today } = await counselor.get<TodayView>('/api/console/today');
    expect(today.tasks.map((each) => each.title)).toContainEqual(
      expect.stringContaining('見送りになりました'),
    );
    await scene.office.settle();
    expect(scene.office.pushes).toEqual([]);
  });

  it('finds that the manual no longer lets it go: nothing is sent, and a phone task stands', async () => {
    await atNight();
    const { body } = await ask();
    await scene.person.post('/api/app/consents/withdraw', { clientId: scene.clientId });
    const refused = await decide(body.id, { decision: 'approve' });
    expect(refused.problem.type).toBe('refused-by-manual');
    expect(refused.problem.rules?.map((each) => each.rule)).toContain('R1');
    await scene.office.settle();
    expect(scene.office.pushes).toEqual([]);
    expect(await waiting(counselor)).toMatchObject([{ outcome: 'void' }]);
  });

  it('is one: of two managers the second is told who was first', async () => {
    await atNight();
    const { body } = await ask();
    const second = await colleague(scene, '岡本 みどり');
    await scene.office.raw.execute("update staff set role = 'manager' where name = '岡本 みどり'");
    const outcomes = await Promise.all([
      decide(body.id, { decision: 'approve' }),
      decide(body.id, { decision: 'decline', note: '電話で' }, second),
    ]);
    expect(outcomes.map((each) => each.status).sort()).toEqual([200, 409]);
    const lost = outcomes.find((each) => each.status === 409);
    expect(lost?.problem.detail).toMatch(/(中村 さおり|岡本 みどり)さんが先に/);
    await scene.office.settle();
    expect(scene.office.pushes.length).toBe(outcomes[0]?.status === 200 ? 1 : 0);
  });

  it('has nothing left to decide when the case was called off', async () => {
    const caseId = await openCase(scene);
    await atNight();
    const { body } = await ask({ caseId });
    await scene.manager.post(`/api/console/cases/${caseId}/cancel`, { reason: '入院', tell: 'phone' });
    const { body: view } = await counselor.get<CaseView>(`/api/console/cases/${caseId}`);
    expect(view.approvals).toMatchObject([{ id: body.id, outcome: 'void' } satisfies Partial<ApprovalRow>]);
    expect((await decide(body.id, { decision: 'approve' })).status).toBe(409);
  });
});
