import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseView } from '../../worker/views/cases.ts';
import type { ClientRow, ClientView, ContactRow } from '../../worker/views/clients.ts';
import type { TodayView } from '../../worker/views/desk.ts';
import {
  choose,
  consent,
  invite,
  openCase,
  openScene,
  type Scene,
  threeFailedCalls,
} from '../support/scene.ts';
import { newLineUserId, Visitor } from '../support/visitor.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.office.close());

const search = async (q: string) => {
  const answer = await scene.manager.get<{ rows: ContactRow[] }>(
    `/api/console/contacts?q=${encodeURIComponent(q)}`,
  );
  return answer.body.rows;
};
const add = (clientId: string, contact: object) =>
  scene.manager.post<{ id: string }>(`/api/console/clients/${clientId}/contacts`, contact);

describe('contacts the office knows', () => {
  it('are found by name or reading, with whose they are and nothing to reach them by', async () => {
    await add(scene.clientId, {
      kind: 'guardian',
      name: '大野 花子',
      kana: 'おおの はなこ',
      relation: '母',
      phone: '000-0000-0002',
    });
    const client = { id: scene.clientId, name: '大野 みのり', kana: 'おおの みのり' };
    const [mother, ...others] = await search('はなこ');
    expect(others).toEqual([]);
    expect(mother).toEqual({
      id: mother?.id,
      name: '大野 花子',
      kana: 'おおの はなこ',
      kind: 'guardian',
      clients: [{ ...client, relation: '母' }],
    });
    expect((await search('大野')).map((row) => row.name)).toEqual(['大野 花子', '大野 みのり']);
    expect(await search('%')).toEqual([]);
    expect(await search('_')).toEqual([]);
  });

  it('are linked to a second client, and then named with both', async () => {
    const { body: brother } = await scene.manager.post<{ id: string }>('/api/console/clients', {
      name: '大野 翔',
      kana: 'おおの しょう',
      attendsProgram: false,
      monitoringMonths: [],
    });
    const { body: mother } = await add(scene.clientId, {
      kind: 'guardian',
      name: '大野 花子',
      relation: '母',
    });
    expect((await add(brother.id, { contactId: mother.id, relation: '母' })).status).toBe(200);
    const [found] = await search('花子');
    expect(found?.clients.map((each) => each.name)).toEqual(['大野 翔', '大野 みのり']);
  });

  it('are not listed without a word to look for', async () => {
    expect((await scene.manager.get('/api/console/contacts')).status).toBe(400);
    expect((await scene.manager.get('/api/console/contacts?q=%20')).status).toBe(400);
  });
});

describe('a contact whose LINE account is somebody else’s', () => {
  const gate = async (caseId: string) =>
    (await scene.manager.get<CaseView>(`/api/console/cases/${caseId}`)).body.callbackRequest;
  const unlink = (reason = 'ちがう人が読み取った') =>
    scene.manager.post(`/api/console/contacts/${scene.contactId}/unlink`, { reason });

  it('is parted from it with a reason: nothing is sent until the right person has chosen', async () => {
    await consent(scene);
    const caseId = await openCase(scene);
    await threeFailedCalls(scene, caseId);
    const wrong = scene.person;
    const before = await gate(caseId);
    const wait = { contactId: scene.contactId, clientId: scene.clientId, caseId, ...before.draft };
    scene.office.now = Date.parse('2026-11-24T22:00:00+09:00');
    await scene.manager.post('/api/console/messages', { ...wait, purpose: 'callback-request' });
    const queued = () =>
      scene.office.raw.execute("select status from messages where purpose = 'callback-request'");
    expect((await queued()).rows.map((row) => row.status)).toEqual(['queued']);

    expect((await unlink('')).status).toBe(400);
    expect((await unlink()).status).toBe(200);
    expect((await unlink()).status).toBe(409);
    expect((await queued()).rows.map((row) => row.status)).toEqual(['dropped']);
    const { body: client } = await scene.manager.get<ClientView>(`/api/console/clients/${scene.clientId}`);
    const [contact] = client.contacts;
    expect([contact?.linked, contact?.consent.state, contact?.choices.length]).toEqual([false, 'none', 1]);
    const { body: list } = await scene.manager.get<{ rows: ClientRow[] }>('/api/console/clients');
    expect(list.rows[0]?.consent).toBe('none');
    expect((await wrong.get<{ me: unknown }>('/api/app/home')).body.me).toBeNull();
    scene.office.now = Date.parse('2026-11-25T10:00:00+09:00');
    const { verdict } = await gate(caseId);
    expect([verdict.outcome, verdict.findings.map((each) => each.rule)]).toEqual(['refuse', ['R1']]);
    const { rows } = await scene.office.raw.execute(
      "select body from record_entries where kind = 'contact-unlinked'",
    );
    expect(rows.map((row) => JSON.parse(String(row.body)).reason)).toEqual(['ちがう人が読み取った']);

    const waits = async () =>
      (await scene.manager.get<TodayView>('/api/console/today')).body.waitingConsents.map((each) => [
        each.contactName,
        each.state,
      ]);
    scene.office.now += 15 * 86_400_000;
    await scene.manager.signIn('staff');
    expect(await waits()).toEqual([]);
    const anew = await invite(scene);
    expect(await waits()).toEqual([['大野 みのり', 'none']]);
    scene.person = await new Visitor(scene.office, newLineUserId()).signIn('user');
    expect((await choose(scene, 'later', { token: anew })).status).toBe(200);
    expect(await waits()).toEqual([['大野 みのり', 'later']]);
    expect((await choose(scene, 'yes', { clientId: scene.clientId })).status).toBe(200);
    expect((await gate(caseId)).verdict.outcome).not.toBe('refuse');
  });
});
