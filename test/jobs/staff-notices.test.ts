import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChatStandIn, type Post } from '../../local/chat/stand-in.ts';
import { runCron } from '../../worker/jobs/run-cron.ts';
import { at, consent, type Family, insert, rows } from './delivery-world.ts';
import { type LineOffice, lineOffice } from './line-office.ts';

const MINUTE = 60_000;
let office: LineOffice;
let chat: ChatStandIn;
let family: Family;
beforeEach(async () => {
  office = await lineOffice();
  chat = await ChatStandIn.start({
    clock: () => office.world.clock.now,
    slackSigningSecret: 'signing-secret',
    interactionsUrl: 'http://127.0.0.1:1/slack/interactions',
  });
  Object.assign(office.world.config, {
    productOrigin: 'https://office.example',
    slackWebhookUrl: chat.slackWebhookUrl,
    teamsWebhookUrl: chat.teamsWebhookUrl,
  });
  family = await office.friend();
  office.world.clock.now = at('11-24', '10:00');
});
afterEach(async () => {
  await chat.close();
  await office.close();
});

const tick = async (date: string, time: string) => {
  office.world.clock.now = at(date, time);
  await runCron(office.world);
};
const EVERYTHING = [
  'date-arrived',
  'duty-soon',
  'duty-overdue',
  'send-failed',
  'consent',
  'withdrawn',
  'monitoring',
  'review',
  'exception',
  'quota',
];
/** A member of staff who reads there; the family's counselor unless another is named. */
async function reader(channel: string, more: Record<string, string | number | null> = {}): Promise<void> {
  await insert(office.world, 'notice_settings', {
    staff_id: family.staffId,
    channel,
    kinds: JSON.stringify(EVERYTHING),
    digest: 0,
    work_from: '09:00',
    work_until: '18:00',
    told_until: at('11-24', '10:00'),
    updated_at: 0,
    ...more,
  });
}
let serial = 0;
async function openCase(): Promise<string> {
  serial += 1;
  const id = `case-${serial}`;
  await insert(office.world, 'cases', {
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
  await insert(office.world, 'participants', { case_id: id, contact_id: family.contactId, added_at: 0 });
  return id;
}
async function answered(date: string, time: string): Promise<string> {
  const case_id = await openCase();
  await insert(office.world, 'answers', {
    id: `answer-${serial}`,
    case_id,
    contact_id: family.contactId,
    submission_key: `key-${serial}`,
    seq: 1,
    choice: 'none',
    answered_at: at(date, time),
  });
  return case_id;
}
async function duty(due: [string, string], contact: string | null = family.contactId): Promise<string> {
  serial += 1;
  const id = `duty-${serial}`;
  await insert(office.world, 'reply_duties', {
    id,
    contact_id: contact,
    opened_at: at('11-24', '09:00'),
    due_at: at(...due),
  });
  return id;
}
const said = (post: Post | undefined) => post?.body.blocks?.[1]?.text?.text;
const line = () => office.line.deliveries().map((each) => JSON.stringify(each));

describe('news', () => {
  it('within ten minutes go as one notice, in counts and a link, and name nobody', async () => {
    await reader('slack', { slack_user_id: 'U0STAFF' });
    await answered('11-24', '10:01');
    await answered('11-24', '10:06');
    await consent(office.world, family, 'withdrawn', at('11-24', '10:07'));
    await tick('11-24', '10:05');
    expect(chat.posts).toEqual([]);
    await tick('11-24', '10:15');
    await tick('11-24', '10:20');
    expect(chat.posts).toHaveLength(1);
    expect(said(chat.posts[0])).toBe('<@U0STAFF>\n• 日程の答えが届いた調整：2件\n• LINEの取りやめ：1件');
    const whole = JSON.stringify(chat.posts);
    expect(whole).toContain('https://office.example/console');
    expect(whole).not.toMatch(/山田|太郎|佐藤|case-|answer-/);
  });

  it('are not told when their reason is gone by then', async () => {
    await reader('slack');
    await answered('11-24', '10:01');
    await office.world.client.execute("update cases set status = 'cancelled', cancelled_at = 1");
    await tick('11-24', '10:15');
    expect(chat.posts).toEqual([]);
  });

  it('of the night wait for the working hours, and come as one', async () => {
    await reader('slack');
    await answered('11-24', '19:00');
    await answered('11-24', '23:00');
    for (const time of ['19:15', '20:55', '23:30']) await tick('11-24', time);
    await tick('11-25', '08:55');
    expect(chat.posts).toEqual([]);
    await tick('11-25', '09:00');
    expect(said(chat.posts[0])).toBe('• 日程の答えが届いた調整：2件');
    await tick('11-25', '09:30');
    expect(chat.posts).toHaveLength(1);
  });

  it('of days without cron are one notice, and none comes on a closed day', async () => {
    await reader('slack');
    for (const day of ['11-25', '11-26', '11-27', '11-28']) await answered(day, '11:00');
    await tick('11-28', '12:00');
    await tick('11-29', '12:00');
    expect(chat.posts).toEqual([]);
    await tick('11-30', '09:00');
    expect(chat.posts.map(said)).toEqual(['• 日程の答えが届いた調整：4件']);
  });

  it('come only in the kinds that were chosen, and only to whom it concerns', async () => {
    const other = await office.friend();
    await reader('slack', { kinds: '["consent"]' });
    await reader('teams', { staff_id: other.staffId });
    await answered('11-24', '10:01');
    await tick('11-24', '10:15');
    expect(chat.posts).toEqual([]);
  });

  it('of a reply: an hour before its time, and when it is over; with a button to take it', async () => {
    await reader('slack', { slack_user_id: 'U0STAFF' });
    const id = await duty(['11-24', '12:00']);
    await tick('11-24', '10:55');
    expect(chat.posts).toEqual([]);
    await tick('11-24', '11:15');
    expect(said(chat.posts[0])).toContain('返信の期限まで1時間以内：1件');
    expect(chat.posts[0]?.body.blocks?.[2]?.elements?.[0]).toMatchObject({ value: `take-duty:${id}` });
    await tick('11-24', '12:15');
    expect(said(chat.posts[1])).toContain('返信の期限をすぎたもの：1件');
    await office.world.client.execute("update reply_duties set cleared_at = 1, cleared_by = 'reply'");
    await duty(['11-24', '14:00']);
    await office.world.client.execute("update reply_duties set cleared_at = 1, cleared_by = 'reply'");
    await tick('11-24', '14:30');
    expect(chat.posts).toHaveLength(2);
  });

  it('for managers: what waits for approval, the number of messages, strangers; reviews also for the counselor', async () => {
    const { staffId } = await office.friend();
    await office.world.client.execute({
      sql: "update staff set role = 'manager' where id = ?",
      args: [staffId],
    });
    await reader('teams', { staff_id: staffId });
    await reader('slack');
    await insert(office.world, 'circumstances', {
      id: 'c',
      client_id: family.clientId,
      contact_id: family.contactId,
      reason: '入院中',
      review_on: '2027-03-31',
      asked_by: family.staffId,
      asked_at: at('11-24', '10:01'),
    });
    await insert(office.world, 'alerts', {
      id: 'q',
      kind: 'quota-low',
      once_key: 'q',
      raised_at: at('11-24', '10:02'),
    });
    await insert(office.world, 'reviews', {
      id: 'r',
      contact_id: family.contactId,
      evidence: '{}',
      opened_at: at('11-24', '10:03'),
    });
    await duty(['11-24', '11:05'], null);
    await insert(office.world, 'tasks', {
      id: 't',
      client_id: family.clientId,
      kind: 'phone',
      why: 'line-unsent',
      title: '',
      due_at: 0,
      created_at: at('11-24', '10:04'),
    });
    await insert(office.world, 'monitoring_proposals', {
      id: 'p',
      client_id: family.clientId,
      month: '2026-12',
      proposed_at: at('11-24', '10:04'),
    });
    await tick('11-24', '10:30');
    expect(chat.posts.map((post) => post.chat).sort()).toEqual(['slack', 'teams']);
    const slack = chat.posts.find((post) => post.chat === 'slack');
    expect(said(slack)?.split('\n')).toEqual([
      '• LINEで送れなかった連絡：1件',
      '• モニタリングの時期の提案：1件',
      '• LINEの回数の検討：1件',
    ]);
    const card = JSON.stringify(chat.posts.find((post) => post.chat === 'teams')?.body);
    for (const words of [
      '返信の期限まで1時間以内',
      'LINEの回数の検討',
      '承認を待つ特別な事情',
      'LINEの残り通数のお知らせ',
    ])
      expect(card).toContain(words);
    expect(card).not.toContain('送れなかった');
  });

  it('of one kind to several on Slack are one post that names all of them', async () => {
    const { staffId } = await office.friend();
    await office.world.client.execute("update staff set role = 'manager'");
    await reader('slack', { slack_user_id: 'U0A', kinds: '["exception"]' });
    await reader('slack', { staff_id: staffId, slack_user_id: 'U0B', kinds: '["exception"]' });
    await insert(office.world, 'circumstances', {
      id: 'c',
      client_id: family.clientId,
      contact_id: family.contactId,
      reason: '入院中',
      review_on: '2027-03-31',
      asked_by: family.staffId,
      asked_at: at('11-24', '10:01'),
    });
    await tick('11-24', '10:30');
    expect(chat.posts).toHaveLength(1);
    expect(said(chat.posts[0])?.split('\n')[0]?.split(' ').sort()).toEqual(['<@U0A>', '<@U0B>']);
  });

  it('seen by two runs at once are told once', async () => {
    await reader('slack');
    await answered('11-24', '10:01');
    office.world.clock.now = at('11-24', '10:15');
    await Promise.all([runCron(office.world), runCron(office.world)]);
    await tick('11-24', '10:25');
    expect(chat.posts).toHaveLength(1);
  });
});

describe('by LINE', () => {
  beforeEach(async () => {
    await office.world.client.execute({
      sql: 'update staff set line_user_id = ? where id = ?',
      args: [(await office.friend()).lineUserId, family.staffId],
    });
    await reader('line');
  });

  it('a notice goes to that member of staff alone, under a key of its own', async () => {
    await answered('11-24', '10:01');
    office.line.addFault({ kind: '500-after-commit', path: 'push', times: 1 });
    await tick('11-24', '10:15');
    await tick('11-24', '10:30');
    expect(line()).toHaveLength(1);
    expect(line()[0]).toContain('日程の答えが届いた調整：1件');
    expect(await rows(office.world, 'select status, attempts from staff_notices')).toEqual([
      { status: 'sent', attempts: 2 },
    ]);
  });

  it('notices use a quarter of the month at most: the rest is for users', async () => {
    await insert(office.world, 'quota_readings', {
      month: '2026-11',
      most: 8,
      used: 0,
      read_at: at('11-24', '18:00'),
    });
    for (const [time, next] of [
      ['10:01', '10:15'],
      ['11:01', '11:15'],
      ['12:01', '12:15'],
    ] as const) {
      await answered('11-24', time);
      await tick('11-24', next);
    }
    expect(line()).toHaveLength(2);
    const [last] = await rows(office.world, "select last_error from staff_notices where status = 'dropped'");
    expect(last?.last_error).toContain('利用者に残すため');
  });
});

describe('the morning digest', () => {
  it('comes once, at the opening, with what waits; and takes in the news of the night', async () => {
    await reader('slack', { digest: 1 });
    await answered('11-24', '19:00');
    await duty(['11-25', '12:00']);
    await duty(['11-24', '18:00']);
    await tick('11-25', '08:30');
    expect(chat.posts).toEqual([]);
    await tick('11-25', '09:00');
    await tick('11-25', '09:15');
    expect(chat.posts).toHaveLength(1);
    expect(chat.posts[0]?.body.blocks?.[0]?.text?.text).toBe('今日のまとめ');
    expect(said(chat.posts[0])?.split('\n')).toEqual([
      '• 返信の期限をすぎたもの：1件',
      '• 返信を待つ連絡：1件',
      '• 日程の答えが届いた調整：1件',
    ]);
    await tick('11-26', '09:00');
    expect(chat.posts).toHaveLength(2);
  });

  it('is not sent where nothing waits', async () => {
    await reader('slack', { digest: 1 });
    await tick('11-25', '09:00');
    await tick('11-25', '09:05');
    expect(chat.posts).toEqual([]);
    expect(await rows(office.world, 'select digest_on from notice_settings')).toEqual([
      { digest_on: '2026-11-25' },
    ]);
  });
});

describe('a chat that fails', () => {
  beforeEach(async () => {
    await reader('slack');
    await answered('11-24', '10:01');
  });
  const state = async () =>
    (await rows(office.world, 'select status, attempts, last_error from staff_notices'))[0];

  it('is tried again with growing waits until it takes the notice', async () => {
    chat.fail('500');
    chat.fail('429');
    chat.fail('cut');
    await tick('11-24', '10:15');
    expect(await state()).toMatchObject({ status: 'queued', attempts: 1 });
    for (const time of ['10:20', '10:25', '10:30', '10:35']) await tick('11-24', time);
    expect(await state()).toMatchObject({ status: 'sent' });
    expect(chat.posts).toHaveLength(1);
  });

  it('that refuses is not asked again', async () => {
    chat.fail('404');
    await tick('11-24', '10:15');
    await tick('11-24', '10:20');
    expect(await state()).toMatchObject({ status: 'dead', last_error: '受け付けられませんでした（404）。' });
    expect(chat.requests).toBe(1);
  });

  it('is given up when the working day is over', async () => {
    chat.fail('500', 99);
    for (let now = at('11-24', '17:30'); now <= at('11-24', '18:30'); now += 5 * MINUTE) {
      office.world.clock.now = now;
      await runCron(office.world);
    }
    expect((await state())?.status).toMatch(/dropped|dead/);
  });

  it('without its secret says what is missing', async () => {
    office.world.config.slackWebhookUrl = undefined;
    await tick('11-24', '10:15');
    expect(await state()).toMatchObject({
      status: 'dead',
      last_error: '接続の設定（SLACK_WEBHOOK_URL）がありません。',
    });
  });
});

describe('urgent words', () => {
  const alert = () =>
    office.world.client.batch(
      [
        "insert into inbound_events (id, type, raw, occurred_at, received_at, processed_at) values ('e', 'message', '{}', 0, 0, 1)",
        {
          sql: "insert into inbound_messages (id, event_id, line_message_id, line_user_id, contact_id, kind, occurred_at, received_at) values ('m', 'e', 'l', 'U', ?, 'text', 0, 0)",
          args: [family.contactId],
        },
        {
          sql: "insert into alerts (id, kind, line_user_id, contact_id, inbound_message_id, raised_at, next_push_at) values ('alert', 'urgent', 'U', ?, 'm', 0, 0)",
          args: [family.contactId],
        },
      ],
      'write',
    );

  it('reach Slack at any hour, with a button, again every ten minutes until somebody takes them', async () => {
    await reader('slack', { slack_user_id: 'U0STAFF' });
    await alert();
    await tick('11-24', '23:10');
    expect(chat.posts).toHaveLength(1);
    expect(chat.posts[0]?.body.blocks?.[2]?.elements?.[0]).toMatchObject({
      value: 'take-alert:alert',
      style: 'danger',
    });
    expect(JSON.stringify(chat.posts)).not.toMatch(/山田|太郎/);
    await tick('11-24', '23:20');
    expect(chat.posts).toHaveLength(2);
    await office.world.client.execute({
      sql: 'update alerts set taken_at = 1, taken_by = ?, next_push_at = null',
      args: [family.staffId],
    });
    await tick('11-24', '23:30');
    expect(chat.posts).toHaveLength(2);
    expect(line()).toEqual([]);
  });

  it('reach those who chose LINE, or nothing yet, by LINE, beside Slack; once there though LINE must be tried again', async () => {
    const other = await office.friend();
    await office.world.client.execute({
      sql: 'update staff set line_user_id = ? where id = ?',
      args: [other.lineUserId, other.staffId],
    });
    await reader('slack');
    await alert();
    office.line.addFault({ kind: '500-before', path: 'multicast', times: 2 });
    await tick('11-24', '23:10');
    expect([chat.posts.length, line().length]).toEqual([1, 0]);
    await tick('11-24', '23:20');
    expect([chat.posts.length, line().length]).toEqual([1, 1]);
  });

  it('reach everybody by LINE where nobody reads anything', async () => {
    await office.world.client.execute({
      sql: 'update staff set line_user_id = ? where id = ?',
      args: [(await office.friend()).lineUserId, family.staffId],
    });
    await office.world.client.execute({
      sql: 'update staff set active = 0 where id <> ?',
      args: [family.staffId],
    });
    await reader('none');
    await alert();
    await tick('11-24', '23:10');
    expect(line()).toHaveLength(1);
  });
});
