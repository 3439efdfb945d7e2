import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CaseView } from '../../worker/views/cases.ts';
import { Desk, HOSTILE, people, slots } from './console-desk.ts';
import {
  approval,
  caseView,
  DAY,
  finding,
  HOUR,
  me,
  NOON,
  participant,
  record,
  verdict,
} from './console-office.ts';
import { type ConsoleServer, Refusal } from './console-server.ts';
import { sideways, violations } from './page-faults.ts';

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

const MONDAY_10 = Date.UTC(2026, 11, 14, 1);
const OVERLAP = {
  kind: 'overlap',
  words: '中村 さおりさんの予定（12/14（月）10:00–11:00 三浦 翔さん）と重なります',
};

describe('times to offer', () => {
  it('come suggested, each with why, and the days left out are named', async () => {
    server.on('GET', '/api/console/cases/:id/suggestions', ({ query }) => ({
      times: [
        {
          startsAt: MONDAY_10,
          endsAt: MONDAY_10 + Number(query.get('minutes')) * 60_000,
          why: '予定のない日です',
        },
      ],
      leftOut: [{ date: '2026-12-29', because: '年末年始' }],
      place: 'ご自宅',
      travelMinutes: 30,
    }));
    server.on('POST', '/api/console/cases/:id/slots', () => ({ ids: ['s9'] }));
    await desk.within('/console/cases/c1', async (page) => {
      await page.locator('#sg-m').selectOption('90');
      await page.getByRole('button', { name: '空いている時間から入れる' }).click();
      await page.getByText('予定のない日です').waitFor();
      await page.getByText('12/29（火）年末年始').waitFor();
      await expect.poll(() => page.getByLabel('はじまり').inputValue()).toBe('10:00');
      await page.getByRole('button', { name: '1つの候補日を出す' }).click();
      await page.getByText('1つの候補日を出しました。').waitFor();
    });
    expect(server.sent('POST', '/api/console/cases/c1/slots')).toEqual([
      { slots: [{ startsAt: MONDAY_10, endsAt: MONDAY_10 + 1.5 * HOUR, place: 'ご自宅' }] },
    ]);
  });

  it('are warned of in words before they overlap anything, and go only knowingly', async () => {
    server.on('POST', '/api/console/cases/:id/slots/check', () => ({ clashes: [[OVERLAP]] }));
    server.on('POST', '/api/console/cases/:id/slots', () => ({ ids: ['s9'] }));
    await desk.within('/console/cases/c1', async (page) => {
      await page.getByRole('button', { name: '候補日を足す' }).click();
      await page.getByLabel('日', { exact: true }).first().fill('2026-12-14');
      await page.getByText(OVERLAP.words).waitFor();
      await page.getByRole('button', { name: '重なりを承知で、1つの候補日を出す' }).click();
      await page.getByText('1つの候補日を出しました。').waitFor();
    });
    expect(server.sent('POST', '/api/console/cases/c1/slots')).toMatchObject([{ knowing: true }]);
  });

  it('are refused once where the page could not know, and the second press is a knowing one', async () => {
    server.on('POST', '/api/console/cases/:id/slots', ({ body }) => {
      if (body.knowing) return { ids: ['s9'] };
      throw new Refusal({
        type: 'slots-overlap',
        status: 409,
        title: '重なる候補があります。',
        detail: OVERLAP.words,
      });
    });
    await desk.within('/console/cases/c1', async (page) => {
      await page.getByRole('button', { name: '候補日を足す' }).click();
      await page.getByLabel('日', { exact: true }).first().fill('2026-12-14');
      await page.getByRole('button', { name: '1つの候補日を出す', exact: true }).click();
      await page.getByText(OVERLAP.words).waitFor();
      await page.getByRole('button', { name: '重なりを承知で、1つの候補日を出す' }).click();
      await page.getByText('1つの候補日を出しました。').waitFor();
    });
  });
});

describe('every form open, with hostile names, at each width', () => {
  it('holds WCAG 2.2 AA and never scrolls sideways', async () => {
    const words = `${HOSTILE}さんの予定と重なります`;
    const clash = { kind: 'overlap' as const, words };
    server.on('POST', '/api/console/cases/:id/slots/check', () => ({ clashes: [[clash]] }));
    server.on('GET', '/api/console/cases/:id', () =>
      caseView({
        status: 'confirmed',
        purpose: HOSTILE.repeat(3),
        slots: slots().map((slot) => ({ ...slot, place: HOSTILE, clashes: [clash] })),
        participants: people(),
        approvals: [
          approval({ reason: HOSTILE.repeat(8), outcome: 'declined', decidedBy: HOSTILE, note: HOSTILE }),
        ],
        confirmed: {
          slotId: 's1',
          startsAt: NOON + DAY,
          endsAt: NOON + DAY + HOUR,
          place: HOSTILE,
          by: HOSTILE,
          at: NOON,
        },
        changed: { from: NOON, at: NOON, by: HOSTILE, reason: HOSTILE.repeat(8) },
      }),
    );
    await desk.within('/console/cases/c1', async (page) => {
      await page.getByRole('heading', { name: '実施・変更・とりやめ' }).waitFor();
      for (const form of await page.locator('main details > summary').all()) await form.click();
      await page.getByRole('form', { name: '実施の記録' }).getByRole('radio', { name: 'LINE' }).check();
      await page.getByRole('form', { name: '方法の変更' }).getByRole('radio', { name: 'LINE' }).check();
      await page.getByLabel('訪問できない理由').nth(1).waitFor();
      for (const width of [1280, 768, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await sideways(page)).toBe(0);
        expect(await violations(page)).toEqual([]);
      }
      expect(await page.title()).not.toBe('x');
    });
  });

  it('does nothing on a second tap while a slow database works', async () => {
    let answer = (_: unknown): void => {};
    server.on('POST', '/api/console/cases/:id/confirm', () => new Promise((done) => (answer = done)));
    await desk.within('/console/cases/c1', async (page) => {
      await page.getByRole('button', { name: 'この日で確定する' }).click();
      await page.getByRole('button', { name: '確定しています' }).click();
      await page.getByRole('button', { name: '確定しています' }).click();
      answer({ startsAt: NOON + DAY });
      await page.getByText(/に確定しました。/).waitFor({ state: 'attached' });
    });
    expect(server.sent('POST', '/api/console/cases/c1/confirm')).toHaveLength(1);
  });
});

describe('answers', () => {
  it('say in words why a time is the best, and what to do about whoever chose none', async () => {
    const none = participant({
      contactId: 'p4',
      name: '父',
      kind: 'family',
      answer: { ...answer(), choice: 'none' },
    });
    server.on('GET', '/api/console/cases/:id', () =>
      caseView({ slots: slots(), participants: [people()[0] ?? none, none] }),
    );
    await desk.within('/console/cases/c1', async (page) => {
      await page.getByText('父さんは「どの日もだめ、とのこと」。').waitFor();
      await page.getByRole('link', { name: '別の日を出すか、電話で聞きます' }).waitFor();
    });
    server.on('GET', '/api/console/cases/:id', () =>
      caseView({ slots: slots(), participants: [people()[0] ?? none] }),
    );
    await desk.within('/console/cases/c1', async (page) => {
      await page.getByText('全員が来られるのは、この日だけです。本人の第1希望です。').waitFor();
    });
  });

  it('without times on offer stand as parts of days', async () => {
    const parts = [
      { date: '2026-12-15', part: 'morning' },
      { date: '2026-12-16', part: 'evening' },
    ] as const;
    const said = { ...answer(), choice: 'parts' as const, parts: [...parts], place: 'home' as const };
    server.on('GET', '/api/console/cases/:id', () =>
      caseView({
        participants: [
          participant({ answer: said }),
          participant({ contactId: 'p2', name: HOSTILE, answer: { ...said, parts: [parts[0]] } }),
        ],
      }),
    );
    await desk.within('/console/cases/c1', async (page) => {
      const table = page.getByRole('region', { name: '会える時間帯の表' });
      await table.getByRole('row', { name: /12\/15（火） ?午前 会える 会える 2人が会える/ }).waitFor();
      await table.getByRole('row', { name: /12\/16（水） ?夕方 会える/ }).waitFor();
    });
  });
});

describe('a confirmed date', () => {
  const confirmed = (over: Partial<CaseView> = {}) =>
    caseView({
      status: 'confirmed',
      slots: slots(),
      participants: people(),
      confirmed: {
        slotId: 's1',
        startsAt: NOON + DAY,
        endsAt: NOON + DAY + HOUR,
        place: '自宅',
        by: '中村',
        at: NOON,
      },
      ...over,
    });

  it('is changed with a reason and by voice; who must be told is named (R10)', async () => {
    server.on('GET', '/api/console/cases/:id', () => confirmed());
    server.on('POST', '/api/console/cases/:id/change', () => {
      server.on('GET', '/api/console/cases/:id', () =>
        caseView({ changed: { from: NOON + DAY, at: NOON, by: '中村 さおり', reason: '相談員の通院' } }),
      );
      return { taskIds: ['t'] };
    });
    await desk.within('/console/cases/c1', async (page) => {
      await page.getByText('決まった日を変える', { exact: true }).first().click();
      const form = page.getByRole('form', { name: '日の変更の記録' });
      await form.getByText('LINE では伝えません。').waitFor();
      await form.getByText('大野 みのり').waitFor();
      await form.getByRole('button', { name: '決まった日を変える' }).click();
      await form.getByText('理由を書いてください。').waitFor();
      await form.getByLabel('理由').fill('相談員の通院');
      await form.getByRole('button', { name: '決まった日を変える' }).click();
      await page.getByText('12/9（水）14:20 の予定を変えるところです。').waitFor();
    });
    expect(server.sent('POST', '/api/console/cases/c1/change')).toEqual([
      { reason: '相談員の通院', tell: 'phone' },
    ]);
  });

  it('tells whoever has the page open what a colleague did, by itself', async () => {
    server.on('GET', '/api/console/cases/:id', () => caseView({ slots: slots(), participants: people() }));
    await desk.within('/console/cases/c1', async (page) => {
      await page.getByRole('button', { name: 'この日で確定する' }).waitFor();
      const done = record({
        id: 'r8',
        seq: 8,
        actor: '佐藤 健',
        body: { summary: 'モニタリングの日時を確定しました' },
      });
      server.on('GET', '/api/console/cases/:id', () => confirmed({ head: 8, records: [done] }));
      server.on('GET', '/api/console/cases/:id/head', () => ({ head: 8 }));
      await page.getByText('この画面を開いている間に、変わりました').waitFor();
      await page.getByText('佐藤 健：モニタリングの日時を確定しました').first().waitFor();
      await expect.poll(() => page.getByRole('button', { name: 'この日で確定する' }).count()).toBe(0);
      await page.getByRole('button', { name: '読みました' }).click();
      await page.getByText('この画面を開いている間に、変わりました').waitFor({ state: 'detached' });
    });
  });
});

describe('LINE as the method (R7, R8)', () => {
  const refusal = verdict('refuse', {
    findings: [finding('R8', 3, '前回もLINEでした。2回続けてLINEでは行えません。')],
  });

  it('is judged while a meeting is planned, changed or entered later', async () => {
    server.on('POST', '/api/console/clients/:id/meetings/check', () => refusal);
    server.on('GET', '/api/console/cases/:id', () =>
      caseView({
        alternation: { line: refusal, last: { at: NOON - 90 * DAY, kind: 'monitoring', method: 'line' } },
      }),
    );
    await desk.within('/console/cases/c1', async (page) => {
      const way = page.getByRole('region', { name: 'モニタリングの方法' });
      await way.getByText('前回もLINEでした。').waitFor();
      await page.getByText('実施した', { exact: true }).click();
      const held = page.getByRole('form', { name: '実施の記録' });
      await held.getByLabel('日', { exact: true }).fill('2026-12-01');
      await held.getByLabel('はじめ').fill('10:00');
      await held.getByRole('radio', { name: 'LINE' }).check();
      await held.getByText('LINE では行えません').waitFor();
      await way.getByText('方法を変える', { exact: true }).click();
      await way.getByRole('radio', { name: 'LINE' }).check();
      await way.getByText('LINE では行えません').waitFor();
    });
    const asked = server.sent('POST', '/api/console/clients/k1/meetings/check');
    expect(asked).toContainEqual(
      expect.objectContaining({ do: 'mark-held', method: 'line', at: Date.UTC(2026, 11, 1, 1) }),
    );
    expect(asked).toContainEqual(expect.objectContaining({ do: 'plan', method: 'line', at: null }));
    await desk.within('/console/clients/k1/open', async (page) => {
      await page.getByRole('radio', { name: 'LINE' }).check();
      await page.getByText('LINE では行えません').waitFor();
    });
  });
});

describe('exceptions on the morning page', () => {
  it('are approved by a manager, or declined with words for whoever asked', async () => {
    server.on('GET', '/api/console/me', () => me({ role: 'manager' }));
    server.on('POST', '/api/console/approvals/:id/decide', ({ body }) => ({
      outcome: body.decision === 'approve' ? 'approved' : 'declined',
    }));
    await desk.within('/console', async (page) => {
      const rows = page.getByRole('region', { name: '承認を待っている例外' });
      await rows.getByText('今夜、本人が電話を待っている').waitFor();
      await rows.getByRole('button', { name: /承認して送る/ }).click();
      await page.getByText('承認しました。送ります。').waitFor({ state: 'attached' });
      await rows.getByRole('button', { name: /見送る/ }).click();
      await rows.getByRole('form', { name: '見送りの理由' }).getByRole('button', { name: '見送る' }).click();
      await rows.getByText('見送る理由を書いてください。').waitFor();
      await rows.getByLabel(/見送る理由/).fill('朝、電話で');
      await rows.getByRole('form', { name: '見送りの理由' }).getByRole('button', { name: '見送る' }).click();
      await page.getByText('見送りにしました。頼んだ人に伝わります。').waitFor({ state: 'attached' });
    });
    expect(server.sent('POST', '/api/console/approvals/x1/decide')).toEqual([
      { decision: 'approve' },
      { decision: 'decline', note: '朝、電話で' },
    ]);
  });
});

function answer() {
  return {
    choice: 'ranked' as const,
    marks: [],
    parts: [],
    place: null,
    health: null,
    attendance: null,
    note: null,
    answeredAt: NOON,
  };
}
