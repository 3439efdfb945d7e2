import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { jst, providerCase } from './mini-app-office.ts';
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
const button = (words: string) => page.getByRole('button', { name: named(words) });
const link = (words: string) => page.getByRole('link', { name: named(words) });
const radio = (words: string) => page.getByRole('radio', { name: named(words) });
const box = (words: string) => page.getByRole('checkbox', { name: named(words) });
const title = (words: string) => page.getByRole('heading', { level: 1, name: named(words) });
const read = () => wordsIn(page, 'main');

/** Picks the first and the second time and goes on to the last look. */
async function toLastLook(): Promise<void> {
  await stage.open(page, '/app/dates/case-1/choose');
  await box('12月16日').check();
  await box('12月15日').check();
  await button('つぎへ').click();
  await title('これで いいですか。').waitFor();
}

describe('choosing dates', () => {
  it('asks how they are first, then ranks by touch, shows a last look and says that nothing is fixed (R6)', async () => {
    await stage.open(page, '/app');
    await link('えらぶ').click();
    await radio('ふつう').check();
    await button('つぎへ').click();
    await title('通所は').waitFor();
    await radio('ときどき 休む').check();
    await button('つぎへ').click();
    await title('最近の').waitFor();
    await button('とばす').click();
    await title('会える 日').waitFor();
    await box('12月16日').check();
    await box('12月15日').check();
    await button('つぎへ').click();
    await title('これで いいですか。').waitFor();
    await button('送る').click();
    await title('送りました').waitFor();
    await expect.poll(read).toContain('まだ決まりではありません');
    expect(stage.bodiesOf(ANSWER)).toMatchObject([
      { choice: 'ranked', ranked: ['slot-2', 'slot-1'], health: 'usual', attendance: 'sometimes-off' },
    ]);
  });

  it('can be done with the keyboard alone, order included', async () => {
    await stage.open(page, '/app/dates/case-1/choose');
    await box('12月15日').focus();
    await page.keyboard.press('Space');
    await box('12月16日').focus();
    await page.keyboard.press('Space');
    const up = page.getByRole('button', { name: /12月16日.*うえへ/ });
    await up.focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toMatch(/12月16日.*したへ/);
    await expect.poll(() => page.getByRole('status').textContent()).toContain('1ばん');
    await button('つぎへ').focus();
    await page.keyboard.press('Enter');
    await title('これで いいですか。').waitFor();
    await button('送る').focus();
    await page.keyboard.press('Enter');
    await title('送りました').waitFor();
    expect(stage.bodiesOf(ANSWER)).toMatchObject([{ ranked: ['slot-2', 'slot-1'] }]);
  });

  it('takes all that suit, ranks three, and says what is missing instead of a dead button', async () => {
    await stage.open(page, '/app/dates/case-1/choose');
    await button('つぎへ').click();
    await expect.poll(() => wordsIn(page, '#msg')).toContain('まだ');
    for (const day of ['15日', '16日', '18日', '21日']) await box(`12月${day}`).check();
    await expect.poll(() => wordsIn(page, '.order li:nth-child(4)')).toContain('よい12月21日');
    await page.getByRole('button', { name: /12月21日.*うえへ/ }).click();
    await expect.poll(() => wordsIn(page, '.order li:nth-child(3)')).toContain('3番12月21日');
    await button('つぎへ').click();
    await title('これで いいですか。').waitFor();
    await button('送る').click();
    await title('送りました').waitFor();
    expect(stage.bodiesOf(ANSWER)).toMatchObject([
      { ranked: ['slot-1', 'slot-2', 'slot-4'], also: ['slot-3'] },
    ]);
  });

  it('keeps every one of taps that come faster than they can be painted', async () => {
    await stage.open(page, '/app/dates/case-1/choose');
    await page.evaluate(() => {
      for (const slot of document.querySelectorAll<HTMLElement>('input[name=slot]')) slot.click();
      document.querySelector<HTMLElement>('.order li:nth-child(2) .sq')?.click();
      document.querySelector<HTMLElement>('.act .btn-main')?.click();
    });
    await title('これで いいですか。').waitFor();
    await button('送る').click();
    await title('送りました').waitFor();
    expect(stage.bodiesOf(ANSWER)).toMatchObject([
      { ranked: ['slot-2', 'slot-1', 'slot-3'], also: ['slot-4', 'slot-5'] },
    ]);
  });

  it.each([
    ['どれも だめです', 'none'],
    ['わからない', 'unknown'],
    ['電話して ほしい', 'call'],
  ])('takes %s as an answer', async (words, choice) => {
    await stage.open(page, '/app/dates/case-1/choose');
    await radio(words).check();
    await button('つぎへ').click();
    await button('送る').click();
    await title('送りました').waitFor();
    expect(stage.bodiesOf(ANSWER)).toMatchObject([{ choice }]);
  });

  it('sends once however often it is tapped', async () => {
    await toLastLook();
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    stage.office.before = (route) => (route === ANSWER ? held : undefined);
    const send = page.locator('.btn-main');
    await send.dispatchEvent('click');
    await send.dispatchEvent('click');
    await expect.poll(() => send.getAttribute('aria-busy')).toBe('true');
    await send.dispatchEvent('click');
    letGo();
    await title('送りました').waitFor();
    expect(stage.bodiesOf(ANSWER)).toHaveLength(1);
  });

  it('keeps what could not be sent, and sends it again under the same key', async () => {
    await toLastLook();
    stage.fail(ANSWER, 'fault');
    await button('送る').click();
    await title('送れませんでした').waitFor();
    await button('もう一度送る').click();
    await title('送りました').waitFor();
    const [first, second] = stage.bodiesOf(ANSWER);
    expect(second).toEqual(first);
  });

  it('waits for the network and loses nothing', async () => {
    await toLastLook();
    await page.context().setOffline(true);
    await button('送る').click();
    await title('インターネット').waitFor();
    await page.context().setOffline(false);
    await button('もう一度').click();
    await title('送りました').waitFor();
    expect(stage.bodiesOf(ANSWER)).toMatchObject([{ ranked: ['slot-2', 'slot-1'] }]);
  });

  it('asks again when a time was taken meanwhile, without it and with the rest kept', async () => {
    await toLastLook();
    stage.fail(ANSWER, 'slot-taken');
    const slot = stage.office.cases['case-1']?.slots[1];
    if (slot) slot.open = false;
    await button('送る').click();
    await title('会える 日').waitFor();
    await expect.poll(read).toContain('えらんだ日がうまりました');
    await expect.poll(() => box('12月16日').count()).toBe(0);
    await expect.poll(() => box('12月15日').isChecked()).toBe(true);
    await button('つぎへ').click();
    await button('送る').click();
    await title('送りました').waitFor();
    const [first, second] = stage.bodiesOf(ANSWER);
    expect(second).toMatchObject({ ranked: ['slot-1'] });
    expect(second?.submissionKey).not.toBe(first?.submissionKey);
  });

  it('shows what was fixed when the case was closed meanwhile', async () => {
    await toLastLook();
    stage.fail(ANSWER, 'case-closed');
    Object.assign(stage.office.cases['case-1'] ?? {}, {
      status: 'confirmed',
      confirmed: {
        startsAt: jst('2026-12-18T10:00'),
        endsAt: jst('2026-12-18T11:00'),
        place: '自宅',
        method: 'visit',
      },
    });
    await button('送る').click();
    await title('日にちが 決まりました').waitFor();
    await expect.poll(read).toContain('18');
    await expect.poll(read).toContain('今の答えは送っていません');
  });

  it('leads to the rules when they must be agreed to first', async () => {
    await toLastLook();
    stage.fail(ANSWER, 'consent-needed');
    await button('送る').click();
    await title('やくそく').waitFor();
    expect(page.url()).toContain('/app/consent/client-1');
  });

  it('can be changed until it is fixed, starting from the answer given', async () => {
    await toLastLook();
    await button('送る').click();
    await title('送りました').waitFor();
    await stage.open(page, '/app/dates/case-1');
    await title('送った 答え').waitFor();
    await link('えらびなおす').click();
    await title('会える 日').waitFor();
    await expect.poll(() => box('12月16日').isChecked()).toBe(true);
    await box('12月16日').uncheck();
    await button('つぎへ').click();
    await button('送る').click();
    await title('送りました').waitFor();
    expect(stage.bodiesOf(ANSWER)[1]).toMatchObject({ ranked: ['slot-1'] });
  });

  it('asks a 事業所 for ○△× of every time, and nothing about the person (R6)', async () => {
    stage.office.cases['case-1'] = providerCase();
    await stage.open(page, '/app/dates/case-1');
    await title('都合は').waitFor();
    const groups = page.locator('fieldset.marks');
    await groups.nth(0).getByRole('radio').nth(0).check();
    await button('つぎへ').click();
    await expect.poll(() => wordsIn(page, '#msg')).toContain('あと2つ');
    await groups.nth(1).getByRole('radio').nth(1).check();
    await groups.nth(2).getByRole('radio').nth(2).check();
    await button('つぎへ').click();
    await button('送る').click();
    await title('送りました').waitFor();
    const [body] = stage.bodiesOf(ANSWER);
    expect(body).toMatchObject({
      choice: 'ranked',
      marks: { 'slot-1': 'yes', 'slot-2': 'maybe', 'slot-3': 'no' },
    });
    expect(Object.keys(body ?? {}).sort()).toEqual(['choice', 'marks', 'submissionKey']);
  });

  it('goes back as the browser does, with what was chosen', async () => {
    await toLastLook();
    await page.goBack();
    await title('会える 日').waitFor();
    await expect.poll(() => box('12月16日').isChecked()).toBe(true);
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  });
});
