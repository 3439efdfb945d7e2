import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContactRow } from '../../worker/views/clients.ts';
import { openScene, type Scene } from '../support/scene.ts';

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
