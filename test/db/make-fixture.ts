import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Client } from '@libsql/client';
import { migrations } from '../../db/migrate.ts';
import { ACTORS, gatherCast } from '../support/cast.ts';
import { requestOf, TABLE } from '../support/route-table.ts';
import { consent, offer, openCase, type Scene, send, threeFailedCalls } from '../support/scene.ts';
import { newLineUserId, Visitor } from '../support/visitor.ts';

// Writes today's schema with an office in it, as SQL, to fixtures/. Run it with each migration that lands:
// `node_modules/.bin/node test/db/make-fixture.ts`. A fixture that is there is never written again.
const cast = await gatherCast();
const { office } = cast.scene;
try {
  await askEveryRoute();
  await liveThrough(cast.scene);
  await eraseTheOther(cast.scene);
  await office.cron();
  const path = fileURLToPath(new URL(`fixtures/${migrations().at(-1)?.tag}.sql`, import.meta.url));
  const sql = await dump(office.raw);
  writeFileSync(path, sql, { flag: 'wx' });
  console.log(`${path}: ${Buffer.byteLength(sql)} bytes`);
} finally {
  office.close();
}

/** A case from its first call to its meeting, with a change on the way; nights and mornings of cron between. */
async function liveThrough(scene: Scene): Promise<void> {
  const { manager, person, contactId, clientId } = scene;
  await office.cron();
  const caseId = await openCase(scene);
  await threeFailedCalls(scene, caseId);
  await send(scene, caseId, 'callback-request');
  office.now += 3 * 86_400_000;
  await office.cron();
  const week = office.now + 7 * 86_400_000;
  const [first, second] = await offer(scene, caseId, [week, week + 86_400_000]);
  await send(scene, caseId, 'date-request', 'お急ぎのため');
  await office.cron();
  await person.post(`/api/app/cases/${caseId}/answer`, {
    submissionKey: 'fixture-ranked',
    choice: 'ranked',
    ranked: [first, second],
    health: 'usual',
    attendance: 'usual',
    note: '午前がよいです。',
  });
  await person.post(`/api/app/cases/${caseId}/answer`, {
    submissionKey: 'fixture-parts',
    choice: 'parts',
    parts: [{ date: '2026-12-09', part: 'am' }],
  });
  await manager.post(`/api/console/cases/${caseId}/confirm`, { slotId: first });
  await person.post(`/api/app/cases/${caseId}/calendar`);
  await manager.post(`/api/console/cases/${caseId}/change`, { reason: '体調不良', tell: 'phone' });
  await manager.post(`/api/console/cases/${caseId}/confirm`, { slotId: second });
  await manager.post(`/api/console/cases/${caseId}/held`, {
    method: 'visit',
    place: '自宅',
    startedAt: office.now,
    endedAt: office.now + 3_600_000,
    content: 'お元気でした。',
  });
  await manager.post('/api/console/messages', {
    contactId,
    clientId,
    purpose: 'info',
    greeting: '',
    body: '次回は12月です。',
  });
  await office.cron();
}

/** What stands in the table of all routes, once, by the first actor who may. */
async function askEveryRoute(): Promise<void> {
  const ending = /erasure|session|withdraw$|calendar-feed$|drop$|DELETE/;
  for (const [route, row] of Object.entries(TABLE)) {
    if (route.startsWith('GET ') || ending.test(route)) continue;
    const actor = ACTORS.findLast((name) => row.expected[name] < 300) ?? 'manager';
    const { path, init } = requestOf(route, row, cast);
    await office.fetch(path, { ...init, cookie: cast.cookies[actor] });
    await office.settle();
  }
  for (const cookie of [cast.cookies.consented, cast.cookies.manager])
    for (const whose of ['app', 'console'])
      await office.fetch(`/api/${whose}/calendar-feed`, { method: 'POST', body: '{}', cookie });
}

async function eraseTheOther(scene: Scene): Promise<void> {
  const { body } = await scene.manager.post<{ id: string }>('/api/console/clients', {
    name: '二重 登録',
    kana: 'にじゅう とうろく',
    attendsProgram: false,
    monitoringMonths: [],
  });
  const { body: contact } = await scene.manager.post<{ id: string }>(
    `/api/console/clients/${body.id}/contacts`,
    { kind: 'family', name: '二重 花子', relation: '母' },
  );
  const person = await new Visitor(office, newLineUserId()).signIn('user');
  await consent({ ...scene, person, clientId: body.id, contactId: contact.id });
  const { status } = await scene.manager.post(`/api/console/clients/${body.id}/erasure`, {
    ground: 'mistaken-client',
    reason: '二重に登録されたため',
    name: '二重 登録',
  });
  if (status !== 200) throw new Error(`erasing was answered ${status}`);
}

/** Tables, rows, and then what watches over them: rows come table by table, so foreign keys must be off. */
async function dump(client: Client): Promise<string> {
  const rows = async (sql: string) => (await client.execute(sql)).rows;
  const made = await rows(
    "select type, name, sql from sqlite_master where sql is not null and name not like 'sqlite!_%' escape '!' order by rowid",
  );
  const [tables, others] = [true, false].map((is) => made.filter(({ type }) => (type === 'table') === is));
  const lines = (tables ?? []).map(({ sql }) => `${sql};`);
  for (const { name } of tables ?? []) {
    const columns = (await rows(`select name from pragma_table_info('${name}')`)).map((row) => row.name);
    const values = await rows(
      `select ${columns.map((each) => `quote("${each}")`).join(`||','||`)} from "${name}"`,
    );
    if (values.length === 0) continue;
    lines.push(`INSERT INTO "${name}" (${columns.join(',')}) VALUES`);
    lines.push(`${values.map((row) => `(${row[0]})`).join(',\n')};`);
  }
  return `${[...lines, ...(others ?? []).map(({ sql }) => `${sql};`)].join('\n')}\n`;
}
