import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseSettings } from '../../worker/manual/settings.ts';
import type { ThreadMessage, TodayView } from '../../worker/views/desk.ts';
import { consent, jst, openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
  await consent(scene);
});
afterEach(() => scene.office.close());

const run = (sql: string, ...args: (string | number | Uint8Array)[]) =>
  scene.office.raw.execute({ sql, args });

async function message(id: string, at: number, more: { parked?: boolean } = {}): Promise<void> {
  await run(
    'insert into inbound_events (id, type, raw, occurred_at, received_at, processed_at, parked_at) values (?, ?, ?, ?, ?, ?, ?)',
    id,
    'message',
    '{}',
    at,
    at,
    ...((more.parked ? [null, at] : [at, null]) as number[]),
  );
  if (more.parked) return;
  await run(
    `insert into inbound_messages (id, event_id, line_message_id, line_user_id, contact_id, kind, text, mark_as_read_token, occurred_at, received_at)
      values (?, ?, ?, ?, ?, 'text', 'こんにちは', ?, ?, ?)`,
    `m-${id}`,
    id,
    id,
    scene.person.lineUserId,
    scene.contactId,
    `token-${id}`,
    at,
    at,
  );
}

describe('opening a thread', () => {
  const read = async () =>
    (await run('select id, read_at from inbound_messages order by id')).rows.map((row) => row.read_at);
  const open = async () => {
    await scene.manager.get(`/api/console/contacts/${scene.contactId}/thread`);
    await scene.office.settle();
  };

  it('marks it as read in LINE, inside hours only, and clears no duty', async () => {
    const { office } = scene;
    office.now = jst('2026-11-24T21:30');
    await message('a', office.now - 2000);
    await message('b', office.now - 1000);
    await open();
    expect(await read()).toEqual([null, null]);
    office.now = jst('2026-11-25T08:00');
    await open();
    expect(await read()).toEqual([office.now, office.now]);
  });

  it('shows what staff said a message was, and whether its image is there', async () => {
    await message('a', scene.office.now - 2000);
    await run(
      "insert into contents (inbound_message_id, line_message_id, status, content_type, bytes) values ('m-a', 'a', 'kept', 'image/png', ?)",
      new Uint8Array([137, 80]),
    );
    const tag = await scene.manager.post('/api/console/messages/m-a/tag', { tag: 'urgent' });
    expect(tag).toMatchObject({ status: 200, body: { tag: 'urgent' } });
    const { body } = await scene.manager.get<{ messages: ThreadMessage[] }>(
      `/api/console/contacts/${scene.contactId}/thread`,
    );
    expect(body.messages).toMatchObject([{ tag: 'urgent', content: 'kept' }]);
    const image = await scene.office.fetch('/api/console/messages/m-a/content', {
      cookie: scene.manager.cookie,
    });
    expect(image.headers.get('content-type')).toBe('image/png');
    expect(image.headers.get('cache-control')).toBe('private, no-store');
    expect(image.headers.get('x-content-type-options')).toBe('nosniff');
    expect(new Uint8Array(await image.arrayBuffer())).toEqual(new Uint8Array([137, 80]));
    expect((await run("select client_id from access_log where what = 'image'")).rows).toHaveLength(1);
    expect(await scene.manager.post('/api/console/messages/m-a/tag', { tag: 'spam' })).toMatchObject({
      status: 400,
    });
  });
});

describe('the morning page', () => {
  const today = async () => (await scene.manager.get<TodayView>('/api/console/today')).body;

  it('has nothing to warn of in a quiet office', async () => {
    expect(await today()).toMatchObject({
      alerts: [],
      quota: null,
      parked: { count: 0, ids: [] },
      reviews: [],
    });
  });

  it('shows alerts first of all, what is left this month, and what could not be processed', async () => {
    const { office } = scene;
    await message('a', office.now);
    await message('stuck', office.now, { parked: true });
    await run(
      "insert into alerts (id, kind, once_key, raised_at) values ('low', 'quota-low', 'quota-low:2026-11', ?)",
      office.now - 5000,
    );
    await run(
      "insert into alerts (id, kind, line_user_id, contact_id, inbound_message_id, raised_at) values ('now', 'urgent', 'U', ?, 'm-a', ?)",
      scene.contactId,
      office.now,
    );
    await run("insert into quota_readings values ('2026-11', 200, 170, ?)", office.now - 60_000);
    const view = await today();
    expect(view.alerts.map((alert) => alert.id)).toEqual(['now', 'low']);
    expect(view.alerts[0]).toMatchObject({
      contactName: '大野 みのり',
      client: { id: scene.clientId },
      messages: 1,
    });
    expect(view.quota).toMatchObject({ limit: 200, used: 170, left: 30, state: 'low' });
    expect(view.parked).toEqual({ count: 1, ids: ['stuck'] });
    expect(await scene.manager.post('/api/console/alerts/now/take')).toMatchObject({ status: 200 });
    expect((await today()).alerts.map((alert) => alert.id)).toEqual(['low']);
    expect(await scene.manager.post('/api/console/parked/stuck/retry')).toMatchObject({ status: 200 });
    await office.cron();
    expect((await today()).parked.count).toBe(0);
    const health = (await (await office.fetch('/healthz')).json()) as Record<string, unknown>;
    expect(health).toMatchObject({
      ok: true,
      parkedEvents: 0,
      oldestUntakenAlert: null,
      oldestUnprocessedEvent: null,
    });
    expect(health.webhookSilenceMs).toBe(0);
  });

  it('takes no text longer than LINE does, and tells monitors of a message that a dead run holds', async () => {
    const { office } = scene;
    const about = { contactId: scene.contactId, clientId: scene.clientId, purpose: 'reply' };
    const long = { ...about, greeting: 'あ'.repeat(1000), body: 'い'.repeat(4000), override: 'はい' };
    expect(await scene.manager.post('/api/console/messages', long)).toMatchObject({ status: 400 });
    const held = office.now - 600_000;
    await run(
      `insert into messages (id, contact_id, client_id, purpose, origin, author_staff_id, greeting, body, status, lease_until, lease_token, not_before, decision, settings_version, created_at)
        values ('held', ?, ?, 'reply', 'staff', (select id from staff limit 1), '', 'はい', 'leased', ?, 'dead', ?, '[]', 0, ?)`,
      scene.contactId,
      scene.clientId,
      office.now - 1,
      held,
      held,
    );
    expect(await (await office.fetch('/healthz')).json()).toMatchObject({ oldestDueMessage: held });
  });
});

describe('the answer to whoever is unknown', () => {
  it('is off, and a manager may write it', () => {
    const parsed = parseSettings({});
    expect(parsed.ok && parsed.settings.strangerText).toBe(null);
    expect(parseSettings({ strangerText: 'まだご登録がありません。' }).ok).toBe(true);
    expect(parseSettings({ strangerText: ' ' }).ok).toBe(false);
    expect(parseSettings({ strangerText: 'あ'.repeat(201) }).ok).toBe(false);
    for (const strangerText of ['申し訳ございません。', 'こんにちは😊', '岡山市北区1-2-3に来てください。'])
      expect([strangerText, parseSettings({ strangerText }).ok]).toEqual([strangerText, false]);
  });
});
