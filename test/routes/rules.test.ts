import { afterEach, beforeEach, expect, it } from 'vitest';
import { USAGE_RULES_V1 } from '../../db/usage-rules-v1.ts';
import { checkRulesText } from '../../worker/services/rules/check-rules-text.ts';
import type { UsageRuleGroup, UsageRules } from '../../worker/views/mini-app.ts';
import type { RulesVersion, RulesView } from '../../worker/views/rules.ts';
import { consent, jst, openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene(jst('2026-11-24T10:00'));
});
afterEach(() => scene.office.close());

const view = async () => (await scene.manager.get<RulesView>('/api/console/rules')).body;
const post = (path: string, body: object = {}) =>
  scene.manager.post<{ version: number }>(`/api/console/rules${path}`, body);
const begin = async () => (await scene.manager.post<{ id: string }>('/api/console/rules/drafts')).body.id;
const save = (id: string, revision: number, groups: UsageRuleGroup[], note = '読みやすくするため') =>
  scene.manager.put<{ revision: number }>(`/api/console/rules/drafts/${id}`, { revision, groups, note });
const shown = async () => (await scene.person.get<UsageRules>('/api/app/rules')).body;

/** The first version with one text in it changed. */
function changed(from: string, to: string): UsageRuleGroup[] {
  const text = JSON.stringify(USAGE_RULES_V1);
  if (!text.includes(from)) throw new Error(`not in the rules: ${from}`);
  return JSON.parse(text.replaceAll(from, to)) as UsageRuleGroup[];
}

it('asks everybody again who agreed, from the day on which a changed rule holds (R1)', async () => {
  await consent(scene);
  const id = await begin();
  await save(id, 1, changed('{午後|ごご}9{時|じ}', '{午後|ごご}8{時|じ}'));
  const { draft, affected } = await view();
  expect(draft?.differences.map((each) => each.where).join()).toContain('LINEを送る時間');
  expect(draft?.mustAskAgain[0]).toContain('数や時刻');
  expect(affected).toMatchObject({ count: 1, rows: [{ client: '大野 みのり', version: 1 }] });
  const publish = (more: object) =>
    post(`/drafts/${id}/publish`, { revision: 2, change: 'rule', effectiveFrom: '2026-12-01', ...more });
  expect((await publish({ change: 'wording' })).problem.fields?.change).toContain(
    '言い回しの直しにはできません',
  );
  expect((await publish({ effectiveFrom: '2026-11-23' })).status).toBe(400);
  expect((await publish({ revision: 1 })).status).toBe(409);
  expect((await publish({})).body.version).toBe(2);
  expect((await shown()).version).toBe(1);
  expect((await post('/drafts')).problem.detail).toContain('待っています');
  scene.office.now = jst('2026-12-01T00:00');
  expect((await shown()).version).toBe(2);
  const { body } = await scene.manager.get<{ contacts: { consent: { state: string } }[] }>(
    `/api/console/clients/${scene.clientId}`,
  );
  expect(body.contacts[0]?.consent.state).toBe('outdated');
  const old = await scene.manager.get<RulesVersion>('/api/console/rules/1');
  expect(old.body).toMatchObject({ state: 'past', groups: USAGE_RULES_V1 });
});

it('lets a wording pass as one, and consents stand', async () => {
  await consent(scene);
  const id = await begin();
  await save(id, 1, changed('つぎに {大切|たいせつ}なのは', 'その つぎは'));
  expect((await view()).draft?.mustAskAgain).toEqual([]);
  await post(`/drafts/${id}/publish`, { revision: 2, change: 'wording', effectiveFrom: '2026-11-24' });
  expect((await shown()).version).toBe(2);
  const { body } = await scene.manager.get<{ contacts: { consent: { state: string } }[] }>(
    `/api/console/clients/${scene.clientId}`,
  );
  expect(body.contacts[0]?.consent.state).toBe('yes');
  const changes = await scene.manager.get<{ rows: { summary: string; detail: { note: string } }[] }>(
    '/api/console/changes?area=rules',
  );
  expect(changes.body.rows[0]).toMatchObject({
    summary: '留意点の版 2 を決めました（言い回しの直し、11/24（火）から）',
    detail: { note: '読みやすくするため' },
  });
  await expect(scene.office.raw.execute("update usage_rules set text = '[]'")).rejects.toThrow(
    'never rewritten',
  );
});

it('takes a version back before its day, and never gives its number again', async () => {
  const id = await begin();
  await save(id, 1, changed('つぎに {大切|たいせつ}なのは', 'その つぎは'));
  await post(`/drafts/${id}/publish`, { revision: 2, change: 'wording', effectiveFrom: '2026-12-01' });
  expect((await post('/2/withdraw')).status).toBe(200);
  expect((await post('/1/withdraw')).status).toBe(409);
  expect((await view()).versions.map((each) => each.version)).toEqual([1]);
  const next = await begin();
  await save(next, 1, changed('つぎに {大切|たいせつ}なのは', 'そして'));
  expect(
    (await post(`/drafts/${next}/publish`, { revision: 2, change: 'wording', effectiveFrom: '2026-12-01' }))
      .body.version,
  ).toBe(3);
});

it('holds texts to what people can read', async () => {
  expect(checkRulesText(USAGE_RULES_V1)).toEqual([]);
  for (const [from, to, says] of [
    ['{午後|ごご}', '午後', '「午後」に読みがながありません'],
    ['{午後|ごご}', '{午後|ゴゴ}', 'ひらがなで'],
    ['{午後|ごご}', '{午後', '書き方が正しくありません'],
    ['つぎに {大切|たいせつ}なのは', 'たいへん！', '感嘆符'],
    ['つぎに {大切|たいせつ}なのは', 'とても'.repeat(11), '30字まで'],
  ] as const) {
    const messages = checkRulesText(changed(from, to)).map((each) => each.message);
    expect(messages.join(), to).toContain(says);
  }
  const id = await begin();
  await save(id, 1, changed('{午後|ごご}', '午後'));
  const no = await post(`/drafts/${id}/publish`, {
    revision: 2,
    change: 'rule',
    effectiveFrom: '2026-12-01',
  });
  expect(no.problem.fields?.groups).toContain('読みがな');
});

it('is written by one at a time', async () => {
  const id = await begin();
  expect((await post('/drafts')).status).toBe(409);
  await save(id, 1, USAGE_RULES_V1);
  expect((await save(id, 1, USAGE_RULES_V1)).problem.detail).toContain('ほかの管理者');
  const nothing = await post(`/drafts/${id}/publish`, {
    revision: 2,
    change: 'rule',
    effectiveFrom: '2026-12-01',
  });
  expect(nothing.problem.fields?.groups).toContain('変えたところがありません');
  expect((await post(`/drafts/${id}/drop`, { revision: 2 })).status).toBe(200);
  expect((await view()).draft).toBeNull();
});
