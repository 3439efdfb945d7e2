import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../worker/views/cases.ts';
import type { ClientView } from '../../worker/views/clients.ts';
import type { TodayView } from '../../worker/views/desk.ts';
import type { AppHome, ConsentReceipt, MyConsent, UsageRules } from '../../worker/views/mini-app.ts';
import { consent, invite, jst, openCase, openScene, type Scene, send } from '../support/scene.ts';
import { newLineUserId, Visitor } from '../support/visitor.ts';

async function answer(scene: Scene, more: object, person = scene.person) {
  const { body: rules } = await person.get<UsageRules>('/api/app/rules');
  return person.post<ConsentReceipt>('/api/app/consents', {
    version: rules.version,
    textHash: rules.textHash,
    ...more,
  });
}

const client = async ({ manager, clientId }: Scene) =>
  (await manager.get<ClientView>(`/api/console/clients/${clientId}`)).body;
const home = async ({ person }: Scene) => (await person.get<AppHome>('/api/app/home')).body;

async function born(scene: Scene, birthDate: string): Promise<void> {
  await scene.office.raw.execute({ sql: 'update clients set birth_date = ?', args: [birthDate] });
}

/** A new version as a manager publishes it: the second rule is worded anew. */
async function publish({ office }: Scene, change: 'rule' | 'wording'): Promise<void> {
  const { rows } = await office.raw.execute('select text from usage_rules where version = 1');
  const groups = JSON.parse(String(rows[0]?.text));
  groups[0].rules[1].easy.title = 'LINEが なくても {支援|しえん}は {同|おな}じです。';
  await office.raw.execute({
    sql: 'insert into usage_rules (version, effective_from, change, text, text_hash, created_at) values (2, ?, ?, ?, ?, ?)',
    args: [office.now, change, JSON.stringify(groups), 'b'.repeat(64), office.now],
  });
}

describe('every choice leaves what staff have to do (R1)', () => {
  it.each([
    ['no', 'これからの連絡方法'],
    ['question', '電話で説明します'],
  ] as const)('%s', async (choice, words) => {
    const scene = await openScene(jst('2026-12-04T22:10'));
    const token = await invite(scene);
    const { body } = await answer(scene, { token, choice, chooser: 'person' });
    const { tasks } = await client(scene);
    expect(tasks).toMatchObject([{ kind: 'phone', dueAt: jst('2026-12-07T12:00') }]);
    expect(tasks[0]?.title).toContain(words);
    expect(body.answerBy).toBe(choice === 'question' ? jst('2026-12-07T12:00') : null);
    await answer(scene, { clientId: scene.clientId, choice, chooser: 'person' });
    expect((await client(scene)).tasks).toHaveLength(1);
    scene.office.close();
  });

  it('also when the person has not been told yet', async () => {
    const scene = await openScene();
    const token = await invite(scene);
    await answer(scene, { token, choice: 'yes', chooser: 'family', explainedToPerson: false });
    const { tasks } = await client(scene);
    expect(tasks.map((task) => task.title).join()).toContain('本人に説明します');
    scene.office.close();
  });
});

describe('minors (R1)', () => {
  it('need a guardian, and at 18, from midnight in Japan, their own consent', async () => {
    const scene = await openScene(jst('2026-11-24T10:00'));
    const { office, clientId } = scene;
    await born(scene, '2008-11-25');
    const token = await invite(scene);
    const own = await answer(scene, { token, choice: 'yes', chooser: 'person' });
    expect(own.body.lacks).toBe('guardian-needed');
    expect((await home(scene)).clients[0]).toMatchObject({
      minor: true,
      consent: { state: 'guardian-needed' },
    });
    await answer(scene, { clientId, choice: 'yes', chooser: 'guardian', explainedToPerson: true });
    office.now = jst('2026-11-25T00:00') - 1;
    expect((await home(scene)).clients[0]?.consent.state).toBe('yes');
    office.now += 1;
    expect((await home(scene)).clients[0]).toMatchObject({ minor: false, consent: { state: 'own-needed' } });
    expect((await client(scene)).contacts[0]?.consent.state).toBe('own-needed');
    office.now = jst('2026-11-25T10:00');
    const again = await answer(scene, { clientId, choice: 'yes', chooser: 'guardian' });
    expect(again.body.lacks).toBe('own-needed');
    await answer(scene, { clientId, choice: 'yes', chooser: 'person' });
    expect((await home(scene)).clients[0]?.consent.state).toBe('yes');
    office.close();
  });
});

describe('whoever turns 18 while a guardian’s consent stands', () => {
  const asked = async (scene: Scene) =>
    (await client(scene)).tasks.filter((task) => task.title.includes('18歳に'));

  it.each(['cron first', 'the guardian first'])('leaves one task, not two: %s', async (order) => {
    const scene = await openScene(jst('2026-11-24T10:00'));
    const { office, clientId } = scene;
    await born(scene, '2008-11-25');
    const token = await invite(scene);
    await answer(scene, { token, choice: 'yes', chooser: 'guardian', explainedToPerson: true });
    const cron = async () => {
      for (let n = 0; n < 2; n += 1) await office.cron();
    };
    if (order === 'cron first') {
      await cron();
      expect(await asked(scene)).toHaveLength(1);
    }
    office.now = jst('2026-11-25T10:00');
    const again = await answer(scene, { clientId, choice: 'yes', chooser: 'guardian' });
    expect(again.body.lacks).toBe('own-needed');
    expect(await asked(scene)).toHaveLength(1);
    await cron();
    const ran = await office.raw.execute("select 1 from job_states where job = 'minors-turning-adult'");
    expect(ran.rows).toHaveLength(1);
    expect(await asked(scene)).toHaveLength(1);
    office.close();
  });
});

describe('the text that was agreed to', () => {
  it('stays readable exactly, also after the rules changed and after leaving', async () => {
    const scene = await openScene();
    const { person, clientId, office } = scene;
    await consent(scene);
    const { body: first } = await person.get<UsageRules>('/api/app/rules');
    office.now += 60_000;
    await publish(scene, 'rule');
    expect((await home(scene)).clients[0]?.consent.state).toBe('outdated');
    await person.post('/api/app/consents/withdraw', { clientId });
    const { body: mine } = await person.get<MyConsent>(`/api/app/consents/${clientId}`);
    expect(mine.agreed).toMatchObject({ ...first, chooser: 'person' });
    expect(mine.choices.map((each) => each.choice)).toEqual(['withdrawn', 'yes']);
    office.close();
  });

  it('holds on after a change of wording alone, of which the person is told', async () => {
    const scene = await openScene();
    await consent(scene);
    scene.office.now += 60_000;
    await publish(scene, 'wording');
    expect(await home(scene)).toMatchObject({
      rulesVersion: 2,
      clients: [{ consent: { state: 'yes', version: 1 } }],
    });
    scene.office.close();
  });
});

describe('without being a friend of the account', () => {
  it('nothing is sent, and staff see it wherever the contact is shown', async () => {
    const scene = await openScene();
    await consent(scene);
    const caseId = await openCase(scene, {});
    const seen = async () => (await scene.manager.get<CaseView>(`/api/console/cases/${caseId}`)).body;
    expect((await seen()).participants).toMatchObject([{ reachable: true, unfriended: true }]);
    const waiting = async () =>
      (await scene.manager.get<TodayView>('/api/console/today')).body.waitingConsents.map(
        (each) => each.state,
      );
    expect(await waiting()).toEqual(['unfriended']);
    await scene.person.put('/api/app/friend', { friend: false });
    const refusal = (await seen()).callbackRequest.verdict.findings.find((each) => each.rule === 'R1');
    expect(refusal).toMatchObject({ severity: 'refuse' });
    expect(refusal?.message).toContain('友だち');
    expect((await send(scene, caseId, 'callback-request')).status).toBe(422);
    await scene.person.put('/api/app/friend', { friend: true });
    expect((await seen()).participants).toMatchObject([{ reachable: true, unfriended: false }]);
    expect(await waiting()).toEqual([]);
    // Whoever blocked the account and came back is asked first.
    await scene.office.raw.execute('update line_accounts set suspended_at = 1');
    expect((await seen()).participants).toMatchObject([{ suspended: true, unfriended: false }]);
    scene.office.close();
  });
});

describe('one LINE account and several clients', () => {
  it('agrees for each of them apart', async () => {
    const scene = await openScene();
    const { manager, office } = scene;
    const mother = await new Visitor(office, newLineUserId()).signIn('user');
    const { body: made } = await manager.post<{ id: string }>(
      `/api/console/clients/${scene.clientId}/contacts`,
      { kind: 'guardian', name: '大野 由美', relation: '母' },
    );
    const { body: brother } = await manager.post<{ id: string }>('/api/console/clients', {
      name: '大野 海斗',
      kana: 'おおの かいと',
      attendsProgram: false,
      monitoringMonths: [],
    });
    await manager.post(`/api/console/clients/${brother.id}/contacts`, { contactId: made.id, relation: '母' });
    for (const [clientId, choice] of [
      [scene.clientId, 'yes'],
      [brother.id, 'no'],
    ] as const) {
      const token = await invite({ ...scene, clientId, contactId: made.id });
      await answer(scene, { token, choice, chooser: 'guardian', explainedToPerson: true }, mother);
    }
    const { body } = await mother.get<AppHome>('/api/app/home');
    expect(Object.fromEntries(body.clients.map((each) => [each.id, each.consent.state]))).toEqual({
      [scene.clientId]: 'yes',
      [brother.id]: 'no',
    });
    await mother.post('/api/app/consents/withdraw', { clientId: scene.clientId });
    const { body: after } = await mother.get<AppHome>('/api/app/home');
    expect(after.clients.map((each) => each.consent.state).sort()).toEqual(['no', 'withdrawn']);
    office.close();
  });
});
