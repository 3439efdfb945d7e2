import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sign } from '../../local/line/webhooks.ts';
import { runCron } from '../../worker/jobs/run-cron.ts';
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
import { type Webhook, webhookOf } from '../jobs/webhook-office.ts';

let world: DeliveryWorld;
let hook: Webhook;
beforeEach(async () => {
  world = await deliveryWorld({ now: at('11-24', '10:00') });
  hook = webhookOf(world);
});
afterEach(() => world.close());

describe('what becomes of it', () => {
  it('opens a reply duty and writes the record when a contact writes (R5, R12)', async () => {
    const family = await seedFamily(world);
    await hook.deliver([hook.text(family.lineUserId, '木曜日は行けます')]);
    await hook.settled();
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

  it('keeps and reads a text to its end, also behind a NUL', async () => {
    const family = await seedFamily(world);
    await hook.deliver([hook.text(family.lineUserId, 'こんにちは\0もう死にたい')]);
    await hook.settled();
    expect(await rows(world, 'select text from inbound_messages')).toEqual([
      { text: 'こんにちはもう死にたい' },
    ]);
    expect(await rows(world, 'select kind from alerts')).toEqual([{ kind: 'urgent' }]);
  });

  it('gives a message from the evening of a Friday until noon on Monday, and a sticker its duty too', async () => {
    const family = await seedFamily(world);
    world.clock.now = at('12-04', '22:00');
    const sticker = { id: 'sticker1', type: 'sticker', packageId: '1', stickerId: '2' };
    await hook.deliver([hook.text(family.lineUserId, '', { message: sticker })]);
    await hook.settled();
    expect(await rows(world, 'select due_at from reply_duties')).toEqual([{ due_at: at('12-07', '12:00') }]);
  });

  it('doubles nothing when all comes twice and shuffled', async () => {
    const families = [await seedFamily(world), await seedFamily(world)];
    const events = families.flatMap((f) => [hook.text(f.lineUserId, '一'), hook.text(f.lineUserId, '二')]);
    const shuffled = [events[3], events[0], events[2], events[1]];
    await Promise.all([hook.deliver(events), hook.deliver(shuffled), hook.deliver(events.slice(1, 3))]);
    await hook.settled();
    expect(await rows(world, 'select count(*) as n from inbound_messages')).toEqual([{ n: 4 }]);
    expect(await rows(world, 'select count(*) as n from reply_duties')).toEqual([{ n: 4 }]);
    expect(await rows(world, 'select count(*) as n from record_entries')).toEqual([{ n: 4 }]);
    expect(await rows(world, 'select count(*) as n from inbound_events where processed_at is null')).toEqual([
      { n: 0 },
    ]);
  });

  it('asks staff to phone at once, at night too, when words are urgent (RX)', async () => {
    const family = await seedFamily(world);
    world.clock.now = at('12-05', '23:30');
    await hook.deliver([hook.text(family.lineUserId, 'もう死にたいです'), hook.text(lineUser(), '死にたい')]);
    await hook.settled();
    expect(await rows(world, 'select kind, why, due_at, client_id from tasks')).toEqual([
      { kind: 'phone', why: 'urgent', due_at: at('12-05', '23:30'), client_id: family.clientId },
    ]);
    expect(await rows(world, 'select distinct labels from inbound_messages')).toEqual([
      { labels: '["urgent"]' },
    ]);
    expect(await rows(world, 'select distinct due_at from reply_duties')).toEqual([
      { due_at: at('12-05', '23:30') },
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
    await hook.deliver([hook.text(first.lineUserId, '兄のことで相談です')]);
    await hook.settled();
    const entries = await rows(world, 'select body from record_entries');
    expect(entries).toHaveLength(2);
    for (const { body } of entries) expect(body).not.toContain('兄のこと');
  });

  it('keeps messages of strangers apart, with a duty that names no client', async () => {
    const stranger = lineUser();
    await hook.deliver([hook.text(stranger, 'はじめまして')]);
    await hook.settled();
    expect(await rows(world, 'select contact_id, line_user_id, text from inbound_messages')).toEqual([
      { contact_id: null, line_user_id: stranger, text: 'はじめまして' },
    ]);
    expect(await rows(world, 'select contact_id from reply_duties')).toEqual([{ contact_id: null }]);
    expect(await rows(world, 'select * from record_entries')).toEqual([]);
  });

  it('keeps the text of somebody without consent out of the record', async () => {
    const family = await seedFamily(world);
    await consent(world, family, 'withdrawn', at('11-23', '10:00'));
    await hook.deliver([hook.text(family.lineUserId, 'やっぱり聞きたいことがあります')]);
    await hook.settled();
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
    await hook.deliver([hook.text(mine, 'テストです')]);
    await hook.settled();
    expect(await rows(world, 'select * from inbound_messages')).toEqual([]);
    expect(await rows(world, 'select count(processed_at) as n from inbound_events')).toEqual([{ n: 1 }]);
  });

  it.each(['before', 'after'])('hides a message that was taken back %s it came', async (order) => {
    const family = await seedFamily(world);
    const message = hook.text(family.lineUserId, '言わなければよかった');
    const unsend = hook.plain('unsend', family.lineUserId, { unsend: { messageId: message.message.id } });
    for (const event of order === 'before' ? [unsend, message] : [message, unsend]) {
      await hook.deliver([event]);
      await hook.settled();
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
    const blocked = hook.plain('unfollow', family.lineUserId, { timestamp: at('11-24', '09:00') });
    const back = hook.plain('follow', family.lineUserId, { timestamp: at('11-24', '09:30') });
    for (const events of [[blocked], [back]]) {
      await hook.deliver(events);
      await hook.settled();
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
    await hook.deliver([hook.plain('follow', user, { timestamp: at('11-24', '09:30') })]);
    await hook.deliver([hook.plain('unfollow', user, { timestamp: at('11-24', '09:00') })]);
    await hook.settled();
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
    await hook.deliver([hook.text(family.lineUserId, '聞こえますか')]);
    await hook.settled();
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
      await hook.deliver([hook.text(family.lineUserId, `${day}日目`)]);
      await hook.settled();
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
    await hook.deliver([hook.text(family.lineUserId, '秘密の話')]);
    await hook.settled();
    await hook.deliver('{"events":[]}', sign('wrong', 'x'));
    const log = JSON.stringify(world.lines);
    for (const secret of ['秘密', '山田', family.lineUserId, SECRET]) expect(log).not.toContain(secret);
    expect(world.lines.length).toBeGreaterThan(0);
  });
});
