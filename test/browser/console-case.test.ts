import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Desk, people, slots } from './console-desk.ts';
import {
  caseView,
  client,
  contact,
  DAY,
  finding,
  gate,
  HOUR,
  judged,
  NOON,
  verdict,
} from './console-office.ts';
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

describe('opening a case', () => {
  it('quotes the wish for monitoring by LINE and copies it where LINE is chosen (R7)', async () => {
    const lineWish = {
      reason: '入院している <b>',
      wishBy: '本人（大野 みのりさん）',
      wishAt: NOON - DAY,
      wishHow: '母がミニアプリで記入。本人が手話や身ぶりで伝えた',
      contactName: '大野 由美',
    };
    server.on('GET', '/api/console/clients/:id', () => client({ lineWish }));
    await desk.within('/console/clients/k1/open', async (page) => {
      await page.getByText('LINE でのモニタリングの希望が届いています').waitFor();
      await page.getByText('訪問できない理由：入院している <b>').waitFor();
      await expect.poll(() => page.getByLabel('訪問', { exact: true }).isChecked()).toBe(true);
      await page.getByText('LINE', { exact: true }).click();
      await expect.poll(() => page.getByLabel('訪問できない理由').inputValue()).toBe(lineWish.reason);
      await expect.poll(() => page.getByLabel('だれが希望しましたか').inputValue()).toBe(lineWish.wishBy);
      await expect.poll(() => page.getByLabel('どのように聞きましたか').inputValue()).toBe(lineWish.wishHow);
    });
  });

  it('says of whoever is no friend of the account that nothing arrives yet', async () => {
    server.on('GET', '/api/console/clients/:id', () => client({ contacts: [contact({ friend: false })] }));
    await desk.within('/console/clients/k1/open', (page) => page.getByText('まだ届きません').waitFor());
    await desk.within('/console/clients/k1', (page) =>
      page.getByText('まだ届きません（友だち追加待ち）').waitFor(),
    );
  });
});

describe('a case', () => {
  it('keeps LINE locked with the reason, the row of the manual and what to do instead (R3)', async () => {
    const locked = verdict('refuse', {
      findings: [finding('R3', 2, 'あと1回、電話してください。')],
      next: [{ step: 'phone' }, { step: 'visit' }, { step: 'paper' }],
    });
    server.on('GET', '/api/console/cases/:id', () =>
      caseView({
        failedCalls: 2,
        callbackRequest: gate({ verdict: locked }),
        dateRequest: gate({ verdict: locked }),
      }),
    );
    await desk.within('/console/cases/c1', async (page) => {
      const stage = page.getByRole('group', { name: '段階1 折り返しのお願い' });
      await stage.getByText('あと1回、電話してください。').waitFor();
      await stage.getByText('手順書 2').waitFor();
      await expect.poll(() => page.getByRole('link', { name: /折り返しのお願いを書く/ }).count()).toBe(0);
      for (const way of ['電話で伝える', '訪問して伝える', 'メール・FAX・郵送で送る'])
        await page.getByRole('link', { name: way }).waitFor();
    });
  });

  it('opens the steps when the manual does', async () => {
    server.on('GET', '/api/console/cases/:id', () =>
      caseView({ failedCalls: 3, callbackRequest: gate(), dateRequest: gate() }),
    );
    await desk.within('/console/cases/c1', async (page) => {
      await page.getByRole('link', { name: /折り返しのお願いを書く/ }).click();
      await page.getByRole('heading', { level: 1, name: 'LINE を書く' }).waitFor();
      await page.getByRole('heading', { name: '送れます' }).waitFor();
      await expect
        .poll(() => page.getByLabel('一言（様子をたずねる）').inputValue())
        .toContain('体調はいかがですか');
    });
  });

  it('lets another contact join', async () => {
    server.on('GET', '/api/console/cases/:id', () => caseView());
    server.on('POST', '/api/console/cases/:id/participants', () => ({}));
    await desk.within('/console/cases/c1', async (page) => {
      await page.getByText('参加者を足す').click();
      await page.getByRole('button', { name: /（家族）/ }).click();
      await page.getByText(/参加者に足しました/).waitFor({ state: 'attached' });
    });
    expect(server.sent('POST', '/api/console/cases/c1/participants')).toEqual([{ contactId: 'p2' }]);
  });

  it('asks whether the person was reached when the family answers', async () => {
    server.on('POST', '/api/console/cases/:id/calls', () => ({ id: 'l1' }));
    await desk.within('/console/cases/c1', async (page) => {
      await page.getByRole('button', { name: '家族が出た' }).click();
      expect(server.sent('POST', '/api/console/cases/c1/calls')).toEqual([]);
      await page.getByRole('button', { name: '本人とは話せなかった' }).click();
      await page.getByText('「家族が出た」を記録しました').waitFor();
      await expect.poll(() => page.getByRole('radio', { name: /大野 みのり/ }).isChecked()).toBe(true);
    });
    expect(server.sent('POST', '/api/console/cases/c1/calls')).toEqual([
      { contactId: 'p1', outcome: 'family', reached: false },
    ]);
  });

  it('offers times in JST, keeps them through a reload and warns where they overlap', async () => {
    server.on('POST', '/api/console/cases/:id/slots', () => ({ ids: ['s9'] }));
    await desk.within('/console/cases/c1', async (page) => {
      await page.getByRole('button', { name: '候補日を足す' }).click();
      await page.getByLabel('日', { exact: true }).first().fill('2026-12-09');
      await page.getByLabel('はじまり').fill('14:30');
      await page.locator('.f[data-said="午後2時30分"]').waitFor();
      await page.getByText('ほかの候補日と時間が重なります').waitFor();
      await page.reload();
      await page.getByLabel('はじまり').fill('16:30');
      await page.getByText('ほかの候補日と時間が重なります').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: '1つの候補日を出す' }).click();
      await page.getByText('1つの候補日を出しました。').waitFor();
    });
    const startsAt = Date.UTC(2026, 11, 9, 7, 30);
    expect(server.sent('POST', '/api/console/cases/c1/slots')).toEqual([
      { slots: [{ startsAt, endsAt: startsAt + HOUR, place: '自宅' }] },
    ]);
  });

  it('proposes the best time and tells the second of two counselors who was first', async () => {
    const by = {
      slotId: 's1',
      startsAt: NOON + DAY,
      endsAt: NOON + DAY + HOUR,
      place: '自宅',
      by: '原田 けい',
      at: NOON,
    };
    server.on('POST', '/api/console/cases/:id/confirm', () => {
      server.on('GET', '/api/console/cases/:id', () =>
        caseView({ status: 'confirmed', slots: slots(), participants: people(), confirmed: by }),
      );
      throw new Refusal({
        type: 'already-confirmed',
        status: 409,
        title: 'ほかの人が先に日程を確定しました。',
        detail: '原田 けいさんが 12/9（水）14:20 に確定しました。',
      });
    });
    await desk.within('/console/cases/c1', async (page) => {
      await expect.poll(() => page.getByRole('radio', { name: /12\/10（木）/ }).isChecked()).toBe(true);
      await page.getByRole('button', { name: 'この日で確定する' }).click();
      await page.getByText('12/9（水）14:20 に決まりました。').waitFor();
      await page.getByText('原田 けいさんが 12/9（水）14:20 に確定しました。').waitFor();
      await expect.poll(() => page.getByRole('button', { name: 'この日で確定する' }).count()).toBe(0);
    });
    expect(server.sent('POST', '/api/console/cases/c1/confirm')).toEqual([{ slotId: 's2' }]);
  });

  it('shows where people wish to meet, proposes it, and confirms it so', async () => {
    const [first, ...others] = people();
    if (!first?.answer) throw new Error('somebody has to have answered');
    const asked = {
      ...first,
      name: `<b>${'長'.repeat(30)}`,
      answer: { ...first.answer, place: 'office' as const },
    };
    const participants = [asked, ...others];
    server.on('GET', '/api/console/cases/:id', () =>
      caseView({ slots: slots(), participants, placeChoices: ['home', 'office'] }),
    );
    server.on('POST', '/api/console/cases/:id/confirm', () => ({ startsAt: NOON + DAY }));
    await desk.within('/console/cases/c1', async (page) => {
      await page.getByText(`${asked.name}さんの希望：事務所`).waitFor();
      await expect.poll(() => page.getByRole('radio', { name: '事務所' }).isChecked()).toBe(true);
      await page.getByLabel('場所の名前').fill('分室');
      await page.getByRole('button', { name: 'この日で確定する' }).click();
      await page.getByText('に確定しました。').waitFor({ state: 'attached' });
    });
    expect(server.sent('POST', '/api/console/cases/c1/confirm')).toEqual([
      { slotId: 's2', where: 'office', place: '分室' },
    ]);
  });

  it('is worked by keyboard alone', async () => {
    server.on('POST', '/api/console/cases/:id/confirm', () => ({ startsAt: NOON + DAY }));
    await desk.within('/console/cases/c1', async (page) => {
      const best = page.getByRole('radio', { name: /12\/10（木）/ });
      await best.waitFor();
      await page.keyboard.press('Tab');
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('本文へ');
      await page.keyboard.press('Enter');
      await tabTo(page, best);
      await page.keyboard.press('ArrowUp');
      await tabTo(page, page.getByRole('button', { name: 'この日で確定する' }));
      await page.keyboard.press('Enter');
      await page.getByText('12/9（水）14:20 に確定しました。').waitFor();
    });
    expect(server.sent('POST', '/api/console/cases/c1/confirm')).toEqual([{ slotId: 's1' }]);
  });

  async function tabTo(page: Page, target: Locator): Promise<void> {
    for (let steps = 0; steps < 20; steps += 1) {
      await page.keyboard.press('Tab');
      if (await target.evaluate((each) => each === document.activeElement)) return;
    }
    throw new Error('the keyboard does not get there');
  }

  it('calls off without LINE and asks for both grounds when LINE is the method (R10, R7)', async () => {
    server.on('POST', '/api/console/cases/:id/cancel', () => {
      server.on('GET', '/api/console/cases/:id', () => caseView({ status: 'cancelled' }));
      return { taskIds: ['t'] };
    });
    await desk.within('/console/cases/c1', async (page) => {
      await page.getByText('実施した', { exact: true }).click();
      const held = page.getByRole('form', { name: '実施の記録' });
      await held.getByRole('radio', { name: 'LINE' }).check();
      await held.getByRole('button', { name: '実施したと記録する' }).click();
      await held.getByText('訪問できない理由を書いてください。').waitFor();
      await held.getByText('だれの希望かを書いてください。').waitFor();
      await page.getByText('とりやめる', { exact: true }).click();
      await page.getByText('LINE では伝えません。').waitFor();
      await page.getByRole('form', { name: 'とりやめの記録' }).getByLabel('理由').fill('本人の入院');
      await page.getByRole('radio', { name: '訪問して' }).check();
      await page.getByRole('button', { name: 'この調整をとりやめる' }).click();
      await page.getByText('とりやめました。').first().waitFor();
      // The form is gone: the keyboard goes on at the top, not at the browser's own bar.
      await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    });
    expect(server.sent('POST', '/api/console/cases/c1/cancel')).toEqual([
      { reason: '本人の入院', tell: 'visit' },
    ]);
  });
});

describe('a message', () => {
  const path = '/console/clients/k1/write/p1?purpose=reply';

  it('is judged while it is typed, and what it may not say is marked', async () => {
    server.on('POST', '/api/console/messages/check', ({ body }) =>
      String(body.body).includes('中止')
        ? judged('refuse', {
            findings: [
              finding('R10', 5, 'とりやめは LINE で伝えません。', { spans: [{ start: 3, end: 5 }] }),
            ],
            next: [{ step: 'phone' }],
          })
        : judged(),
    );
    await desk.within(path, async (page) => {
      await page.getByLabel('本題').fill('明日は中止です。');
      await page.getByRole('heading', { name: 'この文面は送れません' }).waitFor();
      await expect.poll(() => page.locator('mark').textContent()).toBe('中止');
      await expect.poll(() => page.getByRole('button', { name: 'LINE を送る' }).count()).toBe(0);
      await page.getByRole('button', { name: /電話を記録/ }).waitFor();
    });
  });

  it('asks for a written reason where there are only warnings, and keeps what was typed', async () => {
    server.on('POST', '/api/console/messages/check', () =>
      judged('allow-with-warnings', {
        findings: [finding('R0', 0, 'まず電話をかけましょう。', { severity: 'warn' })],
      }),
    );
    server.on('POST', '/api/console/messages', () => ({ id: 'm1', verdict: verdict('allow-with-warnings') }));
    await desk.within(path, async (page) => {
      await page.getByLabel('本題').fill('お返事ありがとうございます。');
      await page.getByLabel('それでも送る理由').fill('昼は電話に出られない');
      await page.reload();
      await expect.poll(() => page.getByLabel('本題').inputValue()).toBe('お返事ありがとうございます。');
      await page.getByLabel('それでも送る理由').waitFor();
      await expect.poll(() => page.getByLabel('それでも送る理由').inputValue()).toBe('昼は電話に出られない');
      await page.getByLabel('それでも送る理由').fill('');
      await page.getByRole('button', { name: 'LINE を送る' }).click();
      await page.getByText('それでも送る理由を書いてください。').waitFor();
      await page.getByLabel('それでも送る理由').fill('昼は電話に出られない');
      await page.getByRole('button', { name: 'LINE を送る' }).click();
      await page.getByRole('heading', { level: 1, name: '大野 みのり さん' }).waitFor();
    });
    expect(server.sent('POST', '/api/console/messages')).toEqual([
      {
        contactId: 'p1',
        clientId: 'k1',
        purpose: 'reply',
        greeting: '',
        body: 'お返事ありがとうございます。',
        override: '昼は電話に出られない',
        seenAt: NOON,
      },
    ]);
  });

  it('says until when it is held (R11)', async () => {
    const until = Date.UTC(2026, 11, 8, 23);
    server.on('POST', '/api/console/messages/check', () =>
      judged('hold', { until, findings: [finding('R11', 6, '送れる時間の外です。', { severity: 'hold' })] }),
    );
    await desk.within(path, async (page) => {
      await page.getByLabel('本題').fill('承知しました。');
      await page.getByRole('heading', { name: '12/9（水）08:00 まで保留' }).waitFor();
      await page.getByRole('button', { name: '保留に入れる' }).waitFor();
    });
  });
});
