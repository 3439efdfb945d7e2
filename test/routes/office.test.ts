import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Verdict } from '../../worker/views/cases.ts';
import type {
  AccessRow,
  ChangeRow,
  ClosuresView,
  Page,
  SessionView,
  SettingsView,
  StaffListView,
} from '../../worker/views/office.ts';
import { colleague, consent, jst, openCase, openScene, type Scene } from '../support/scene.ts';
import { Visitor } from '../support/visitor.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene(jst('2026-11-24T10:00'));
});
afterEach(() => scene.office.close());

const get = async <T>(path: string, by = scene.manager) => (await by.get<T>(`/api/console${path}`)).body;
const post = (path: string, body: object = {}, by = scene.manager) =>
  by.post<object>(`/api/console${path}`, body);
const summaries = async (area = '') =>
  (await get<Page<ChangeRow>>(`/changes?${area ? `area=${area}` : ''}`)).rows.map((row) => row.summary);

describe('a version of the settings that waits', () => {
  it('is withdrawn before its day, and the next goes on from the one before', async () => {
    const save = (effectiveFrom: string, settings: object) => post('/settings', { effectiveFrom, settings });
    await save('2026-11-24', { callsNeeded: 4 });
    await save('2026-12-01', { callsNeeded: 6 });
    expect((await post('/settings/1/withdraw')).status).toBe(409);
    expect((await post('/settings/2/withdraw')).status).toBe(200);
    expect((await post('/settings/2/withdraw')).status).toBe(409);
    await save('2026-12-01', { callsSpreadMinutes: 60 });
    scene.office.now = jst('2026-12-02T10:00');
    const view = await get<SettingsView>('/settings');
    expect(view.inForce).toBe(3);
    expect(view.settings).toMatchObject({ callsNeeded: 4, callsSpreadMinutes: 60 });
    expect(view.versions.map((each) => [each.version, each.withdrawnAt !== null])).toEqual([
      [3, false],
      [2, true],
      [1, false],
    ]);
    expect(await summaries('settings')).toContain('設定の版 2 を、使う前に取り下げました');
    await expect(
      scene.office.raw.execute('update office_settings set settings = settings, withdrawn_at = null'),
    ).rejects.toThrow('append-only');
  });
});

describe('own closed days', () => {
  it('hold at once and are taken away again, each with its history', async () => {
    await consent(scene);
    const caseId = await openCase(scene);
    const check = async () => {
      const { body } = await scene.manager.post<Verdict>('/api/console/messages/check', {
        contactId: scene.contactId,
        clientId: scene.clientId,
        caseId,
        purpose: 'info',
        greeting: '体調はいかがですか。',
        body: 'お知らせがあります。',
      });
      return body.findings.some((each) => each.rule === 'R11');
    };
    expect(await check()).toBe(false);
    expect(
      (await post('/closures', { from: '2026-11-24', until: '2026-11-26', reason: '職員研修' })).status,
    ).toBe(200);
    expect(await check()).toBe(true);
    const view = await get<ClosuresView>('/closures?month=2026-11');
    expect(view.closures.map((each) => each.date)).toEqual(['2026-11-24', '2026-11-25', '2026-11-26']);
    expect(view.days[24]).toEqual({ date: '2026-11-25', closed: true, why: '職員研修' });
    expect(view.days[22]).toEqual({ date: '2026-11-23', closed: true, why: '勤労感謝の日' });
    const remove = (date: string) => scene.manager.call('DELETE', `/api/console/closures/${date}`);
    expect((await remove('2026-11-24')).status).toBe(200);
    expect((await remove('2026-11-24')).status).toBe(404);
    expect(await check()).toBe(false);
    scene.office.now = jst('2026-11-27T10:00');
    expect((await remove('2026-11-25')).status).toBe(409);
    expect(await summaries('closure')).toEqual([
      '11/24（火）の休みをやめました（職員研修）',
      '11/24（火）から11/26（木）までを休みにしました（職員研修）',
    ]);
    for (const wrong of [
      { from: '2026-11-28', until: '2026-11-27', reason: 'x' },
      { from: '2026-11-20', until: '2026-11-28', reason: 'x' },
      { from: '2026-12-01', until: '2027-12-01', reason: 'x' },
      { from: '2026-12-01', until: '2026-12-01', reason: '' },
    ])
      expect((await post('/closures', wrong)).status).toBe(400);
  });
});

describe('staff', () => {
  it('come, change roles and go; the last manager stays one', async () => {
    const other = await colleague(scene, '佐藤 健');
    const { staff } = await get<StaffListView>('/staff');
    const [me, sato] = staff;
    expect([me?.clients, me?.sessions, sato?.clients, sato?.sessions]).toEqual([1, 1, 0, 1]);
    const set = (id: string | undefined, change: object, by = scene.manager) =>
      post(`/staff/${id}`, change, by);
    expect((await set(me?.id, { role: 'counselor' })).problem.detail).toContain('管理者がひとりも');
    expect((await set(me?.id, { active: false })).status).toBe(409);
    expect((await set(sato?.id, { role: 'manager' })).status).toBe(200);
    // Each takes the other's role at the same instant: one of them stays.
    const both = await Promise.all([
      set(me?.id, { role: 'counselor' }, other),
      set(sato?.id, { role: 'counselor' }),
    ]);
    expect(both.filter((each) => each.status === 200)).toHaveLength(1);
    const left = await scene.office.raw.execute(
      "select count(*) n from staff where role = 'manager' and active = 1",
    );
    expect(left.rows[0]?.n).toBe(1);
  });

  it('are signed out everywhere when they are let go, and come back', async () => {
    const other = await colleague(scene, '佐藤 健');
    const id = (await get<StaffListView>('/staff')).staff.find((each) => each.name === '佐藤 健')?.id;
    await post(`/staff/${id}`, { active: false });
    const gone = await scene.office.fetch('/api/console/today', { cookie: other.cookie });
    expect(gone.status).toBe(401);
    await expect(new Visitor(scene.office, other.lineUserId).signIn('staff')).rejects.toThrow('403');
    await post(`/staff/${id}`, { active: true });
    const back = await new Visitor(scene.office, other.lineUserId).signIn('staff');
    expect((await back.get('/api/console/today')).status).toBe(200);
    expect((await summaries('staff')).slice(0, 2)).toEqual([
      '佐藤 健さんをまた入れるようにしました',
      '佐藤 健さんを入れないようにしました',
    ]);
  });

  it('can’t come in by an invitation that was taken back', async () => {
    const { body } = await scene.manager.post<{ code: string; url: string }>(
      '/api/console/staff/invitations',
      { name: '新人', role: 'counselor' },
    );
    expect(body.url).toBe(`https://office.example/console/join?code=${body.code}`);
    const { invitations } = await get<StaffListView>('/staff');
    expect((await post(`/staff/invitations/${invitations[0]?.id}/revoke`)).status).toBe(200);
    await expect(new Visitor(scene.office, 'U-new').join(body.code, '新人')).rejects.toThrow('403');
    expect((await get<StaffListView>('/staff')).invitations[0]?.state).toBe('revoked');
  });
});

describe('sessions', () => {
  it('are one’s own to see and end; a manager sees and ends all', async () => {
    const other = await colleague(scene, '佐藤 健');
    await new Visitor(scene.office, other.lineUserId).signIn('staff');
    const mine = (await get<{ sessions: SessionView[] }>('/sessions', other)).sessions;
    expect(mine.map((each) => each.staff)).toEqual(['佐藤 健', '佐藤 健']);
    expect(mine.filter((each) => each.current)).toHaveLength(1);
    expect((await other.get('/api/console/sessions?all=1')).status).toBe(403);
    const [all] = [(await get<{ sessions: SessionView[] }>('/sessions?all=1')).sessions];
    const managers = all.find((each) => each.staff === '中村 さおり');
    expect((await post(`/sessions/${managers?.id}/end`, {}, other)).status).toBe(404);
    expect((await post('/sessions/end-others', {}, other)).body).toEqual({ ended: 1 });
    const last = (await get<{ sessions: SessionView[] }>('/sessions', other)).sessions[0];
    expect((await post(`/sessions/${last?.id}/end`)).status).toBe(200);
    expect((await scene.office.fetch('/api/console/me', { cookie: other.cookie })).status).toBe(401);
    expect(await summaries('session')).toEqual(['佐藤 健さんのログインを終わらせました']);
  });
});

describe('what was opened', () => {
  it('is shown to managers, by person, client, day and kind, page by page', async () => {
    const other = await colleague(scene, '佐藤 健');
    const path = `/clients/${scene.clientId}`;
    for (let n = 0; n < 60; n += 1) {
      scene.office.now += 11 * 60_000;
      await get(path, other);
    }
    await scene.manager.signIn('staff');
    await scene.office.fetch(`/api/console${path}/records/csv?from=2026-11-01`, {
      cookie: scene.manager.cookie,
    });
    const ask = (query: string) => get<Page<AccessRow>>(`/access?${query}`);
    const first = await ask('');
    expect(first.rows).toHaveLength(50);
    expect(first.rows[0]).toMatchObject({
      what: 'export-records',
      staff: '中村 さおり',
      client: '大野 みのり',
    });
    const second = await ask(`after=${encodeURIComponent(first.next ?? '')}`);
    expect(second.next).toBeNull();
    expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(61);
    expect((await ask('what=export')).rows).toHaveLength(1);
    expect((await ask('what=opened&until=2026-11-24')).rows.length).toBeGreaterThan(0);
    expect((await ask('from=2026-12-24')).rows).toEqual([]);
    expect((await ask('clientId=nobody')).rows).toEqual([]);
    expect((await ask(`staffId=${encodeURIComponent("x' or 1=1")}`)).rows).toEqual([]);
  });
});
