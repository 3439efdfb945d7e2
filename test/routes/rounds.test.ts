import { afterEach, beforeEach, expect, it } from 'vitest';
import { tickAfter } from '../../local/cron.ts';
import { nextTick } from '../../worker/services/job/turns.ts';
import type { JobsView, ProposalView } from '../../worker/views/notices.ts';
import { colleague, consent, jst, openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene(jst('2027-02-10T10:00'));
  await consent(scene);
});
afterEach(() => scene.office.close());

const proposals = async () =>
  (await scene.manager.get<{ proposals: ProposalView[] }>('/api/console/proposals')).body.proposals;
const open = (proposalId: string) =>
  scene.manager.post<{ id: string }>(`/api/console/clients/${scene.clientId}/cases`, {
    kind: 'monitoring',
    purpose: '3月のモニタリング',
    plannedMethod: 'visit',
    participants: [scene.contactId],
    proposalId,
  });

it('a proposed monitoring is opened as a case, by one of two', async () => {
  await scene.office.cron();
  const [proposal] = await proposals();
  expect(proposal).toMatchObject({
    month: '2027-03',
    client: { name: '大野 みのり' },
    counselor: '中村 さおり',
  });
  const both = await Promise.all([open(proposal?.id ?? ''), open(proposal?.id ?? '')]);
  expect(both.map((each) => each.status).sort()).toEqual([200, 409]);
  expect(await proposals()).toEqual([]);
  const { rows } = await scene.office.raw.execute('select case_id, settled_by from monitoring_proposals');
  expect(rows[0]?.case_id).toBe(both.find((each) => each.status === 200)?.body.id);
});

it('or is dismissed with a reason, which stands in the record; and is not proposed again', async () => {
  await scene.office.cron();
  const [proposal] = await proposals();
  const path = `/api/console/proposals/${proposal?.id}/dismiss`;
  expect((await scene.manager.post(path, { reason: ' ' })).status).toBe(400);
  expect((await scene.manager.post(path, { reason: '4月に会う約束があるため' })).status).toBe(200);
  expect((await scene.manager.post(path, { reason: 'もう一度' })).status).toBe(409);
  scene.office.now += 86_400_000;
  await scene.office.cron();
  expect(await proposals()).toEqual([]);
  expect((await open(proposal?.id ?? '')).status).toBe(409);
  const { body } = await scene.manager.get<{ records: { kind: string; body: { reason?: string } }[] }>(
    `/api/console/clients/${scene.clientId}/records`,
  );
  expect(body.records.find((each) => each.kind === 'proposal-dismissed')?.body.reason).toBe(
    '4月に会う約束があるため',
  );
});

it('goes when a monitoring was opened without it', async () => {
  await scene.office.cron();
  const other = await colleague(scene);
  await other.post(`/api/console/clients/${scene.clientId}/cases`, {
    kind: 'monitoring',
    purpose: '3月のモニタリング',
    plannedMethod: 'visit',
    participants: [scene.contactId],
  });
  expect(await proposals()).toEqual([]);
});

it('every job is listed with its last run and its next', async () => {
  const { body: before } = await scene.manager.get<JobsView>('/api/console/jobs');
  expect(before.jobs.every((job) => job.lastAt === null)).toBe(true);
  for (let n = 0; n < 4; n += 1) {
    await scene.office.cron();
    scene.office.now += 300_000;
  }
  const { body } = await scene.manager.get<JobsView>('/api/console/jobs');
  const job = (name: string) => body.jobs.find((each) => each.name === name);
  expect(job('monitoring-due')).toMatchObject({
    turn: '毎日 06:00',
    lastAt: jst('2027-02-10T10:00'),
    doneAt: jst('2027-02-10T10:00'),
    nextAt: jst('2027-02-11T06:00'),
    counts: { proposed: 1 },
    failures: 0,
  });
  expect(job('user-reminders')).toMatchObject({ turn: '1時間ごと', nextAt: jst('2027-02-10T11:00') });
  expect(job('deliver')).toMatchObject({ lastAt: jst('2027-02-10T10:15'), nextAt: jst('2027-02-10T10:25') });
  const daily = body.jobs.filter((each) => each.turn.startsWith('毎日'));
  expect(daily.length).toBeGreaterThanOrEqual(6);
  expect(daily.every((each) => each.doneAt !== null)).toBe(true);
});

it('the next tick is the one that cron has', () => {
  for (const time of [
    '07:52',
    '08:00',
    '08:01',
    '12:34',
    '20:55',
    '20:59',
    '21:00',
    '21:05',
    '23:58',
    '03:11',
  ])
    expect(nextTick(jst(`2027-02-10T${time}`)), time).toBe(tickAfter(jst(`2027-02-10T${time}`)).at);
});
