import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordEntries } from '../../db/schema/records.ts';
import { canonicalEntry, sha256 } from '../../worker/services/record/chain.ts';
import { consent, jst, offer, openCase, openScene, type Scene, threeFailedCalls } from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.office.close());

const SECRET = '秘密のことば';
const erase = (more: object = {}, clientId = scene.clientId) =>
  scene.manager.post<{ erasedAt: number }>(`/api/console/clients/${clientId}/erasure`, {
    ground: 'mistaken-client',
    reason: '二重に登録されたため',
    name: '大野　みのり',
    ...more,
  });

/** Everything that stands in the database, a line a value: `table.column=value`. */
async function everything(): Promise<string[]> {
  const { rows: tables } = await scene.office.raw.execute(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
  );
  const dumps = await Promise.all(
    tables.map(async ({ name }) => {
      const { columns, rows } = await scene.office.raw.execute(`select * from ${name}`);
      return rows.flatMap((row) => columns.map((column, i) => `${name}.${column}=${row[i]}`));
    }),
  );
  return dumps.flat();
}

/** A client with something personal in every place that takes it. */
async function live(): Promise<void> {
  await consent(scene);
  const caseId = await openCase(scene, { purpose: SECRET });
  const contact = { contactId: scene.contactId };
  await scene.manager.post(`/api/console/cases/${caseId}/calls`, {
    ...contact,
    outcome: 'busy',
    note: SECRET,
  });
  await threeFailedCalls(scene, caseId);
  const [slot] = await offer(scene, caseId, [jst('2026-12-01T10:00')]);
  await scene.manager.post(`/api/console/clients/${scene.clientId}/circumstances`, {
    ...contact,
    reason: SECRET,
    reviewOn: '2027-01-31',
  });
  await scene.person.post('/api/app/wishes', {
    submissionKey: 'wish-of-this-test',
    kind: 'call',
    clientId: scene.clientId,
    when: SECRET,
    note: SECRET,
  });
  await scene.person.post(`/api/app/cases/${caseId}/answer`, {
    submissionKey: 'answer-of-this-test',
    choice: 'ranked',
    ranked: [slot],
    health: 'bad',
    note: SECRET,
  });
  await scene.manager.post(`/api/console/clients/${scene.clientId}/records`, {
    kind: 'note',
    body: { summary: SECRET, content: SECRET },
  });
  await hearFromThem();
  await scene.manager.post('/api/console/messages', {
    ...contact,
    clientId: scene.clientId,
    purpose: 'reply',
    greeting: '',
    body: `${SECRET}のこと、ありがとうございます。`,
    override: SECRET,
  });
  await scene.office.settle();
  await scene.manager.post(`/api/console/cases/${caseId}/confirm`, { slotId: slot });
  await scene.manager.post(`/api/console/cases/${caseId}/change`, { reason: SECRET, tell: 'phone' });
  await scene.office.raw.execute({
    sql: `insert into approvals (id, client_id, contact_id, purpose, greeting, body, reason, override_reason, asked_by, asked_at)
      select 'an-approval', ?, ?, 'reply', ?1, ?1, ?1, ?1, id, 0 from staff limit 1`.replaceAll(
      '?1',
      `'${SECRET}'`,
    ),
    args: [scene.clientId, scene.contactId],
  });
  await scene.manager.post(`/api/console/cases/${caseId}/cancel`, { reason: SECRET, tell: 'phone' });
}

/** They write a text, and LINE brings it. */
async function hearFromThem(): Promise<void> {
  const body = JSON.stringify({
    destination: 'U0',
    events: [
      {
        type: 'message',
        webhookEventId: '01JEVENT',
        timestamp: scene.office.now,
        mode: 'active',
        deliveryContext: { isRedelivery: false },
        source: { type: 'user', userId: scene.person.lineUserId },
        replyToken: 'reply-token',
        message: { type: 'text', id: '1', text: SECRET, quoteToken: 'q' },
      },
    ],
  });
  const signature = createHmac('sha256', scene.office.config.lineChannelSecret).update(body).digest('base64');
  await scene.office.fetch('/line/webhook', {
    method: 'POST',
    body,
    headers: { 'x-line-signature': signature },
  });
  await scene.office.settle();
}

describe('erasing a client (R5)', () => {
  it('leaves nothing personal behind, and a chain that can be verified', async () => {
    await live();
    const filled = (await everything())
      .filter((line) => line.includes(SECRET))
      .map((line) => line.split('=')[0]);
    expect([...new Set(filled)].sort()).toEqual([
      'answers.note',
      'approvals.body',
      'approvals.greeting',
      'approvals.override_reason',
      'approvals.reason',
      'calls.note',
      'case_changes.reason',
      'cases.cancel_reason',
      'cases.purpose',
      'circumstances.reason',
      'inbound_events.raw',
      'inbound_messages.text',
      'messages.body',
      'record_entries.body',
      'wishes.note',
      'wishes.when_text',
    ]);
    expect((await erase()).status).toBe(200);
    const personal = [SECRET, '大野', 'おおの', '000-0000-0001', scene.person.lineUserId];
    expect((await everything()).filter((line) => personal.some((each) => line.includes(each)))).toEqual([]);
    const [entries] = await scene.office.db.read([scene.office.db.q.select().from(recordEntries)]);
    let previous = '0'.repeat(64);
    for (const { hash, body: _, ...rest } of entries.sort((a, b) => a.seq - b.seq)) {
      expect(rest.prevHash).toBe(previous);
      expect(await sha256(canonicalEntry(rest))).toBe(hash);
      previous = hash;
    }
    const last = entries.at(-1);
    expect(last).toMatchObject({ kind: 'erased', actorKind: 'staff' });
    expect(last?.body).toContain('二重に登録されたため');
    expect(await sha256(last?.body ?? '')).toBe(last?.bodyHash);
  });

  it('is not done by a slip, to somebody with an open case, twice, or before five years are over', async () => {
    expect((await erase({ name: '大野 みのる' })).problem).toMatchObject({ status: 400, type: 'bad-input' });
    expect((await erase({ ground: 'retention-over' })).problem?.detail).toContain('2031年11月24日');
    const caseId = await openCase(scene);
    expect((await erase()).problem?.detail).toContain('進んでいる日程調整');
    await scene.manager.post(`/api/console/cases/${caseId}/cancel`, { reason: '重複', tell: 'phone' });
    expect((await erase()).status).toBe(200);
    expect((await erase({ name: '消去済み' })).problem).toMatchObject({ status: 409 });
  });

  it('waits for a message that is being sent, even one that was taken to send since it looked', async () => {
    await consent(scene);
    const { raw } = scene.office;
    await raw.execute({
      sql: `insert into messages (id, contact_id, client_id, purpose, origin, author_staff_id, greeting, body, status, not_before, decision, settings_version, created_at)
        select 'waiting', ?, ?, 'info', 'staff', id, '', ?, 'queued', ?, '[]', 0, 0 from staff limit 1`,
      args: [scene.contactId, scene.clientId, SECRET, scene.office.now + 86_400_000],
    });
    const lease = () =>
      raw.execute(
        "update messages set status = 'leased', lease_until = 1, lease_token = 'l' where id = 'waiting'",
      );
    const batch = raw.batch.bind(raw);
    let between = lease;
    Object.assign(raw, {
      batch: async (...asked: Parameters<typeof batch>) => {
        const erasing = JSON.stringify(asked[0]).includes('insert into erasures');
        if (erasing) await between();
        return batch(...asked);
      },
    });
    const waits = {
      status: 409,
      detail: '送っているところのLINEがあります。数分待ってから、もう一度お願いします。',
    };
    expect((await erase()).problem).toMatchObject(waits);
    expect((await erase()).problem).toMatchObject(waits);
    expect((await everything()).filter((line) => /^erasures|消去済み/.test(line))).toEqual([]);
    between = async () => ({}) as Awaited<ReturnType<typeof lease>>;
    await raw.execute("update messages set status = 'queued', lease_until = null, lease_token = null");
    expect((await erase()).status).toBe(200);
    const { rows } = await raw.execute("select status, body from messages where id = 'waiting'");
    expect(rows[0]).toMatchObject({ status: 'dropped', body: '消去済み' });
  });

  it('lets a parent of another client be', async () => {
    const { body: sibling } = await scene.manager.post<{ id: string }>('/api/console/clients', {
      name: '大野 はると',
      kana: 'おおの はると',
      attendsProgram: false,
      monitoringMonths: [],
    });
    await scene.manager.post(`/api/console/clients/${sibling.id}/contacts`, {
      contactId: scene.contactId,
      relation: '姉',
    });
    await consent(scene);
    expect((await erase()).status).toBe(200);
    expect((await scene.person.get('/api/app/home')).status).toBe(200);
    const { rows } = await scene.office.raw.execute('select phone, line_user_id from contacts');
    expect(rows[0]).toMatchObject({ phone: '000-0000-0001', line_user_id: scene.person.lineUserId });
  });

  it('gives nobody else a way to change an entry', async () => {
    await consent(scene);
    const change = (sql: string) => scene.office.raw.execute(sql);
    await expect(change(`update record_entries set body = '{"summary":"消去済み"}'`)).rejects.toThrow(
      'append-only',
    );
    await expect(change("update consents set line_user_id = 'erased'")).rejects.toThrow('append-only');
    expect((await erase()).status).toBe(200);
    await expect(change(`update record_entries set body = '{"summary":"別のこと"}'`)).rejects.toThrow(
      'append-only',
    );
    await expect(
      change(`update record_entries set body = '{"summary":"消去済み"}', kind = 'x'`),
    ).rejects.toThrow('append-only');
    await expect(
      change('update record_entries set body = \'{"summary":"消去済み"}\' where kind = \'erased\''),
    ).rejects.toThrow('append-only');
  });
});
