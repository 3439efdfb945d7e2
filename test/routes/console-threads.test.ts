import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TodayView } from '../../worker/views/desk.ts';
import type { ThreadList, ThreadView } from '../../worker/views/threads.ts';
import { colleague, consent, jst, openScene, type Scene } from '../support/scene.ts';

let scene: Scene;

beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.office.close());

const run = (statement: string, ...args: (string | number | null)[]) =>
  scene.office.raw.execute({ sql: statement, args });

/** One message of a contact, owed an answer unless `answered`. */
async function wrote(
  id: string,
  contactId: string,
  at: number,
  more: { text?: string; kind?: string; sticker?: string; answered?: boolean } = {},
): Promise<void> {
  await run(
    `insert into inbound_events (id, type, raw, occurred_at, received_at, processed_at) values (?, 'message', '{}', ?, ?, ?)`,
    `e-${id}`,
    at,
    at,
    at,
  );
  await run(
    `insert into inbound_messages (id, event_id, line_message_id, line_user_id, contact_id, kind, text, sticker, occurred_at, received_at)
      values (?, ?, ?, 'U', ?, ?, ?, ?, ?, ?)`,
    id,
    `e-${id}`,
    `l-${id}`,
    contactId,
    more.kind ?? 'text',
    more.text ?? null,
    more.sticker ?? null,
    at,
    at,
  );
  if (more.answered) return;
  await run(
    'insert into reply_duties (id, inbound_message_id, contact_id, opened_at, due_at) values (?, ?, ?, ?, ?)',
    `d-${id}`,
    id,
    contactId,
    at,
    at + 3_600_000,
  );
}

async function another(name: string, kana: string, by = scene.manager) {
  const { body: client } = await by.post<{ id: string }>('/api/console/clients', {
    name,
    kana,
    attendsProgram: false,
    monitoringMonths: [],
  });
  const { body: contact } = await by.post<{ id: string }>(`/api/console/clients/${client.id}/contacts`, {
    kind: 'person',
    name,
    kana,
    relation: '本人',
  });
  return { clientId: client.id, contactId: contact.id };
}

const list = async (asked = '', by = scene.manager) =>
  (await by.get<ThreadList>(`/api/console/threads${asked}`)).body;
const thread = async (asked = '') =>
  (await scene.manager.get<ThreadView>(`/api/console/contacts/${scene.contactId}/thread${asked}`)).body;

describe('the list of threads', () => {
  it('has those who wait first, the nearest due before the others, then the newest', async () => {
    const { now } = scene.office;
    const [b, c, d] = [
      await another('見本 いろは', 'みほん いろは'),
      await another('架空 まる', 'かくう まる'),
      await another('例田 さくら', 'れいだ さくら'),
    ];
    await wrote('1', scene.contactId, now - 500, { text: 'こんにちは', answered: true });
    await wrote('2', b.contactId, now - 900, { text: '電話ください' });
    await wrote('3', c.contactId, now - 5000, { kind: 'sticker', sticker: 'ありがとう' });
    await wrote('4', d.contactId, now - 100, { text: 'はい', answered: true });
    const { rows, next } = await list();
    expect(rows.map((row) => [row.name, row.preview, row.unanswered?.dueAt ?? null])).toEqual([
      ['架空 まる', 'スタンプ「ありがとう」', now - 5000 + 3_600_000],
      ['見本 いろは', '電話ください', now - 900 + 3_600_000],
      ['例田 さくら', 'はい', null],
      ['大野 みのり', 'こんにちは', null],
    ]);
    expect(next).toBe(null);
    expect((await list('?q=カクウ')).rows.map((row) => row.name)).toEqual(['架空 まる']);
    expect((await list(`?q=${encodeURIComponent('%')}`)).rows).toEqual([]);
    const sato = await colleague(scene);
    expect((await list('?mine=1', sato)).rows).toEqual([]);
    expect((await list('?mine=1')).rows).toHaveLength(4);
  });

  it('goes on where it ended, with nobody twice and nobody left out', async () => {
    const names: string[] = [];
    for (let n = 0; n < 34; n += 1) {
      await run(
        "insert into contacts (id, kind, name, created_at) values (?, 'person', ?, 0)",
        `c${n}`,
        `見本 ${n}号`,
      );
      await wrote(`m${n}`, `c${n}`, scene.office.now - 1000, { text: 'はい', answered: n > 2 });
      names.push(`見本 ${n}号`);
    }
    const first = await list();
    const second = await list(`?after=${encodeURIComponent(first.next ?? '')}`);
    expect([first.rows.length, second.rows.length, second.next]).toEqual([30, 4, null]);
    expect([...first.rows, ...second.rows].map((row) => row.name).sort()).toEqual(names.sort());
    expect((await scene.manager.get('/api/console/threads?after=[1]')).status).toBe(400);
  });
});

describe('a thread', () => {
  it('tells what was written, by which form, and by what each was answered', async () => {
    const { office, manager, clientId, contactId, person } = scene;
    await consent(scene);
    await wrote('1', contactId, office.now, { text: '聞きたいことがあります' });
    await wrote('2', contactId, office.now + 1, { kind: 'sticker', sticker: 'ありがとう' });
    office.now += 60_000;
    await manager.post('/api/console/duties/d-2/close', { reason: 'お礼のスタンプのため' });
    office.now += 60_000;
    await manager.post(`/api/console/clients/${clientId}/calls`, { contactId, outcome: 'reached' });
    office.now += 60_000;
    await person.post('/api/app/wishes', {
      submissionKey: 'wish-in-a-thread',
      kind: 'call',
      clientId,
      note: '夕方',
    });
    const { contact, messages, calls, earlier } = await thread();
    expect(contact).toMatchObject({ name: '大野 みのり', clients: [{ id: clientId, relation: '本人' }] });
    expect(
      messages.map((each) => [each.kind, each.text, each.sticker, each.duty?.clearedBy, each.duty?.reason]),
    ).toEqual([
      ['wish', '「電話がほしい」\n夕方', null, null, null],
      ['sticker', null, 'ありがとう', 'closed', 'お礼のスタンプのため'],
      ['text', '聞きたいことがあります', null, 'talk', null],
    ]);
    expect(calls).toMatchObject([{ outcome: 'reached', direction: 'out', staff: '中村 さおり' }]);
    expect(earlier).toBe(null);
    const opened = await run("select count(*) as n from access_log where what = 'thread'");
    expect(opened.rows[0]?.n).toBe(1);
  });

  it('shows the newest part, and the rest when asked', async () => {
    const { now } = scene.office;
    for (let n = 0; n < 70; n += 1)
      await wrote(`m${n}`, scene.contactId, now - n * 1000, { text: `${n}`, answered: true });
    const first = await thread();
    const second = await thread(`?before=${first.earlier}`);
    expect(first.messages).toHaveLength(60);
    expect(second.earlier).toBe(null);
    expect([...first.messages, ...second.messages].map((each) => each.text)).toEqual(
      Array.from({ length: 70 }, (_, n) => `${n}`),
    );
  });
});

describe('a task made from a message', () => {
  const make = (more: object = {}) =>
    scene.manager.post<{ id: string; dueAt: number }>(`/api/console/clients/${scene.clientId}/tasks`, {
      contactId: scene.contactId,
      kind: 'phone',
      title: '手帳の更新の日を調べて電話する',
      dueOn: '2026-11-27',
      aboutId: '1',
      ...more,
    });

  it('is due at the end of its day, stands once, is recorded, and leaves the duty open', async () => {
    await wrote('1', scene.contactId, scene.office.now, { text: '手帳の更新はいつですか' });
    const made = await make();
    expect(made).toMatchObject({ status: 200, body: { dueAt: jst('2026-11-27T18:00') } });
    expect((await make()).body.id).toBe(made.body.id);
    const { body } = await scene.manager.get<TodayView>('/api/console/today');
    expect(body.tasks.map((task) => task.title)).toEqual(['手帳の更新の日を調べて電話する']);
    expect(body.duties).toHaveLength(1);
    const entries = await run("select body from record_entries where kind = 'task-made'");
    expect(entries.rows).toHaveLength(1);
    expect(String(entries.rows[0]?.body)).toContain('11月27日（金曜日）まで');
  });

  it('needs a day to come and a message of this contact', async () => {
    await wrote('1', scene.contactId, scene.office.now, { text: 'はい' });
    expect((await make({ dueOn: '2026-11-23' })).status).toBe(400);
    expect((await make({ title: ' ' })).status).toBe(400);
    expect((await make({ aboutId: 'nothing' })).status).toBe(404);
    const other = await another('見本 いろは', 'みほん いろは');
    expect((await make({ contactId: other.contactId })).status).toBe(404);
  });
});
