import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reviewsToLookAt } from '../../worker/jobs/reviews-to-look-at.ts';
import { DEFAULT_SETTINGS } from '../../worker/manual/settings.ts';
import { tagMessage } from '../../worker/services/inbound/tag-message.ts';
import { closeReview } from '../../worker/services/review/close-review.ts';
import { listReviews } from '../../worker/services/review/list-reviews.ts';
import { lookAgain } from '../../worker/services/review/look-again.ts';
import { finishTask } from '../../worker/services/task/finish-task.ts';
import {
  at,
  type DeliveryWorld,
  deliveryWorld,
  type Family,
  insert,
  rows,
  seedFamily,
} from './delivery-world.ts';
import { type Webhook, webhookOf } from './webhook-office.ts';

const MINUTE = 60_000;

let world: DeliveryWorld;
let hook: Webhook;
let family: Family;
beforeEach(async () => {
  world = await deliveryWorld();
  hook = webhookOf(world);
  family = await seedFamily(world);
  await insert(world, 'staff', { id: 'me', name: '佐藤 花子', role: 'counselor', created_at: 0 });
});
afterEach(() => world.close());

const ctx = () => ({ ...world, now: world.clock.now, actor: { kind: 'staff' as const, id: 'me' } });
/** So many conversations on a day, each of two messages a minute apart, half an hour between them. */
async function talks(day: string, conversations: number, text = 'こんにちは'): Promise<void> {
  for (let n = 0; n < conversations; n += 1) {
    for (const minute of [0, 1]) {
      world.clock.now = at(day, '09:00') + n * 31 * MINUTE + minute * MINUTE;
      await hook.deliver([hook.text(family.lineUserId, text)]);
    }
  }
  await hook.settled();
}
const cards = () => rows(world, 'select contact_id, closed_at, outcome from reviews order by opened_at');

describe('excess contact (R2)', () => {
  it('opens one review card at five conversations on three of seven days, and never a second beside it', async () => {
    await talks('12-01', 5);
    await talks('12-02', 5);
    await talks('12-03', 4);
    expect(await cards()).toEqual([]);
    await talks('12-04', 6);
    expect(await cards()).toEqual([{ contact_id: family.contactId, closed_at: null, outcome: null }]);
    const { reviews } = await listReviews(ctx());
    expect(reviews).toMatchObject([{ contactId: family.contactId, evidence: { busyDays: 3 } }]);
  });

  it('opens one card for two messages of one body, each of which would open it', async () => {
    await talks('12-01', 5);
    await talks('12-02', 5);
    await talks('12-03', 4);
    world.clock.now = at('12-03', '15:00');
    const before = world.trips.count;
    await hook.deliver([hook.text(family.lineUserId, 'はい'), hook.text(family.lineUserId, 'またです')]);
    await hook.settled();
    const trips = world.trips.count - before;
    expect(await cards()).toHaveLength(1);
    // In the one batch of both: a card that is refused would have cost every event of the body a batch of its own.
    expect(trips).toBeLessThan(10);
  });

  it('counts conversations, not messages', async () => {
    for (const day of ['12-01', '12-02', '12-03', '12-04']) {
      for (let n = 0; n < 12; n += 1) {
        world.clock.now = at(day, '10:00') + n * 2 * MINUTE;
        await hook.deliver([hook.text(family.lineUserId, 'まだです')]);
      }
    }
    await hook.settled();
    expect(await cards()).toEqual([]);
  });

  it('leaves out what is urgent, and what staff tagged as 基本相談', async () => {
    await talks('12-01', 5, 'もう死にたいです');
    await talks('12-02', 5);
    await talks('12-03', 5);
    expect(await cards()).toEqual([]);
    const tagged = await rows(
      world,
      'select id from inbound_messages where occurred_at between ? and ?',
      at('12-02', '00:00'),
      at('12-02', '23:00'),
    );
    for (const { id } of tagged) await tagMessage(ctx(), String(id), 'basic-consultation');
    await talks('12-04', 5);
    expect(await cards()).toEqual([]);
    await talks('12-05', 5);
    expect(await cards()).toHaveLength(1);
    const entries = await rows(world, "select 1 from record_entries where kind = 'message-tagged'");
    expect(entries).toHaveLength(tagged.length);
  });

  it('is closed with an outcome, which goes to the record; what was looked at is not counted again', async () => {
    for (const day of ['12-01', '12-02', '12-03']) await talks(day, 5);
    const [card] = (await listReviews(ctx())).reviews;
    world.clock.now += MINUTE;
    expect(await closeReview(ctx(), card?.id ?? '', { outcome: '訪問の回数を増やします。' })).toEqual({
      closedAt: world.clock.now,
    });
    expect(await closeReview(ctx(), card?.id ?? '', { outcome: 'もう一度' })).toMatchObject({
      refused: 'conflict',
    });
    const [entry] = await rows(world, "select body from record_entries where kind = 'review-closed'");
    expect(JSON.parse(String(entry?.body))).toMatchObject({
      content: '訪問の回数を増やします。',
      rules: ['R2'],
    });
    await talks('12-04', 6);
    expect(await cards()).toHaveLength(1);
    await talks('12-05', 5);
    await talks('12-06', 5);
    expect(await cards()).toHaveLength(2);
  });

  it('keeps what was agreed in words, asks for a look on its day once, and goes on or ends (R2)', async () => {
    for (const day of ['12-01', '12-02', '12-03']) await talks(day, 5);
    const [card] = (await listReviews(ctx())).reviews;
    const id = card?.id ?? '';
    world.clock.now += MINUTE;
    const agreed = '電話は、火曜の午前10時に事業所からかけます。';
    expect(await closeReview(ctx(), id, { outcome: '話し合いました。', agreed })).toMatchObject({
      refused: 'bad-input',
    });
    expect(
      await closeReview(ctx(), id, { outcome: '話し合いました。', agreed, lookOn: '2026-12-03' }),
    ).toMatchObject({ refused: 'bad-input' });
    await closeReview(ctx(), id, { outcome: '話し合いました。', agreed, lookOn: '2026-12-17' });
    expect((await listReviews(ctx())).agreements).toMatchObject([
      { reviewId: id, agreed, lookOn: '2026-12-17' },
    ]);
    const office = { settings: DEFAULT_SETTINGS, settingsVersion: 0, closures: [] };
    const run = () => reviewsToLookAt.run({ ...world, now: () => world.clock.now } as never, office);
    const due = () =>
      rows(world, "select id, title, done_at from tasks where why = 'review-look' order by rowid");
    world.clock.now = at('12-16', '23:59');
    await run();
    expect(await due()).toEqual([]);
    world.clock.now = at('12-17', '06:20');
    await run();
    await run();
    expect(await due()).toMatchObject([{ done_at: null }]);
    const [task] = await due();
    expect(await finishTask(ctx(), String(task?.id), undefined)).toMatchObject({ refused: 'conflict' });

    const look = { decision: 'go-on', note: '続けたいとのこと。', agreed, lookOn: '2026-12-24' } as const;
    expect(await lookAgain(ctx(), id, { ...look, seenLookOn: '2026-12-17' })).toEqual({
      lookOn: '2026-12-24',
    });
    expect(await lookAgain(ctx(), id, { ...look, seenLookOn: '2026-12-17' })).toMatchObject({
      refused: 'conflict',
    });
    expect(await due()).toMatchObject([{ done_at: world.clock.now }]);
    world.clock.now = at('12-24', '06:20');
    await run();
    expect(await due()).toHaveLength(2);
    await lookAgain(ctx(), id, { decision: 'end', note: '落ち着かれました。', seenLookOn: '2026-12-24' });
    expect((await listReviews(ctx())).agreements).toEqual([]);
    world.clock.now = at('12-25', '06:20');
    await run();
    expect((await due()).map((each) => each.done_at !== null)).toEqual([true, true]);
    const looked = await rows(
      world,
      "select body from record_entries where kind = 'review-looked' order by seq",
    );
    expect(looked.map((each) => JSON.parse(String(each.body)).nextDue)).toEqual(['2026-12-24', undefined]);
  });

  it('takes the threshold from the settings', async () => {
    await insert(world, 'office_settings', {
      version: 1,
      effective_from: '2026-01-01',
      settings: '{"excessConversations":2,"excessDays":1}',
      profile: '{}',
      created_at: 0,
    });
    await talks('12-01', 2);
    expect(await cards()).toHaveLength(1);
  });
});
