import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HandOverView } from '../../worker/views/office.ts';
import { colleague, offer, openCase, openScene, type Scene } from '../support/scene.ts';
import type { Visitor } from '../support/visitor.ts';

const DAY = 86_400_000;
let scene: Scene;
let leaving: Visitor;
let ids: { leaving: string; staying: string };
beforeEach(async () => {
  scene = await openScene();
  leaving = await colleague(scene, '佐藤 健');
  const { rows } = await scene.office.raw.execute('select id, role from staff');
  const of = (role: string) => String(rows.find((row) => row.role === role)?.id);
  ids = { leaving: of('counselor'), staying: of('manager') };
});
afterEach(() => scene.office.close());

async function clientOf(by: Visitor, name: string) {
  const { body } = await by.post<{ id: string }>('/api/console/clients', {
    ...{ name, kana: 'みほん', attendsProgram: false, monitoringMonths: [] },
  });
  const { body: contact } = await by.post<{ id: string }>(`/api/console/clients/${body.id}/contacts`, {
    ...{ kind: 'person', name, relation: '本人' },
  });
  return { ...scene, manager: by, clientId: body.id, contactId: contact.id };
}
async function fixed(of: Scene, at: number) {
  const caseId = await openCase(of);
  const [slot] = await offer(of, caseId, [at]);
  await of.manager.post(`/api/console/cases/${caseId}/confirm`, { slotId: slot });
  return caseId;
}
const rows = async (sql: string) => (await scene.office.raw.execute(sql)).rows.map((row) => ({ ...row }));
const path = () => `/api/console/staff/${ids.leaving}/hand-over`;

it('moves the clients with their open cases and fixed meetings, writes it down, and names what then overlaps', async () => {
  const { office, manager } = scene;
  const one = await clientOf(leaving, '見本 一');
  const two = await clientOf(leaving, '見本 二');
  const at = office.now + 7 * DAY;
  await fixed(scene, at);
  const meeting = await fixed(one, at);
  const open = await openCase(two);
  const { body: view } = await manager.get<HandOverView>(path());
  expect(view.clients.map(({ name, cases, meetings }) => ({ name, cases, meetings }))).toEqual(
    expect.arrayContaining([
      { name: '見本 一', cases: 1, meetings: [at] },
      { name: '見本 二', cases: 1, meetings: [] },
    ]),
  );
  expect(view.colleagues.map((each) => each.id)).toEqual([ids.staying]);

  const { status, body } = await manager.post<{ moved: number; left: number; overlaps: string[] }>(path(), {
    to: ids.staying,
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ moved: 2, left: 0 });
  expect(body.overlaps).toEqual([expect.stringContaining('見本 一')]);
  expect(await rows(`select 1 from clients where counselor_id = '${ids.leaving}'`)).toEqual([]);
  expect(
    await rows(`select counselor_id from cases where id in ('${meeting}', '${open}') group by counselor_id`),
  ).toEqual([{ counselor_id: ids.staying }]);
  const entries = await rows("select body from record_entries where kind = 'handed-over'");
  expect(entries).toHaveLength(2);
  expect(String(entries[0]?.body)).toContain('佐藤 健さんから中村 さおりさんに');
  const changes = await rows("select summary from office_changes where summary like '%引きつぎ%'");
  expect(changes).toEqual([{ summary: '佐藤 健さんの担当2人を、中村 さおりさんに引きつぎました' }]);
  expect((await manager.post(path(), { to: ids.staying })).body).toMatchObject({ moved: 0, left: 0 });
});

it('moves the chosen ones only, and to nobody who is not here', async () => {
  const { manager } = scene;
  const one = await clientOf(leaving, '見本 一');
  await clientOf(leaving, '見本 二');
  expect((await manager.post(path(), { to: ids.leaving })).status).toBe(400);
  expect((await manager.post(path(), { to: 'nobody' })).status).toBe(400);
  const { body } = await manager.post(path(), { to: ids.staying, clientIds: [one.clientId, scene.clientId] });
  expect(body).toMatchObject({ moved: 1 });
  expect(await rows(`select name from clients where counselor_id = '${ids.leaving}'`)).toEqual([
    { name: '見本 二' },
  ]);
});

it("asks on the client's own page whether the work in hand goes along, and names what then overlaps", async () => {
  const { office, manager } = scene;
  const at = office.now + 7 * DAY;
  await fixed(scene, at);
  const one = await clientOf(leaving, '見本 一');
  const meeting = await fixed(one, at);
  const open = await openCase(one);
  const to = (counselorId: string, revision: number, more: object = {}) =>
    manager.put<{ revision: number; overlaps: string[] }>(`/api/console/clients/${one.clientId}`, {
      ...{ revision, name: '見本 一', kana: 'みほん', shownName: '見本 一', birthDate: null },
      ...{ attendsProgram: false, monitoringMonths: [], counselorId, ...more },
    });
  const held = () =>
    rows(`select distinct counselor_id from cases where id in ('${meeting}', '${open}')`).then((found) =>
      found.map((each) => each.counselor_id),
    );
  const handed = () => rows("select body from record_entries where kind = 'handed-over'");

  expect((await to(ids.staying, 1, { takeCases: false })).body.overlaps).toEqual([]);
  expect([await held(), await handed()]).toEqual([[ids.leaving], []]);
  await to(ids.leaving, 2);
  expect((await to(ids.staying, 3)).body.overlaps).toEqual([expect.stringContaining('見本 一')]);
  expect(await held()).toEqual([ids.staying]);
  const entries = await handed();
  expect(entries).toHaveLength(1);
  expect(String(entries[0]?.body)).toContain('進んでいる調整：2件');
});

it('comes first when somebody with clients is let go', async () => {
  const { manager } = scene;
  await clientOf(leaving, '見本 一');
  const letGo = (more: object = {}) =>
    manager.post(`/api/console/staff/${ids.leaving}`, { active: false, ...more });
  expect((await letGo()).status).toBe(409);
  expect((await leaving.get('/api/console/me')).status).toBe(200);
  await manager.post(path(), { to: ids.staying });
  expect((await letGo()).status).toBe(200);
  await expect(leaving.get('/api/console/me')).rejects.toThrow('not let in');
});

it('can wait when somebody must be let go at once', async () => {
  await clientOf(leaving, '見本 一');
  const { status } = await scene.manager.post(`/api/console/staff/${ids.leaving}`, {
    ...{ active: false, leaveClients: true },
  });
  expect(status).toBe(200);
  await expect(leaving.get('/api/console/me')).rejects.toThrow('not let in');
});
