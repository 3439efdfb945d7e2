import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appointment, client, jst, NOW } from './mini-app-office.ts';
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

const button = (words: string) => page.getByRole('button', { name: named(words) });
const link = (words: string) => page.getByRole('link', { name: named(words) });
const radio = (words: string) => page.getByRole('radio', { name: named(words) });
const title = (words: string) => page.getByRole('heading', { level: 1, name: named(words) });
const read = () => wordsIn(page, 'main');
const sent = () => stage.bodiesOf('POST /api/app/wishes');

/** Answers one question after another: one a page. */
async function answer(...questions: [question: string, choice: string][]): Promise<void> {
  for (const [question, choice] of questions) {
    await title(question).waitFor();
    await radio(choice).check();
    await button('つぎへ').click();
  }
}

async function send(): Promise<void> {
  await title('これで いいですか。').waitFor();
  await button('送る').click();
  await title('うけとりました').waitFor();
}

const sister = () =>
  client({
    id: 'client-2',
    name: '大野 海斗',
    kana: 'おおの かいと',
    requests: [],
    appointments: [appointment({ caseId: 'case-his', startsAt: jst('2026-12-14T13:00') })],
  });

describe('forms instead of chat', () => {
  it('ask for a call: when, with whom, a last look; then by when somebody calls (R12)', async () => {
    await stage.open(page, '/app');
    await link('電話が ほしい').click();
    await title('いつ 電話が').waitFor();
    await button('つぎへ').click();
    await expect.poll(() => wordsIn(page, '#msg')).toContain('ひとつ');
    await answer(['いつ 電話が', 'いつでも いい'], ['だれと', 'だれでも いい']);
    await send();
    expect(sent()).toMatchObject([
      { kind: 'call', clientId: 'client-1', when: 'いつでも', talkWith: 'anybody' },
    ]);
    await expect.poll(read).toContain('12月8日（火曜日）午後6時までに');
  });

  it('offer today only while somebody can still call', async () => {
    stage.office.home = { ...stage.office.home, now: jst('2026-12-08T17:00') };
    await stage.open(page, '/app/contact/call');
    await expect.poll(() => radio('今日').count()).toBe(0);
    await expect.poll(() => radio('つぎの 日').count()).toBe(1);
  });

  it('name the appointment that somebody cannot come to, and whose it is', async () => {
    stage.office.home = { ...stage.office.home, clients: [client(), sister()] };
    await stage.open(page, '/app/contact/cannot-come');
    await answer(['どの 予定', '海斗'], ['いつ 電話が', 'つぎの 日']);
    await send();
    expect(sent()).toMatchObject([{ kind: 'cannot-come', caseId: 'case-his', clientId: 'client-2' }]);
    await expect.poll(read).toContain('つぎの日は電話で決めます');
  });

  it('say plainly that nothing is fixed, with another way', async () => {
    stage.office.home = { ...stage.office.home, clients: [client({ appointments: [] })] };
    await stage.open(page, '/app/contact/change');
    await title('決まった 予定は ありません').waitFor();
    await link('電話が ほしい').click();
    await title('いつ 電話が').waitFor();
  });

  it('show 119 and 110 before anything else of a consultation, also for whoever cannot speak (RX)', async () => {
    await stage.open(page, '/app/contact/consult');
    const first = page.locator('main a, main input').first();
    await expect.poll(() => first.getAttribute('href')).toBe('tel:119');
    await page
      .getByText(/話せない|はなせない/)
      .first()
      .click();
    await expect.poll(read).toContain('Net119');
    await answer(
      ['いそぎますか', 'いそいで います'],
      ['なんの ことですか', 'お金の こと'],
      ['どうやって', 'どちらでも いい'],
    );
    await title('言って おきたい').waitFor();
    await page.getByLabel('ひとこと').fill('家賃 {電|でん} <b>');
    await button('つぎへ').click();
    await title('これで いいですか。').waitFor();
    await expect.poll(read).toContain('家賃{電|でん}<b>');
    await send();
    expect(sent()).toMatchObject([
      {
        kind: 'consult',
        urgency: 'soon',
        topic: 'money',
        when: 'どちらでもよい',
        note: '家賃 {電|でん} <b>',
      },
    ]);
  });

  it('ask a parent whose matter it is', async () => {
    stage.office.home = { ...stage.office.home, clients: [client(), sister()] };
    await stage.open(page, '/app/contact/question');
    await answer(['だれの こと', '海斗'], ['なんの ことですか', 'アプリ'], ['いつ 電話が', 'いつでも']);
    await send();
    expect(sent()).toMatchObject([{ kind: 'question', clientId: 'client-2', topic: 'app' }]);
  });

  it('keep what was answered over a reload, and can be mended on the last look', async () => {
    await stage.open(page, '/app/contact/call');
    await answer(['いつ 電話が', 'いつでも いい']);
    await title('だれと').waitFor();
    await page.reload();
    await answer(['だれと', '担当']);
    await link('いつを なおす').click();
    await title('いつ 電話が').waitFor();
    await expect.poll(() => radio('いつでも いい').isChecked()).toBe(true);
  });

  it('send again as they were after the network was cut', async () => {
    await stage.open(page, '/app/contact/call?step=1');
    await answer(['いつ 電話が', 'いつでも いい'], ['だれと', '担当']);
    stage.fail('POST /api/app/wishes', 'fault');
    await button('送る').click();
    await title('送れませんでした').waitFor();
    await button('もう 一度 送る').click();
    await title('うけとりました').waitFor();
    const [first, second] = sent();
    expect(second).toEqual(first);
  });

  it('tell a suspended contact that the answer comes by phone', async () => {
    const { me } = stage.office.home;
    if (me) stage.office.home.me = { ...me, suspended: true };
    await stage.open(page, '/app/contact/call');
    await expect.poll(read).toContain('LINEの連絡は止まっています。返事は電話でします。');
  });
});

describe('the wish for monitoring by LINE (R7)', () => {
  it('asks why, whether the person wishes it, and promises nothing', async () => {
    await stage.open(page, '/app');
    await link('会うのが むずかしい').click();
    await title('どうして').waitFor();
    const words = await read();
    expect(words).toContain('できると決まったわけではありません');
    expect(words).toContain('2回つづけてできません');
    await answer(['どうして', 'そのほか'], ['LINEで 話したい', 'はい、LINEで']);
    await title('わけを 教えて').waitFor();
    await button('つぎへ').click();
    await expect.poll(() => wordsIn(page, '#msg')).toContain('ひとこと');
    await page.getByLabel('ひとこと').fill('引っこしの とちゅう');
    await button('つぎへ').click();
    await send();
    expect(sent()).toMatchObject([
      { kind: 'line-monitoring', lineReason: 'other', lineVoice: 'self', note: '引っこしの とちゅう' },
    ]);
    await expect.poll(read).toContain('まだ決まりではありません');
  });

  it('of a family needs the words of the person', async () => {
    stage.office.home.me = {
      name: '大野 由美',
      kana: 'おおの ゆみ',
      kind: 'guardian',
      suspended: false,
      reminderTime: null,
    };
    await stage.open(page, '/app/contact/line-monitoring');
    await answer(['どうして', '入院']);
    await title('LINEで したいと 言いましたか').waitFor();
    await radio('まだ 聞いて').check();
    await expect.poll(read).toContain('本人に聞いてから送ってください');
    await button('つぎへ').click();
    await expect.poll(() => wordsIn(page, '#msg')).toContain('ひとつ');
    await radio('はい、本人が').check();
    await button('つぎへ').click();
    await answer(['どうやって 言いましたか', '手話']);
    await title('言って おきたい').waitFor();
    await button('つぎへ').click();
    await send();
    expect(sent()).toMatchObject([{ lineReason: 'hospital', lineVoice: 'signed' }]);
    expect(sent()[0]).not.toHaveProperty('note');
  });

  it('says beforehand that the last one was by LINE (R8)', async () => {
    stage.office.home = { ...stage.office.home, clients: [client({ lastByLine: NOW - 86_400_000 })] };
    await stage.open(page, '/app/contact/line-monitoring');
    await expect.poll(read).toContain('12月7日（月曜日）もLINEでした。2回つづけてできません。');
  });
});
