import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from './console-desk.ts';
import { client, me, record } from './console-office.ts';
import { type ConsoleServer, Refusal } from './console-server.ts';
import { draft, rules, rulesDraft } from './console-shelf.ts';

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

describe('a draft of the record', () => {
  it('is kept while it is written, and finalised when nothing is missing', async () => {
    server.on('POST', '/api/console/record-drafts/:id/finalise', () => ({ seq: 4 }));
    server.on('GET', '/api/console/clients/:id', () => client({ drafts: [draft()] }));
    await desk.within('/console/clients/k1/record?draft=d1', async (page) => {
      await expect.poll(() => page.getByLabel('目的').inputValue()).toBe('12月のモニタリング');
      await page.getByLabel('おわり', { exact: true }).fill('1350');
      await page.getByLabel('内容').fill('日程を確かめた');
      await expect
        .poll(() => server.sent('PUT', '/api/console/record-drafts/d1').at(-1))
        .toMatchObject({ revision: 1, body: { content: '日程を確かめた', purpose: '12月のモニタリング' } });
      await page.getByText('に自動で残しました').waitFor();
      await page.getByRole('button', { name: '確定する' }).click();
      await page.getByText('対応を書いてください。').waitFor();
      await page.getByLabel('対応').fill('見守る');
      await page.getByRole('button', { name: '確定する' }).click();
      await page.getByRole('heading', { level: 1, name: '大野 みのり さん' }).waitFor();
    });
    expect(server.sent('POST', '/api/console/record-drafts/d1/finalise')[0]).toMatchObject({
      body: { method: 'phone', response: '見守る', endedAt: Date.UTC(2026, 11, 8, 4, 50) },
    });
  });

  it('shows what a colleague wrote meanwhile, and overwrites nothing unasked', async () => {
    server.on('GET', '/api/console/clients/:id', () => client({ drafts: [draft()] }));
    server.on('PUT', '/api/console/record-drafts/:id', ({ body }) => {
      if (body.revision === 1) throw new Refusal({ type: 'conflict', status: 409 });
      return { id: 'd1', revision: 3 };
    });
    server.on('GET', '/api/console/record-drafts/:id', () =>
      draft({ revision: 2, updatedBy: '原田 学', body: { content: '原田の文' } }),
    );
    await desk.within('/console/clients/k1/record?draft=d1', async (page) => {
      await page.getByLabel('内容').fill('わたしの文');
      await page.getByText('原田 学さんが、この下書きを書きかえました。').waitFor();
      await page.getByText('原田の文').waitFor();
      await expect.poll(() => page.getByLabel('内容').inputValue()).toBe('わたしの文');
      await page.getByRole('button', { name: '自分の文で続ける' }).click();
      await expect
        .poll(() => server.sent('PUT', '/api/console/record-drafts/d1').at(-1))
        .toMatchObject({ revision: 2, body: { content: 'わたしの文' } });
    });
  });
});

describe('the record on paper', () => {
  it('is a PDF of numbered pages without the console around it', async () => {
    const long = Array.from({ length: 30 }, (_, n) =>
      record({ id: `r${n}`, seq: n + 1, body: { summary: `電話 ${n}`, content: '話した。\n'.repeat(12) } }),
    );
    const fix = record({
      id: 'fix',
      seq: 90,
      kind: 'correction',
      correctsId: 'r3',
      body: { summary: '訂正', content: '午後でした', reason: '書き違い' },
    });
    server.on('GET', '/api/console/clients/:id/records', () => ({
      records: [...long, fix],
      next: null,
      total: 30,
    }));
    await desk.within('/console/clients/k1/print', async (page) => {
      await page.getByRole('heading', { level: 1, name: '相談記録' }).waitFor();
      await page.getByText('午後でした').waitFor();
      await page.emulateMedia({ media: 'print' });
      await expect.poll(() => page.getByRole('navigation').isVisible()).toBe(false);
      await expect.poll(() => page.getByRole('button', { name: 'A4 で印刷する' }).isVisible()).toBe(false);
      const margins = await page.evaluate(() =>
        document.adoptedStyleSheets
          .flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText))
          .join(),
      );
      expect(margins).toContain('counter(page)');
      expect(margins).toContain('サンクスシェア');
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      expect(pages).toBeGreaterThan(3);
      // A4 in points.
      expect(pdf).toMatch(/\/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]/);
    });
    expect(server.asked.some((each) => each.query.get('print') === '1')).toBe(true);
  });
});

describe('clients from a table', () => {
  it('are looked over first, in the encoding that Excel writes, and then taken in together', async () => {
    const preview = (problems: object[]) => ({
      count: 1,
      problems,
      problemCount: problems.length,
      warnings: [{ line: 2, column: 'よみ', message: 'もう登録されているかもしれません。' }],
      warningCount: 1,
      sample: [
        {
          line: 2,
          name: '森 葵',
          kana: 'もり あおい',
          birthDate: null,
          monitoringMonths: [3],
          guardian: null,
        },
      ],
    });
    server.on('POST', '/api/console/client-import/check', ({ body }) =>
      preview(
        String(body.text).includes('だめ')
          ? [{ line: 3, column: 'よみ', message: 'よみがありません。' }]
          : [],
      ),
    );
    server.on('POST', '/api/console/client-import', () => ({ imported: 1 }));
    await desk.within('/console/clients/import', async (page) => {
      const choose = (buffer: Buffer) =>
        page.getByLabel('CSV ファイル').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer });
      await choose(Buffer.from([0x50, 0x4b, 3, 4]));
      await page.getByText('文字として読めません。').waitFor();
      await choose(Buffer.from('名前,よみ\nだめ,'));
      await page.getByRole('heading', { name: '直すところが 1か所あります' }).waitFor();
      await expect.poll(() => page.getByRole('button', { name: '1人を登録する' }).count()).toBe(0);
      // 名前 in Shift_JIS.
      await choose(Buffer.from([0x96, 0xbc, 0x91, 0x4f]));
      await page.getByRole('heading', { name: '1人を登録できます' }).waitFor();
      await page.getByText('a.csv・Shift_JIS').waitFor();
      await page.getByRole('checkbox', { name: '別の人だと確かめた。' }).check();
      await page.getByRole('button', { name: '1人を登録する' }).click();
      await page.getByRole('heading', { level: 1, name: '利用者', exact: true }).waitFor();
    });
    expect(server.sent('POST', '/api/console/client-import')).toEqual([
      { text: '名前', despiteWarnings: true },
    ]);
  });
});

describe('the next version of the rules', () => {
  it('shows its differences, and can’t pass for a wording where a rule changes', async () => {
    server.on('POST', '/api/console/rules/drafts/:id/publish', () => ({ version: 2 }));
    server.on('PUT', '/api/console/rules/drafts/:id', () => ({ revision: 2 }));
    await desk.within('/console/settings/rules', async (page) => {
      await page.getByText('午後8時まで').waitFor();
      await page.getByText('きまりの変更になります。').waitFor();
      await expect.poll(() => page.getByRole('radio', { name: /言い回しの直し/ }).count()).toBe(0);
      await page.locator('summary', { hasText: '枚目' }).first().click();
      await page.getByLabel('見出し').first().fill('あたらしい やくそく');
      await page.getByLabel('いつから').fill('2026-12-15');
      await page.getByRole('button', { name: 'この文に決める' }).click();
      await page.getByText('先に、下書きを残してください。').waitFor();
      server.on('GET', '/api/console/rules', () =>
        rules({ draft: rulesDraft({ revision: 2, updatedBy: '残した人' }) }),
      );
      await page.getByRole('button', { name: '下書きを残して' }).click();
      // Only when the page has read what it kept is there something to decide on.
      await page.getByText('残した人 が書いています').waitFor();
      expect(server.sent('PUT', '/api/console/rules/drafts/rd1')).toHaveLength(1);
      await page.getByRole('button', { name: 'この文に決める' }).click();
      await page.getByText('版 2 を決めました。').first().waitFor();
    });
    expect(server.sent('POST', '/api/console/rules/drafts/rd1/publish')).toEqual([
      { revision: 2, change: 'rule', effectiveFrom: '2026-12-15' },
    ]);
  });
});

describe('templates', () => {
  it('say what the manual has against a text, and keep what was typed', async () => {
    server.on('POST', '/api/console/templates', () => {
      throw new Refusal({
        type: 'refused-by-manual',
        status: 422,
        title: '手順書により、LINEでは送れません。',
        rules: [
          { rule: 'R10', severity: 'refuse', row: 5, message: 'おわびは電話か訪問でします。', spans: [] },
        ],
      });
    });
    await desk.within('/console/settings/templates', async (page) => {
      await page.getByRole('button', { name: 'ひな形を作る' }).click();
      await page.getByLabel('名前').fill('おわび');
      await page.getByLabel('本題').fill('申し訳ございません。');
      await page.getByRole('button', { name: '確かめて残す' }).click();
      await page.getByText('おわびは電話か訪問でします。').waitFor();
      await expect.poll(() => page.getByLabel('本題').inputValue()).toBe('申し訳ございません。');
    });
  });
});
