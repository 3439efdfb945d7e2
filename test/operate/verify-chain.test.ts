import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChains } from '../../local/operate/verify-chain.ts';
import { ERASED_BODY } from '../../worker/services/record/chain.ts';
import { consent, openCase, openScene, type Scene, threeFailedCalls } from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
  await consent(scene);
  await threeFailedCalls(scene, await openCase(scene));
});
afterEach(() => scene.office.close());

/** A change made by hand in the file: by somebody who takes the triggers away first. */
async function tamper(sql: string): Promise<void> {
  const { raw } = scene.office;
  for (const { name } of (
    await raw.execute("select name from sqlite_master where type = 'trigger' and tbl_name = 'record_entries'")
  ).rows)
    await raw.execute(`drop trigger ${name}`);
  await raw.execute('pragma foreign_keys = off');
  await raw.execute(sql);
}

const faults = async () =>
  (await verifyChains(scene.office.raw)).faults.map(({ clientId, seq, what }) => {
    expect(clientId).toBe(scene.clientId);
    return [seq, what];
  });

describe('the chain of the record (R5)', () => {
  it('is whole after ordinary work', async () => {
    const { entries, faults, heads } = await verifyChains(scene.office.raw);
    expect(faults).toEqual([]);
    expect(heads).toHaveLength(1);
    expect(heads[0]?.seq).toBe(entries);
  });

  it.each([
    [
      'body',
      `update record_entries set body = replace(body, '出ない', 'つながった') where seq = 7`,
      [7, 'body'],
    ],
    ['time', 'update record_entries set occurred_at = occurred_at - 1 where seq = 5', [5, 'hash']],
    ['author', "update record_entries set actor_id = 'x' where seq = 5", [5, 'hash']],
    ['deleted', 'delete from record_entries where seq = 4', [4, 'missing']],
    ['first deleted', 'delete from record_entries where seq = 1', [1, 'missing']],
    ['cut link', `update record_entries set prev_hash = '${'a'.repeat(64)}' where seq = 6`, [6, 'link']],
    ['blanked', `update record_entries set body = '${ERASED_BODY}' where seq = 3`, [3, 'erased-without-act']],
  ])('names the first entry that was changed by hand: %s', async (_name, sql, found) => {
    await tamper(sql);
    expect(await faults()).toEqual([found]);
  });

  it('knows from heads written down that the end was cut off', async () => {
    const { heads, entries } = await verifyChains(scene.office.raw);
    await tamper(`delete from record_entries where seq > ${entries - 2}`);
    expect(await faults()).toEqual([]);
    expect((await verifyChains(scene.office.raw, heads)).faults).toMatchObject([
      { seq: entries, what: 'cut-off' },
    ]);
  });
});
