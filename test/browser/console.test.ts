import axe from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CaseView, TodayView } from '../../worker/views.ts';
import {
  caseRow,
  caseView,
  client,
  contact,
  DAY,
  finding,
  gate,
  HOUR,
  me,
  NOON,
  participant,
  record,
  task,
  verdict,
} from './console-office.ts';
import { ConsoleServer, launch, openPage, Refusal } from './console-server.ts';

const HOSTILE = `<script>document.title="x"</script>${'寿'.repeat(25)}`;
let server: ConsoleServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([ConsoleServer.start(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
beforeEach(() => {
  server.reset();
  standing();
});

/** Runs with a page of its own; script errors and policy violations fail the test. */
async function within(path: string, act: (page: Page) => Promise<void>, width = 1280): Promise<void> {
  const { page, context, faults } = await openPage(browser, { width });
  try {
    await page.goto(server.origin + path);
    await act(page);
    expect(faults).toEqual([]);
  } finally {
    await context.close();
  }
}

/** An office with one of everything; tests change what they are about. */
function standing(): void {
  server.on('GET', '/api/console/today', () => today());
  server.on('GET', '/api/console/clients', () => ({
    rows: [
      {
        id: 'k1',
        name: '大野 みのり',
        kana: 'おおの みのり',
        counselor: '中村 さおり',
        consent: 'yes',
        openCases: 1,
      },
      { id: 'k2', name: HOSTILE, kana: null, counselor: '原田', consent: 'not-invited', openCases: 0 },
    ],
    next: null,
  }));
  server.on('GET', '/api/console/clients/:id', () =>
    client({
      cases: [caseRow({ failedCalls: 2 }), caseRow({ id: 'c2', status: 'held', startsAt: NOON - 90 * DAY })],
      contacts: [
        contact(),
        contact({
          id: 'p2',
          name: HOSTILE,
          kind: 'family',
          relation: '母',
          linked: false,
          consent: { state: 'not-invited', version: null, at: null },
        }),
      ],
      meetings: [{ at: NOON - 90 * DAY, kind: 'monitoring', method: 'line' }],
      tasks: [task()],
    }),
  );
  server.on('GET', '/api/console/clients/:id/records', () => ({
    records: [
      record(),
      record({ id: 'r2', seq: 2, kind: 'refused', body: { summary: '送らなかった LINE', reason: '書類' } }),
    ],
  }));
  server.on('GET', '/api/console/cases/:id', () => caseView({ slots: slots(), participants: people() }));
  server.on('GET', '/api/console/contacts/:id/thread', () => ({ messages: [], sent: [] }));
  server.on('POST', '/api/console/messages/check', () => verdict());
}

function today(over: Partial<TodayView> = {}): TodayView {
  const row = { phone: '000-0000-0001', contactId: 'p1', lastCallAt: NOON - DAY };
  return {
    now: NOON,
    duties: [
      {
        id: 'd1',
        contactId: 'p1',
        contactName: '吉岡 健太',
        client: { id: 'k1', name: '吉岡 健太', kana: 'よしおか けんた' },
        preview: '相談したい',
        receivedAt: NOON - 3 * HOUR,
        dueAt: NOON - HOUR,
      },
      {
        id: 'd2',
        contactId: null,
        contactName: 'まだ登録のない方',
        client: null,
        preview: HOSTILE,
        receivedAt: NOON,
        dueAt: NOON + HOUR,
      },
    ],
    calls: [
      {
        ...caseRow({ id: 'c1', client: { name: '高瀬 直人', kana: 'たかせ なおと' }, failedCalls: 2 }),
        ...row,
      },
      {
        ...caseRow({ id: 'c2', client: { name: HOSTILE, kana: null } }),
        ...row,
        phone: null,
        contactId: null,
        lastCallAt: null,
      },
    ],
    tasks: [task()],
    answered: [caseRow({ id: 'c3', answered: true })],
    waitingConsents: [
      {
        clientId: 'k1',
        client: { name: '川端 すみれ', kana: null },
        contactName: '川端 すみれ',
        state: 'later',
        since: NOON - 3 * DAY,
      },
    ],
    held: [],
    appointments: [
      {
        caseId: 'c4',
        kind: 'meeting',
        startsAt: NOON + DAY,
        endsAt: NOON + DAY + HOUR,
        place: 'サンクスシェア',
        method: 'office',
        counselor: { name: '中村', kana: null },
        clientId: 'k1',
        client: { name: '三浦 翔', kana: null },
      },
    ],
    ...over,
  };
}

function slots(): CaseView['slots'] {
  return [1, 2].map((days) => ({
    id: `s${days}`,
    startsAt: NOON + days * DAY,
    endsAt: NOON + days * DAY + HOUR,
    place: '自宅',
    open: true,
    overlap: days === 2,
  }));
}

function people() {
  const answer = {
    choice: 'ranked',
    marks: [{ slotId: 's2', mark: 'yes', rank: 1 }],
    health: 'bad',
    attendance: 'off',
    note: null,
    answeredAt: NOON,
  } as const;
  return [
    participant({ answer: { ...answer, marks: [...answer.marks] } }),
    participant({ contactId: 'p2', name: HOSTILE, kind: 'provider', answer: null }),
    participant({
      contactId: 'p3',
      name: '姉',
      kind: 'family',
      answer: { ...answer, choice: 'call', marks: [] },
    }),
  ];
}

const signedOff = (): never => {
  throw new Refusal({ type: 'signed-out', status: 401, title: 'ログインが切れました。' });
};

const PAGES: [name: string, path: string][] = [
  ['today', '/console'],
  ['clients', '/console/clients'],
  ['a new client', '/console/clients/new'],
  ['a client', '/console/clients/k1'],
  ['an invitation', '/console/clients/k1/invite/p2'],
  ['opening a case', '/console/clients/k1/open'],
  ['a case', '/console/cases/c1'],
  ['a message', '/console/clients/k1/write/p1?purpose=callback-request&case=c1'],
  ['the record', '/console/clients/k1/record'],
  ['a correction', '/console/clients/k1/record?corrects=r1'],
  ['staff', '/console/staff'],
  ['sign in', '/console/sign-in'],
  ['nothing', '/console/nowhere'],
];

describe('every page', () => {
  it.each(PAGES)('%s holds WCAG 2.2 AA, never scrolls sideways and has no dead button', async (_, path) => {
    server.on('GET', '/api/console/me', () => me({ role: 'manager' }));
    if (path.endsWith('sign-in')) server.on('GET', '/api/console/me', signedOff);
    await within(path, async (page) => {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForFunction(
        () => document.title.includes('｜') && !document.body.textContent?.includes('確かめています'),
      );
      expect(await page.title()).not.toBe('x');
      expect(await page.locator(':disabled, [aria-disabled=true]').count()).toBe(0);
      for (const width of [1280, 768, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(
          await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          ),
        ).toBe(0);
        if (width !== 768) expect(await violations(page)).toEqual([]);
      }
    });
  });

  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe.source);
    return page.evaluate(async () => {
      const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
      const found = await run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
      });
      return found.violations.map(
        (each) =>
          `${each.id}: ${each.nodes
            .map((node) => node.html)
            .join(' | ')
            .slice(0, 300)}`,
      );
    });
  }

  it('moves the focus to the heading and says where one is', async () => {
    await within('/console', async (page) => {
      await page.getByRole('link', { name: '利用者', exact: true }).click();
      const heading = page.getByRole('heading', { level: 1, name: '利用者' });
      await heading.waitFor();
      expect(await heading.evaluate((each) => each === document.activeElement)).toBe(true);
      expect(await page.title()).toBe('利用者｜サンクスシェア相談員画面');
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: '12月8日' }).waitFor();
    });
  });
});

describe('today', () => {
  it('says the day in JST on a computer elsewhere, overdue duties first', async () => {
    await within('/console', async (page) => {
      await page.getByRole('heading', { level: 1, name: '12月8日（火）14:20' }).waitFor();
      await page.getByText('1時間 超過').waitFor();
      await page.getByRole('img', { name: '送れる時間は08:00から21:00。いま14:20' }).waitFor();
    });
  });

  it('logs a call with one tap and takes it back', async () => {
    server.on('POST', '/api/console/cases/:id/calls', () => ({ id: 'l9' }));
    server.on('POST', '/api/console/calls/:id/undo', () => ({}));
    await within('/console', async (page) => {
      await page.getByRole('button', { name: '高瀬 直人 不通を記録' }).click();
      await page.getByRole('button', { name: '取り消す' }).click();
      await page.getByRole('button', { name: '高瀬 直人 不通を記録' }).waitFor();
    });
    expect(server.sent('POST', '/api/console/cases/c1/calls')).toEqual([
      { contactId: 'p1', outcome: 'no-answer' },
    ]);
    expect(server.sent('POST', '/api/console/calls/l9/undo')).toHaveLength(1);
  });

  it('withdraws the offer to take back after ten seconds', async () => {
    server.on('POST', '/api/console/cases/:id/calls', () => ({ id: 'l9' }));
    const { page, context } = await openPage(browser);
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
    await within('/console', async (page) => {
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
    const none = {
      duties: [],
      calls: [],
      tasks: [],
      answered: [],
      waitingConsents: [],
      held: [],
      appointments: [],
    };
    server.on('GET', '/api/console/today', () => today(none));
    await within('/console', async (page) => {
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
    await within('/console/clients/k1/invite/p2', async (page) => {
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
      expect(await page.locator('.qr path').count()).toBe(1);
      expect(await page.locator('.qr script, .qr [onload]').count()).toBe(0);
      await page.reload();
      await make.waitFor();
    });
    expect(server.sent('POST', '/api/console/clients/k1/invitations')).toEqual([
      { contactId: 'p2', how: 'visit', agreed: true },
    ]);
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
    await within('/console/cases/c1', async (page) => {
      const stage = page.getByRole('group', { name: '段階1 折り返しのお願い' });
      await stage.getByText('あと1回、電話してください。').waitFor();
      await stage.getByText('手順書 2').waitFor();
      expect(await page.getByRole('link', { name: /折り返しのお願いを書く/ }).count()).toBe(0);
      for (const way of ['電話で伝える', '訪問して伝える', 'メール・FAX・郵送で送る'])
        await page.getByRole('link', { name: way }).waitFor();
    });
  });

  it('opens the steps when the manual does', async () => {
    server.on('GET', '/api/console/cases/:id', () =>
      caseView({ failedCalls: 3, callbackRequest: gate(), dateRequest: gate() }),
    );
    await within('/console/cases/c1', async (page) => {
      await page.getByRole('link', { name: /折り返しのお願いを書く/ }).click();
      await page.getByRole('heading', { level: 1, name: 'LINE を書く' }).waitFor();
      expect(await page.getByLabel('一言（様子をたずねる）').inputValue()).toContain('体調はいかがですか');
      await page.getByRole('heading', { name: '送れます' }).waitFor();
    });
  });

  it('asks whether the person was reached when the family answers', async () => {
    server.on('POST', '/api/console/cases/:id/calls', () => ({ id: 'l1' }));
    await within('/console/cases/c1', async (page) => {
      await page.getByRole('button', { name: '家族が出た' }).click();
      expect(server.sent('POST', '/api/console/cases/c1/calls')).toEqual([]);
      await page.getByRole('button', { name: '本人とは話せなかった' }).click();
      await page.getByText('「家族が出た」を記録しました').waitFor();
      expect(await page.getByRole('radio', { name: /大野 みのり/ }).isChecked()).toBe(true);
    });
    expect(server.sent('POST', '/api/console/cases/c1/calls')).toEqual([
      { contactId: 'p1', outcome: 'family', reached: false },
    ]);
  });

  it('offers times in JST, keeps them through a reload and warns where they overlap', async () => {
    server.on('POST', '/api/console/cases/:id/slots', () => ({ ids: ['s9'] }));
    await within('/console/cases/c1', async (page) => {
      await page.getByRole('button', { name: '候補日を足す' }).click();
      await page.getByLabel('日', { exact: true }).first().fill('2026-12-09');
      await page.getByLabel('はじまり').fill('14:30');
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
    await within('/console/cases/c1', async (page) => {
      expect(await page.getByRole('radio', { name: /12\/10（木）/ }).isChecked()).toBe(true);
      await page.getByRole('button', { name: 'この日で確定する' }).click();
      await page.getByText('12/9（水）14:20 に決まりました。').waitFor();
      await page.getByText('原田 けいさんが 12/9（水）14:20 に確定しました。').waitFor();
      expect(await page.getByRole('button', { name: 'この日で確定する' }).count()).toBe(0);
    });
    expect(server.sent('POST', '/api/console/cases/c1/confirm')).toEqual([{ slotId: 's2' }]);
  });

  it('is worked by keyboard alone', async () => {
    server.on('POST', '/api/console/cases/:id/confirm', () => ({ startsAt: NOON + DAY }));
    await within('/console/cases/c1', async (page) => {
      const best = page.getByRole('radio', { name: /12\/10（木）/ });
      await best.waitFor();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('本文へ');
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
    server.on('POST', '/api/console/cases/:id/cancel', () => ({ taskIds: ['t'] }));
    await within('/console/cases/c1', async (page) => {
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
        ? verdict('refuse', {
            findings: [
              finding('R10', 5, 'とりやめは LINE で伝えません。', { spans: [{ start: 3, end: 5 }] }),
            ],
            next: [{ step: 'phone' }],
          })
        : verdict(),
    );
    await within(path, async (page) => {
      await page.getByLabel('本題').fill('明日は中止です。');
      await page.getByRole('heading', { name: 'この文面は送れません' }).waitFor();
      expect(await page.locator('mark').textContent()).toBe('中止');
      expect(await page.getByRole('button', { name: 'LINE を送る' }).count()).toBe(0);
      await page.getByRole('link', { name: '電話で伝える' }).waitFor();
    });
  });

  it('asks for a written reason where there are only warnings, and keeps what was typed', async () => {
    server.on('POST', '/api/console/messages/check', () =>
      verdict('allow-with-warnings', {
        findings: [finding('R0', 0, 'まず電話をかけましょう。', { severity: 'warn' })],
      }),
    );
    server.on('POST', '/api/console/messages', () => ({ id: 'm1', verdict: verdict('allow-with-warnings') }));
    await within(path, async (page) => {
      await page.getByLabel('本題').fill('お返事ありがとうございます。');
      await page.getByLabel('それでも送る理由').fill('昼は電話に出られない');
      await page.reload();
      expect(await page.getByLabel('本題').inputValue()).toBe('お返事ありがとうございます。');
      await page.getByLabel('それでも送る理由').waitFor();
      expect(await page.getByLabel('それでも送る理由').inputValue()).toBe('昼は電話に出られない');
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
      },
    ]);
  });

  it('says until when it is held (R11)', async () => {
    const until = Date.UTC(2026, 11, 8, 23);
    server.on('POST', '/api/console/messages/check', () =>
      verdict('hold', { until, findings: [finding('R11', 6, '送れる時間の外です。', { severity: 'hold' })] }),
    );
    await within(path, async (page) => {
      await page.getByLabel('本題').fill('承知しました。');
      await page.getByRole('heading', { name: '12/9（水）08:00 まで保留' }).waitFor();
      await page.getByRole('button', { name: '保留に入れる' }).waitFor();
    });
  });
});

describe('when something is wrong', () => {
  it('asks to sign in when the session has ended, and knows the way back', async () => {
    await within('/console/clients/k1', async (page) => {
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
    await within('/console/clients', async (page) => {
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
    await within('/console/clients/new', async (page) => {
      await page.getByRole('button', { name: '登録する' }).click();
      await page.getByText('名前を入れてください。').waitFor();
      await page.getByLabel('名前', { exact: true }).fill(HOSTILE);
      await page.getByLabel('よみ（ひらがな）').fill('じゅげむ');
      await page.getByRole('checkbox', { name: '12月' }).check();
      await page.getByRole('button', { name: '登録する' }).click();
      await page.getByText('よみは、かなで書いてください。').waitFor();
      await page.reload();
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>('#name')?.value !== '');
      expect(await page.getByLabel('名前', { exact: true }).inputValue()).toBe(HOSTILE);
      expect(await page.getByRole('checkbox', { name: '12月' }).isChecked()).toBe(true);
    });
  });

  it('lets a counselor know that only a manager invites', async () => {
    await within('/console/staff', async (page) => {
      await page.getByText('職員をまねくのは管理者です。').waitFor();
    });
  });
});
