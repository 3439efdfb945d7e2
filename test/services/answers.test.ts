import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseView } from '../../worker/views/cases.ts';
import type { TodayView } from '../../worker/views/desk.ts';
import type { AppCase, AppHome, AppSchedule } from '../../worker/views/mini-app.ts';
import {
  choose,
  consent,
  invite,
  jst,
  offer,
  openCase,
  openScene,
  type Scene,
  send,
  threeFailedCalls,
} from '../support/scene.ts';
import { newLineUserId, Visitor } from '../support/visitor.ts';

let scene: Scene;
let caseId: string;
beforeEach(async () => {
  scene = await openScene(jst('2026-12-08T10:00'));
  await consent(scene);
});
afterEach(() => scene.office.close());

let key = 0;
const answerBy = (who: Visitor, input: object) =>
  who.post(`/api/app/cases/${caseId}/answer`, { submissionKey: `answer-key-${++key}`, ...input });
const answer = (input: object) => answerBy(scene.person, input);
const seen = async (who = scene.person) => (await who.get<AppCase>(`/api/app/cases/${caseId}`)).body;
const staffSees = async () => (await scene.manager.get<CaseView>(`/api/console/cases/${caseId}`)).body;
const today = async () => (await scene.manager.get<TodayView>('/api/console/today')).body;

async function another(kind: string, name: string): Promise<{ id: string; visitor: Visitor }> {
  const { body } = await scene.manager.post<{ id: string }>(
    `/api/console/clients/${scene.clientId}/contacts`,
    { kind, name, relation: kind },
  );
  const visitor = await new Visitor(scene.office, newLineUserId()).signIn('user');
  await choose(scene, 'yes', { token: await invite({ ...scene, contactId: body.id }) }, visitor);
  return { id: body.id, visitor };
}

describe('offered times', () => {
  it('takes all that suit and ranks three of them', async () => {
    caseId = await openCase(scene);
    const days = Array.from({ length: 12 }, (_, i) => jst('2026-12-14T10:00') + i * 86_400_000);
    const ids = await offer(scene, caseId, days);
    const [a, b, c, d, e] = ids;
    expect((await answer({ choice: 'ranked', ranked: [c, a, b], also: [d, e] })).status).toBe(200);
    const mine = (await staffSees()).participants[0]?.answer;
    expect(mine?.marks.map((each) => [each.slotId, each.rank])).toEqual([
      [c, 1],
      [a, 2],
      [b, 3],
      [d, null],
      [e, null],
    ]);
  });

  it('ranks no fourth, and nothing twice', async () => {
    caseId = await openCase(scene);
    const ids = await offer(
      scene,
      caseId,
      [14, 15, 16, 17].map((day) => jst(`2026-12-${day}T10:00`)),
    );
    expect((await answer({ choice: 'ranked', ranked: ids })).problem.fields?.ranked).toContain('3つ');
    const [a] = ids;
    expect((await answer({ choice: 'ranked', ranked: [a], also: [a] })).status).toBe(400);
  });
});

describe('without offered times (R4)', () => {
  beforeEach(async () => {
    caseId = await openCase(scene);
  });

  it('asks for parts of the office’s open days, keeps them, and shows them to staff', async () => {
    const asked = await seen();
    expect(asked.answersBy).toBe('parts');
    expect(asked.days[0]).toBe('2026-12-09');
    expect(asked.days).not.toContain('2026-12-12');
    expect(asked.days.at(-1)).toBe('2026-12-28');
    const parts = [
      { date: '2026-12-16', part: 'evening' },
      { date: '2026-12-16', part: 'morning' },
      { date: '2026-12-09', part: 'afternoon' },
    ];
    expect((await answer({ choice: 'parts', parts })).status).toBe(200);
    const inTurn = [parts[2], parts[1], parts[0]];
    expect((await seen()).answer).toMatchObject({ choice: 'parts', parts: inTurn });
    const view = await staffSees();
    expect(view.participants[0]?.answer?.parts).toEqual(inTurn);
    const said = view.records.find((each) => each.kind === 'dates-answered')?.body;
    expect(said?.content).toBe('12月9日（水曜日）午後\n12月16日（水曜日）午前・夕方');
  });

  it('drops days that have passed, and takes no answer without any left', async () => {
    const parts = [
      { date: '2026-12-08', part: 'morning' },
      { date: '2026-12-09', part: 'morning' },
    ];
    await answer({ choice: 'parts', parts });
    expect((await seen()).answer?.parts).toEqual([parts[1]]);
    expect((await answer({ choice: 'parts', parts: [parts[0]] })).status).toBe(400);
    expect((await answer({ choice: 'parts', parts: [{ date: '2026-13-99', part: 'morning' }] })).status).toBe(
      400,
    );
  });

  it('asks again once times are offered', async () => {
    await threeFailedCalls(scene, caseId);
    await send(scene, caseId, 'callback-request');
    await send(scene, caseId, 'date-request', '急ぎのため');
    await answer({ choice: 'parts', parts: [{ date: '2026-12-16', part: 'morning' }] });
    const request = async () =>
      (await scene.person.get<AppHome>('/api/app/home')).body.clients[0]?.requests[0];
    expect((await request())?.answeredAt).toBe(scene.office.now);
    scene.office.now += 60_000;
    await offer(scene, caseId, [jst('2026-12-16T10:00')]);
    expect((await request())?.answeredAt).toBeNull();
    expect((await seen()).answersBy).toBe('rank');
  });
});

describe('where', () => {
  it('is asked only where the case leaves it open, of people only, and stored with the answer', async () => {
    const provider = await another('provider', 'つばさ作業所');
    caseId = await openCase(scene, {
      places: ['home', 'office'],
      participants: [scene.contactId, provider.id],
    });
    const [slot] = await offer(scene, caseId, [jst('2026-12-14T10:00')]);
    expect((await seen()).places).toEqual(['home', 'office']);
    expect((await seen(provider.visitor)).places).toEqual([]);
    await answer({ choice: 'ranked', ranked: [slot], place: 'office' });
    expect((await staffSees()).participants[0]?.answer?.place).toBe('office');
    await answer({ choice: 'ranked', ranked: [slot], place: 'provider' });
    expect((await staffSees()).participants[0]?.answer?.place).toBeNull();
  });

  it('can be left open, and settled, later; settled meanwhile, an answer loses only its place', async () => {
    caseId = await openCase(scene);
    const [slot] = await offer(scene, caseId, [jst('2026-12-14T10:00')]);
    const put = (places: string[]) => scene.manager.put(`/api/console/cases/${caseId}/places`, { places });
    expect((await put(['home', 'provider'])).status).toBe(200);
    expect((await staffSees()).placeChoices).toEqual(['home', 'provider']);
    await answer({ choice: 'ranked', ranked: [slot], place: 'any' });
    expect((await seen()).answer?.place).toBe('any');
    await put([]);
    expect((await answer({ choice: 'ranked', ranked: [slot], place: 'home' })).status).toBe(200);
    expect((await seen()).answer?.place).toBeNull();
    await scene.manager.post(`/api/console/cases/${caseId}/confirm`, { slotId: slot });
    expect((await put(['home'])).problem.type).toBe('case-closed');
  });
});

describe('where the meeting is fixed', () => {
  const fix = (body: object) => scene.manager.post(`/api/console/cases/${caseId}/confirm`, body);
  const recorded = async () => (await staffSees()).records.find(({ kind }) => kind === 'confirmed')?.body;
  let slot: string | undefined;
  beforeEach(async () => {
    caseId = await openCase(scene, { places: ['home', 'office'] });
    [slot] = await offer(scene, caseId, [jst('2026-12-14T10:00')]);
    await answer({ choice: 'ranked', ranked: [slot], place: 'office' });
  });

  it('is where the person wished, for the schedule, the calendar and the 相談記録 alike (R5)', async () => {
    expect((await fix({ slotId: slot, where: 'office' })).status).toBe(200);
    const held = { place: 'サンクスシェア', method: 'office' };
    expect(await staffSees()).toMatchObject({ plannedMethod: 'office', confirmed: { place: held.place } });
    expect((await seen()).confirmed).toMatchObject(held);
    const schedule = await scene.person.get<AppSchedule>('/api/app/schedule');
    expect(schedule.body.upcoming).toMatchObject([held]);
    const link = await scene.person.post<{ url: string }>(`/api/app/cases/${caseId}/calendar`, {});
    const ics = await scene.office.fetch(new URL(link.body.url, 'https://office.example').pathname);
    expect(await ics.text()).toContain('LOCATION:サンクスシェア');
    const entry = await recorded();
    expect(entry).toMatchObject(held);
    expect(entry?.content).toContain('希望：事務所');
    expect(entry?.content).toContain('方法：訪問から来所に変えました');
  });

  it('is as it was offered where the counselor leaves it so, and the wish stands in the record', async () => {
    await fix({ slotId: slot });
    expect(await staffSees()).toMatchObject({ plannedMethod: 'visit', confirmed: { place: '自宅' } });
    expect((await recorded())?.content).toContain('希望：事務所');
  });

  it("is said in the counselor's words where they write them", async () => {
    await fix({ slotId: slot, where: 'provider', place: '  つばさ作業所 ' });
    expect(await staffSees()).toMatchObject({ plannedMethod: 'visit', confirmed: { place: 'つばさ作業所' } });
    expect((await fix({ slotId: slot, where: 'moon' })).status).toBe(400);
  });
});

describe('a check-in that worries', () => {
  const worries = async () => (await today()).tasks.filter((each) => each.caseId === caseId);
  beforeEach(async () => {
    caseId = await openCase(scene);
  });

  it('is a task for staff today, once, and never an automatic answer (R6)', async () => {
    await answer({ choice: 'none', health: 'bad', attendance: 'off' });
    await answer({ choice: 'unknown', health: 'bad', attendance: 'off' });
    const tasks = await worries();
    expect(tasks.map((each) => each.kind)).toEqual(['phone']);
    expect(tasks[0]?.title).toContain('よくない');
    expect(tasks[0]?.dueAt).toBe(jst('2026-12-08T14:00'));
    await scene.office.settle();
    await scene.office.cron();
    expect(scene.office.pushes).toHaveLength(0);
    await scene.manager.post(`/api/console/tasks/${tasks[0]?.id}/done`);
    await answer({ choice: 'none', health: 'bad', attendance: 'off' });
    expect(await worries()).toHaveLength(1);
  });

  it('raises nothing for a usual answer', async () => {
    await answer({ choice: 'none', health: 'usual', attendance: 'sometimes-off', note: '元気です' });
    expect(await worries()).toEqual([]);
    expect((await today()).alerts).toEqual([]);
  });

  it('alerts staff at once to words of danger in the ひとこと, and tells the person nothing of it (RX)', async () => {
    const sent = await answer({ choice: 'none', note: 'もう死にたいです' });
    expect(Object.keys(sent.body as object)).toEqual(['answeredAt']);
    await scene.office.settle();
    const { alerts } = await today();
    expect(alerts).toMatchObject([{ kind: 'urgent', contactId: scene.contactId, pushes: 1 }]);
    const [task] = await worries();
    expect(task?.title).toContain('緊急');
    expect(task?.dueAt).toBe(scene.office.now);
    const entry = (await staffSees()).records.find((each) => each.kind === 'dates-answered');
    expect(entry?.body.rules).toContain('RX');
  });

  it('keeps no 通所 of somebody who attends nowhere, and nothing of it from a provider', async () => {
    const provider = await another('provider', 'つばさ作業所');
    await scene.manager.post(`/api/console/cases/${caseId}/participants`, { contactId: provider.id });
    await answerBy(provider.visitor, { choice: 'call', health: 'bad', attendance: 'off' });
    const kept = (await staffSees()).participants.find((each) => each.kind === 'provider')?.answer;
    expect(kept).toMatchObject({ health: null, attendance: null });
    expect((await worries()).map((each) => each.title).join()).not.toContain('よくない');
  });
});

describe('who comes', () => {
  it('is said to the person and the family, and to a provider nobody', async () => {
    const provider = await another('provider', 'つばさ作業所');
    const mother = await another('family', '大野 よしこ');
    caseId = await openCase(scene, {
      kind: 'meeting',
      participants: [scene.contactId, provider.id, mother.id],
    });
    const [slot] = await offer(scene, caseId, [jst('2026-12-14T10:00')]);
    await scene.manager.post(`/api/console/cases/${caseId}/confirm`, { slotId: slot });
    const next = async (who: Visitor) =>
      (await who.get<AppSchedule>('/api/app/schedule')).body.upcoming.find((each) => each.caseId === caseId);
    expect((await next(scene.person))?.people.map((each) => each.name)).toEqual([
      'つばさ作業所',
      '大野 よしこ',
    ]);
    expect((await next(mother.visitor))?.people.map((each) => each.name)).toEqual([
      '大野 みのり',
      'つばさ作業所',
    ]);
    expect((await seen(mother.visitor)).confirmed?.people).toHaveLength(2);
    const theirs = await next(provider.visitor);
    expect(theirs).toMatchObject({ people: [], client: { kana: null } });
    const all = JSON.stringify([theirs, await seen(provider.visitor)]);
    expect(all).not.toContain('よしこ');
    expect(all).not.toContain('おおの');
  });
});

describe('whether an answer is taken, and how the date is told', () => {
  it('says so before anything is asked', async () => {
    caseId = await openCase(scene);
    expect(await seen()).toMatchObject({ mayAnswer: true, toldByLine: true });
    await scene.person.put('/api/app/friend', { friend: false });
    expect(await seen()).toMatchObject({ mayAnswer: true, toldByLine: false });
    await scene.person.post('/api/app/consents/withdraw', { clientId: scene.clientId });
    expect(await seen()).toMatchObject({ mayAnswer: false, toldByLine: false });
  });
});
