import { expect, it } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { runCron } from '../../worker/jobs/run-cron.ts';
import { at, deliveryWorld, insert, seedFamily, seedMessage } from './delivery-world.ts';

const GROWING =
  /^(messages|inbound_events|inbound_messages|record_entries|contents|alerts|reply_duties|tasks|m|p|n)$/;

it('a tick never walks through a table that grows with the years', async () => {
  const world = await deliveryWorld();
  const family = await seedFamily(world);
  await seedMessage(world, family);
  await insert(world, 'quota_readings', { month: '2026-11', most: 200, used: 0, read_at: world.clock.now });
  const asked: { sql: string; args: unknown[] }[] = [];
  const client = new Proxy(world.client, {
    get: (real, name) => {
      const own: unknown = Reflect.get(real, name);
      if (typeof own !== 'function') return own;
      return (...given: unknown[]) => {
        if (name === 'execute' || name === 'batch') asked.push(...([given[0]].flat() as typeof asked));
        return own.apply(real, given);
      };
    },
  });
  world.db = openDatabase(client);
  await runCron(world);
  world.clock.now = at('11-25', '10:00');
  await runCron(world);
  const walks: string[] = [];
  for (const { sql, args } of asked) {
    const { rows } = await world.client.execute({ sql: `explain query plan ${sql}`, args: args as string[] });
    for (const { detail } of rows) {
      const [, table = ''] = /^SCAN (\w+)/.exec(String(detail)) ?? [];
      // An index of its own, of what waits only, may be walked through: it is as short as the queue.
      const waiting = /INDEX (\w+_(waiting|due|leases|open|parked))\b/.test(String(detail));
      if (GROWING.test(table) && !waiting) walks.push(`${detail}: ${sql.slice(0, 80)}`);
      if (
        /reply_token=\?/.test(String(detail)) &&
        /^update messages set \(reply_token/.test(sql) &&
        /^SEARCH messages/.test(String(detail))
      )
        walks.push(`${detail}: ${sql.slice(0, 80)}`);
    }
  }
  world.close();
  expect(asked.length).toBeGreaterThan(20);
  expect(walks).toEqual([]);
});
