import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseView, Suggestions, Verdict } from '../../worker/views/cases.ts';
import type { DraftText, DraftVerdict } from '../../worker/views/messages.ts';
import {
  colleague,
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
  scene = await openScene(jst('2026-11-24T10:00'));
});
afterEach(() => scene.office.close());

const view = async (caseId: string) =>
  (await scene.manager.get<CaseView>(`/api/console/cases/${caseId}`)).body;
const confirm = (caseId: string, slotId: string | undefined, who = scene.manager) =>
  who.post(`/api/console/cases/${caseId}/confirm`, { slotId });
const GROUND = { reason: '感染症で施設に入れない', wishBy: '大野 みのり', wishHow: '電話で本人から' };
const line = (wishAt: number) => ({ line: { ...GROUND, wishAt } });

it('says how far the record of this client has grown, whatever is written about others', async () => {
  const caseId = await openCase(scene);
  const other = { name: '小林 空', kana: 'こばやし そら', attendsProgram: false, monitoringMonths: [] };
  const { body } = await scene.manager.post<{ id: string }>('/api/console/clients', other);
  const contact = { kind: 'person', name: '小林 空', relation: '本人', phone: '000-0000-0002' };
  for (let i = 0; i < 6; i += 1)
    await scene.manager.post(`/api/console/clients/${body.id}/contacts`, contact);
  const { head } = await view(caseId);
  expect((await scene.manager.get(`/api/console/cases/${caseId}/head`)).body).toEqual({ head });
});

/** A consented person whose date stands, with a reminder asked for. */
async function confirmed(): Promise<{ caseId: string; slots: string[] }> {
  await consent(scene);
  await scene.person.put('/api/app/reminder', { time: '18:00' });
  const caseId = await openCase(scene);
  const slots = await offer(scene, caseId, [jst('2026-12-04T10:00'), jst('2026-12-07T14:00')]);
  await confirm(caseId, slots[0]);
  await scene.office.settle();
  scene.office.pushes.length = 0;
  return { caseId, slots };
}

describe('changing a confirmed date (R10)', () => {
  const change = (caseId: string, who = scene.manager) =>
    who.post<{ taskIds: string[] }>(`/api/console/cases/${caseId}/change`, {
      reason: '相談員の通院',
      tell: 'phone',
    });

  it('is told by voice: the reminder dies, a task stands for everyone, and the case asks for a date again', async () => {
    const { caseId, slots } = await confirmed();
    expect((await change(caseId)).body.taskIds).toHaveLength(1);
    const now = await view(caseId);
    expect(now).toMatchObject({
      status: 'open',
      confirmed: null,
      changed: { from: jst('2026-12-04T10:00'), by: '中村 さおり', reason: '相談員の通院' },
    });
    expect(now.tasks.map((each) => each.title)).toEqual([expect.stringContaining('日が変わることを電話で')]);
    expect(now.slots.map((each) => each.id)).toEqual([slots[1]]);
    expect(now.messages.filter((each) => each.status === 'queued')).toEqual([]);
    expect(now.records.map((each) => each.kind)).toContain('date-changed');
    scene.office.now = jst('2026-12-03T18:00');
    await scene.office.cron();
    expect(scene.office.pushes).toEqual([]);
  });

  it('ends with a new date that is told by voice too, in the same task, and reminded of', async () => {
    const { caseId, slots } = await confirmed();
    await change(caseId);
    expect((await confirm(caseId, slots[1])).status).toBe(200);
    await scene.office.settle();
    expect(scene.office.pushes).toEqual([]);
    const { tasks, changed, messages } = await view(caseId);
    expect(changed).toBeNull();
    expect(tasks.map((each) => each.title)).toEqual([expect.stringContaining('12/7（月）14:00')]);
    expect(messages.filter((each) => each.status === 'queued').map((each) => each.purpose)).toEqual([
      'reminder',
    ]);
  });

  it('may come back to the same time, and is told once more', async () => {
    const { caseId, slots } = await confirmed();
    await change(caseId);
    for (const task of (await view(caseId)).tasks)
      await scene.manager.post(`/api/console/tasks/${task.id}/done`, {});
    const [again] = await offer(scene, caseId, [jst('2026-12-04T10:00')]);
    expect(again).toBe(slots[0]);
    await confirm(caseId, again);
    const { tasks, messages } = await view(caseId);
    expect(tasks.map((each) => each.title)).toEqual([expect.stringContaining('12/4（金）10:00')]);
    expect(messages.filter((each) => each.status === 'queued')).toHaveLength(1);
  });

  it('is begun by one of two counselors; the other is told who', async () => {
    const { caseId } = await confirmed();
    const other = await colleague(scene);
    const outcomes = await Promise.all([change(caseId), change(caseId, other)]);
    expect(outcomes.map((each) => each.status).sort()).toEqual([200, 409]);
    const lost = outcomes.find((each) => each.status === 409);
    expect(lost?.problem.detail).toMatch(/(中村 さおり|佐藤 健)さんが先に、日を変える/);
  });
});

describe('ending a case', () => {
  it('says who was first, and leaves only what tells people', async () => {
    const { caseId } = await confirmed();
    const other = await colleague(scene);
    await scene.manager.post(`/api/console/clients/${scene.clientId}/visits`, {
      contactId: scene.contactId,
      caseId,
      at: jst('2026-11-30T10:00'),
      place: 'ご自宅',
      about: '日程の相談',
    });
    const cancel = { reason: '本人の入院', tell: 'visit' };
    expect((await other.post(`/api/console/cases/${caseId}/cancel`, cancel)).status).toBe(200);
    const second = await scene.manager.post(`/api/console/cases/${caseId}/cancel`, cancel);
    expect(second.problem).toMatchObject({ status: 409, detail: '佐藤 健さんが先にとりやめにしました。' });
    const { tasks, cancelled } = await view(caseId);
    expect(cancelled).toMatchObject({ by: '佐藤 健', reason: '本人の入院' });
    expect(tasks.map((each) => each.kind)).toEqual(['visit']);
    expect(tasks[0]?.title).toContain('とりやめを訪問して伝えます');
  });
});

describe('LINE as the method (R7, R8)', () => {
  it('is judged when planned, when the plan changes, when the date is fixed, and when held', async () => {
    const first = await openCase(scene, { plannedMethod: 'line', ...line(scene.office.now) });
    const second = await openCase(scene, { plannedMethod: 'line', ...line(scene.office.now) });
    const third = await openCase(scene, { plannedMethod: 'visit' });
    const held = {
      method: 'line',
      place: 'LINE',
      startedAt: scene.office.now - 3_600_000,
      endedAt: scene.office.now,
    };
    expect((await scene.manager.post(`/api/console/cases/${first}/held`, held)).status).toBe(200);

    const [slot] = await offer(scene, second, [jst('2026-12-07T14:00')]);
    const fixed = await confirm(second, slot);
    expect(fixed.problem).toMatchObject({ status: 422, type: 'refused-by-manual' });
    expect(fixed.problem.rules?.map((each) => each.rule)).toContain('R8');

    const changed = await scene.manager.put(`/api/console/cases/${third}/method`, {
      method: 'line',
      ...line(scene.office.now),
    });
    expect(changed.problem.rules?.map((each) => each.rule)).toContain('R8');
    expect((await view(third)).alternation).toMatchObject({
      line: { outcome: 'refuse' },
      last: { method: 'line' },
    });

    expect((await scene.manager.put(`/api/console/cases/${second}/method`, { method: 'visit' })).status).toBe(
      200,
    );
    expect((await confirm(second, slot)).status).toBe(200);
  });

  it('is judged for a date that lies back, while the form is filled in', async () => {
    const caseId = await openCase(scene, { plannedMethod: 'visit' });
    const other = await openCase(scene, { plannedMethod: 'visit' });
    const startedAt = scene.office.now - 5 * 86_400_000;
    const wish = line(startedAt - 86_400_000);
    await scene.manager.post(`/api/console/cases/${caseId}/held`, {
      method: 'line',
      place: 'LINE',
      startedAt,
      endedAt: startedAt + 3_600_000,
      ...wish,
    });
    const check = (at: number, method = 'line') =>
      scene.manager.post<Verdict>(`/api/console/clients/${scene.clientId}/meetings/check`, {
        do: 'mark-held',
        kind: 'monitoring',
        method,
        at,
        caseId: other,
        ...wish,
      });
    expect((await check(startedAt - 2 * 86_400_000)).body.findings.map((each) => each.rule)).toContain('R8');
    expect((await check(startedAt - 2 * 86_400_000)).body.outcome).toBe('refuse');
    expect((await check(scene.office.now, 'visit')).body.outcome).toBe('allow');
  });
});

describe('times to offer', () => {
  it('are suggested around what is fixed, and one that overlaps goes only knowingly', async () => {
    const rival = await openCase(scene, { purpose: '別の用件' });
    const [slot] = await offer(scene, rival, [jst('2026-11-27T10:00')]);
    await confirm(rival, slot);
    const caseId = await openCase(scene);
    const { body } = await scene.manager.get<Suggestions>(
      `/api/console/cases/${caseId}/suggestions?minutes=90`,
    );
    expect(body).toMatchObject({ place: 'ご自宅', travelMinutes: 30 });
    expect(body.times).toHaveLength(5);
    expect(
      body.times.some(
        (each) => each.startsAt < jst('2026-11-27T11:00') && each.endsAt > jst('2026-11-27T10:00'),
      ),
    ).toBe(false);

    const startsAt = jst('2026-11-27T10:30');
    const slots = [{ startsAt, endsAt: startsAt + 3_600_000, place: 'ご自宅' }];
    const path = `/api/console/cases/${caseId}/slots`;
    const checked = await scene.manager.post<{ clashes: { kind: string }[][] }>(`${path}/check`, { slots });
    expect(checked.body.clashes.map((each) => each.map(({ kind }) => kind))).toEqual([['overlap']]);
    const refused = await scene.manager.post(path, { slots });
    expect(refused.problem).toMatchObject({ status: 409, type: 'slots-overlap' });
    expect(refused.problem.detail).toContain('11/27（金）10:00–11:00');
    expect((await scene.manager.post(path, { slots, knowing: true })).status).toBe(200);
  });

  it('may be none: preferred days are asked for all the same (R4)', async () => {
    await consent(scene);
    const caseId = await openCase(scene);
    await threeFailedCalls(scene, caseId);
    expect((await view(caseId)).dateRequest.draft.body).toContain('曜日や時間帯');
    expect((await send(scene, caseId, 'date-request', '急ぎの日程のため')).status).toBe(200);
  });
});

describe('what is written', () => {
  const draft = (more: object = {}) => ({
    contactId: scene.contactId,
    clientId: scene.clientId,
    purpose: 'info',
    greeting: '',
    body: 'お話ししたいことがあります。ご都合のよいときに、お電話をいただけますか。',
    ...more,
  });

  it('starts from texts that the manual lets go as they are', async () => {
    await consent(scene);
    const caseId = await openCase(scene);
    await threeFailedCalls(scene, caseId);
    for (const purpose of ['callback-request', 'date-request', 'reply', 'info']) {
      const about = { contactId: scene.contactId, clientId: scene.clientId, caseId, purpose };
      const { body } = await scene.manager.get<{ drafts: DraftText[] }>(
        `/api/console/drafts?${new URLSearchParams(about)}`,
      );
      expect(body.drafts.length).toBeGreaterThan(0);
      for (const { greeting, body: text } of body.drafts) {
        const { body: verdict } = await scene.manager.post<DraftVerdict>('/api/console/messages/check', {
          ...about,
          greeting,
          body: text,
        });
        const content = verdict.findings.filter(
          (each) => !['R0', 'R1', 'R3', 'R4', 'R11'].includes(each.rule),
        );
        expect(content, text).toEqual([]);
      }
    }
  });

  it('can wait for the next business day instead of going on a closed one (R11)', async () => {
    await consent(scene);
    scene.office.now = jst('2026-11-28T10:00');
    const about = draft({ override: '週明けに読めるように' });
    const { body: verdict } = await scene.manager.post<DraftVerdict>('/api/console/messages/check', draft());
    expect(verdict.later).toBe(jst('2026-11-30T08:00'));
    expect((await scene.manager.post('/api/console/messages', { ...about, later: true })).status).toBe(200);
    await scene.office.settle();
    await scene.office.cron();
    expect(scene.office.pushes).toEqual([]);
    scene.office.now = jst('2026-11-30T08:00');
    await scene.office.cron();
    expect(scene.office.pushes).toHaveLength(1);
  });

  it('can be taken back while it waits, and not once it went', async () => {
    await consent(scene);
    scene.office.now = jst('2026-11-24T21:30');
    const about = draft({ override: '電話は明日' });
    const { body: queued } = await scene.manager.post<{ id: string }>('/api/console/messages', about);
    expect((await scene.manager.post(`/api/console/messages/${queued.id}/withdraw`)).status).toBe(200);
    scene.office.now = jst('2026-11-25T08:00');
    await scene.office.cron();
    expect(scene.office.pushes).toEqual([]);
    const { body: sent } = await scene.manager.post<{ id: string }>('/api/console/messages', about);
    await scene.office.settle();
    expect(scene.office.pushes).toHaveLength(1);
    const late = await scene.manager.post(`/api/console/messages/${sent.id}/withdraw`);
    expect(late.problem.detail).toContain('取り消せません');
  });

  it('shows what a colleague wrote meanwhile, before it goes', async () => {
    await consent(scene);
    const other = await colleague(scene);
    const { body: verdict } = await scene.manager.post<DraftVerdict>('/api/console/messages/check', draft());
    scene.office.now += 60_000;
    const override = '電話に出られないため';
    await other.post('/api/console/messages', draft({ override }));
    scene.office.now += 60_000;
    const mine = { ...draft({ override }), seenAt: verdict.seenAt };
    const conflict = await scene.manager.post('/api/console/messages', mine);
    expect(conflict.problem).toMatchObject({ status: 409, type: 'conflict' });
    expect(conflict.problem.detail).toContain('佐藤 健さんがこの方へ「連絡」を送りました');
    const read = { ...mine, seenAt: scene.office.now };
    expect((await scene.manager.post('/api/console/messages', read)).status).toBe(200);
  });
});
