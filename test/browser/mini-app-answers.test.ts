import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { jst, providerCase, theCase } from './mini-app-office.ts';
import { named, Stage, wordsIn } from './mini-app-stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage?.stop());
beforeEach(async () => {
  stage.reset();
  page = await stage.phone({ signedIn: true });
});
afterEach(() => page?.context().close());

const ANSWER = 'POST /api/app/cases/case-1/answer';
const DAYS = ['2026-12-09', '2026-12-10', '2026-12-11', '2026-12-14', '2026-12-21', '2026-12-22'];
const button = (words: string) => page.getByRole('button', { name: named(words) });
const link = (words: string) => page.getByRole('link', { name: named(words) });
const radio = (words: string) => page.getByRole('radio', { name: named(words) });
const box = (words: string) => page.getByRole('checkbox', { name: named(words) });
const title = (words: string) => page.getByRole('heading', { level: 1, name: named(words) });
const part = (day: string, words: string) =>
  page.getByRole('group', { name: named(day) }).getByRole('checkbox', { name: named(words) });
const read = () => wordsIn(page, 'main');

async function toLastLook(): Promise<void> {
  await box('12月16日').check();
  await button('つぎへ').click();
  await title('これで いいですか。').waitFor();
}

describe('without offered times', () => {
  beforeEach(() => {
    stage.office.cases['case-1'] = theCase({ answersBy: 'parts', slots: [], days: DAYS });
  });

  it('asks week by week for parts of the open days, and keeps every week (R4)', async () => {
    await stage.open(page, '/app/dates/case-1/times');
    await title('今週は いつ 会えますか。').waitFor();
    await part('12月10日', '夕方').check();
    await button('つぎへ').click();
    await title('来週は いつ').waitFor();
    await button('つぎへ').click();
    await title('さ来週は いつ').waitFor();
    await part('12月21日', '午前').check();
    await page.goBack();
    await page.goBack();
    await title('今週は').waitFor();
    await expect.poll(() => part('12月10日', '夕方').isChecked()).toBe(true);
    await button('つぎへ').click();
    await button('つぎへ').click();
    await title('さ来週は いつ').waitFor();
    await button('つぎへ').click();
    await title('これで いいですか。').waitFor();
    await expect.poll(() => wordsIn(page, '.sum')).toContain('12月21日（月曜日）午前');
    await button('送る').click();
    await title('送りました').waitFor();
    expect(stage.bodiesOf(ANSWER)).toMatchObject([
      {
        choice: 'parts',
        parts: [
          { date: '2026-12-10', part: 'evening' },
          { date: '2026-12-21', part: 'morning' },
        ],
      },
    ]);
  });

  it('says on the last page what is missing, and leaves the other weeks out for another answer', async () => {
    await stage.open(page, '/app/dates/case-1/times?week=3');
    await button('つぎへ').click();
    await expect.poll(() => wordsIn(page, '#msg')).toContain('まだ');
    await stage.open(page, '/app/dates/case-1/times');
    await radio('電話して ほしい').check();
    await button('つぎへ').click();
    await title('これで いいですか。').waitFor();
    await button('送る').click();
    await title('送りました').waitFor();
    expect(stage.bodiesOf(ANSWER)).toMatchObject([{ choice: 'call' }]);
  });

  it('asks anew once times are offered', async () => {
    const answered = { ...theCase().answer, parts: [{ date: '2026-12-10', part: 'evening' as const }] };
    stage.office.cases['case-1'] = theCase({
      asksCheckin: false,
      answer: {
        choice: 'parts',
        marks: [],
        place: null,
        health: null,
        attendance: null,
        note: null,
        answeredAt: 1,
        ...answered,
      },
    });
    await stage.open(page, '/app/dates/case-1');
    await title('会える 日は').waitFor();
    expect(page.url()).toContain('/choose');
  });
});

describe('where', () => {
  it('is asked only where the case leaves it open, and goes along', async () => {
    stage.office.cases['case-1'] = theCase({ places: ['home', 'office'] });
    await stage.open(page, '/app/dates/case-1/choose');
    await box('12月16日').check();
    await button('つぎへ').click();
    await title('どこで').waitFor();
    await button('つぎへ').click();
    await expect.poll(() => wordsIn(page, '#msg')).toContain('まだ');
    await radio('どこでも いい').check();
    await button('つぎへ').click();
    await title('これで いいですか。').waitFor();
    await expect.poll(() => wordsIn(page, '.sum')).toContain('会う場所どこでもいい');
    await button('送る').click();
    await title('送りました').waitFor();
    expect(stage.bodiesOf(ANSWER)).toMatchObject([{ ranked: ['slot-2'], place: 'any' }]);
  });
});

describe('what is done already', () => {
  it('lies behind: back leads to the first page, forward sends nothing again', async () => {
    await stage.open(page, '/app');
    await link('えらぶ').click();
    await button('とばす').click();
    await title('通所は').waitFor();
    await button('とばす').click();
    await title('最近の').waitFor();
    await button('とばす').click();
    await title('会える 日').waitFor();
    await toLastLook();
    await button('送る').click();
    await title('送りました').waitFor();
    expect(new URL(page.url()).pathname).toBe('/app/dates/case-1/done');
    await page.goBack();
    await title('大野さん').waitFor();
    for (let i = 0; i < 5; i += 1) await page.goForward();
    await title('送った 答え').waitFor();
    expect(stage.bodiesOf(ANSWER)).toHaveLength(1);
  });

  it('is found again after the app was closed in the middle', async () => {
    await stage.open(page, '/app/dates/case-1/checkin');
    await radio('よくない').check();
    const context = page.context();
    await page.close();
    page = await context.newPage();
    await stage.open(page, '/app/dates/case-1');
    await title('体の').waitFor();
    await expect.poll(() => radio('よくない').isChecked()).toBe(true);
  });
});

describe('who has not agreed', () => {
  it('is led to the rules before anything is asked, from every page of a case (R1)', async () => {
    stage.office.cases['case-1'] = theCase({ mayAnswer: false });
    await stage.open(page, '/app/dates/case-1/choose');
    await title('先に やくそくを').waitFor();
    await link('やくそくを 読む').click();
    await page.waitForURL('**/app/consent/client-1');
  });

  it('is told that the date comes by phone', async () => {
    stage.office.cases['case-1'] = theCase({ toldByLine: false });
    await stage.open(page, '/app/dates/case-1/choose');
    await toLastLook();
    await button('送る').click();
    await title('送りました').waitFor();
    await expect.poll(read).toContain('電話でお知らせします');
  });
});

describe('a 事業所', () => {
  it('may say that it cannot tell, too', async () => {
    stage.office.cases['case-1'] = providerCase();
    await stage.open(page, '/app/dates/case-1/marks');
    await radio('わからない').check();
    await button('つぎへ').click();
    await title('これで いいですか。').waitFor();
    await button('送る').click();
    await title('送りました').waitFor();
    expect(stage.bodiesOf(ANSWER)).toMatchObject([{ choice: 'unknown' }]);
  });
});

describe('twelve offered times', () => {
  it('are answered with the keyboard alone, from the first question to the end', async () => {
    stage.office.cases['case-1'] = theCase({
      asksAttendance: false,
      places: ['home', 'office', 'provider'],
      slots: Array.from({ length: 12 }, (_, i) => ({
        id: `s${i}`,
        startsAt: jst('2026-12-14T10:00') + i * 86_400_000,
        endsAt: jst('2026-12-14T11:00') + i * 86_400_000,
        place: '自宅',
        open: true,
      })),
    });
    const press = async (key: string, times = 1) => {
      for (let i = 0; i < times; i += 1) await page.keyboard.press(key);
    };
    /** Tabs on until what has the focus says so. */
    const tabTo = async (words: string) => {
      for (let i = 0; i < 60; i += 1) {
        await press('Tab');
        const said = await page.evaluate(() => {
          const it = document.activeElement;
          const copy = (it?.closest('label') ?? it)?.cloneNode(true) as Element | undefined;
          for (const reading of copy?.querySelectorAll('rt') ?? []) reading.remove();
          return `${it?.getAttribute('aria-label') ?? ''}${copy?.textContent ?? ''}`.replace(/\s/g, '');
        });
        if (said.includes(words)) return;
      }
      throw new Error(`nothing says ${words}`);
    };
    await stage.open(page, '/app/dates/case-1');
    await title('体の').waitFor();
    await tabTo('よい');
    await press('ArrowDown');
    await tabTo('つぎへ');
    await press('Enter');
    await title('最近の').waitFor();
    await tabTo('とばす');
    await press('Enter');
    await title('会える 日').waitFor();
    for (const day of ['12月14日', '12月17日', '12月20日', '12月25日']) {
      await tabTo(day);
      await press('Space');
    }
    await tabTo('12月25日（金曜日）午前10時をうえへ');
    await press('Enter');
    await expect.poll(() => wordsIn(page, '.order li:nth-child(3)')).toContain('12月25日');
    await tabTo('つぎへ');
    await press('Enter');
    await title('どこで').waitFor();
    await tabTo('自分の家');
    await press('Space');
    await tabTo('つぎへ');
    await press('Enter');
    await title('これで いいですか。').waitFor();
    await tabTo('送る');
    await press('Enter');
    await title('送りました').waitFor();
    expect(stage.bodiesOf(ANSWER)).toMatchObject([
      { health: 'usual', ranked: ['s0', 's3', 's11'], also: ['s6'], place: 'home' },
    ]);
  });
});
