import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../db/client.ts';
import { sign } from '../../local/line/webhooks.ts';
import { runCron } from '../../worker/jobs/run-cron.ts';
import { civilDate, instantOf, isOpen } from '../../worker/manual/calendar.ts';
import { withdrawConsent } from '../../worker/services/consent/withdraw-consent.ts';
import { at, type Family, rows, SECRET, seedMessage } from './delivery-world.ts';
import { type LineOffice, lineOffice } from './line-office.ts';
import { webhookOf } from './webhook-office.ts';

const MESSAGES = 120;
const EVENTS = 120;
const MINUTE = 60_000;

let office: LineOffice;
beforeEach(async () => {
  office = await lineOffice();
});
afterEach(() => office.close());

/** Numbers that look random and come again with the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A database whose answers get lost, before or after it has done what was asked. */
function shaky(db: Database, fails: () => boolean): Database {
  const lost = () => new Error('the connection was lost');
  return {
    q: db.q,
    read: async (statements) => {
      if (fails()) throw lost();
      return db.read(statements);
    },
    write: async (statements) => {
      if (fails()) throw lost();
      const answer = await db.write(statements);
      if (fails()) throw lost();
      return answer;
    },
  };
}

it.each([1, 2])('loses, doubles and disturbs nothing while all around it breaks (seed %i)', async (seed) => {
  const { world, line } = office;
  const random = seeded(seed);
  const chance = (of: number) => random() < of;
  let breaking = true;
  const steady = world.db;
  world.db = shaky(steady, () => breaking && chance(0.04));
  world.random = random;
  world.fetchLine = async (input, init) => {
    if (breaking && chance(0.1)) throw new TypeError('fetch failed');
    if (breaking && chance(0.05)) return new Response('{"message":"Internal"}', { status: 500 });
    if (breaking && chance(0.03)) return new Response('{"message":"rate"}', { status: 429 });
    const answer = await fetch(input, init);
    if (breaking && chance(0.1)) throw new DOMException('too slow', 'TimeoutError');
    return answer;
  };
  world.clock.now = at('12-01', '19:00');

  const families: Family[] = [];
  for (let n = 0; n < 12; n += 1) families.push(await office.friend());
  const someone = () => families[Math.floor(random() * families.length)] as Family;
  const gone = families[0] as Family;
  const hook = webhookOf(world);
  const events = Array.from({ length: EVENTS }, (_, n) => hook.text(someone().lineUserId, `${n}`));
  const stored = new Set<string>();
  const ids = new Map<string, Family>();
  let withdrawnAt = Number.POSITIVE_INFINITY;

  const post = async () => {
    const some = Array.from({ length: 5 }, () => events[Math.floor(random() * EVENTS)]);
    const response = await hook.deliver(
      some,
      sign(SECRET, JSON.stringify({ destination: 'Ubot', events: some })),
    );
    if (response.status === 200) for (const event of some) stored.add(String(event?.webhookEventId));
  };
  for (let step = 0; step < 60; step += 1) {
    for (let n = 0; n < MESSAGES / 60; n += 1) {
      const family = someone();
      ids.set(await seedMessage(world, family), family);
    }
    const work: Promise<unknown>[] = [post(), post(), runCron(world).catch(() => {})];
    if (chance(0.4)) work.push(runCron(world).catch(() => {}));
    await Promise.all(work);
    await hook.settled();
    if (step === 30) {
      const ctx = { ...world, db: steady, now: world.clock.now };
      const actor = { kind: 'contact' as const, id: gone.contactId };
      await withdrawConsent({ ...ctx, actor }, { lineUserId: gone.lineUserId, clientId: gone.clientId });
      withdrawnAt = world.clock.now;
    }
    world.clock.now += Math.round(random() * 8 * MINUTE);
    // Nobody runs crons at night; the clock jumps to the morning.
    if (step % 25 === 24) world.clock.now = instantOf(civilDate(world.clock.now + 12 * 60 * MINUTE), '08:00');
  }
  breaking = false;
  for (let tick = 0; tick < 40; tick += 1) {
    await runCron(world);
    world.clock.now += 5 * MINUTE;
    if (!isOpen(world.clock.now, { from: '08:00', until: '21:00', hours: null, closed: () => false }))
      world.clock.now = instantOf(civilDate(world.clock.now + 12 * 60 * MINUTE), '08:00');
  }

  const deliveries = line.deliveries();
  const keys = deliveries.map((delivery) => String(delivery.retryKey));
  expect(new Set(keys).size).toBe(keys.length);
  // A reply by token whose answer was lost is never said again: it is given up, and staff are told to call.
  const states = await rows(
    world,
    `select id, status from messages m where not (status = 'dead' and reply_token is not null
      and exists (select 1 from tasks t where t.once_key = 'line-unsent:' || m.id))`,
  );
  const sent = states.filter((row) => row.status === 'sent').map((row) => String(row.id));
  expect(states.filter((row) => row.status !== 'sent' && row.status !== 'dropped')).toEqual([]);
  expect([...keys].sort()).toEqual(expect.arrayContaining(sent.sort()));
  for (const row of states) if (row.status === 'dropped') expect(ids.get(String(row.id))).toBe(gone);
  for (const delivery of deliveries) {
    const open = isOpen(delivery.at, { from: '08:00', until: '21:00', hours: null, closed: () => false });
    expect(open).toBe(true);
    if (delivery.userId === gone.lineUserId) expect(delivery.at).toBeLessThanOrEqual(withdrawnAt);
  }
  const entries = await rows(world, "select body from record_entries where kind = 'line-sent'");
  expect(entries.length).toBe(sent.length);

  const kept = await rows(world, 'select event_id from inbound_messages');
  expect(new Set(kept.map((row) => row.event_id)).size).toBe(kept.length);
  for (const id of stored) expect(kept).toContainEqual({ event_id: id });
  expect(await rows(world, 'select count(*) as n from reply_duties')).toEqual([{ n: kept.length }]);
  expect(await rows(world, 'select 1 from inbound_events where processed_at is null')).toEqual([]);
});
