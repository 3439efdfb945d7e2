import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isSignedBySlack } from '../../worker/chat/slack.ts';
import type { NoticeSettingsView } from '../../worker/views/notices.ts';
import { type Cast, gatherCast } from '../support/cast.ts';
import type { Office } from '../support/office.ts';

const SECRET = 'slack-signing-secret';
const CHOICE = {
  channel: 'slack',
  kinds: ['duty-soon', 'date-arrived'],
  digest: false,
  workFrom: '08:30',
  workUntil: '17:30',
  slackUserId: 'U0MANAGER',
};

describe("Slack's signature", () => {
  // From Slack's own page on verifying requests.
  const secret = '8f742231b10e8888abcd99yyyzzz85a5';
  const timestamp = '1531420618';
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
  const check = (over: { body?: string; signature?: string; timestamp?: string }, at = 1531420618) =>
    isSignedBySlack(
      new TextEncoder().encode(over.body ?? body),
      { timestamp: over.timestamp ?? timestamp, signature: over.signature ?? signature },
      secret,
      at * 1000,
    );

  it('is known by its published vector', async () => {
    expect(await check({})).toBe(true);
  });

  it.each([
    ['another body', { body: `${body}&` }],
    ['another time', { timestamp: '1531420619' }],
    ['another signature', { signature: signature.replace('v0=a', 'v0=b') }],
    ['no version', { signature: signature.slice(3) }],
    ['no number', { timestamp: 'soon' }],
  ])('is not that of %s', async (_, over) => {
    expect(await check(over)).toBe(false);
  });

  it('counts for five minutes', async () => {
    expect(await check({}, 1531420618 + 300)).toBe(true);
    expect(await check({}, 1531420618 + 301)).toBe(false);
    expect(await check({}, 1531420618 - 301)).toBe(false);
  });
});

let cast: Cast;
let office: Office;
beforeAll(async () => {
  cast = await gatherCast();
});
afterAll(() => cast.scene.office.close());
beforeEach(async () => {
  office = await cast.scene.office.copy();
});
afterEach(() => office.close());

const SETTINGS = '/api/console/notice-settings';
const choose = (actor: 'manager' | 'counselor', choice: object = CHOICE) =>
  office.fetch(SETTINGS, { method: 'PUT', cookie: cast.cookies[actor], body: JSON.stringify(choice) });

describe('a button in Slack', () => {
  beforeEach(async () => {
    await choose('manager');
  });

  async function press(
    value: string,
    change: { user?: string; postedAt?: number; signedAt?: number; url?: string } = {},
  ) {
    const payload = {
      type: 'block_actions',
      user: { id: change.user ?? 'U0MANAGER' },
      container: { message_ts: `${Math.floor((change.postedAt ?? office.now) / 1000)}.000100` },
      actions: [{ action_id: 'x', value }],
      response_url: change.url ?? 'https://hooks.slack.example/actions/1',
    };
    const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
    const timestamp = String(Math.floor((change.signedAt ?? office.now) / 1000));
    const mac = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
    const response = await office.fetch('/slack/interactions', {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${mac}`,
      },
    });
    await office.settle();
    const told = office.posts.splice(0) as { url: string; body: { text: string; response_type: string } }[];
    return { status: response.status, told: told[0]?.body.text, how: told[0]?.body.response_type };
  }
  const row = async (sql: string) => (await office.raw.execute(sql)).rows[0];

  it('takes an alert, once, as the member of staff whose Slack it is; only they are answered', async () => {
    const first = await press(`take-alert:${cast.ids.alert}`);
    expect(first).toMatchObject({ status: 200, how: 'ephemeral' });
    expect(first.told).toContain('対応する人になりました');
    expect(
      await row("select s.name from alerts a join staff s on s.id = a.taken_by where a.id = 'an-alert'"),
    ).toMatchObject({
      name: '中村 さおり',
    });
    expect((await press(`take-alert:${cast.ids.alert}`)).told).toContain('対応する人になりました');
    const entries = await row("select count(*) as n from record_entries where kind = 'alert-taken'");
    expect(entries?.n).toBe(1);
  });

  it('takes a duty over; who comes second is told who did', async () => {
    expect((await press(`take-duty:${cast.ids.duty}`)).told).toContain('引き受けました');
    expect(
      await row(
        `select taken_by is not null as taken, cleared_at from reply_duties where id = '${cast.ids.duty}'`,
      ),
    ).toMatchObject({
      taken: 1,
      cleared_at: null,
    });
    await office.raw.execute(
      "update notice_settings set staff_id = (select id from staff where role = 'counselor')",
    );
    expect((await press(`take-duty:${cast.ids.duty}`)).told).toBe('中村 さおりさんが引き受けています。');
  });

  it.each([
    ['of somebody who is no staff', { user: 'U0STRANGER' }, '結びついていません'],
    ['under a notice of yesterday', { postedAt: Date.parse('2026-11-22T10:00:00+09:00') }, '古くなりました'],
  ])('%s is refused kindly', async (_, change, words) => {
    const answer = await press(`take-alert:${cast.ids.alert}`, change);
    expect(answer.status).toBe(200);
    expect(answer.told).toContain(words);
    expect((await row("select taken_at from alerts where id = 'an-alert'"))?.taken_at).toBeNull();
  });

  it('of somebody who has left is refused', async () => {
    await office.raw.execute(
      "update notice_settings set staff_id = (select id from staff where role = 'counselor')",
    );
    await office.raw.execute("update staff set active = 0 where role = 'counselor'");
    expect((await press(`take-alert:${cast.ids.alert}`)).told).toContain('結びついていません');
  });

  it('played back after five minutes does nothing, nor does one that Slack did not sign', async () => {
    const late = await press(`take-alert:${cast.ids.alert}`, { signedAt: office.now - 301_000 });
    expect(late).toMatchObject({ status: 401, told: undefined });
    const unsigned = await office.fetch('/slack/interactions', { method: 'POST', body: 'payload={}' });
    expect(unsigned.status).toBe(401);
    expect((await row("select taken_at from alerts where id = 'an-alert'"))?.taken_at).toBeNull();
  });

  it('that asks to answer elsewhere is obeyed, and nothing is sent there', async () => {
    const answer = await press(`take-alert:${cast.ids.alert}`, { url: 'https://evil.example/steal' });
    expect(answer).toMatchObject({ status: 200, told: undefined });
  });

  it.each(['', 'take-alert:', 'drop-table:x', 'take-alert:nowhere', `take-duty:${'x'.repeat(100)}`])(
    'that says %j does nothing',
    async (value) => {
      expect((await press(value)).status).toBe(200);
      expect((await row("select taken_at from alerts where id = 'an-alert'"))?.taken_at).toBeNull();
    },
  );
});

describe('what staff chose to be told of', () => {
  const view = async () => {
    const response = await office.fetch(SETTINGS, { cookie: cast.cookies.manager });
    return (await response.json()) as NoticeSettingsView;
  };

  it('is urgent words by LINE until they choose, then what they chose', async () => {
    expect(await view()).toMatchObject({ chosen: false, channel: 'line', missing: [] });
    expect((await choose('manager')).status).toBe(200);
    expect(await view()).toMatchObject({
      ...CHOICE,
      kinds: ['date-arrived', 'duty-soon'],
      chosen: true,
      ready: { line: true, slack: true, teams: true, slackButtons: true },
    });
  });

  it.each([
    [{ workFrom: '18:00', workUntil: '09:00' }, 'workUntil'],
    [{ workFrom: '25:00' }, 'workFrom'],
    [{ slackUserId: '<script>' }, 'slackUserId'],
    [{ channel: 'fax' }, 'channel'],
    [{ kinds: ['everything'] }, 'kinds.0'],
  ])('is refused as %j', async (change, field) => {
    const response = await choose('manager', { ...CHOICE, ...change });
    expect(response.status).toBe(400);
    const { fields } = (await response.json()) as { fields: Record<string, string> };
    expect(Object.keys(fields)).toEqual([field]);
  });

  it('gives a Slack account to one member of staff only', async () => {
    await choose('manager');
    const response = await choose('counselor');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      fields: { slackUserId: expect.stringContaining('ほかの職員') },
    });
  });
});
