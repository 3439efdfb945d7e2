import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalEntry, GENESIS, sha256 } from '../../worker/services/record/chain.ts';
import { colleague, consent, openCase, openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
  await consent(scene);
});
afterEach(() => scene.office.close());

async function csv(path: string, visitor = scene.manager): Promise<string[][]> {
  const response = await scene.office.fetch(path, { cookie: visitor.cookie });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = new TextDecoder().decode(bytes).split('\r\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => line.split(','));
}

describe('what leaves the office as a file', () => {
  it('lists the consents in force, and no others', async () => {
    const [head, row, ...more] = await csv('/api/console/exports/consents/csv');
    expect(head?.slice(0, 4)).toEqual(['利用者', 'よみ', '連絡先', '間がら']);
    expect(row?.slice(0, 8)).toEqual([
      '大野 みのり',
      'おおの みのり',
      '大野 みのり',
      '本人',
      '1',
      '2026-11-24',
      '10:00',
      '本人',
    ]);
    expect(row?.at(-1)).toBe('いいえ（友だち追加待ち）');
    expect(more).toEqual([]);
    await scene.person.post('/api/app/consents/withdraw', { clientId: scene.clientId });
    expect(await csv('/api/console/exports/consents/csv')).toHaveLength(1);
    const counselor = await colleague(scene);
    expect((await counselor.get('/api/console/exports/consents/csv')).status).toBe(403);
  });

  it('proves the calls of a case, with those taken back, and runs nothing in a spreadsheet', async () => {
    const caseId = await openCase(scene);
    const call = (note: string) =>
      scene.manager.post<{ id: string }>(`/api/console/cases/${caseId}/calls`, {
        contactId: scene.contactId,
        outcome: 'voicemail',
        note,
      });
    await call('=1+1');
    const slip = await call('まちがい');
    await scene.manager.post(`/api/console/calls/${slip.body.id}/undo`);
    const rows = await csv(`/api/console/cases/${caseId}/calls/csv`);
    expect(rows).toHaveLength(3);
    expect(rows[1]).toEqual([
      '2026-11-24',
      '10:00',
      'かけた',
      '大野 みのり',
      '留守電',
      'いいえ',
      "'=1+1",
      '中村 さおり',
      '',
    ]);
    expect(rows[2]?.at(-1)).toBe('2026-11-24 10:00');
  });

  it('hands out the record so that anybody can verify it', async () => {
    await openCase(scene);
    const { body } = await scene.manager.get<{
      entries: (Parameters<typeof canonicalEntry>[0] & { hash: string; body: string })[];
    }>(`/api/console/clients/${scene.clientId}/records/json`);
    let previous = GENESIS;
    for (const { hash, body: text, ...rest } of body.entries) {
      expect(rest.prevHash).toBe(previous);
      expect(await sha256(text)).toBe(rest.bodyHash);
      expect(await sha256(canonicalEntry(rest))).toBe(hash);
      previous = hash;
    }
    expect(body.entries.length).toBeGreaterThan(4);
  });

  it('gives the same figures as the page, and every export is logged', async () => {
    const rows = await csv('/api/console/reports/monthly/csv');
    expect(rows).toHaveLength(13);
    expect(rows.at(-1)?.[0]).toBe('2026-11');
    await csv('/api/console/exports/consents/csv');
    const { rows: log } = await scene.office.raw.execute(
      "select what, client_id from access_log where what like 'export%' order by what",
    );
    expect(log.map((row) => [row.what, row.client_id])).toEqual([
      ['export-consents', null],
      ['export-figures', null],
    ]);
  });
});
