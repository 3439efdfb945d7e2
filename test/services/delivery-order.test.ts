import { expect, it } from 'vitest';
import type { Database } from '../../db/client.ts';
import { dice as diceOf } from '../../local/chaos/seeded.ts';
import { deliver } from '../../worker/jobs/deliver.ts';
import { type DeliveryWorld, deliveryWorld, rows, seedFamily, seedMessage } from '../jobs/delivery-world.ts';

/** LINE as far as pushes go: a key once, and whatever `ends` says. */
function pushes(ends: () => 'ok' | '500' | '429' | 'cut') {
  const accepted: { to: string; key: string }[] = [];
  const answer = async (_: unknown, init?: RequestInit): Promise<Response> => {
    const key = new Headers(init?.headers).get('x-line-retry-key') ?? '';
    const { to } = JSON.parse(String(init?.body)) as { to: string };
    await Promise.resolve();
    const end = ends();
    if (end === '500') return new Response('{}', { status: 500 });
    if (end === '429') return new Response('{"message":"The API rate limit"}', { status: 429 });
    if (accepted.some((each) => each.key === key)) return new Response('{}', { status: 409 });
    accepted.push({ to, key });
    if (end === 'cut') throw new TypeError('the connection was cut');
    return new Response('{"sentMessages":[]}');
  };
  return { accepted, answer: answer as typeof fetch };
}

it('is kept when messages were made while earlier ones waited for their next try', async () => {
  const ends: ('ok' | '500')[] = ['500'];
  const line = pushes(() => ends.shift() ?? 'ok');
  const world = await deliveryWorld({ fetchLine: line.answer });
  const family = await seedFamily(world);
  const made = [await seedMessage(world, family)];
  world.clock.now += 10;
  made.push(await seedMessage(world, family));
  await deliver(world);
  for (const ms of [1_000, 600_000]) {
    world.clock.now += ms;
    made.push(await seedMessage(world, family));
  }
  await deliver(world);
  expect(line.accepted.map((each) => each.key)).toEqual(made);
  world.close();
});

it.each([1, 3, 4])('is kept whatever breaks and wherever a run dies (seed %i)', async (seed) => {
  const dice = diceOf(seed);
  let calm = false;
  const line = pushes(() => {
    const n = calm ? 1 : dice.next();
    return n < 0.1 ? '500' : n < 0.13 ? '429' : n < 0.2 ? 'cut' : 'ok';
  });
  const world = await deliveryWorld({ fetchLine: line.answer });
  const families = [await seedFamily(world), await seedFamily(world)];
  const made: string[] = [];
  for (let step = 0; step < 30; step += 1) {
    for (let n = dice.between(0, 4); n > 0; n -= 1) {
      world.clock.now += dice.between(1, 400);
      made.push(await seedMessage(world, dice.pick(families)));
    }
    const runs = dice.chance(0.5) ? 2 : 1;
    const mortals = Array.from({ length: runs }, () =>
      dice.chance(0.4) ? mortal(world, dice.between(1, 10)) : world,
    );
    await Promise.all(mortals.map((each) => deliver(each).catch(() => null)));
    world.clock.now += dice.pick([0, 100, 2_000, 40_000, 100_000, 200_000]);
  }
  calm = true;
  for (let n = 0; n < 40; n += 1) {
    world.clock.now += 60_000;
    await deliver(world);
  }
  expect(await rows(world, "select 1 from messages where status <> 'sent'")).toEqual([]);
  for (const { lineUserId } of families) {
    const order = line.accepted.filter(({ to }) => to === lineUserId).map(({ key }) => made.indexOf(key));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  }
  expect(line.accepted).toHaveLength(made.length);
  world.close();
});

/** The same world for a run that dies after so many requests: what it asks from then on reaches nobody. */
function mortal(world: DeliveryWorld, lives: number): DeliveryWorld {
  let left = lives;
  const live = async <T>(ask: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left < 0) throw new Error('dead');
    const answered = await ask();
    if (left === 0) throw new Error('dead');
    return answered;
  };
  const db: Database = {
    q: world.db.q,
    read: (statements) => live(() => world.db.read(statements)),
    write: (statements) => live(() => world.db.write(statements)),
  };
  // LINE's client takes a failed request for an answer that didn't come: a dead one asks nothing at all.
  const fetchLine: typeof fetch = (input, init) => live(() => world.fetchLine(input, init));
  return { ...world, db, fetchLine };
}
