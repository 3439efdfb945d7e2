import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Desk, HOSTILE, signedOff } from './console-desk.ts';
import { caseView, DAY, me, NOON, QUIET } from './console-office.ts';
import { type ConsoleServer, openPage, Refusal } from './console-server.ts';

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

describe('today', () => {
  it('says the day in JST on a computer elsewhere, overdue duties first', async () => {
    await desk.within('/console', async (page) => {
      await page.getByRole('heading', { level: 1, name: '12月8日（火）14:20' }).waitFor();
      await page.getByText('1時間 超過').waitFor();
      await page.getByRole('img', { name: '送れる時間は08:00から21:00。いま14:20' }).waitFor();
    });
  });

  it('logs a call with one tap and takes it back', async () => {
    server.on('POST', '/api/console/cases/:id/calls', () => ({ id: 'l9' }));
    server.on('POST', '/api/console/calls/:id/undo', () => ({}));
    await desk.within('/console', async (page) => {
      await page.getByRole('button', { name: '高瀬 直人 出ないを記録' }).click();
      await page.getByRole('button', { name: '取り消す' }).click();
      await page.getByRole('button', { name: '高瀬 直人 出ないを記録' }).waitFor();
    });
    expect(server.sent('POST', '/api/console/cases/c1/calls')).toEqual([
      { contactId: 'p1', outcome: 'no-answer' },
    ]);
    expect(server.sent('POST', '/api/console/calls/l9/undo')).toHaveLength(1);
  });

  it('withdraws the offer to take back after ten seconds', async () => {
    server.on('POST', '/api/console/cases/:id/calls', () => ({ id: 'l9' }));
    const { page, context } = await openPage(desk.browser);
    await page.clock.install();
    await page.goto(`${server.origin}/console`);
    await page.getByRole('button', { name: '高瀬 直人 つながったを記録' }).click();
    await page.getByRole('button', { name: '取り消す' }).waitFor();
    await page.clock.runFor(10_500);
    await page.getByRole('button', { name: '取り消す' }).waitFor({ state: 'detached' });
    await context.close();
  });

  it('closes a duty without a reply only with a reason', async () => {
    server.on('POST', '/api/console/duties/:id/close', () => ({}));
    await desk.within('/console', async (page) => {
      await page.getByRole('button', { name: /返信せずに閉じる.*吉岡 健太/ }).click();
      await page.getByRole('button', { name: '理由を残して閉じる' }).click();
      await page.getByText('理由を書いてください。').waitFor();
      await page.getByLabel('返信せずに閉じる理由').fill('電話で話した');
      await page.getByRole('button', { name: '理由を残して閉じる' }).click();
      await page.getByRole('button', { name: '理由を残して閉じる' }).waitFor({ state: 'detached' });
    });
    expect(server.sent('POST', '/api/console/duties/d1/close')).toEqual([{ reason: '電話で話した' }]);
  });

  it('says so when there is nothing to do', async () => {
    server.on('GET', '/api/console/today', () => QUIET);
    await desk.within('/console', async (page) => {
      await page.getByText('返事を待っている方はいません。').waitFor();
      await page.getByText('いま、かける電話はありません。').waitFor();
    });
  });
});

describe('an invitation (R1)', () => {
  it('shows the one-time QR only after the explanation and the agreement were stated', async () => {
    server.on('POST', '/api/console/clients/:id/invitations', () => ({
      id: 'i1',
      url: 'https://liff.line.me/x',
      qr: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect fill="white" width="9" height="9"/><path fill="black" d="M0,0h9v9h-9z" onload="alert(1)"/><script>alert(1)</script></svg>',
      expiresAt: NOON + 14 * DAY,
    }));
    await desk.within('/console/clients/k1/invite/p2', async (page) => {
      const make = page.getByRole('button', { name: '1回だけ使える QR をつくる' });
      await make.click();
      await page.getByText('どのように説明したかを選んでください。').waitFor();
      await page.getByRole('radio', { name: '訪問して' }).check();
      await page.getByRole('radio', { name: 'まだ・いいえ' }).check();
      await make.click();
      await page.getByText('承諾がないうちは、QR をつくれません。').waitFor();
      expect(server.sent('POST', '/api/console/clients/k1/invitations')).toEqual([]);
      await page.getByRole('radio', { name: '承諾した' }).check();
      await make.click();
      await page.getByRole('img', { name: '招待の QR コード' }).waitFor();
      await page.getByText('12/22（火）14:20 まで').waitFor();
      await expect.poll(() => page.locator('.qr path').count()).toBe(1);
      await expect.poll(() => page.locator('.qr script, .qr [onload]').count()).toBe(0);
      await page.reload();
      await make.waitFor();
    });
    expect(server.sent('POST', '/api/console/clients/k1/invitations')).toEqual([
      { contactId: 'p2', how: 'visit', agreed: true },
    ]);
  });
});

describe('when something is wrong', () => {
  it('asks to sign in when the session has ended, and knows the way back', async () => {
    await desk.within('/console/clients/k1', async (page) => {
      await page.getByRole('heading', { level: 1, name: '大野 みのり さん' }).waitFor();
      server.on('GET', '/api/console/cases/:id', signedOff);
      server.on('GET', '/api/console/me', signedOff);
      await page.getByRole('link', { name: 'モニタリング' }).first().click();
      await page.getByRole('button', { name: 'LINE でログインする' }).waitFor();
      expect(new URL(page.url()).searchParams.get('to')).toBe('/console/cases/c1');
      server.on('GET', '/api/console/me', () => me());
      server.on('GET', '/api/console/cases/:id', () => caseView());
      await page.reload();
      await page.getByRole('heading', { level: 1, name: '大野 みのり さん' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/console/cases/c1');
    });
  });

  it('says when there is no network, and goes on when it is back', async () => {
    await desk.within('/console/clients', async (page) => {
      await page.getByRole('link', { name: '大野 みのり' }).waitFor();
      await page.context().setOffline(true);
      await page.getByLabel('名前・よみ').fill('おおの');
      await page.getByText('つながりません').waitFor();
      await page.context().setOffline(false);
      await page.getByRole('alert').waitFor({ state: 'detached' });
    });
  });

  it('shows what the API refused in its own words, with the form as it was', async () => {
    server.on('POST', '/api/console/clients', () => {
      throw new Refusal({
        type: 'bad-input',
        status: 400,
        title: '入力に、わからないところがあります。',
        fields: { kana: 'よみは、かなで書いてください。' },
      });
    });
    await desk.within('/console/clients/new', async (page) => {
      await page.getByRole('button', { name: '登録する' }).click();
      await page.getByText('名前を入れてください。').waitFor();
      await page.getByLabel('名前', { exact: true }).fill(HOSTILE);
      await page.getByLabel('よみ（ひらがな）').fill('じゅげむ');
      await page.getByRole('checkbox', { name: '12月' }).check();
      await page.getByRole('button', { name: '登録する' }).click();
      await page.getByText('よみは、かなで書いてください。').waitFor();
      await page.reload();
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>('#name')?.value !== '');
      await expect.poll(() => page.getByLabel('名前', { exact: true }).inputValue()).toBe(HOSTILE);
      await expect.poll(() => page.getByRole('checkbox', { name: '12月' }).isChecked()).toBe(true);
    });
  });

  it('lets a counselor know that only a manager invites', async () => {
    await desk.within('/console/staff', async (page) => {
      await page.getByText('この画面を使うのは管理者です。').waitFor();
    });
  });
});
