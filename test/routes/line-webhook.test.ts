import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sign } from '../../local/line/webhooks.ts';
import { runCron } from '../../worker/jobs/run-cron.ts';
import { ProblemError } from '../../worker/problem.ts';
import { lineWebhook } from '../../worker/routes/line-webhook.ts';
import type { Vars } from '../../worker/routes/session-cookie.ts';
import {
  at,
  consent,
  type DeliveryWorld,
  deliveryWorld,
  insert,
  lineUser,
  rows,
  SECRET,
  seedFamily,
} from '../jobs/delivery-world.ts';

let world: DeliveryWorld;
let pending: Promise<unknown>[];
beforeEach(async () => {
  world = await deliveryWorld({ now: at('11-24', '10:00') });
  pending = [];
});
afterEach(() => world.close());

const context = {
  waitUntil: (promise: Promise<unknown>) => void pending.push(promise),
  passThroughOnException: () => {},
  props: {},
};
const settled = async () => {
  await Promise.all(pending.splice(0));
};

function app() {
  const host = new Hono<{ Variables: Vars }>();
  host.use(async (c, next) => {
    c.set('world', world);
    await next();
  });
  host.onError((error, c) => c.json({}, error instanceof ProblemError ? (error.problem.status as 400) : 500));
  return host.route('/line/webhook', lineWebhook);
}

async function deliver(events: unknown, signature?: string): Promise<Response> {
  const body = typeof events === 'string' ? events : JSON.stringify({ destination: 'Ubot', events });
  return post(body, signature ?? sign(SECRET, body));
}

async function post(body: BodyInit, signature: string, headers: Record<string, string> = {}) {
  const init = {
    method: 'POST',
    body,
    headers: { 'x-line-signature': signature, ...headers },
    duplex: 'half',
  };
  return app().fetch(new Request('https://office.test/line/webhook', init as RequestInit), {}, context);
}

let serial = 0;
function textEvent(userId: string, text: string, more: Record<string, unknown> = {}) {
  serial += 1;
  return {
    type: 'message',
    mode: 'active',
    timestamp: world.clock.now,
    source: { type: 'user', userId },
    webhookEventId: `01EVENT${serial}`,
    deliveryContext: { isRedelivery: false },
    replyToken: `reply${serial}`,
    message: { id: `msg${serial}`, type: 'text', text, quoteToken: 'q' },
    ...more,
  };
}
function plainEvent(type: string, userId: string, more: Record<string, unknown> = {}) {
  const { message: _, replyToken: __, ...rest } = textEvent(userId, '');
  return { ...rest, type, ...more };
}

describe('what is let in', () => {
  it("accepts LINE's own signed example and answers the verify button", async () => {
    const body = '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}';
    const response = await post(body, 'GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=');
    expect(response.status).toBe(200);
    expect(world.trips.count).toBe(0);
  });

  it.each([
    ['a wrong signature', sign('another secret', '{"destination":"Ubot","events":[]}')],
    ['no signature', ''],
    ['a signature that is no base64', '%%%'],
  ])('refuses %s without touching the database', async (_, signature) => {
    const response = await deliver('{"destination":"Ubot","events":[]}', signature);
    expect(response.status).toBe(401);
    expect(world.trips.count).toBe(0);
  });

  it.each([
    ['broken JSON', '{"events":['],
    ['no events', '{"destination":"Ubot"}'],
    ['null', 'null'],
    ['events of a wrong shape', '{"events":"all"}'],
  ])('answers %s with 400, never 5xx', async (_, body) => {
    expect((await deliver(body)).status).toBe(400);
  });

  it('refuses 3 MB without reading on', async () => {
    const body = 'x'.repeat(3 * 1024 * 1024);
    expect((await post(body, sign(SECRET, body), { 'content-length': String(body.length) })).status).toBe(
      413,
    );
    let pulled = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        if (pulled > 48) return controller.close();
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    expect((await post(stream, sign(SECRET, 'x'))).status).toBe(413);
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
    const response = await deliver(users.flatMap((user) => [textEvent(user, 'a'), textEvent(user, 'b')]));
    expect(response.status).toBe(200);
    expect(world.trips.count).toBe(1);
    held[0]?.();
    await settled();
    expect(await rows(world, 'select count(*) as n from inbound_messages')).toEqual([{ n: 6 }]);
  });

  it('keeps unknown events and message types, and events without an id only once', async () => {
    const user = lineUser();
    const { webhookEventId: _, ...nameless } = plainEvent('membership', user);
    const events = [
      plainEvent('videoPlayComplete', user),
      textEvent(user, '', { message: { id: 'hologram1', type: 'hologram', depth: 3 } }),
      nameless,
      7,
      null,
    ];
    expect((await deliver(events)).status).toBe(200);
    await settled();
    const again = events.map((e) =>
      typeof e === 'object' && e !== null ? { ...e, deliveryContext: { isRedelivery: true } } : e,
    );
    expect((await deliver(again)).status).toBe(200);
    await settled();
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

describe('what becomes of it', () => {
  it('opens a reply duty and writes the record when a contact writes (R5, R12)', async () => {
    const family = await seedFamily(world);
    await deliver([textEvent(family.lineUserId, '木曜日は行けます')]);
    await settled();
    expect(await rows(world, 'select due_at, cleared_at, contact_id from reply_duties')).toEqual([
      { due_at: at('11-24', '18:00'), cleared_at: null, contact_id: family.contactId },
    ]);
    const [entry] = await rows(world, 'select * from record_entries');
    expect(entry).toMatchObject({ kind: 'line-received', actor_kind: 'contact', client_id: family.clientId });
    expect(JSON.parse(String(entry?.body))).toMatchObject({
      summary: 'LINEを受信',
      content: '木曜日は行けます',
      partner: '山田 太郎',
    });
  });

  it('gives a message from the evening of a Friday until noon on Monday, and a sticker its duty too', async () => {
    const family = await seedFamily(world);
    world.clock.now = at('12-04', '22:00');
    const sticker = { id: 'sticker1', type: 'sticker', packageId: '1', stickerId: '2' };
    await deliver([textEvent(family.lineUserId, '', { message: sticker })]);
    await settled();
    expect(await rows(world, 'select due_at from reply_duties')).toEqual([{ due_at: at('12-07', '12:00') }]);
  });

  it('doubles nothing when all comes twice and shuffled', async () => {
    const families = [await seedFamily(world), await seedFamily(world)];
    const events = families.flatMap((f) => [textEvent(f.lineUserId, '一'), textEvent(f.lineUserId, '二')]);
    const shuffled = [events[3], events[0], events[2], events[1]];
    await Promise.all([deliver(events), deliver(shuffled), deliver(events.slice(1, 3))]);
    await settled();
    expect(await rows(world, 'select count(*) as n from inbound_messages')).toEqual([{ n: 4 }]);
    expect(await rows(world, 'select count(*) as n from reply_duties')).toEqual([{ n: 4 }]);
    expect(await rows(world, 'select count(*) as n from record_entries')).toEqual([{ n: 4 }]);
    expect(await rows(world, 'select count(*) as n from inbound_events where processed_at is null')).toEqual([
      { n: 0 },
    ]);
  });

  it("doesn't write a text into the records of several clients of one contact", async () => {
    const first = await seedFamily(world);
    const second = await seedFamily(world);
    await insert(world, 'client_contacts', {
      client_id: second.clientId,
      contact_id: first.contactId,
      relation: '保護者',
    });
    await deliver([textEvent(first.lineUserId, '兄のことで相談です')]);
    await settled();
    const entries = await rows(world, 'select body from record_entries');
    expect(entries).toHaveLength(2);
    for (const { body } of entries) expect(body).not.toContain('兄のこと');
  });

  it('keeps messages of strangers apart, with a duty that names no client', async () => {
    const stranger = lineUser();
    await deliver([textEvent(stranger, 'はじめまして')]);
    await settled();
    expect(await rows(world, 'select contact_id, line_user_id, text from inbound_messages')).toEqual([
      { contact_id: null, line_user_id: stranger, text: 'はじめまして' },
    ]);
    expect(await rows(world, 'select contact_id from reply_duties')).toEqual([{ contact_id: null }]);
    expect(await rows(world, 'select * from record_entries')).toEqual([]);
  });

  it('keeps the text of somebody without consent out of the record', async () => {
    const family = await seedFamily(world);
    await consent(world, family, 'withdrawn', at('11-23', '10:00'));
    await deliver([textEvent(family.lineUserId, 'やっぱり聞きたいことがあります')]);
    await settled();
    const [entry] = await rows(world, 'select body from record_entries');
    expect(entry?.body).toContain('承諾なし');
    expect(entry?.body).not.toContain('聞きたい');
    expect(await rows(world, 'select count(*) as n from reply_duties')).toEqual([{ n: 1 }]);
  });

  it('takes no message of staff for one of a user', async () => {
    const family = await seedFamily(world);
    const mine = lineUser();
    await insert(world, 'line_accounts', { line_user_id: mine, friend: 1, seen_at: 0 });
    await world.client.execute({
      sql: 'update staff set line_user_id = ? where id = ?',
      args: [mine, family.staffId],
    });
    await deliver([textEvent(mine, 'テストです')]);
    await settled();
    expect(await rows(world, 'select * from inbound_messages')).toEqual([]);
    expect(await rows(world, 'select count(processed_at) as n from inbound_events')).toEqual([{ n: 1 }]);
  });

  it.each(['before', 'after'])('hides a message that was taken back %s it came', async (order) => {
    const family = await seedFamily(world);
    const message = textEvent(family.lineUserId, '言わなければよかった');
    const unsend = plainEvent('unsend', family.lineUserId, { unsend: { messageId: message.message.id } });
    for (const event of order === 'before' ? [unsend, message] : [message, unsend]) {
      await deliver([event]);
      await settled();
    }
    expect(await rows(world, 'select text, unsent_at from inbound_messages')).toEqual([
      { text: null, unsent_at: at('11-24', '10:00') },
    ]);
    for (const { raw } of await rows(world, 'select raw from inbound_events'))
      expect(raw).not.toContain('よかった');
    expect(await rows(world, 'select count(*) as n from reply_duties')).toEqual([{ n: 1 }]);
  });

  it('suspends on a block, and a return changes nothing until staff say so (R1)', async () => {
    const family = await seedFamily(world);
    const blocked = plainEvent('unfollow', family.lineUserId, { timestamp: at('11-24', '09:00') });
    const back = plainEvent('follow', family.lineUserId, { timestamp: at('11-24', '09:30') });
    for (const events of [[blocked], [back]]) {
      await deliver(events);
      await settled();
    }
    const account = 'select friend, suspended_at from line_accounts where line_user_id = ?';
    expect(await rows(world, account, family.lineUserId)).toEqual([
      { friend: 1, suspended_at: at('11-24', '09:00') },
    ]);
    expect(await rows(world, 'select why from tasks order by created_at, rowid')).toEqual([
      { why: 'line-blocked' },
      { why: 'line-returned' },
    ]);
    expect(await rows(world, 'select kind from record_entries order by seq')).toEqual([
      { kind: 'line-unfollowed' },
      { kind: 'line-followed' },
    ]);
  });

  it('knows a friend by the later event, in whatever order they come', async () => {
    const user = lineUser();
    await deliver([plainEvent('follow', user, { timestamp: at('11-24', '09:30') })]);
    await deliver([plainEvent('unfollow', user, { timestamp: at('11-24', '09:00') })]);
    await settled();
    expect(await rows(world, 'select friend, suspended_at from line_accounts')).toEqual([
      { friend: 1, suspended_at: null },
    ]);
  });
});

describe('when processing is cut off', () => {
  it('loses nothing: cron takes up what is left', async () => {
    const family = await seedFamily(world);
    const { read } = world.db;
    world.db.read = async () => {
      throw new Error('fetch failed');
    };
    await deliver([textEvent(family.lineUserId, '聞こえますか')]);
    await settled();
    expect(await rows(world, 'select * from inbound_messages')).toEqual([]);
    world.db.read = read;
    world.clock.now += 2 * 60_000;
    await runCron(world);
    expect(await rows(world, 'select text from inbound_messages')).toEqual([{ text: '聞こえますか' }]);
  });

  it('parks an event that fails five times, and the others pass it', async () => {
    const family = await seedFamily(world);
    await insert(world, 'inbound_events', {
      id: 'poison',
      type: 'message',
      raw: '{broken',
      occurred_at: world.clock.now,
      received_at: world.clock.now - 1,
    });
    for (let day = 0; day < 6; day += 1) {
      await deliver([textEvent(family.lineUserId, `${day}日目`)]);
      await settled();
      world.clock.now += 24 * 3_600_000;
    }
    expect(await rows(world, 'select count(*) as n from inbound_messages')).toEqual([{ n: 6 }]);
    const [poison] = await rows(world, "select * from inbound_events where id = 'poison'");
    expect(poison).toMatchObject({ attempts: 5, processed_at: null, lease_until: null });
    expect(poison?.parked_at).not.toBeNull();
    expect(poison?.last_error).toContain('SyntaxError');
  });

  it('writes no personal data and no tokens into the log', async () => {
    const family = await seedFamily(world);
    await deliver([textEvent(family.lineUserId, '秘密の話')]);
    await settled();
    await deliver('{"events":[]}', sign('wrong', 'x'));
    const log = JSON.stringify(world.lines);
    for (const secret of ['秘密', '山田', family.lineUserId, SECRET]) expect(log).not.toContain(secret);
    expect(world.lines.length).toBeGreaterThan(0);
  });
});
