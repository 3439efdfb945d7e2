import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliver } from '../../worker/jobs/deliver.ts';
import { withdrawConsent } from '../../worker/services/consent/withdraw-consent.ts';
import { at, consent, type DeliveryWorld, rows, seedFamily, seedMessage } from '../jobs/delivery-world.ts';
import { confirmedCase, type LineOffice, lineOffice, REMINDER } from '../jobs/line-office.ts';
import { accessToken } from '../local-line/line-world.ts';

let office: LineOffice;
let world: DeliveryWorld;
let line: LineOffice['line'];
beforeEach(async () => {
  office = await lineOffice();
  ({ world, line } = office);
});
afterEach(() => office.close());

describe('when something breaks', () => {
  it.each(['500-after-commit', 'cut-after-commit'] as const)('sends once through %s', async (kind) => {
    const family = await office.friend();
    const id = await seedMessage(world, family);
    line.addFault({ kind, path: 'push', times: 1 });
    expect(await deliver(world)).toMatchObject({ again: 1 });
    world.clock.now += 60_000;
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect(office.arrived()).toEqual([id]);
    expect(await office.kinds()).toEqual(['line-sent']);
  });

  it('sends once when the run dies between the push and the writing', async () => {
    const family = await office.friend();
    const id = await seedMessage(world, family);
    const { write } = world.db;
    let writes = 0;
    world.db.write = async (statements) => {
      writes += 1;
      if (writes === 2) throw new Error('the connection was lost');
      return write(statements);
    };
    await expect(deliver(world)).rejects.toThrow('the connection was lost');
    world.db.write = write;
    expect(await deliver(world)).toMatchObject({ sent: 0 });
    expect(await office.state(id)).toMatchObject({ status: 'leased' });
    world.clock.now += 5 * 60_000;
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect(office.arrived()).toEqual([id]);
    expect(await office.state(id)).toMatchObject({ status: 'sent', sent_at: at('11-24', '10:00') });
    expect(await office.kinds()).toEqual(['line-sent']);
  });

  it('never sends again what may have arrived once LINE has forgotten its key', async () => {
    world.clock.now = at('12-28', '20:59', 50);
    const family = await office.friend();
    const caseId = await confirmedCase(world, family, Date.parse('2027-01-07T01:00:00Z'));
    const id = await seedMessage(world, family, { ...REMINDER, purpose: 'confirmed', case_id: caseId });
    line.addFault({ kind: 'cut-after-commit', path: 'push', times: 1 });
    await deliver(world);
    world.clock.now = at('12-28', '21:01');
    await deliver(world);
    world.clock.now = Date.parse('2027-01-04T08:00:00+09:00');
    expect(await deliver(world)).toMatchObject({ dead: 1 });
    expect(office.arrived()).toEqual([id]);
    expect(await rows(world, 'select why from tasks')).toEqual([{ why: 'line-unsent' }]);
  });

  it('gives up at once what LINE rejects, says so in the record and asks staff to phone', async () => {
    const family = await seedFamily(world);
    const id = await seedMessage(world, family);
    expect(await deliver(world)).toMatchObject({ dead: 1 });
    expect(await office.state(id)).toMatchObject({
      status: 'dead',
      sent_at: null,
      last_error: 'LINEが受け付けませんでした（LINEの答え：400 Failed to send messages）。',
    });
    expect(await office.kinds()).toEqual(['line-unsent']);
    expect(await rows(world, 'select kind, why from tasks')).toEqual([{ kind: 'phone', why: 'line-unsent' }]);
  });

  it('goes no further with a wrong access token', async () => {
    for (let n = 0; n < 12; n += 1) await seedMessage(world, await office.friend());
    world.config.lineChannelAccessToken = 'wrong';
    const { dead } = await deliver(world);
    expect(dead).toBeGreaterThan(0);
    expect(dead).toBeLessThanOrEqual(5);
    expect((await rows(world, "select 1 from messages where status = 'queued'")).length).toBe(12 - dead);
  });

  it('waits as LINE says when it is asked too often', async () => {
    const family = await office.friend();
    const first = await seedMessage(world, family, { created_at: at('11-24', '09:00') });
    const second = await seedMessage(world, family, { created_at: at('11-24', '09:01') });
    line.addFault({ kind: '429-rate', path: 'push', times: 1 });
    await deliver(world);
    expect(office.pushes()).toHaveLength(1);
    expect(await deliver(world)).toMatchObject({ sent: 0, again: 0 });
    world.clock.now += 60_000;
    await deliver(world);
    expect(office.arrived()).toEqual([first, second]);
  });

  it.each([429, 503])('waits as long as LINE names with a %i', async (status) => {
    const id = await seedMessage(world, await office.friend());
    world.fetchLine = async () => new Response('{}', { status, headers: { 'retry-after': '1200' } });
    await deliver(world);
    world.fetchLine = fetch;
    world.clock.now += 1_199_000;
    expect(await deliver(world)).toMatchObject({ sent: 0 });
    world.clock.now += 1_000;
    expect(await deliver(world)).toMatchObject({ sent: 1 });
    expect(office.arrived()).toEqual([id]);
  });

  it("holds everything when the month's number is used up, and tells managers once", async () => {
    const ids: string[] = [];
    for (let n = 0; n < 30; n += 1) ids.push(await seedMessage(world, await office.friend()));
    line.setQuota({ plan: { type: 'limited', value: 200 }, used: 200 });
    await deliver(world);
    expect(await rows(world, 'select status, not_before, count(*) as n from messages group by 1, 2')).toEqual(
      [{ status: 'queued', not_before: at('11-25', '08:00'), n: 30 }],
    );
    expect(office.pushes().length).toBeLessThanOrEqual(5);
    world.clock.now = at('11-25', '08:00');
    await deliver(world);
    expect(await rows(world, 'select why from tasks')).toEqual([{ why: 'monthly-limit' }]);
    line.setQuota({ used: 0 });
    world.clock.now = at('11-26', '08:00');
    for (let run = 0; run < 4; run += 1) await deliver(world);
    expect(office.arrived().sort()).toEqual(ids.sort());
  });

  it("asks staff to phone whom a reminder can't reach any more when the month's number is used up", async () => {
    world.clock.now = at('11-24', '19:00');
    line.setQuota({ plan: { type: 'limited', value: 200 }, used: 200 });
    const startsAt = at('11-25', '08:00');
    const ids: string[] = [];
    for (let n = 0; n < 8; n += 1) {
      const family = await office.friend();
      const caseId = await confirmedCase(world, family, startsAt + n);
      ids.push(await seedMessage(world, family, { ...REMINDER, case_id: caseId, stale_after: startsAt }));
    }
    for (let run = 0; run < 3; run += 1) await deliver(world);
    expect(await rows(world, 'select status, count(*) as n from messages group by 1')).toEqual([
      { status: 'dropped', n: ids.length },
    ]);
    expect(await rows(world, "select count(*) as n from tasks where why = 'line-dropped'")).toEqual([
      { n: ids.length },
    ]);
    expect(office.arrived()).toEqual([]);
  });

  it('keeps the truth when a message is withdrawn while LINE takes it', async () => {
    const family = await office.friend();
    const id = await seedMessage(world, family);
    world.fetchLine = async (input, init) => {
      const response = await fetch(input, init);
      await withdrawConsent(
        { ...world, now: world.clock.now, actor: { kind: 'contact', id: family.contactId } },
        { lineUserId: family.lineUserId, clientId: family.clientId },
      );
      return response;
    };
    await deliver(world);
    expect(await office.state(id)).toMatchObject({ status: 'sent' });
    expect(await office.kinds()).toEqual(['consent-withdrawn', 'line-sent']);
  });

  it('writes again to somebody who has agreed anew', async () => {
    const family = await office.friend({ choice: 'withdrawn' });
    await seedMessage(world, family);
    await consent(world, family, 'yes', at('11-24', '09:59'));
    expect(await deliver(world)).toMatchObject({ sent: 1 });
  });

  it('writes no names, texts or tokens into the log', async () => {
    const family = await office.friend();
    await seedMessage(world, family);
    await deliver(world);
    const log = JSON.stringify(world.lines);
    expect(world.lines.length).toBeGreaterThan(0);
    for (const secret of ['山田', '書類', family.lineUserId, accessToken]) expect(log).not.toContain(secret);
  });
});
