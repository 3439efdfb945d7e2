import { afterEach, beforeEach, expect, it } from 'vitest';
import { FIRST_TEMPLATES } from '../../db/first-templates.ts';
import { DEFAULT_SETTINGS } from '../../worker/manual/settings.ts';
import { judgeTemplate } from '../../worker/services/template/judge-template.ts';
import type { TemplateEdit, TemplateSaved, TemplateView } from '../../worker/views/office.ts';
import { colleague, openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.office.close());

const TEXT = {
  purpose: 'reply',
  name: '受けとりの返事',
  greeting: '',
  body: '{事業所}の{担当}です。たしかに受けとりました。',
} as const;
const list = async (by = scene.manager, purpose = 'reply') =>
  (await by.get<{ templates: TemplateView[] }>(`/api/console/templates?purpose=${purpose}`)).body.templates;

it('offers texts by purpose, with the names of the office and of who writes', async () => {
  await scene.manager.post('/api/console/templates', TEXT);
  const other = await colleague(scene, '佐藤 健');
  const mine = (await list(other)).find((each) => each.name === TEXT.name);
  expect(mine?.body).toBe('サンクスシェアの佐藤です。たしかに受けとりました。');
  expect((await list(other)).every((each) => each.purpose === 'reply')).toBe(true);
  expect((await list(other, 'date-request')).length).toBeGreaterThan(0);
});

it('keeps no text that the manual refuses, and says what to look at in the rest', async () => {
  for (const body of [
    '本日の面談はキャンセルになりました。',
    '申し訳ございません。',
    'ありがとうございます😊',
  ]) {
    const no = await scene.manager.post('/api/console/templates', { ...TEXT, body });
    expect(no.status, body).toBe(422);
    expect(no.problem.rules?.[0]?.message).toMatch(/[ぁ-ん]/);
  }
  const without = { ...TEXT, purpose: 'date-request', name: '事業所へ' };
  const { body } = await scene.manager.post<TemplateSaved>('/api/console/templates', without);
  expect(body.findings.map((each) => each.rule)).toContain('R6');
});

it('begins with texts that the manual has nothing to say against', () => {
  for (const text of FIRST_TEMPLATES) expect(judgeTemplate(text, DEFAULT_SETTINGS), text.name).toEqual([]);
});

it('tells the second of two who change one text, and keeps what it said before', async () => {
  const { body: made } = await scene.manager.post<TemplateSaved>('/api/console/templates', TEXT);
  const path = `/api/console/templates/${made.id}`;
  expect((await scene.manager.put(path, { ...TEXT, body: 'はじめの人の文です。', revision: 1 })).status).toBe(
    200,
  );
  const late = await scene.manager.put(path, { ...TEXT, body: '後の人の文です。', revision: 1 });
  expect(late.problem.type).toBe('conflict');
  const both = await Promise.all(
    ['一人めの文です。', '二人めの文です。'].map((body) =>
      scene.manager.put(path, { ...TEXT, body, revision: 2 }),
    ),
  );
  expect(both.map((each) => each.status).sort()).toEqual([200, 409]);
  const { rows } = await scene.office.raw.execute(
    "select summary, detail from office_changes where area = 'template' and revision = 2",
  );
  expect(String(rows[0]?.detail)).toContain(TEXT.body);
  await expect(scene.office.raw.execute('delete from office_changes')).rejects.toThrow('append-only');
});

it('takes a text out of use and back; a name is there once', async () => {
  const { body: made } = await scene.manager.post<TemplateSaved>('/api/console/templates', TEXT);
  expect((await scene.manager.post('/api/console/templates', TEXT)).problem.fields?.name).toMatch('同じ名前');
  const path = `/api/console/templates/${made.id}/retire`;
  await scene.manager.post(path, { revision: 1, retired: true });
  expect((await list()).map((each) => each.id)).not.toContain(made.id);
  const all = await scene.manager.get<{ templates: TemplateEdit[] }>('/api/console/templates/all');
  expect(all.body.templates.find((each) => each.id === made.id)).toMatchObject({
    retiredAt: scene.office.now,
    updatedBy: '中村 さおり',
  });
  await scene.manager.post('/api/console/templates', TEXT);
  const back = await scene.manager.post(path, { revision: 2, retired: false });
  expect(back.problem.fields?.name).toMatch('同じ名前');
});
