import type { Control } from '../../local/line/control.ts';
import { accessToken, lineWorld } from '../local-line/line-world.ts';
import {
  at,
  type DeliveryWorld,
  deliveryWorld,
  type Family,
  insert,
  rows,
  seedFamily,
} from './delivery-world.ts';

/** An office beside a stand-in of LINE that lives by the office's clock. */
export interface LineOffice {
  world: DeliveryWorld;
  line: Control;
  /** A family whose LINE account exists and is a friend. */
  friend: (options?: Parameters<typeof seedFamily>[1]) => Promise<Family>;
  /** A message's row. */
  state: (id: string) => Promise<Record<string, string | number | null> | undefined>;
  /** The ids of what LINE took, in order. */
  arrived: () => (string | undefined)[];
  /** Every request to push, taken or not. */
  pushes: () => ReturnType<Control['calls']>;
  /** The kinds of the record's entries, in order. */
  kinds: () => Promise<(string | number | null | undefined)[]>;
  close: () => Promise<void>;
}

export async function lineOffice(): Promise<LineOffice> {
  const clock = { now: () => at('11-24', '10:00') };
  const host = await lineWorld({ clock: () => clock.now(), plan: { type: 'none' } });
  const line = host.line.control;
  const world = await deliveryWorld({
    fetchLine: fetch,
    config: {
      productOrigin: 'https://office.example',
      lineApiUrl: `${host.line.url}/api.line.me`,
      lineChannelAccessToken: accessToken,
    },
  });
  clock.now = () => world.clock.now;
  return {
    world,
    line,
    friend: async (options = {}) => {
      const family = await seedFamily(world, options);
      line.createUser({ userId: family.lineUserId, displayName: 'x', friend: true });
      return family;
    },
    state: async (id) => {
      const [row] = await rows(world, 'select * from messages where id = ?', id);
      return row;
    },
    arrived: () => line.deliveries().map((delivery) => delivery.retryKey),
    pushes: () => line.calls().filter((call) => call.path.endsWith('/push')),
    kinds: async () =>
      (await rows(world, 'select kind from record_entries order by rowid')).map((row) => row.kind),
    close: async () => {
      world.close();
      await host.close();
    },
  };
}

/** A monitoring of this client that has its date; confirmed unless told otherwise. */
export async function confirmedCase(
  world: DeliveryWorld,
  family: Family,
  startsAt: number,
  status = 'confirmed',
): Promise<string> {
  const [id, slot] = [`case-${startsAt}`, `slot-${startsAt}`];
  await insert(world, 'cases', {
    id,
    client_id: family.clientId,
    counselor_id: family.staffId,
    kind: 'monitoring',
    status: 'open',
    purpose: '',
    planned_method: 'visit',
    opened_at: at('11-20', '10:00'),
    opened_by: family.staffId,
  });
  await insert(world, 'slots', {
    id: slot,
    case_id: id,
    starts_at: startsAt,
    ends_at: startsAt + 3_600_000,
    place: '自宅',
    offered_at: at('11-20', '10:00'),
  });
  await world.client.execute({
    sql: `update cases set status = ?, confirmed_slot_id = ?, confirmed_at = 1, cancelled_at = ? where id = ?`,
    args: [status, slot, status === 'cancelled' ? 1 : null, id],
  });
  return id;
}

/** A reminder as the confirm service queues it. */
export const REMINDER = {
  purpose: 'reminder',
  origin: 'auto',
  body: '予定のお知らせがあります。下のボタンからごらんください。',
};
