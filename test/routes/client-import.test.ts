import { afterEach, beforeEach, expect, it } from 'vitest';
import { canonicalEntry } from '../../worker/services/record/chain.ts';
import type { ClientRow, ClientView, ImportPreview } from '../../worker/views/clients.ts';
import { openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.office.close());

const check = async (text: string) =>
  (await scene.manager.post<ImportPreview>('/api/console/client-import/check', { text })).body;
const take = (text: string, despiteWarnings = false) =>
  scene.manager.post<{ imported: number }>('/api/console/client-import', { text, despiteWarnings });
const count = async () =>
  Number((await scene.office.raw.execute('select count(*) n from clients')).rows[0]?.n);

const HEAD = '名前,よみ,生年月日,通所先,モニタリングの月,担当,本人の電話番号,保護者の名前,保護者の電話番号';

it('takes everybody in at once, found by name, with their contacts and their first entry', async () => {
  const text = `${HEAD}\r\n森 あおい,モリ アオイ,平成2年4月1日,ある,3・9,中村さおり,０９０−００００−０００１,森 一郎,090-0000-0002\r\n"<b>佐々木</b> ""翼""",ささき つばさ,,,,,,,\r\n`;
  const preview = await check(text);
  expect(preview).toMatchObject({ count: 2, problemCount: 0, warningCount: 0 });
  expect(preview.sample[0]).toMatchObject({
    line: 2,
    kana: 'もり あおい',
    birthDate: '1990-04-01',
    guardian: '森 一郎',
  });
  expect((await take(text)).body).toEqual({ imported: 2 });
  const found = await scene.manager.get<{ rows: ClientRow[] }>(
    `/api/console/clients?q=${encodeURIComponent('あおい')}`,
  );
  const id = found.body.rows[0]?.id;
  const { body } = await scene.manager.get<ClientView>(`/api/console/clients/${id}`);
  expect(body).toMatchObject({
    attendsProgram: true,
    monitoringMonths: [3, 9],
    counselor: { name: '中村 さおり' },
  });
  expect(body.contacts.map((each) => [each.kind, each.phone])).toEqual([
    ['person', '090-0000-0001'],
    ['guardian', '090-0000-0002'],
  ]);
  const { rows } = await scene.office.raw.execute(
    "select * from record_entries where kind = 'client-created'",
  );
  for (const row of rows) {
    const entry = Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()),
        value,
      ]),
    );
    const bytes = new TextEncoder().encode(
      canonicalEntry(entry as unknown as Parameters<typeof canonicalEntry>[0]),
    );
    const digest = await crypto.subtle.digest('SHA-256', bytes);
    expect(Buffer.from(digest).toString('hex')).toBe(row.hash);
  }
  const changes = await scene.office.raw.execute("select summary from office_changes where area = 'import'");
  expect(changes.rows[0]?.summary).toContain('2人');
});

it('names every line that is wrong, and then takes none', async () => {
  const before = await count();
  const text = [
    HEAD,
    ',ささき,,,,,,,',
    '森 あおい,森,1990-02-31,たまに,13,山田,電話,,090',
    '林 みどり,はやし みどり,2999-01-01,,,,,,,余分',
    '川 きよし,かわ きよし,,,,,,,',
    `${'長'.repeat(61)},ながい,,,,,,,`,
  ].join('\n');
  const preview = await check(text);
  expect(preview.count).toBe(1);
  expect(preview.problems.map((each) => [each.line, each.column])).toEqual([
    [2, '名前'],
    [3, 'よみ'],
    [3, '生年月日'],
    [3, '通所先'],
    [3, 'モニタリングの月'],
    [3, '担当'],
    [3, '保護者の電話番号'],
    [3, '保護者の名前'],
    [3, '本人の電話番号'],
    [4, null],
    [4, '生年月日'],
    [6, '名前'],
  ]);
  const no = await take(text);
  expect(no.status).toBe(400);
  expect(no.problem.fields?.text).toContain('2行目');
  expect(await count()).toBe(before);
});

it('says which columns are wrong', async () => {
  const messages = async (text: string) => (await check(text)).problems.map((each) => each.message).join();
  expect(await messages('氏名,ふりがな\nx,y')).toMatch(
    /「名前」の列がありません.*「よみ」の列がありません.*「氏名」という列/,
  );
  expect(await messages('名前,よみ,名前\nx,よみ,y')).toContain('二つあります');
  expect(await messages('')).toContain('空です');
  expect(await messages('名前,よみ')).toContain('行がありません');
  expect(await messages('名前,よみ\n"あ,い')).toContain('引用符');
  expect(await messages('\u0000\u0001PK')).toContain('列がありません');
});

it('warns of people who may be there already, and goes on when a person says so', async () => {
  const text =
    '名前,よみ,生年月日\n大野 みのり,オオノ　ミノリ,\n森 あおい,もり あおい,1990-01-01\n森 葵,もり あおい,1990-01-01\n森 青い,もり あおい,1991-01-01\n';
  const preview = await check(text);
  expect(preview.warnings.map((each) => each.line)).toEqual([2, 4]);
  expect(preview.warnings[1]?.message).toContain('3行目');
  expect((await take(text)).problem.type).toBe('reason-needed');
  expect((await take(text, true)).body.imported).toBe(4);
});

it('takes 5,000 lines in one batch, and not one more', async () => {
  const line = (n: number) =>
    `利用者 ${n},りようしゃ ${'あいうえおかきくけこ'[n % 10]}${'んわらやま'[n % 5]},19${String(50 + (n % 50))}-01-01\n`;
  const text = `名前,よみ,生年月日\n${Array.from({ length: 5000 }, (_, n) => line(n)).join('')}`;
  expect((await check(`${text}${line(1)}`)).problems[0]?.message).toContain('5000行まで');
  const before = await count();
  expect((await take(text, true)).body).toEqual({ imported: 5000 });
  expect(scene.office.trips).toEqual(['read', 'write']);
  expect(await count()).toBe(before + 5000);
});
