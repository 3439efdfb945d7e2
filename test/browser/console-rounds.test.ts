import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobsView, NoticeSettingsView } from '../../worker/views/notices.ts';
import { Desk, HOSTILE } from './console-desk.ts';
import { DAY, HOUR, NOON } from './console-office.ts';
import { type ConsoleServer, Refusal } from './console-server.ts';

let desk: Desk;
let server: ConsoleServer;

beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(async () => {
  await desk?.close();
});
beforeEach(() => {
  server = desk.tidy();
});

const SETTINGS: NoticeSettingsView = {
  ...{ now: NOON, chosen: false, channel: 'line', kinds: ['date-arrived', 'duty-soon'], digest: true },
  ...{ workFrom: '09:00', workUntil: '18:00', slackUserId: null, missing: ['TEAMS_WEBHOOK_URL'] },
  ready: { line: true, slack: true, teams: false, slackButtons: true },
  recent: [
    { at: NOON - HOUR, channel: 'line', what: '日程の答えが届いた調整：2件', status: 'sent', error: null },
    {
      at: NOON - DAY,
      channel: 'line',
      what: '今日の予定：1件',
      status: 'dropped',
      error: '残り通数のためです。',
    },
  ],
};

describe('お知らせ', () => {
  it('shows what was chosen, sends the whole choice, and keeps what was typed when it is refused', async () => {
    let refuses = true;
    server.on('GET', '/api/console/notice-settings', () => SETTINGS);
    server.on('PUT', '/api/console/notice-settings', ({ body }) => {
      if (!refuses) return body;
      refuses = false;
      throw new Refusal({
        type: 'bad-input',
        status: 400,
        fields: { slackUserId: 'このSlackのIDは、ほかの職員が使っています。' },
      });
    });
    await desk.within('/console/notices', async (page) => {
      await page.getByText('まだ選んでいません。').waitFor();
      await page.getByText('接続の設定がないもの：TEAMS_WEBHOOK_URL').waitFor();
      await expect.poll(() => page.getByRole('radio', { name: 'Teams' }).count()).toBe(0);
      await page.getByText('残り通数のためです。').waitFor();
      await page.getByText('Slack', { exact: true }).click();
      await page.getByRole('checkbox', { name: '返信の期限まで1時間になったとき' }).uncheck();
      await page.getByRole('checkbox', { name: '朝のまとめ' }).uncheck();
      await page.getByLabel('業務のおわり').fill('17:30');
      const id = page.getByLabel('SlackのメンバーID');
      await id.fill('ｕ０１２３');
      await page.getByRole('button', { name: '保存する' }).click();
      await page.getByText('このSlackのIDは、ほかの職員が使っています。').waitFor();
      await expect.poll(() => id.inputValue()).toBe('ｕ０１２３');
      await page.getByRole('button', { name: '保存する' }).click();
      await page.getByRole('status').filter({ hasText: '保存しました' }).first().waitFor();
    });
    const chosen = { channel: 'slack', kinds: ['date-arrived'], digest: false };
    const sent = { ...chosen, workFrom: '09:00', workUntil: '17:30', slackUserId: 'U0123' };
    expect(server.sent('PUT', '/api/console/notice-settings')).toEqual([sent, sent]);
  });
});

describe('定時処理', () => {
  it('lists what runs, what failed and what was kept back; a proposal is put aside only with a reason', async () => {
    const person = { id: 'k1', name: HOSTILE, kana: 'おおの' };
    const jobs: JobsView = {
      now: NOON,
      jobs: [
        {
          ...{ name: 'deliver', label: 'LINEの送信', what: '送る時間になった連絡を送ります。', turn: '毎回' },
          ...{
            lastAt: NOON - HOUR,
            doneAt: NOON - HOUR,
            nextAt: NOON + HOUR,
            counts: { sent: 3 },
            failures: 2,
          },
        },
      ],
      retention: [],
    };
    server.on('GET', '/api/console/jobs', () => jobs);
    server.on('GET', '/api/console/held-back', () => ({
      heldBack: [
        {
          ...{ messageId: 'm1', client: person, contactName: '大野', purpose: 'reminder', why: 'day' },
          ...{ firstAt: NOON - HOUR, lastAt: NOON - HOUR, state: 'waiting', nextAt: NOON + DAY },
        },
      ],
    }));
    let proposals = [{ id: 'q1', client: person, counselor: '中村', month: '2026-12', proposedAt: NOON }];
    server.on('GET', '/api/console/proposals', () => ({ proposals }));
    server.on('POST', '/api/console/proposals/:id/dismiss', () => {
      proposals = [];
      return { settledAt: NOON };
    });
    await desk.within('/console/jobs', async (page) => {
      await page.getByText('2回続けて失敗しています').waitFor();
      await page.getByText('前回の件数 3').waitFor();
      await page.getByText('次の日を待っています').waitFor();
      await page.getByText('いません。ひとりでに消すことはありません。').waitFor();
      await page.getByText('2026年12月のモニタリング').waitFor();
      await page.getByRole('button', { name: '今は始めない' }).click();
      await expect
        .poll(() => page.getByLabel('始めない理由').evaluate((field) => field === document.activeElement))
        .toBe(true);
      expect(server.sent('POST', '/api/console/proposals/q1/dismiss')).toEqual([]);
      await page.getByLabel('始めない理由').fill('入院中のため、来月にします');
      await page.getByRole('button', { name: '今は始めない' }).click();
      await page.getByText('いま、提案はありません。').waitFor();
    });
    const sent = server.sent('POST', '/api/console/proposals/q1/dismiss');
    expect(sent).toEqual([{ reason: '入院中のため、来月にします' }]);
  });
});
