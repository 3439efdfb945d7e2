import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StaffMe } from '../../worker/views/office.ts';
import { ACTORS, type Cast, gatherCast } from '../support/cast.ts';
import { requestOf, TABLE } from '../support/route-table.ts';

const SERVICES = fileURLToPath(new URL('../../worker/services', import.meta.url));

/** What changes nothing about a client has no entry in a client's record; each says what keeps it instead. */
/** The table asks for what is refused or already so; the route's own tests ask for more. */
const NOTHING_HERE = 'changes nothing as the table asks it';
const OFFICE_CHANGE = 'about the office: kept in office_changes';
const NO_ENTRY: Readonly<Record<string, string>> = {
  'POST /line/webhook': 'stored raw first; its entry is written when it is processed',
  'POST /slack/interactions': 'only a signed request acts, through the same services as the console',
  'POST /api/session': 'signing in: kept in sessions',
  'DELETE /api/session': 'signing out: kept in sessions',
  'POST /api/staff/join': 'about staff: kept in staff and their invitation',
  'POST /api/app/invitations/look': 'reads',
  'PUT /api/app/friend': 'what LINE says of the account, not an act of the office or the client',
  'POST /api/app/cases/:id/calendar': 'a copy of what is fixed, for their own calendar',
  'POST /api/app/calendar-feed': 'a copy of what is fixed, for their own calendar',
  'DELETE /api/app/calendar-feed': 'a copy of what is fixed, for their own calendar',
  'PUT /api/console/notice-settings': 'how a member of staff is told',
  'POST /api/console/duties/:id/take': 'who looks after it; the answer itself is the entry',
  'POST /api/console/calendar-feed': 'a copy of what is fixed, for their own calendar',
  'DELETE /api/console/calendar-feed': 'a copy of what is fixed, for their own calendar',
  'POST /api/console/client-import/check': 'reads',
  'POST /api/console/clients/:id/erasure': 'refused in the table: test/services/erase-client.test.ts',
  'POST /api/console/clients/:id/record-drafts': 'a draft: finalising it is the entry',
  'POST /api/console/record-drafts/:id/drop': 'a draft that was dropped never became an entry',
  'PUT /api/console/record-drafts/:id': 'a draft: finalising it is the entry',
  'POST /api/console/cases/:id/slots/check': 'reads',
  'POST /api/console/clients/:id/meetings/check': 'reads',
  'POST /api/console/messages/check': 'reads',
  'POST /api/console/cases/:id/change': NOTHING_HERE,
  'POST /api/console/approvals': NOTHING_HERE,
  'POST /api/console/parked/:id/retry': 'an event that could not be processed: its entry follows when it is',
  'POST /api/console/templates': OFFICE_CHANGE,
  'PUT /api/console/templates/:id': OFFICE_CHANGE,
  'POST /api/console/templates/:id/retire': OFFICE_CHANGE,
  'POST /api/console/settings': OFFICE_CHANGE,
  'POST /api/console/settings/:version/withdraw': NOTHING_HERE,
  'POST /api/console/closures': OFFICE_CHANGE,
  'DELETE /api/console/closures/:date': NOTHING_HERE,
  'POST /api/console/rules/:version{[0-9]+}/withdraw': NOTHING_HERE,
  'POST /api/console/rules/drafts': 'refused in the table: one draft at a time',
  'PUT /api/console/rules/drafts/:id':
    'a draft of the office’s rules: publishing it is kept in office_changes',
  'POST /api/console/rules/drafts/:id/drop': 'a draft of the office’s rules',
  'POST /api/console/rules/drafts/:id/publish': NOTHING_HERE,
  'POST /api/console/staff/:id': NOTHING_HERE,
  'POST /api/console/staff/invitations': OFFICE_CHANGE,
  'POST /api/console/staff/invitations/:id/revoke': OFFICE_CHANGE,
  'POST /api/console/sessions/end-others': 'signing out: kept in sessions',
  'POST /api/console/sessions/:id/end': 'signing out: kept in sessions',
};

/** Service verbs that write without an entry of their own, and why. */
const NO_ENTRY_VERBS: Readonly<Record<string, string>> = {
  'alert/push-alerts.ts': 'tells staff',
  'client/view-client.ts': 'logs access',
  'contact/view-thread.ts': 'logs access',
  'content/view-content.ts': 'logs access',
  'record/list-drafts.ts': 'logs access',
  'export/calls-csv.ts': 'logs access',
  'export/consents-csv.ts': 'logs access',
  'export/figures-csv.ts': 'logs access',
  'contact/mark-thread-read.ts': 'a read mark is no answer (R12)',
  'contact/set-friend.ts': 'what LINE says of the account',
  'content/fetch-contents.ts': 'brings the file of a message whose entry stands',
  'feed/create-feed-link.ts': 'a copy of what is fixed',
  'feed/own-feed.ts': 'a copy of what is fixed',
  'inbound/lease-events.ts': 'takes events to process',
  'inbound/retry-parked.ts': 'lets an event be processed again',
  'inbound/store-events.ts': 'stores raw; processing writes the entry',
  'message/lease-messages.ts': 'takes messages to send; settling writes the entry',
  'notice/deliver-notices.ts': 'tells staff',
  'quota/quota-readings.ts': 'what LINE says of the month',
  'session/guard.ts': 'signing in',
  'session/list-sessions.ts': OFFICE_CHANGE,
  'session/start-session.ts': 'signing in',
  'closure/change-closures.ts': OFFICE_CHANGE,
  'rules/draft-rules.ts': OFFICE_CHANGE,
  'settings/change-settings.ts': OFFICE_CHANGE,
  'staff/change-staff.ts': OFFICE_CHANGE,
  'staff/invite-staff.ts': OFFICE_CHANGE,
  'staff/join-staff.ts': 'about staff',
  'staff/link-menus.ts': 'shows staff their menu',
  'task/add-tasks.ts': 'work for staff; what they do about it is the entry',
  'template/save-template.ts': OFFICE_CHANGE,
};

/** What pages show although it is no entry: the console's mark of change must tell. */
const SHOWN: readonly string[] = [
  'POST /api/console/duties/:id/take',
  'POST /api/console/clients/:id/record-drafts',
  'PUT /api/console/record-drafts/:id',
  'POST /api/console/record-drafts/:id/drop',
  'PUT /api/console/rules/drafts/:id',
  'POST /api/console/rules/drafts/:id/drop',
];

/** Where the table sends what is already so, this asks for a change. */
const CHANGED: Readonly<Record<string, object>> = {
  'PUT /api/console/clients/:id': { shownName: 'みのりさん' },
  'PUT /api/console/clients/:id/contacts/:contactId': { relation: '母' },
};

const acting = Object.entries(TABLE).filter(([route]) => !route.startsWith('GET '));

describe('no act without its entry (R5)', () => {
  let original: Cast;
  beforeAll(async () => {
    original = await gatherCast();
  });
  afterAll(() => original.scene.office.close());

  /**
   * The batches that a route's first successful actor made the database write, as SQL, and whether the open pages of
   * the console would hear of it.
   */
  async function actOf(route: string): Promise<{ written: string[][]; heard: boolean }> {
    const row = TABLE[route];
    if (!row) throw new Error(route);
    const cast = { ...original, scene: { ...original.scene, office: await original.scene.office.copy() } };
    const { office } = cast.scene;
    const batches: string[][] = [];
    const { raw } = office;
    const batch = raw.batch.bind(raw);
    const execute = raw.execute.bind(raw);
    const sqlOf = (statement: unknown) =>
      typeof statement === 'string' ? statement : (statement as { sql: string }).sql;
    Object.assign(raw, {
      batch: (statements: Parameters<typeof batch>[0], mode: Parameters<typeof batch>[1]) => {
        batches.push(statements.map(sqlOf));
        return batch(statements, mode);
      },
      execute: (statement: Parameters<typeof execute>[0]) => {
        batches.push([sqlOf(statement)]);
        return execute(statement);
      },
    });
    const actor = ACTORS.find((name) => row.expected[name] < 300) ?? 'manager';
    const { path, init } = requestOf(route, row, cast);
    const body = init.body
      ? JSON.stringify({ ...JSON.parse(String(init.body)), ...CHANGED[route] })
      : undefined;
    office.now += 1_000;
    const mark = async () => {
      const answer = await office.fetch('/api/console/me', { cookie: cast.cookies.manager });
      return ((await answer.json()) as StaffMe).mark;
    };
    const before = await mark();
    await office.fetch(path, { ...init, ...(body ? { body } : {}), cookie: cast.cookies[actor] });
    const heard = (await mark()) !== before;
    const written = batches.map((each) => each.filter((sql) => /^\s*(insert|update|delete)/i.test(sql)));
    await office.settle();
    office.close();
    return { written: written.filter((each) => each.length > 0), heard };
  }

  it.each(acting.filter(([route]) => !(route in NO_ENTRY)))(
    '%s writes it in the same batch',
    async (route) => {
      const { written, heard } = await actOf(route);
      const acts = written.filter((each) => !each.every((sql) => /access_log|sessions/.test(sql)));
      expect(acts).not.toEqual([]);
      expect(heard).toBe(true);
      for (const act of acts.slice(0, 1))
        expect(act.some((sql) => /insert into "?record_entries/i.test(sql))).toBe(true);
    },
  );

  it.each(acting.filter(([route]) => NO_ENTRY[route] === OFFICE_CHANGE))(
    '%s writes down who changed what of the office, in the same batch',
    async (route) => {
      const { written, heard } = await actOf(route);
      const acts = written.filter((each) => each.some((sql) => /office_changes/.test(sql)));
      expect(acts).toHaveLength(1);
      expect(heard).toBe(true);
    },
  );

  it.each(SHOWN)('%s lets the open pages of the console know', async (route) => {
    expect((await actOf(route)).heard).toBe(true);
  });

  it('has a reason for each route without one, and no reason for a route that is gone', () => {
    expect(Object.keys(NO_ENTRY).filter((route) => !(route in TABLE))).toEqual([]);
  });

  it('is so for every verb that writes', () => {
    const verbs = readdirSync(SERVICES, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const writing = verbs.filter((file) => {
      const text = readFileSync(join(SERVICES, file), 'utf8');
      return file !== 'record/act.ts' && /\bact\(|\.write\(/.test(text);
    });
    const silent = writing.filter(
      (file) => !/\bentries\b|chainEntries/.test(readFileSync(join(SERVICES, file), 'utf8')),
    );
    expect(silent.sort()).toEqual(Object.keys(NO_ENTRY_VERBS).sort());
  });
});
