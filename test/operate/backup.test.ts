import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLibsqlServer } from '../../local/libsql/server.ts';
import { backUp } from '../../local/operate/backup.ts';
import { restore } from '../../local/operate/restore.ts';
import { consent, openCase, openScene, type Scene, threeFailedCalls } from '../support/scene.ts';

const PASSPHRASE = 'あいことば 12もじ より ながく';
let scene: Scene;
let folder: string;
const at = (name: string) => join(folder, name);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  scene = await openScene();
});
afterEach(() => {
  scene.office.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything in a database, table by table, in one order. */
async function contentOf(client: Client) {
  const { rows } = await client.execute(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite!_%' escape '!' order by 1",
  );
  const tables = rows.map((row) => String(row.name)).filter((name) => name !== '__drizzle_migrations');
  const all = await Promise.all(
    tables.map(async (name) => [name, (await client.execute(`select * from "${name}" order by 1, 2`)).rows]),
  );
  return JSON.stringify(all);
}

async function opened<T>(file: string, look: (client: Client) => Promise<T>): Promise<T> {
  const client = createClient({ url: `file:${file}` });
  try {
    return await look(client);
  } finally {
    client.close();
  }
}

describe('a backup', () => {
  it('comes back as it was, with its triggers, and goes on from there', async () => {
    await consent(scene);
    await threeFailedCalls(scene, await openCase(scene));
    await scene.office.raw.executeMultiple(`
      insert into inbound_events (id, type, raw, occurred_at, received_at) values ('e', 'message', '{}', 1, 1);
      insert into inbound_messages (id, event_id, line_message_id, line_user_id, kind, occurred_at, received_at)
        values ('i', 'e', 'l', 'U1', 'image', 1, 1);
      insert into contents (inbound_message_id, line_message_id, status, content_type, bytes, settled_at)
        values ('i', 'l', 'kept', 'image/png', x'00ff0d0a22', 1);`);
    const counts = await backUp(scene.office.raw, at('office.backup'), PASSPHRASE, scene.office.now);
    expect(counts).toMatchObject({ clients: 1, calls: 3, consents: 1 });
    expect(counts.name_terms).toBeGreaterThan(0);
    const { verified } = await restore(at('office.backup'), PASSPHRASE, at('restored.db'));
    expect(verified.faults).toEqual([]);
    expect(verified.entries).toBe(counts.record_entries);
    await opened(at('restored.db'), async (client) => {
      expect(await contentOf(client)).toBe(await contentOf(scene.office.raw));
      const { rows } = await client.execute('select hex(bytes) from contents');
      expect(rows[0]?.[0]).toBe('00FF0D0A22');
      await expect(client.execute("update record_entries set body = '{}'")).rejects.toThrow('append-only');
      const names =
        "select group_concat(name) from (select name from sqlite_master where type = 'trigger' order by 1)";
      expect((await client.execute(names)).rows[0]?.[0]).toEqual(
        (await scene.office.raw.execute(names)).rows[0]?.[0],
      );
    });
  });

  it('taken while people write is one moment: every call has its entry', async () => {
    const caseId = await openCase(scene);
    const call = () =>
      scene.manager.post(`/api/console/cases/${caseId}/calls`, {
        contactId: scene.contactId,
        outcome: 'busy',
      });
    // The office's own file, served to the backup over HTTP as Turso would.
    const file = String((await scene.office.raw.execute('pragma database_list')).rows[0]?.file);
    const server = await startLibsqlServer({ path: file, port: 0 });
    const client = createClient({ url: server.url });
    try {
      let writing = true;
      const writers = [1, 2].map(async () => {
        while (writing) expect((await call()).status).toBe(200);
      });
      await expect
        .poll(async () => (await client.execute('select count(*) from calls')).rows[0]?.[0])
        .toBeGreaterThan(3);
      const counts = await backUp(client, at('busy.backup'), PASSPHRASE, scene.office.now);
      writing = false;
      await Promise.all(writers);
      const { rows, verified } = await restore(at('busy.backup'), PASSPHRASE, at('busy.db'));
      expect(rows).toEqual(counts);
      expect(verified.faults).toEqual([]);
      await opened(at('busy.db'), async (restored) => {
        const entries = "select count(*) from record_entries where kind = 'call'";
        expect((await restored.execute(entries)).rows[0]?.[0]).toBe(rows.calls);
      });
      await backUp(client, at('calm.backup'), PASSPHRASE, scene.office.now);
      await restore(at('calm.backup'), PASSPHRASE, at('calm.db'));
      await opened(at('calm.db'), async (restored) =>
        expect(await contentOf(restored)).toBe(await contentOf(client)),
      );
    } finally {
      client.close();
      await server.close();
    }
  });

  it('opens with its passphrase only, whole and unchanged', async () => {
    await backUp(scene.office.raw, at('office.backup'), PASSPHRASE, scene.office.now);
    const back = (file = 'office.backup', secret = PASSPHRASE) =>
      restore(at(file), secret, at('restored.db'));
    await expect(back('office.backup', 'ちがう あいことば です')).rejects.toThrow('この合言葉では開けません');
    const whole = readFileSync(at('office.backup'));
    expect(whole.includes('大野')).toBe(false);
    const changed = Buffer.from(whole);
    changed[changed.length - 40] = (changed[changed.length - 40] ?? 0) ^ 1;
    writeFileSync(at('changed.backup'), changed);
    await expect(back('changed.backup')).rejects.toThrow('→');
    writeFileSync(at('cut.backup'), whole.subarray(0, -20));
    await expect(back('cut.backup')).rejects.toThrow('→');
    writeFileSync(at('other.backup'), 'no backup at all\n');
    await expect(back('other.backup')).rejects.toThrow('バックアップではありません');
    await back();
    await expect(back()).rejects.toThrow('もうあります');
  });
});
