import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCron } from '../../worker/jobs/run-cron.ts';
import { at, type Family, insert, rows, seedMessage } from './delivery-world.ts';
import { type LineOffice, lineOffice } from './line-office.ts';
import { type Webhook, webhookOf } from './webhook-office.ts';

const SECOND = 1_000;
const NIGHT = '夜間のため、明日の営業時間にお返事します。急ぐときは119・110へ。';
const STRANGER = 'まだご登録がありません。事業所へお電話ください。';

let office: LineOffice;
let hook: Webhook;
let family: Family;
beforeEach(async () => {
  office = await lineOffice();
  hook = webhookOf(office.world);
  family = await office.friend();
});
afterEach(() => office.close());

/** Somebody writes in LINE itself, so that the reply token is a real one. */
async function writes(lineUserId = family.lineUserId): Promise<void> {
  office.line.setWebhookMode({ enabled: true });
  const { event } = await office.line.sendText(lineUserId, 'こんにちは');
  await hook.deliver([event]);
  await hook.settled();
}
const apis = () => office.line.deliveries().map((each) => each.api);
const settings = (json: object) =>
  insert(office.world, 'office_settings', {
    version: 1,
    effective_from: '2026-01-01',
    settings: JSON.stringify(json),
    profile: '{}',
    created_at: 0,
  });

describe('a reply by staff', () => {
  it('goes by the token within its minute, free of quota, and clears the duty', async () => {
    await writes();
    office.world.clock.now += 20 * SECOND;
    const id = await seedMessage(office.world, family);
    await runCron(office.world);
    expect(apis()).toEqual(['reply']);
    expect(await office.state(id)).toMatchObject({ status: 'sent' });
    expect(office.line.quota().used).toBe(0);
    expect(await rows(office.world, 'select cleared_by from reply_duties')).toEqual([
      { cleared_by: 'reply' },
    ]);
    expect(await office.kinds()).toEqual(['line-received', 'line-sent']);
  });

  it('is pushed when the minute is nearly over, and when the token is used up', async () => {
    await writes();
    office.world.clock.now += 50 * SECOND;
    await seedMessage(office.world, family);
    await runCron(office.world);
    expect(apis()).toEqual(['push']);
    await writes();
    await seedMessage(office.world, family);
    await seedMessage(office.world, family);
    await runCron(office.world);
    await runCron(office.world);
    expect(apis()).toEqual(['push', 'reply', 'push']);
  });

  it('is pushed when LINE refuses the token for certain', async () => {
    await hook.deliver([hook.text(family.lineUserId, 'こんにちは')]);
    await hook.settled();
    const id = await seedMessage(office.world, family);
    await runCron(office.world);
    expect(office.arrived()).toEqual([id]);
    expect(await office.state(id)).toMatchObject({ status: 'sent', reply_token: null });
  });

  it('is tried again by the same token, never by push, when no answer came', async () => {
    await writes();
    office.line.addFault({ kind: '500-before', path: 'reply', times: 2 });
    await seedMessage(office.world, family);
    await runCron(office.world);
    expect(apis()).toEqual(['reply']);
  });

  it('that LINE may have or not is never said twice: staff are told to call', async () => {
    await writes();
    office.line.addFault({ kind: '500-after-commit', path: 'reply', times: 1 });
    const id = await seedMessage(office.world, family);
    await runCron(office.world);
    await runCron(office.world);
    expect(apis()).toEqual(['reply']);
    expect(await office.state(id)).toMatchObject({ status: 'dead' });
    expect(await rows(office.world, 'select kind, why from tasks')).toEqual([
      { kind: 'phone', why: 'line-unsent' },
    ]);
  });

  it('is not tried twice after the Worker died with it', async () => {
    await writes();
    const id = await seedMessage(office.world, family);
    const { write } = office.world.db;
    office.world.db.write = async (statements) => {
      if (apis().length > 0) throw new Error('killed');
      return write(statements);
    };
    await runCron(office.world).catch(() => {});
    office.world.db.write = write;
    office.world.clock.now += 4 * 60 * SECOND;
    await runCron(office.world);
    expect(apis()).toEqual(['reply']);
    expect(await office.state(id)).toMatchObject({ status: 'dead' });
  });

  it('is no automatic message: those are pushed', async () => {
    await writes();
    const body = '日にちが決まりました。下のボタンからごらんください。';
    await seedMessage(office.world, family, { origin: 'auto', purpose: 'confirmed', body });
    await runCron(office.world);
    expect(apis()).toEqual(['push']);
  });
});

describe('the night text (RX)', () => {
  const texts = () => office.line.deliveries().map((each) => each.messages[0]?.text);

  it('is off unless a manager turned it on', async () => {
    office.world.clock.now = at('12-04', '23:00');
    await writes();
    expect(apis()).toEqual([]);
  });

  it('answers by reply token, once a night for each person, and clears no duty', async () => {
    await settings({ nightText: NIGHT });
    office.world.clock.now = at('12-04', '21:30');
    await writes();
    office.world.clock.now = at('12-05', '02:00');
    await writes();
    expect(apis()).toEqual(['reply']);
    expect(texts()).toEqual([NIGHT]);
    office.world.clock.now = at('12-05', '21:00');
    await writes();
    expect(apis()).toEqual(['reply', 'reply']);
    const open = await rows(office.world, 'select 1 from reply_duties where cleared_at is null');
    expect(open).toHaveLength(3);
    expect(await office.kinds()).toEqual([
      'line-received',
      'line-sent',
      'line-received',
      'line-received',
      'line-sent',
    ]);
  });

  it('is not said by day, nor to whoever has not agreed', async () => {
    await settings({ nightText: NIGHT });
    await writes();
    office.world.clock.now = at('12-04', '23:00');
    await writes((await office.friend({ choice: 'later' })).lineUserId);
    expect(apis()).toEqual([]);
  });

  it('is said at most once, also when no answer came', async () => {
    await settings({ nightText: NIGHT });
    office.world.clock.now = at('12-04', '23:00');
    office.line.addFault({ kind: '500-before', path: 'reply', times: 1 });
    await writes();
    await runCron(office.world);
    expect(apis()).toEqual([]);
    expect(await rows(office.world, 'select status from auto_replies')).toEqual([{ status: 'tried' }]);
  });
});

describe('whoever has not agreed, or is unknown', () => {
  it('is answered only if a manager turned it on: once a day, inside hours', async () => {
    const { userId } = office.line.createUser({ displayName: 'x', friend: true });
    await writes(userId);
    expect(apis()).toEqual([]);
    await settings({ strangerText: STRANGER });
    await writes(userId);
    await writes(userId);
    expect(apis()).toEqual(['reply']);
    await writes((await office.friend({ choice: 'no' })).lineUserId);
    expect(apis()).toEqual(['reply', 'reply']);
    office.world.clock.now = at('11-24', '22:00');
    await writes((await office.friend({ choice: null })).lineUserId);
    await writes();
    expect(apis()).toEqual(['reply', 'reply']);
  });
});
