import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { drawn, named, Stage, wordsIn } from './mini-app-stage.ts';

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

describe('agreeing', () => {
  it('leads from the invitation through the rules to a choice that names text, version and chooser (R1)', async () => {
    stage.office.home = { ...stage.office.home, me: null, clients: [] };
    stage.unfriend();
    await stage.open(page, '/app/invite?t=secret');
    for (let step = 1; step <= 3; step++) await button('つぎへ').click();
    await title('あなたは どなたですか。').waitFor();
    await button('つぎへ').click();
    await expect.poll(() => wordsIn(page, '#msg')).toContain('ひとつ');
    await radio('家族です').check();
    await radio('はい、話しました').check();
    await button('つぎへ').click();
    await title('LINEを 使いますか。').waitFor();
    await radio('はい、使います').check();
    await button('つぎへ').click();
    await title('これで いいですか。').waitFor();
    await button('これで決める').click();
    await title('答えを うけとりました').waitFor();
    expect(stage.bodiesOf('POST /api/app/consents')).toEqual([
      {
        token: 'secret',
        version: 1,
        textHash: 'a'.repeat(64),
        choice: 'yes',
        chooser: 'family',
        explainedToPerson: true,
      },
    ]);
    await link('友だちに する').waitFor();
  });

  it.each([
    ['いいえ、使いません', 'no'],
    ['あとで 決めます', 'later'],
    ['わからない ことが あります', 'question'],
  ])('keeps %s as an answer like any other', async (words, choice) => {
    await stage.open(page, '/app/consent/client-1?step=4');
    await radio('本人です').check();
    await button('つぎへ').click();
    await radio(words).check();
    await button('つぎへ').click();
    await button('これで決める').click();
    await title('答えを うけとりました').waitFor();
    expect(stage.bodiesOf('POST /api/app/consents')).toMatchObject([
      { clientId: 'client-1', choice, chooser: 'person' },
    ]);
  });

  it('asks to read again when the rules changed while reading', async () => {
    await stage.open(page, '/app/consent/client-1?step=4');
    await radio('本人です').check();
    await button('つぎへ').click();
    await radio('はい、使います').check();
    await button('つぎへ').click();
    stage.fail('POST /api/app/consents', 'rules-changed');
    await button('これで決める').click();
    await title('やくそく').waitFor();
    await expect.poll(read).toContain('もう一度');
  });

  it('says nothing of an invitation that cannot be used', async () => {
    stage.fail('POST /api/app/invitations/look', 'invitation-unusable');
    await stage.open(page, '/app/invite?t=guess');
    await title('この ページは 使えません').waitFor();
    expect(await read()).not.toContain('大野');
    await link('はじめの ページへ').waitFor();
  });

  it('leads whoever taps the invitation again, once it is answered, to the first page', async () => {
    stage.office.look.answered = true;
    await stage.open(page, '/app/invite?t=again');
    await title('大野さん').waitFor();
    expect(new URL(page.url()).pathname).toBe('/app');
  });

  it('can be taken back in two steps, the way back first', async () => {
    await stage.open(page, '/app/settings');
    await link('LINEを やめる').click();
    await title('やめますか').waitFor();
    await link('やめないで もどる').waitFor();
    await button('やめる').click();
    await title('LINEを やめました').waitFor();
    expect(stage.bodiesOf('POST /api/app/consents/withdraw')).toEqual([{ clientId: 'client-1' }]);
  });
});

describe('the settings', () => {
  it('remember readings, size and the reminder', async () => {
    await stage.open(page, '/app/settings');
    await page.locator('main').getByRole('radio', { name: 'なし' }).check();
    await page
      .locator('main')
      .getByRole('radio', { name: named('特大') })
      .check();
    await radio('午前9時').check();
    await expect.poll(() => stage.bodiesOf('PUT /api/app/reminder')).toEqual([{ time: '09:00' }]);
    await page.reload();
    await drawn(page);
    expect(await page.evaluate(() => ({ ...document.documentElement.dataset }))).toMatchObject({
      furi: 'off',
      size: 'xl',
    });
  });
});

describe('a tap', () => {
  it('is answered by the pressed button a frame before the next page, and leads there once however often it comes', async () => {
    await stage.open(page, '/app/consent/client-1?step=4');
    await radio('本人です').check();
    const depth = await page.evaluate(() => history.length);
    const seen = page.evaluate(async () => {
      let frame = 0;
      const count = () => {
        frame += 1;
        requestAnimationFrame(count);
      };
      count();
      const at: Record<string, number> = {};
      const title = document.querySelector('main h1')?.textContent;
      await new Promise<void>((done) => {
        const look = () => {
          if (document.querySelector('.btn-main[data-pressed]')) at.pressed ??= frame;
          if (document.querySelector('main h1')?.textContent === title) return;
          at.page = frame;
          done();
        };
        new MutationObserver(look).observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
      });
      return at;
    });
    await page.evaluate(() => {
      const next = document.querySelector<HTMLElement>('.act .btn-main');
      next?.click();
      next?.click();
    });
    const { pressed = 0, page: shown = 0 } = await seen;
    expect(pressed).toBeGreaterThan(0);
    expect(shown).toBeGreaterThan(pressed);
    await title('LINEを 使いますか。').waitFor();
    expect(await page.evaluate(() => history.length)).toBe(depth + 1);
    await expect.poll(() => page.locator('[data-pressed]').count()).toBe(0);
  });
});

describe('where the phone is', () => {
  it.each(['America/Los_Angeles', 'Pacific/Kiritimati'])(
    'days and hours stay Japanese in %s',
    async (zone) => {
      const abroad = await stage.phone({ zone, signedIn: true });
      try {
        await stage.open(abroad, '/app/dates/case-1/choose');
        expect(await wordsIn(abroad, '.card.slot')).toBe(
          '12月15日（火曜日）来週の火曜日午前10時から11時まで',
        );
      } finally {
        await abroad.context().close();
      }
    },
  );
});
