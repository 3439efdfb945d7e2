import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sign } from '../../local/line/webhooks.ts';
import { at, type DeliveryWorld, deliveryWorld, lineUser, rows, SECRET } from '../jobs/delivery-world.ts';
import { type Webhook, webhookOf } from '../jobs/webhook-office.ts';

let world: DeliveryWorld;
let hook: Webhook;
beforeEach(async () => {
  world = await deliveryWorld({ now: at('11-24', '10:00') });
  hook = webhookOf(world);
});
afterEach(() => world.close());

describe('what is let in', () => {
  it("accepts LINE's own signed example and answers the verify button", async () => {
    const body = '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}';
    const response = await hook.post(body, 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=');
    expect(response.status).toBe(200);
    expect(world.trips.count).toBe(0);
  });

  it.each([
    ['a wrong signature', sign('another secret', '{"destination":"Ubot","events":[]}')],
    ['no signature', ''],
    ['a signature that is no base64', '%%%'],
  ])('refuses %s without touching the database', async (_, signature) => {
    const response = await hook.deliver('{"destination":"Ubot","events":[]}', signature);
    expect(response.status).toBe(401);
    expect(world.trips.count).toBe(0);
  });

  it.each([
    ['broken JSON', '{"events":['],
    ['no events', '{"destination":"Ubot"}'],
    ['null', 'null'],
    ['events of a wrong shape', '{"events":"all"}'],
  ])('answers %s with 400, never 5xx', async (_, body) => {
    expect((await hook.deliver(body)).status).toBe(400);
  });

  it('refuses 3 MB without reading on', async () => {
    const body = 'x'.repeat(3 * 1024 * 1024);
    expect(
      (await hook.post(body, sign(SECRET, body), { 'content-length': String(body.length) })).status,
    ).toBe(413);
    let pulled = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        if (pulled > 48) return controller.close();
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    expect((await hook.post(stream, sign(SECRET, 'x'))).status).toBe(413);
    expect(pulled).toBeLessThan(24);
  });

  it('needs exactly one round trip before its answer, whatever the body holds', async () => {
    const users = [lineUser(), lineUser(), lineUser()];
    const held: (() => void)[] = [];
    const gate = new Promise<void>((open) => held.push(open));
    const { write } = world.db;
    let writes = 0;
    world.db.write = async (statements) => {
      writes += 1;
      if (writes > 1) await gate;
      return write(statements);
    };
    const response = await hook.deliver(
      users.flatMap((user) => [hook.text(user, 'a'), hook.text(user, 'b')]),
    );
    expect(response.status).toBe(200);
    expect(world.trips.count).toBe(1);
    held[0]?.();
    await hook.settled();
    expect(await rows(world, 'select count(*) as n from inbound_messages')).toEqual([{ n: 6 }]);
  });

  it('keeps unknown events and message types, and events without an id only once', async () => {
    const user = lineUser();
    const { webhookEventId: _, ...nameless } = hook.plain('membership', user);
    const events = [
      hook.plain('videoPlayComplete', user),
      hook.text(user, '', { message: { id: 'hologram1', type: 'hologram', depth: 3 } }),
      nameless,
      7,
      null,
    ];
    expect((await hook.deliver(events)).status).toBe(200);
    await hook.settled();
    const again = events.map((e) =>
      typeof e === 'object' && e !== null ? { ...e, deliveryContext: { isRedelivery: true } } : e,
    );
    expect((await hook.deliver(again)).status).toBe(200);
    await hook.settled();
    expect(
      await rows(
        world,
        'select count(*) as n, count(processed_at) as done, count(parked_at) as parked from inbound_events',
      ),
    ).toEqual([{ n: 5, done: 5, parked: 0 }]);
    expect(await rows(world, 'select kind, text from inbound_messages')).toEqual([
      { kind: 'hologram', text: null },
    ]);
  });
});
