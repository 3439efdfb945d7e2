import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Desk, HOSTILE } from './console-desk.ts';
import { approval, finding, inbound, judged, me, NOON } from './console-office.ts';
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

const REPLY = '/console/clients/k1/write/p1?purpose=reply';
const MONDAY_8 = Date.UTC(2026, 11, 13, 23);
const held = () =>
  judged('hold', {
    until: Date.UTC(2026, 11, 8, 23),
    findings: [finding('R11', 6, '送れる時間の外です。', { severity: 'hold' })],
  });

describe('texts to write from', () => {
  it('are the office’s own and the product’s; what one replaces can be put back', async () => {
    server.on('GET', '/api/console/templates', () => ({
      templates: [{ id: 'o1', name: HOSTILE, purpose: 'reply', greeting: '', body: '事業所の文です。' }],
    }));
    await desk.within(REPLY, async (page) => {
      await page.getByLabel('本題').fill('自分で書いた文です。');
      await page.getByLabel('ひな形').selectOption('o1');
      await expect.poll(() => page.getByLabel('本題').inputValue()).toBe('事業所の文です。');
      await page.locator('.bubble', { hasText: '事業所の文です。' }).waitFor();
      await page.getByRole('button', { name: '前の文にもどす' }).click();
      await expect.poll(() => page.getByLabel('本題').inputValue()).toBe('自分で書いた文です。');
    });
  });

  it('begin a stage with the 一言 first, and show the button as the phone does (R6)', async () => {
    server.on('POST', '/api/console/messages/check', () => judged('allow', { button: '電話が ほしい' }));
    await desk.within('/console/clients/k1/write/p1?purpose=callback-request&case=c1', async (page) => {
      const bubble = page.locator('.bubble', { hasText: '折り返しのお電話' });
      await bubble.getByText('電話が ほしい').waitFor();
      await expect.poll(() => bubble.textContent()).toMatch(/体調はいかがですか。\s*折り返しのお電話/);
    });
  });
});

describe('instead of LINE', () => {
  it('a call, a visit or a paper is written into the record from the same page', async () => {
    server.on('POST', '/api/console/messages/check', () =>
      judged('refuse', {
        findings: [finding('R9', 4, '書類はLINEで送れません。')],
        next: [{ step: 'paper' }],
      }),
    );
    server.on('POST', '/api/console/clients/:id/calls', () => ({ id: 'l1' }));
    server.on('POST', '/api/console/clients/:id/visits', () => ({ taskId: 't1' }));
    server.on('POST', '/api/console/clients/:id/records', () => ({ seq: 9 }));
    await desk.within(REPLY, async (page) => {
      await page.getByLabel('本題').fill('計画書を写真で送ります。');
      const ways = page.getByRole('group', { name: 'かわりの方法' });
      await ways.getByRole('button', { name: /電話を記録/ }).click();
      await ways.getByRole('button', { name: '留守電' }).click();
      await ways.getByText('「留守電」を記録しました').waitFor();
      await ways.getByRole('button', { name: /訪問の予定/ }).click();
      const visit = page.getByRole('form', { name: '訪問の予定' });
      await visit.getByLabel('日', { exact: true }).fill('2026-12-01');
      await visit.getByRole('button', { name: '訪問の予定を入れる' }).click();
      await visit.getByText('これからの日時にしてください。').waitFor();
      await visit.getByLabel('日', { exact: true }).fill('2026-12-10');
      await visit.getByRole('button', { name: '訪問の予定を入れる' }).click();
      await ways.getByText('12/10（木）10:00 の訪問を').waitFor();
      await ways.getByRole('button', { name: /FAX・郵送の記録/ }).click();
      const paper = page.getByRole('form', { name: 'FAX・郵送の記録' });
      await paper.getByRole('radio', { name: '郵便' }).check();
      await paper.getByLabel('送ったもの・内容').fill('計画書の写し');
      await paper.getByRole('button', { name: '送ったことを相談記録に書く' }).click();
      await ways.getByText('郵便で送ったことを相談記録に書きました。').waitFor();
      await expect.poll(() => page.getByLabel('本題').inputValue()).toBe('計画書を写真で送ります。');
    });
    expect(server.sent('POST', '/api/console/clients/k1/calls')).toMatchObject([{ outcome: 'voicemail' }]);
    expect(server.sent('POST', '/api/console/clients/k1/visits')).toMatchObject([
      { contactId: 'p1', at: Date.UTC(2026, 11, 10, 1), place: 'ご自宅' },
    ]);
    expect(server.sent('POST', '/api/console/clients/k1/records')).toMatchObject([
      { kind: 'note', body: { method: 'post', content: '計画書の写し', partner: '大野 みのり' } },
    ]);
  });
});

describe('outside the hours (R11)', () => {
  it('a counselor asks a manager with a reason, and it stands there until it is decided', async () => {
    server.on('POST', '/api/console/messages/check', held);
    server.on('POST', '/api/console/approvals', () => ({ id: 'x1' }));
    await desk.within(REPLY, async (page) => {
      await page.getByLabel('本題').fill('今から電話いたします。');
      await page.getByText('緊急のため、管理者に承認を頼む').click();
      const form = page.getByRole('form', { name: '承認のお願い' });
      await form.getByRole('button', { name: '管理者に承認を頼む' }).click();
      await form.getByText('緊急の理由を書いてください。').waitFor();
      await form.getByLabel('緊急の理由').fill('今夜、本人が待っている');
      await form.getByRole('button', { name: '管理者に承認を頼む' }).click();
      await page.getByRole('heading', { level: 1, name: '大野 みのり さん' }).waitFor();
    });
    expect(server.sent('POST', '/api/console/approvals')).toMatchObject([
      { purpose: 'reply', body: '今から電話いたします。', reason: '今夜、本人が待っている' },
    ]);
    server.on('GET', '/api/console/approvals', () => ({ approvals: [approval({ mine: true })] }));
    server.on('POST', '/api/console/approvals/:id/withdraw', () => {
      server.on('GET', '/api/console/approvals', () => ({ approvals: [] }));
      return { id: 'x1' };
    });
    await desk.within(REPLY, async (page) => {
      await page.getByLabel('本題').fill('今から電話いたします。');
      await page.getByText('管理者の承認待ち').waitFor();
      await page.getByRole('button', { name: 'お願いを取り下げる' }).click();
      await page.getByText('緊急のため、管理者に承認を頼む').waitFor();
    });
  });

  it('a manager is not sent to a manager', async () => {
    server.on('GET', '/api/console/me', () => me({ role: 'manager' }));
    server.on('POST', '/api/console/messages/check', held);
    await desk.within(REPLY, async (page) => {
      await page.getByLabel('本題').fill('今から電話いたします。');
      await page.getByText('緊急のため、いま送る（管理者）').waitFor();
      await expect.poll(() => page.getByText('管理者に承認を頼む').count()).toBe(0);
    });
  });

  it('on a closed day the next business day is offered first, and asks for no reason', async () => {
    server.on('POST', '/api/console/messages/check', () =>
      judged('allow-with-warnings', {
        later: MONDAY_8,
        findings: [finding('R11', 6, '事業所の休業日です。', { severity: 'warn' })],
      }),
    );
    server.on('POST', '/api/console/messages', () => ({ id: 'm1', verdict: held() }));
    await desk.within(REPLY, async (page) => {
      await page.getByLabel('本題').fill('承知しました。');
      await page.getByRole('button', { name: 'つぎの営業日（12/14（月）08:00）に送る' }).click();
      await page.getByRole('heading', { level: 1, name: '大野 みのり さん' }).waitFor();
    });
    expect(server.sent('POST', '/api/console/messages')).toMatchObject([{ later: true }]);
  });
});

it('shows what a colleague wrote meanwhile before anything goes, and keeps what was typed', async () => {
  server.on('POST', '/api/console/messages', ({ body }) => {
    if (Number(body.seenAt) > NOON) return { id: 'm1', verdict: judged() };
    server.on('POST', '/api/console/messages/check', () => judged('allow', { seenAt: NOON + 60_000 }));
    const theirs = inbound({ id: 'n9', text: '佐藤さんへの返事です。', at: NOON });
    server.on('GET', '/api/console/contacts/:id/thread', () => ({ messages: [theirs], sent: [] }));
    throw new Refusal({
      type: 'conflict',
      status: 409,
      title: '同時に変更がありました。',
      detail: '書いている間に、佐藤 健さんがこの方へ「連絡」を送りました。',
    });
  });
  await desk.within(REPLY, async (page) => {
    await page.getByLabel('本題').fill('お返事です。');
    await page.getByRole('button', { name: 'LINE を送る' }).click();
    await page.getByText('佐藤 健さんがこの方へ「連絡」を送りました。').waitFor();
    await page.getByText('佐藤さんへの返事です。').waitFor();
    await expect.poll(() => page.getByLabel('本題').inputValue()).toBe('お返事です。');
    await page.getByRole('button', { name: 'LINE を送る' }).click();
    await page.getByRole('heading', { level: 1, name: '大野 みのり さん' }).waitFor();
  });
  expect(server.sent('POST', '/api/console/messages').map((each) => each.seenAt)).toEqual([
    NOON,
    NOON + 60_000,
  ]);
});

it('warns before the window closes on what was typed, not on a text nobody touched', async () => {
  await desk.within('/console/clients/k1/write/p1?purpose=callback-request&case=c1', async (page) => {
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await page.getByRole('heading', { name: '送れます' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '送れます' }).waitFor();
    expect(asked).toEqual([]);
    await page.getByLabel('本題').fill('書きかけの文');
    await page.locator('.bubble', { hasText: '書きかけの文' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '送れます' }).waitFor();
    expect(asked).toEqual(['beforeunload']);
    await expect.poll(() => page.getByLabel('本題').inputValue()).toBe('書きかけの文');
  });
});
