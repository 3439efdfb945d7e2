import { sql } from 'drizzle-orm';
import { choose, colleague, consent, invite, offer, openCase, openScene, type Scene } from './scene.ts';
import { newLineUserId, Visitor } from './visitor.ts';

/** Every kind of actor that knocks at a route. */
export const ACTORS = [
  'nobody',
  'forged',
  'expired',
  'signedOut',
  'unknown',
  'invited',
  'consented',
  'withdrawn',
  'anotherUser',
  'provider',
  'counselor',
  'manager',
] as const;
export type ActorName = (typeof ACTORS)[number];

/** One office in which each kind of actor exists, with the cookie each of them would send. */
export interface Cast {
  scene: Scene;
  cookies: Record<ActorName, string>;
  ids: {
    client: string;
    contact: string;
    case: string;
    slot: string;
    invitation: string;
    call: string;
    task: string;
    duty: string;
    circumstance: string;
    inbound: string;
    alert: string;
    review: string;
    parked: string;
    proposal: string;
    template: string;
    draft: string;
    manager: string;
    counselor: string;
    approval: string;
    waiting: string;
    staffInvitation: string;
    session: string;
    rulesDraft: string;
  };
  token: string;
  rulesHash: string;
}

export async function gatherCast(): Promise<Cast> {
  const scene = await openScene();
  const { office, manager, person, clientId } = scene;
  await consent(scene);
  const counselor = await colleague(scene);
  const withdrawn = await contactOf(scene, clientId, 'family', '大野 はな');
  const provider = await contactOf(scene, clientId, 'provider', 'つばさ作業所');
  const caseId = await openCase(scene, {
    participants: [scene.contactId, withdrawn.contactId, provider.contactId],
  });
  const { body: other } = await manager.post<{ id: string }>('/api/console/clients', {
    name: '高瀬 直人',
    kana: 'たかせ なおと',
    attendsProgram: false,
    monitoringMonths: [],
  });
  const another = await contactOf(scene, other.id, 'person', '高瀬 直人');
  await withdrawn.visitor.post('/api/app/consents/withdraw', { clientId });
  const [slot] = await offer(scene, caseId, [office.now + 7 * 86_400_000]);
  const { body: call } = await manager.post<{ id: string }>(`/api/console/cases/${caseId}/calls`, {
    contactId: scene.contactId,
    outcome: 'no-answer',
  });
  await person.post('/api/app/wishes', { submissionKey: 'cast-wish', kind: 'call', clientId });
  const { body: circumstance } = await manager.post<{ id: string }>(
    `/api/console/clients/${clientId}/circumstances`,
    { contactId: scene.contactId, reason: '場面緘黙のため', reviewOn: '2027-03-31' },
  );
  const token = await invite({
    ...scene,
    contactId: (await addContact(scene, clientId, 'guardian', '大野 一郎')).id,
  });
  const { body: rules } = await person.get<{ textHash: string }>('/api/app/rules');
  const one = async (table: string) =>
    String((await office.raw.execute(`select id from ${table} order by rowid desc limit 1`)).rows[0]?.id);
  await writeInbound(scene);
  await office.raw.execute({
    sql: "insert into monitoring_proposals (id, client_id, month, proposed_at) values ('a-proposal', ?, '2027-03', ?)",
    args: [clientId, office.now],
  });
  const { body: template } = await manager.post<{ id: string }>('/api/console/templates', {
    purpose: 'info',
    name: 'ひな形',
    greeting: '',
    body: 'お知らせがあります。',
  });
  const { body: draft } = await manager.post<{ id: string }>(
    `/api/console/clients/${clientId}/record-drafts`,
    {
      id: '00000000-0000-4000-8000-00000000fffe',
      body: {},
    },
  );
  await writeWaiting(scene);
  const ids = {
    client: clientId,
    contact: scene.contactId,
    case: caseId,
    slot: slot ?? '',
    invitation: await one('invitations'),
    call: call.id,
    task: await one('tasks'),
    duty: await one('reply_duties'),
    circumstance: circumstance.id,
    inbound: 'an-image',
    alert: 'an-alert',
    review: 'a-review',
    parked: 'a-parked-event',
    proposal: 'a-proposal',
    template: template.id,
    draft: draft.id,
    staffInvitation: await one('staff_invitations'),
    session: '',
    rulesDraft: (await manager.post<{ id: string }>('/api/console/rules/drafts')).body.id,
    manager: String((await office.raw.execute("select id from staff where role = 'manager'")).rows[0]?.id),
    counselor: String(
      (await office.raw.execute("select id from staff where role = 'counselor'")).rows[0]?.id,
    ),
    approval: 'an-approval',
    waiting: 'a-waiting-message',
  };
  const visit = async (kind: 'user' | 'staff' = 'user') =>
    (await new Visitor(office, kind === 'user' ? newLineUserId() : manager.lineUserId).signIn(kind)).cookie;
  const expired = await visit('staff').then(async (cookie) => `${cookie}; ${await visit()}`);
  await office.db.write([
    office.db.q.run(
      sql`update sessions set expires_at = ${office.now} where rowid > (select max(rowid) - 2 from sessions)`,
    ),
  ]);
  const signedOut = `${await visit('staff')}; ${await visit()}`;
  for (const kind of ['user', 'staff']) {
    await office.fetch(`/api/session?kind=${kind}`, { method: 'DELETE', cookie: signedOut });
  }
  await visit('staff');
  ids.session = await one("sessions where kind = 'staff'");
  await manager.post('/api/console/staff/invitations', { name: 'まだ来ない人', role: 'counselor' });
  ids.staffInvitation = await one('staff_invitations');
  const invited = await visit();
  const unknown = await visit();
  return {
    scene,
    ids,
    token,
    rulesHash: rules.textHash,
    cookies: {
      nobody: '',
      forged: `${manager.cookie.slice(0, -6)}AAAAA%3D; ${person.cookie.slice(0, -6)}AAAAA%3D`,
      expired,
      signedOut,
      unknown,
      invited,
      consented: person.cookie,
      withdrawn: withdrawn.visitor.cookie,
      anotherUser: another.visitor.cookie,
      provider: provider.visitor.cookie,
      counselor: counselor.cookie,
      manager: manager.cookie,
    },
  };
}

/** An image that came in with an alert, a review card, and an event that could not be processed. */
async function writeInbound({ office, contactId }: Scene): Promise<void> {
  const { now } = office;
  const run = (statement: string, ...args: (string | number | Uint8Array)[]) =>
    office.raw.execute({ sql: statement, args });
  const event =
    'insert into inbound_events (id, type, raw, occurred_at, received_at, processed_at, parked_at)';
  await run(`${event} values ('an-event', 'message', '{}', ?, ?, ?, null)`, now, now, now);
  await run(`${event} values ('a-parked-event', 'message', '{', ?, ?, null, ?)`, now, now, now);
  await run(
    `insert into inbound_messages (id, event_id, line_message_id, line_user_id, contact_id, kind, occurred_at, received_at)
      values ('an-image', 'an-event', 'line-image', 'U0', ?, 'image', ?, ?)`,
    contactId,
    now,
    now,
  );
  await run(
    `insert into contents (inbound_message_id, line_message_id, status, content_type, bytes, settled_at)
      values ('an-image', 'line-image', 'kept', 'image/png', ?, ?)`,
    new Uint8Array([137, 80, 78, 71]),
    now,
  );
  await run(
    `insert into alerts (id, kind, line_user_id, contact_id, inbound_message_id, raised_at, next_push_at)
      values ('an-alert', 'urgent', 'U0', ?, 'an-image', ?, ?)`,
    contactId,
    now,
    now,
  );
  const evidence = '{"perDay":[],"busyDays":3,"excessConversations":5,"excessDays":3,"excessWindowDays":7}';
  await run(
    `insert into reviews (id, contact_id, evidence, opened_at) values ('a-review', ?, '${evidence}', ?)`,
    contactId,
    now,
  );
  await run(
    `insert into reviews (id, contact_id, evidence, opened_at, closed_at, closed_by, outcome, agreed, look_on)
      select 'a-closed-review', ?, '${evidence}', 0, 1, id, '話し合いました', '電話は火曜に', '2026-12-22' from staff limit 1`,
    contactId,
  );
}

/** A message that waits for the morning, and one that waits for a manager; a counselor wrote both. */
async function writeWaiting({ office, clientId, contactId }: Scene): Promise<void> {
  const { now } = office;
  const author = "(select id from staff where role = 'counselor')";
  await office.raw.execute({
    sql: `insert into messages (id, contact_id, client_id, purpose, origin, author_staff_id, greeting, body, status, not_before, decision, settings_version, created_at)
      values ('a-waiting-message', ?, ?, 'info', 'staff', ${author}, '', 'お電話をお待ちしております。', 'queued', ?, '[]', 0, ?)`,
    args: [contactId, clientId, now + 86_400_000, now],
  });
  await office.raw.execute({
    sql: `insert into approvals (id, client_id, contact_id, purpose, greeting, body, reason, asked_by, asked_at)
      values ('an-approval', ?, ?, 'reply', '', 'お電話をお待ちしております。', '緊急', ${author}, ?)`,
    args: [clientId, contactId, now],
  });
}

async function addContact(
  scene: Scene,
  clientId: string,
  kind: string,
  name: string,
): Promise<{ id: string }> {
  const { body } = await scene.manager.post<{ id: string }>(`/api/console/clients/${clientId}/contacts`, {
    kind,
    name,
    relation: kind,
  });
  return body;
}

async function contactOf(scene: Scene, clientId: string, kind: string, name: string) {
  const { id } = await addContact(scene, clientId, kind, name);
  const visitor = await new Visitor(scene.office, newLineUserId()).signIn('user');
  const token = await invite({ ...scene, clientId, contactId: id });
  await choose(scene, 'yes', { token }, visitor);
  return { contactId: id, visitor };
}
