import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordEntries } from '../../db/schema/records.ts';
import { canonicalEntry, sha256 } from '../../worker/services/record/chain.ts';
import { consent, openCase, openScene, type Scene, threeFailedCalls } from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.office.close());

/** The chain of a client from its first entry on, each hash computed anew. */
async function walk(clientId: string) {
  const [rows] = await scene.office.db.read([scene.office.db.q.select().from(recordEntries)]);
  const entries = rows.filter((r) => r.clientId === clientId).sort((a, b) => a.seq - b.seq);
  let previous = '0'.repeat(64);
  for (const [i, entry] of entries.entries()) {
    expect(entry.seq).toBe(i + 1);
    expect(entry.prevHash).toBe(previous);
    const { hash, ...rest } = entry;
    expect(hash).toBe(await sha256(canonicalEntry(rest)));
    expect(entry.bodyHash).toBe(await sha256(entry.body));
    previous = hash;
  }
  return entries;
}

describe('the record (R5)', () => {
  it('is one unbroken chain a client, also when twenty acts come at once', async () => {
    await consent(scene);
    const caseId = await openCase(scene);
    await threeFailedCalls(scene, caseId);
    const calls = Array.from({ length: 20 }, () =>
      scene.manager.post(`/api/console/cases/${caseId}/calls`, {
        contactId: scene.contactId,
        outcome: 'busy',
      }),
    );
    const statuses = (await Promise.all(calls)).map((c) => c.status);
    const kept = statuses.filter((s) => s === 200).length;
    const entries = await walk(scene.clientId);
    expect(entries.filter((e) => e.kind === 'call')).toHaveLength(3 + kept);
    expect(kept).toBe(20);
  });

  it('keeps what was corrected and what was undone', async () => {
    const caseId = await openCase(scene);
    const call = await scene.manager.post<{ id: string }>(`/api/console/cases/${caseId}/calls`, {
      contactId: scene.contactId,
      outcome: 'reached',
    });
    await scene.manager.post(`/api/console/calls/${call.body.id}/undo`);
    const before = await walk(scene.clientId);
    const first = before.find((e) => e.kind === 'call');
    await scene.manager.post(`/api/console/clients/${scene.clientId}/records`, {
      kind: 'correction',
      correctsId: first?.id,
      body: { summary: '時刻の訂正', content: '10時ではなく11時でした' },
    });
    const after = await walk(scene.clientId);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.at(-1)).toMatchObject({ kind: 'correction', correctsId: first?.id });
    expect(after.map((e) => e.kind)).toContain('call-undone');
  });

  it('takes back a tap only while it is fresh', async () => {
    const caseId = await openCase(scene);
    const call = await scene.manager.post<{ id: string }>(`/api/console/cases/${caseId}/calls`, {
      contactId: scene.contactId,
      outcome: 'no-answer',
    });
    scene.office.now += 10 * 60_000 + 1;
    const late = await scene.manager.post(`/api/console/calls/${call.body.id}/undo`);
    expect(late.problem).toMatchObject({ status: 409, type: 'conflict' });
  });
});
