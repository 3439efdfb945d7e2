import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCsv } from '../../worker/services/client-import/parse-csv.ts';
import type { ClientView } from '../../worker/views/clients.ts';
import type { RecordDraftView, RecordPage } from '../../worker/views/records.ts';
import { jst, openCase, openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene(jst('2026-11-24T10:00'));
});
afterEach(() => scene.office.close());

const path = () => `/api/console/clients/${scene.clientId}`;
const list = async (query = '') => (await scene.manager.get<RecordPage>(`${path()}/records${query}`)).body;
const write = (summary: string, more: object = {}) =>
  scene.manager.post<{ seq: number }>(`${path()}/records`, { kind: 'note', body: { summary }, ...more });
const WHOLE = {
  summary: '電話',
  method: 'phone',
  startedAt: jst('2026-11-24T09:00'),
  endedAt: jst('2026-11-24T09:20'),
  partner: '大野 みのり',
  relation: '本人',
  purpose: '様子をうかがう',
  condition: '体調はふつう',
  content: '変わりなし',
  response: '見守る',
  nextAction: '電話する',
  nextDue: '2026-12-01',
};

describe('the record, page by page', () => {
  it('goes by when things happened, and brings corrections along with what they correct', async () => {
    for (let n = 0; n < 60; n += 1) {
      const startedAt = jst('2026-11-20T09:00') - n * 60_000;
      await write(`記録 ${n}`, { body: { summary: `記録 ${n}`, startedAt } });
    }
    const first = await list();
    expect(first.total).toBe(62);
    const old = (await list(`?after=${encodeURIComponent(first.next ?? '')}`)).records.at(-1);
    expect(old?.body.summary).toBe('記録 59');
    const fix = async (correctsId: string, content: string) => {
      const body = { summary: '訂正', content, reason: '書き違い' };
      await write('', { kind: 'correction', correctsId, body });
      const after = encodeURIComponent((await list()).next ?? '');
      return (await list(`?after=${after}`)).records.find((each) => each.body.content === content)?.id ?? '';
    };
    const one = await fix(old?.id ?? '', '午後でした');
    await fix(one, 'やはり午前でした');
    const again = await list();
    expect(again.records.filter((each) => each.correctsId !== null)).toEqual([]);
    expect(again.records).toHaveLength(50);
    const second = await list(`?after=${encodeURIComponent(again.next ?? '')}`);
    expect(second.next).toBeNull();
    expect(
      second.records.filter((each) => each.correctsId !== null).map((each) => each.body.content),
    ).toEqual(['やはり午前でした', '午後でした']);
    expect(second.records.filter((each) => each.correctsId === null)).toHaveLength(12);
  });

  it('is filtered by period, kind and case', async () => {
    const caseId = await openCase(scene);
    await scene.manager.post(`/api/console/cases/${caseId}/calls`, {
      contactId: scene.contactId,
      outcome: 'no-answer',
    });
    await write('訪問', { body: { summary: '訪問', method: 'visit', startedAt: jst('2026-11-10T23:59') } });
    const kinds = async (query: string) => (await list(query)).records.map((each) => each.kind);
    expect(await kinds('?kind=call')).toEqual(['call']);
    expect(await kinds('?kind=met')).toEqual(['note']);
    expect(await kinds(`?caseId=${caseId}`)).toEqual(['call', 'case-opened']);
    expect(await kinds('?from=2026-11-10&until=2026-11-10')).toEqual(['note']);
    expect(await kinds('?from=2026-11-11&until=2026-11-23')).toEqual([]);
    expect((await scene.manager.get(`${path()}/records?from=2026-11-31`)).status).toBe(400);
    expect((await scene.manager.get(`${path()}/records?after=[1]`)).status).toBe(400);
  });
});

describe('drafts', () => {
  const drafts = async () =>
    (await scene.manager.get<{ drafts: RecordDraftView[] }>('/api/console/record-drafts')).body.drafts;
  const talk = async () => {
    const { body } = await scene.manager.post<{ id: string }>(`${path()}/calls`, {
      contactId: scene.contactId,
      outcome: 'reached',
      note: '12月の予定',
    });
    return body.id;
  };

  it('are begun by a talk, completed, and final: what is missing is named', async () => {
    await talk();
    const [draft] = await drafts();
    expect(draft).toMatchObject({
      source: 'call',
      body: { method: 'phone', content: '12月の予定', relation: '本人' },
    });
    const final = (revision: number, body: object) =>
      scene.manager.post<{ seq: number }>(`/api/console/record-drafts/${draft?.id}/finalise`, {
        revision,
        body,
      });
    const no = await final(1, { summary: '電話', method: 'visit', startedAt: scene.office.now + 1 });
    expect(Object.keys(no.problem.fields ?? {})).toEqual([
      'startedAt',
      'endedAt',
      'place',
      'partner',
      'relation',
      'purpose',
      'content',
      'response',
    ]);
    const { body: saved } = await scene.manager.put<{ revision: number }>(
      `/api/console/record-drafts/${draft?.id}`,
      { revision: 1, body: { ...WHOLE, response: '途中' } },
    );
    expect(saved.revision).toBe(2);
    const late = await scene.manager.put(`/api/console/record-drafts/${draft?.id}`, {
      revision: 1,
      body: {},
    });
    expect(late.problem).toMatchObject({ type: 'conflict', detail: expect.stringContaining('ほかの人') });
    expect((await final(1, WHOLE)).problem.type).toBe('conflict');
    const done = await Promise.all([final(2, WHOLE), final(2, WHOLE)]);
    expect(done.map((each) => each.status).sort()).toEqual([200, 409]);
    expect(await drafts()).toEqual([]);
    const [entry] = (await list('?kind=written')).records;
    expect(entry).toMatchObject({
      kind: 'completed',
      at: WHOLE.startedAt,
      actor: '中村 さおり',
      body: WHOLE,
    });
  });

  it('go when the call is taken back', async () => {
    const id = await talk();
    expect(await drafts()).toHaveLength(1);
    await scene.manager.post(`/api/console/calls/${id}/undo`);
    expect(await drafts()).toEqual([]);
  });

  it('of one’s own are kept once, and may be thrown away', async () => {
    const id = '00000000-0000-4000-8000-0000000000aa';
    const start = () =>
      scene.manager.post<{ id: string; revision: number }>(`${path()}/record-drafts`, {
        id,
        body: { content: '途中' },
      });
    const [one, two] = [await start(), await start()];
    expect(two.body).toEqual(one.body);
    const { body } = await scene.manager.get<ClientView>(path());
    expect(body.drafts).toMatchObject([{ source: 'own', body: { content: '途中' } }]);
    expect(
      (await scene.manager.post(`/api/console/record-drafts/${one.body.id}/drop`, { revision: 1 })).status,
    ).toBe(200);
    expect((await scene.manager.get(`/api/console/record-drafts/${one.body.id}`)).status).toBe(404);
  });
});

it('leaves the office as a table that Excel opens, with its corrections, and no formula in it', async () => {
  await write('=cmd|x', { body: { ...WHOLE, summary: '=cmd|x', content: '一行目\n"二行目"' } });
  const id = (await list()).records.find((each) => each.body.summary === '=cmd|x')?.id;
  const body = { summary: '訂正', content: '午後でした', reason: '書き違い' };
  await write('', { kind: 'correction', correctsId: id, body });
  const answer = await scene.office.fetch(`${path()}/records/csv?from=2026-11-24&until=2026-11-24`, {
    cookie: scene.manager.cookie,
  });
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toContain(
    '相談記録_大野みのり_2026-11-24.csv',
  );
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const csv = parseCsv(new TextDecoder().decode(bytes));
  if (!csv.ok) throw new Error('unreadable');
  const [head, ...rows] = csv.rows.map((row) => row.cells);
  const cell = (row: string[] | undefined, name: string) => row?.[head?.indexOf(name) ?? -1];
  const written = rows.find((row) => cell(row, '要点') === "'=cmd|x");
  expect(cell(written, '内容')).toBe('一行目\n"二行目"');
  expect(cell(written, 'はじめ')).toBe('09:00');
  expect(cell(written, '手段')).toBe('電話');
  const fix = rows.find((row) => cell(row, '内容') === '午後でした');
  expect(cell(fix, '訂正する番号')).toBe(cell(written, '番号'));
  expect(rows).toHaveLength(4);
});
