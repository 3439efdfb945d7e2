import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { client, mine, NOW, newRules } from './mini-app-office.ts';
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
const panel = (words: string) => page.getByRole('heading', { level: 2, name: named(words) });
const read = () => wordsIn(page, 'main');
const consented = () => stage.bodiesOf('POST /api/app/consents');

const state = (state: 'yes' | 'outdated' | 'own-needed' | 'guardian-needed', minor: boolean | null = null) =>
  client({ minor, consent: { state, version: 1, at: NOW } });
const guardian = {
  name: '大野 由美',
  kana: 'おおの ゆみ',
  kind: 'guardian' as const,
  suspended: false,
  reminderTime: null,
};

/** From the question who chooses to the page after the choice. */
async function choose(who: string, what: string): Promise<void> {
  await title('あなたは どなたですか。').waitFor();
  await radio(who).check();
  await button('つぎへ').click();
  await radio(what).check();
  await button('つぎへ').click();
  await button('これで決める').click();
  await title('答えを うけとりました').waitFor();
}

describe('the rules', () => {
  it('are read in easy or in plain words, as the person likes, also next time', async () => {
    await stage.open(page, '/app/rules');
    await expect.poll(read).toContain('会って話すことを一番大切にします。');
    await radio('くわしい').check();
    await expect.poll(read).toContain('LINEは電話がつながらないときに使います。');
    await page.reload();
    await expect.poll(read).toContain('LINEは電話がつながらないときに使います。');
    await stage.open(page, '/app/settings');
    await expect.poll(() => radio('くわしい').isChecked()).toBe(true);
  });

  it('show only what changed, old and new, to whoever agreed before (R1)', async () => {
    stage.office.home.clients = [state('outdated')];
    stage.office.rules = newRules();
    await stage.open(page, '/app');
    await panel('やくそくが 新しく なりました').waitFor();
    await link('やくそくを 読む').click();
    await title('やくそくが 新しく なりました').waitFor();
    const words = await read();
    expect(words).toContain('これまでLINEを使わなくても支援は同じです。');
    expect(words).toContain('これからLINEがなくても支援は同じです。');
    expect(words).toContain('あたらしいやくそくこれから電話は3回します。');
    expect(words).toContain('なくなったやくそくこれまでスタンプは送りません。');
    expect(words).not.toContain('モニタリング');
    await button('つぎへ').click();
    await choose('本人です', 'はい、使います');
    expect(consented()).toMatchObject([{ version: 2, textHash: 'c'.repeat(64), choice: 'yes' }]);
  });

  it('stand beside each other where there is room', async () => {
    stage.office.home.clients = [state('outdated')];
    stage.office.rules = newRules();
    const wide = await stage.phone({ width: 1024, signedIn: true });
    try {
      await stage.open(wide, '/app/consent/client-1');
      const tops = await wide
        .locator('.diffs .sides')
        .first()
        .locator('> div')
        .evaluateAll((sides) => sides.map((side) => side.getBoundingClientRect().top));
      expect(tops).toHaveLength(2);
      expect(tops[0]).toBe(tops[1]);
    } finally {
      await wide.context().close();
    }
  });

  it('say once what was only worded anew, and ask nothing', async () => {
    stage.office.home = { ...stage.office.home, rulesVersion: 2, clients: [state('yes')] };
    stage.office.rules = newRules();
    await stage.open(page, '/app');
    await link('変わった ところを 見る').click();
    await title('ことばを 直しました').waitFor();
    await expect.poll(read).toContain('あなたの答えは変わりません');
    await button('わかりました').click();
    await title('こんにちは').waitFor();
    await expect.poll(() => panel('ことばを 直しました').count()).toBe(0);
    await page.reload();
    await title('こんにちは').waitFor();
    await expect.poll(() => panel('ことばを 直しました').count()).toBe(0);
    expect(consented()).toEqual([]);
  });

  it('are kept exactly as they were agreed to', async () => {
    stage.office.rules = newRules();
    stage.office.mine = mine({
      choices: [{ choice: 'withdrawn', version: 1, chooser: 'person', chosenAt: NOW }, ...mine().choices],
    });
    await stage.open(page, '/app/settings');
    await link('わたしの 答え').click();
    await title('わたしの 答え').waitFor();
    const words = await read();
    expect(words).toContain('第1版');
    expect(words).toContain('12月8日（火曜日）午前10時20分');
    expect(words).toContain('LINEを使わなくても支援は同じです。');
    expect(words).not.toContain('LINEがなくても');
    expect(words).toContain('これまでの答え');
  });
});

describe('what happens next', () => {
  it.each([
    ['いいえ、使いません', 'これからの連絡のしかたを決めます'],
    ['あとで 決めます', 'つぎに会うときにまた聞きます'],
    ['わからない ことが あります', '12月8日（火曜日）午後6時までに'],
  ])('is said after %s', async (choice, words) => {
    await stage.open(page, '/app/consent/client-1?step=4');
    await choose('本人です', choice);
    await expect.poll(read).toContain(words);
  });

  it('after はい is to become a friend, and LINE is asked whether that has happened', async () => {
    stage.unfriend();
    await stage.open(page, '/app/consent/client-1?step=4');
    await choose('本人です', 'はい、使います');
    await link('友だちに する').waitFor();
    await button('友だちに しました').click();
    await expect.poll(read).toContain('まだのようです');
    await stage.befriend();
    await button('友だちに しました').click();
    await expect.poll(read).toContain('友だちになりました');
    expect(stage.bodiesOf('PUT /api/app/friend').at(-1)).toEqual({ friend: true });
  });
});

describe('before and from 18 on (R1)', () => {
  it('a minor is told that a guardian answers too', async () => {
    stage.office.home.clients = [state('guardian-needed', true)];
    await stage.open(page, '/app');
    await panel('保護者の 返事も いります').waitFor();
    await link('いっしょに 答える').click();
    for (let step = 1; step <= 3; step++) await button('つぎへ').click();
    await radio('本人です').check();
    await expect.poll(read).toContain('18さいになるまでは保護者の返事もいります');
  });

  it('the guardian sees that the person decides now', async () => {
    stage.office.home.me = guardian;
    stage.office.home.clients = [state('own-needed', false)];
    await stage.open(page, '/app');
    await panel('大野 花さんは 18さいです').waitFor();
    await link('本人と 答える').click();
    for (let step = 1; step <= 3; step++) await button('つぎへ').click();
    await radio('本人です').waitFor();
    await expect.poll(() => radio('保護者です').count()).toBe(0);
  });

  it('the person is asked', async () => {
    stage.office.home.clients = [state('own-needed', false)];
    await stage.open(page, '/app');
    await panel('18さいに なりました').waitFor();
    await expect.poll(read).toContain('これからはあなたが決めます');
  });
});

describe('reading aloud', () => {
  const speak = (voices: { lang: string }[], heard = true) =>
    page.addInitScript(
      ({ voices: given, heard: begins }) => {
        const spoken: { text: string; lang: string | undefined }[] = [];
        const queue: SpeechSynthesisUtterance[] = [];
        class Utterance {
          voice: { lang: string } | null = null;
          lang = '';
          onstart: ((event: SpeechSynthesisEvent) => void) | null = null;
          readonly text: string;
          constructor(text: string) {
            this.text = text;
          }
        }
        Object.assign(window, { spoken, SpeechSynthesisUtterance: Utterance });
        const speech = {
          getVoices: () => given,
          speak: (utterance: SpeechSynthesisUtterance) => {
            queue.push(utterance);
            spoken.push({ text: utterance.text, lang: utterance.voice?.lang });
            if (begins) utterance.onstart?.(new Event('start') as SpeechSynthesisEvent);
          },
          cancel: () => {
            queue.length = 0;
          },
          addEventListener: () => {},
        };
        Object.defineProperty(window, 'speechSynthesis', { value: speech });
        Object.assign(window, { waiting: () => queue.length });
      },
      { voices, heard },
    );
  const spoken = () =>
    page.evaluate(() => (window as unknown as { spoken: { text: string; lang?: string }[] }).spoken);

  it('takes a Japanese voice and the readings, sentence by sentence, and stops when asked', async () => {
    await speak([{ lang: 'en-US' }, { lang: 'ja_JP' }]);
    await stage.open(page, '/app/rules');
    await button('よみあげ').click();
    await expect.poll(async () => (await spoken()).length).toBeGreaterThan(10);
    const said = await spoken();
    expect(new Set(said.map((each) => each.lang))).toEqual(new Set(['ja_JP']));
    const text = said
      .map((each) => each.text)
      .join('')
      .replace(/\s/g, '');
    expect(text).toContain('あってはなすことをいちばんたいせつにします。');
    await button('とめる').click();
    await button('よみあげ').waitFor();
    expect(await page.evaluate(() => (window as unknown as { waiting: () => number }).waiting())).toBe(0);
  });

  it('says so where there is no Japanese voice', async () => {
    await speak([{ lang: 'en-US' }]);
    await stage.open(page, '/app/rules');
    await button('よみあげ').click();
    await expect.poll(() => wordsIn(page, '.wrap')).toContain('日本語の声がありません');
    await button('よみあげ').waitFor();
    expect(await spoken()).toEqual([]);
  });

  it('says so where a voice takes every word and never begins', async () => {
    await speak([{ lang: 'ja-JP' }], false);
    await page.clock.install();
    await stage.open(page, '/app/rules');
    await button('よみあげ').click();
    await expect.poll(async () => (await spoken()).length).toBeGreaterThan(10);
    await page.clock.runFor(8000);
    await expect.poll(() => wordsIn(page, '.wrap')).toContain('日本語の声がありません');
    await button('よみあげ').waitFor();
  });

  it('is not offered where the device cannot do it, and the settings say why', async () => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(window, 'speechSynthesis');
      Reflect.deleteProperty(Window.prototype, 'speechSynthesis');
      Reflect.deleteProperty(window, 'SpeechSynthesisUtterance');
    });
    await stage.open(page, '/app/settings');
    await expect.poll(() => button('よみあげ').count()).toBe(0);
    await expect.poll(read).toContain('この電話では声で読めません');
  });
});
