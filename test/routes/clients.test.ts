import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClientRow, ClientView } from '../../worker/views/clients.ts';
import type { RecordPage } from '../../worker/views/records.ts';
import { choose, colleague, invite, openCase, openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.office.close());

const add = (name: string, kana: string) =>
  scene.manager.post<{ id: string }>('/api/console/clients', {
    name,
    kana,
    attendsProgram: true,
    monitoringMonths: [],
  });
const search = async (q: string, after?: string) => {
  const params = new URLSearchParams({ q, ...(after ? { after } : {}) });
  return (
    await scene.manager.get<{ rows: ClientRow[]; next: string | null }>(`/api/console/clients?${params}`)
  ).body;
};
const names = async (q: string) => (await search(q)).rows.map((row) => row.name);
const view = async (id = scene.clientId) =>
  (await scene.manager.get<ClientView>(`/api/console/clients/${id}`)).body;
const records = async (query = '') =>
  (await scene.manager.get<RecordPage>(`/api/console/clients/${scene.clientId}/records${query}`)).body;

describe('searching for clients', () => {
  it('finds any part of the name or the reading, whatever the width and the kana', async () => {
    await add('髙橋 Ｊｏｈｎ', 'ﾀｶﾊｼ ジョン');
    await add('小野寺 百合', 'オノデラ　ユリ');
    for (const q of [
      '髙橋',
      'john',
      'ＪＯＨＮ',
      'たかはし',
      'タカハシ',
      'ﾀｶﾊｼ',
      'はしじょ',
      'タカハシ ジョン',
    ])
      expect(await names(q), q).toEqual(['髙橋 Ｊｏｈｎ']);
    expect(await names('おの')).toEqual(['大野 みのり', '小野寺 百合']);
    expect((await search('ユリ')).rows[0]?.kana).toBe('おのでら ゆり');
    for (const none of ['%', '_', "' or 1=1", '\u{10FFFF}']) expect(await names(none), none).toEqual([]);
    expect(await names(' 　')).toHaveLength(3);
  });

  it('goes on where the page ended, in the order of the readings', async () => {
    for (let n = 0; n < 110; n += 1) await add(`人 ${n}`, `ひと${'あ'.repeat(n % 7)}`);
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page = await search('ひと', after || undefined);
      seen.push(...page.rows.map((row) => row.id));
      after = page.next;
    }
    expect(new Set(seen).size).toBe(110);
    expect((await search('')).rows).toHaveLength(50);
  });

  it('finds contacts in the same way', async () => {
    const found = await scene.manager.get<{ rows: { name: string }[] }>(
      `/api/console/contacts?q=${encodeURIComponent('ミノリ')}`,
    );
    expect(found.body.rows.map((row) => row.name)).toEqual(['大野 みのり']);
  });
});

describe('changing what is known', () => {
  const details = (over: object) => ({
    revision: 1,
    name: '大野 みのり',
    kana: 'おおの みのり',
    shownName: '大野 みのり',
    birthDate: null,
    attendsProgram: true,
    monitoringMonths: [3, 9],
    ...over,
  });

  it('leaves in the record what it was and what it became, and finds the new name', async () => {
    const { counselor } = await view();
    const put = (over: object) =>
      scene.manager.put(
        `/api/console/clients/${scene.clientId}`,
        details({ counselorId: counselor.id, ...over }),
      );
    expect((await put({ name: '山田 みのり', monitoringMonths: [12, 6, 6] })).body).toMatchObject({
      revision: 2,
    });
    const after = await view();
    expect(after).toMatchObject({ name: '山田 みのり', monitoringMonths: [6, 12], revision: 2 });
    const [entry] = (await records()).records;
    expect(entry).toMatchObject({
      kind: 'client-edited',
      body: { content: '名前：大野 みのり → 山田 みのり\nモニタリングの月：3月・9月 → 6月・12月' },
    });
    expect(await names('山田')).toEqual(['山田 みのり']);
    expect(await names('大野')).toEqual([]);
    expect((await put({ name: '後の人' })).problem.type).toBe('conflict');
    expect((await put({ revision: 2, counselorId: 'nobody' })).problem.fields?.counselorId).toMatch('職員');
  });

  it('tells every client of a contact that they share', async () => {
    const { body: sibling } = await add('大野 そら', 'おおの そら');
    const { body: mother } = await scene.manager.post<{ id: string }>(
      `/api/console/clients/${scene.clientId}/contacts`,
      { kind: 'provider', name: 'つばさ', relation: '通所先', phone: '000-0000-0002' },
    );
    await scene.manager.post(`/api/console/clients/${sibling.id}/contacts`, {
      contactId: mother.id,
      relation: '放課後',
    });
    const edit = (over: object) =>
      scene.manager.put(`/api/console/clients/${scene.clientId}/contacts/${mother.id}`, {
        revision: 1,
        name: 'つばさ作業所',
        kana: null,
        relation: '就労継続',
        phone: '０００−０００−０００３',
        hours: { 1: { from: '09:00', to: '17:00' }, 6: { from: '10:00', to: '12:00' } },
        ...over,
      });
    expect((await edit({ hours: { 1: { from: '17:00', to: '09:00' } } })).status).toBe(400);
    expect((await edit({})).status).toBe(200);
    expect((await edit({ name: '後の人' })).problem.type).toBe('conflict');
    const contact = (await view()).contacts.find((each) => each.id === mother.id);
    expect(contact).toMatchObject({ relation: '就労継続', revision: 2, hours: { 6: { to: '12:00' } } });
    const theirs = (await view(sibling.id)).contacts[0];
    expect(theirs).toMatchObject({ name: 'つばさ作業所', relation: '放課後' });
    const { body } = await scene.manager.get<RecordPage>(`/api/console/clients/${sibling.id}/records`);
    expect(body.records[0]?.body.content).toContain('業務時間：なし → 月 09:00–17:00、土 10:00–12:00');
    expect(body.records[0]?.body.content).not.toContain('続柄');
  });
});

describe('the client’s page', () => {
  it('tells every choice with its version, who chose and who explained (R1)', async () => {
    const token = await invite(scene);
    await choose(scene, 'later', { token });
    scene.office.now += 86_400_000;
    await choose(scene, 'yes', { clientId: scene.clientId });
    const [contact] = (await view()).contacts;
    expect(contact?.choices.map((each) => [each.choice, each.version, each.explainedBy])).toEqual([
      ['yes', 1, '中村 さおり'],
      ['later', 1, '中村 さおり'],
    ]);
    expect(contact?.choices[0]?.textHash).toHaveLength(64);
  });

  it('says whether the next may be by LINE (R8)', async () => {
    expect((await view()).nextLine).toEqual({ allowed: true, findings: [] });
    const caseId = await openCase(scene);
    await scene.manager.post(`/api/console/cases/${caseId}/held`, {
      method: 'line',
      place: 'LINE',
      startedAt: scene.office.now - 3_600_000,
      endedAt: scene.office.now,
      line: {
        reason: '入院中のため',
        wishBy: '本人',
        wishHow: '電話で',
        wishAt: scene.office.now - 7_200_000,
      },
    });
    const { nextLine, drafts } = await view();
    expect(nextLine.allowed).toBe(false);
    expect(nextLine.findings[0]?.message).toContain('2回続けて');
    expect(drafts[0]).toMatchObject({
      source: 'meeting',
      caseId,
      body: { method: 'line', partner: '大野 みのり', relation: '本人', purpose: '12月のモニタリング' },
    });
  });
});

it('is told apart by who opened it', async () => {
  const other = await colleague(scene);
  await other.get(`/api/console/clients/${scene.clientId}`);
  const { rows } = await scene.office.raw.execute('select count(distinct staff_id) n from access_log');
  expect(rows[0]?.n).toBe(1);
});
