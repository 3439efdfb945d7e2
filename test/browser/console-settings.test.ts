import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../worker/manual/settings.ts';
import { Desk } from './console-desk.ts';
import { me, settingsView } from './console-office.ts';
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
  server.on('GET', '/api/console/me', () => me({ role: 'manager' }));
});

describe('settings', () => {
  it('are a manager’s', async () => {
    server.on('GET', '/api/console/me', () => me());
    await desk.within('/console/settings', async (page) => {
      await page.getByText('設定を変えるのは管理者です。').waitFor();
      await expect.poll(() => page.getByRole('link', { name: '設定' }).count()).toBe(0);
    });
    expect(server.sent('GET', '/api/console/settings')).toEqual([]);
  });

  it('say beside each number what the manual says, and begin with the newest version', async () => {
    await desk.within('/console/settings', async (page) => {
      const calls = page.getByLabel('LINE の前にかける電話');
      await expect.poll(() => calls.inputValue()).toBe('4');
      await page.getByText('3回以上。少なくはできません 手順書 2').waitFor();
      await expect.poll(() => page.getByRole('checkbox', { name: '水曜日' }).isChecked()).toBe(true);
      // A version waits for its day: the next can't begin before it.
      await expect.poll(() => page.getByLabel('いつから').inputValue()).toBe('2026-12-14');
      await page.getByLabel('いつから').fill('2026-12-10');
      await calls.fill('5');
      await page.getByRole('button', { name: '保存する' }).click();
      await page.getByText('12/14（月）か、それより後の日を選んでください。').waitFor();
    });
    expect(server.sent('POST', '/api/console/settings')).toEqual([]);
  });

  it('shows in place what the manual refused, keeps what was typed, and sends only what changed', async () => {
    server.on('GET', '/api/console/settings', () =>
      settingsView({ versions: [], inForce: 0, settings: DEFAULT_SETTINGS }),
    );
    server.on('POST', '/api/console/settings', () => {
      throw new Refusal({
        type: 'bad-input',
        status: 400,
        fields: {
          'settings.callsNeeded': 'LINEの前の電話は3回より少なくできません（手順書 2）。',
          'settings.officePhones.1': '電話番号は「086-123-4567」の形で入力してください。',
        },
      });
    });
    await desk.within('/console/settings', async (page) => {
      const calls = page.getByLabel('LINE の前にかける電話');
      await calls.fill('２');
      await page.getByLabel('事業所の電話番号').fill('086-123-4567\nちがう');
      await page.getByLabel('利用者に見せる電話番号').fill('086-000-1111');
      await page.getByRole('button', { name: '保存する' }).click();
      await page.getByText('LINEの前の電話は3回より少なくできません（手順書 2）。').waitFor();
      await expect.poll(() => calls.getAttribute('aria-invalid')).toBe('true');
      await expect.poll(() => calls.evaluate((each) => each === document.activeElement)).toBe(true);
      await expect.poll(() => page.getByText('086-123-4567」の形で').count()).toBe(1);
      await page.reload();
      await page.waitForFunction(
        () => document.querySelector<HTMLInputElement>('#set-callsNeeded')?.value === '２',
      );
      server.on('POST', '/api/console/settings', () => ({ version: 1 }));
      await calls.fill('4');
      await page.getByLabel('事業所の電話番号').fill('086-123-4567');
      await page.getByRole('button', { name: '保存する' }).click();
      await page.getByText('版 1 を保存しました。12/8（火）から使います。').first().waitFor();
    });
    const profile = { name: 'サンクスシェア', phone: '086-000-1111', phoneHours: '平日9時から18時' };
    expect(server.sent('POST', '/api/console/settings')).toEqual([
      {
        basedOn: 0,
        effectiveFrom: '2026-12-08',
        settings: { callsNeeded: 2, officePhones: ['086-123-4567', 'ちがう'] },
        profile,
      },
      { basedOn: 0, effectiveFrom: '2026-12-08', settings: { callsNeeded: 4 }, profile },
    ]);
  });

  it('says who changed what, and when it begins', async () => {
    await desk.within('/console/settings', async (page) => {
      const history = page.getByRole('region', { name: 'これまでの設定' });
      await history.getByText('版 2').first().waitFor();
      await history.getByText('休みの曜日：日・土 → 日・水・土').waitFor();
      await history.getByText('利用者に見せる電話番号：086-000-0000').waitFor();
      await history.getByText('LINE の前にかける電話：3回 → 4回').waitFor();
      await expect.poll(() => history.getByText('中村 さおり').count()).toBe(2);
      await history.getByText('使用中').waitFor();
    });
  });

  it('says when nothing was changed', async () => {
    await desk.within('/console/settings', async (page) => {
      await page.getByRole('button', { name: '保存する' }).click();
      await page.getByText('変えたところがありません。').waitFor();
    });
  });
});

describe('a contact the office knows', () => {
  it('is found and linked to another client', async () => {
    server.on('POST', '/api/console/clients/:id/contacts', () => ({ id: 'p7' }));
    await desk.within('/console/clients/k1', async (page) => {
      await page.getByRole('button', { name: '登録のある人をつなぐ' }).click();
      const form = page.getByRole('form', { name: '登録のある連絡先をつなぐ' });
      await page.keyboard.type('吉岡');
      await form.getByRole('radio', { name: /吉岡 洋子/ }).waitFor();
      await form.getByText('1人は、もうつながっています。').waitFor();
      await form.getByRole('button', { name: 'この人をつなぐ' }).click();
      await form.getByText('つなぐ人を選んでください。').waitFor();
      await form.getByRole('radio', { name: /吉岡 洋子/ }).check();
      await form.getByLabel(/続柄・役わり/).fill('おば');
      await form.getByRole('button', { name: 'この人をつなぐ' }).click();
      await form.waitFor({ state: 'detached' });
    });
    expect(server.sent('POST', '/api/console/clients/k1/contacts')).toEqual([
      { contactId: 'p7', relation: 'おば' },
    ]);
  });
});

describe('a correction (R5)', () => {
  it('keeps its reason apart from what is right', async () => {
    server.on('POST', '/api/console/clients/:id/records', () => ({ seq: 3 }));
    await desk.within('/console/clients/k1/record?corrects=r1', async (page) => {
      await page.getByLabel('正しい内容').fill('留守電だった');
      await page.getByLabel('訂正の理由').fill('書き違い');
      await page.getByRole('button', { name: '訂正を書き足す' }).click();
      await page.getByRole('heading', { level: 1, name: '大野 みのり さん' }).waitFor();
    });
    expect(server.sent('POST', '/api/console/clients/k1/records')).toEqual([
      {
        kind: 'correction',
        correctsId: 'r1',
        body: { summary: '訂正　留守電だった', content: '留守電だった', reason: '書き違い' },
      },
    ]);
  });
});
