import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consents } from '../../db/schema/consents.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import type { ClientView } from '../../worker/views/clients.ts';
import type { AppCase, AppHome } from '../../worker/views/mini-app.ts';
import {
  choose,
  colleague,
  consent,
  invite,
  jst,
  offer,
  openCase,
  openScene,
  type Scene,
  send,
  threeFailedCalls,
} from '../support/scene.ts';
import { newLineUserId, Visitor } from '../support/visitor.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene(jst('2026-11-24T10:00'));
});
afterEach(() => scene.office.close());

/** A consented contact asked for dates, with two times offered. */
async function asked(): Promise<{ caseId: string; slots: string[] }> {
  await consent(scene);
  const caseId = await openCase(scene);
  await threeFailedCalls(scene, caseId);
  const slots = await offer(scene, caseId, [jst('2026-12-04T10:00'), jst('2026-12-07T14:00')]);
  await send(scene, caseId, 'date-request', '三回つながらず、急ぎの日程のため');
  return { caseId, slots };
}

const pick = (caseId: string, ranked: (string | undefined)[], submissionKey: string) =>
  scene.person.post<{ answeredAt: number }>(`/api/app/cases/${caseId}/answer`, {
    submissionKey,
    choice: 'ranked',
    ranked,
  });

describe('confirming', () => {
  it('lets one of two counselors win and tells the other who', async () => {
    const { caseId, slots } = await asked();
    const other = await colleague(scene);
    const outcomes = await Promise.all([
      scene.manager.post(`/api/console/cases/${caseId}/confirm`, { slotId: slots[0] }),
      other.post(`/api/console/cases/${caseId}/confirm`, { slotId: slots[1] }),
    ]);
    expect(outcomes.map((o) => o.status).sort()).toEqual([200, 409]);
    const lost = outcomes.find((o) => o.status === 409);
    expect(lost?.problem.type).toBe('already-confirmed');
    expect(lost?.problem.detail).toMatch(/(中村 さおり|佐藤 健)さんが先に/);
    const { body } = await scene.manager.get<CaseView>(`/api/console/cases/${caseId}`);
    expect(body.messages.filter((m) => m.purpose === 'confirmed')).toHaveLength(1);
  });

  it('never books a counselor twice, and tells the person whose time was taken', async () => {
    const { caseId, slots } = await asked();
    const rival = await openCase(scene, { purpose: '別の用件' });
    const [rivalSlot] = await offer(scene, rival, [jst('2026-12-04T10:30')]);
    const confirmed = await scene.manager.post(`/api/console/cases/${rival}/confirm`, { slotId: rivalSlot });
    expect(confirmed.status).toBe(200);

    const taken = await pick(caseId, [slots[0], slots[1]], 'answer-one');
    expect(taken.problem).toMatchObject({ status: 409, type: 'slot-taken' });
    const { body: seen } = await scene.person.get<AppCase>(`/api/app/cases/${caseId}`);
    expect(seen.slots.map((s) => s.open)).toEqual([false, true]);
    expect((await pick(caseId, [slots[1]], 'answer-two')).status).toBe(200);
    const again = await scene.manager.post(`/api/console/cases/${caseId}/confirm`, { slotId: slots[0] });
    expect(again.problem.type).toBe('slot-taken');

    await scene.manager.post(`/api/console/cases/${rival}/cancel`, { reason: '体調', tell: 'phone' });
    const { body: freed } = await scene.person.get<AppCase>(`/api/app/cases/${caseId}`);
    expect(freed.slots.map((s) => s.open)).toEqual([true, true]);
  });

  it('holds even when both of a counselor’s cases are confirmed at the same instant', async () => {
    const one = await openCase(scene);
    const two = await openCase(scene, { purpose: '別の用件' });
    const [a] = await offer(scene, one, [jst('2026-12-04T10:00')]);
    const [b] = await offer(scene, two, [jst('2026-12-04T10:30')]);
    const outcomes = await Promise.all([
      scene.manager.post(`/api/console/cases/${one}/confirm`, { slotId: a }),
      scene.manager.post(`/api/console/cases/${two}/confirm`, { slotId: b }),
    ]);
    expect(outcomes.map((o) => o.status).sort()).toEqual([200, 409]);
    await expect(
      scene.office.raw.execute({
        sql: "update cases set status = 'confirmed', confirmed_slot_id = ? where id = ?",
        args: outcomes[0]?.status === 200 ? [b ?? '', two] : [a ?? '', one],
      }),
    ).rejects.toThrow('cases_no_double_booking');
  });
});

describe('answering', () => {
  it('keeps one answer for a double tap, and the newest of several', async () => {
    const { caseId, slots } = await asked();
    const [one, two] = await Promise.all([pick(caseId, slots, 'same-key'), pick(caseId, slots, 'same-key')]);
    expect([one.status, two.status]).toEqual([200, 200]);
    const count = await scene.office.raw.execute('select count(*) as n from answers');
    expect(count.rows[0]?.n).toBe(1);
    scene.office.now += 60_000;
    expect((await pick(caseId, [slots[1]], 'other-key')).status).toBe(200);
    const { body } = await scene.manager.get<CaseView>(`/api/console/cases/${caseId}`);
    expect(body.participants[0]?.answer?.marks.map((m) => m.slotId)).toEqual([slots[1]]);
  });

  it('says plainly that a case is closed, and when a time is not on offer', async () => {
    const { caseId, slots } = await asked();
    expect((await pick(caseId, ['no-such-slot'], 'k-unknown')).problem.type).toBe('bad-input');
    expect((await pick(caseId, [slots[0], slots[0]], 'k-twice-same')).problem.type).toBe('bad-input');
    await scene.manager.post(`/api/console/cases/${caseId}/confirm`, { slotId: slots[1] });
    expect((await pick(caseId, [slots[0]], 'k-too-late')).problem.type).toBe('case-closed');
  });

  it('keeps どれもだめ, わからない and 電話してほしい, the last with a phone task', async () => {
    const { caseId } = await asked();
    for (const choice of ['none', 'unknown', 'call']) {
      const kept = await scene.person.post(`/api/app/cases/${caseId}/answer`, {
        submissionKey: `choice-${choice}`,
        choice,
      });
      expect(kept.status).toBe(200);
    }
    const { body } = await scene.manager.get<CaseView>(`/api/console/cases/${caseId}`);
    expect(body.participants[0]?.answer?.choice).toBe('call');
    expect(body.tasks.map((t) => t.kind)).toEqual(['phone']);
  });
});

describe('withdrawing', () => {
  it('kills a queued reminder at 23:10 and leaves a phone task for 09:00', async () => {
    const { caseId, slots } = await asked();
    await scene.person.put('/api/app/reminder', { time: '09:00' });
    await scene.manager.post(`/api/console/cases/${caseId}/confirm`, { slotId: slots[0] });
    await scene.office.settle();
    await scene.office.cron();
    scene.office.pushes.length = 0;
    scene.office.now = jst('2026-12-02T23:10');
    const { status } = await scene.person.post('/api/app/consents/withdraw', { clientId: scene.clientId });
    expect(status).toBe(200);
    for (const at of ['2026-12-03T08:00', '2026-12-03T09:00', '2026-12-03T12:00']) {
      scene.office.now = jst(at);
      await scene.office.cron();
    }
    expect(scene.office.pushes).toEqual([]);
    const { body } = await scene.manager.get<ClientView>(`/api/console/clients/${scene.clientId}`);
    const task = body.tasks.find((t) => t.title.includes('LINEをやめる'));
    expect(task).toMatchObject({ kind: 'phone', dueAt: jst('2026-12-03T09:00') });
    expect((await pick(caseId, slots, 'after-withdrawal')).problem.type).toBe('consent-needed');
    const twice = await scene.person.post('/api/app/consents/withdraw', { clientId: scene.clientId });
    expect(twice.status).toBe(200);
  });

  it('lets the person come back with a new はい', async () => {
    await consent(scene);
    await scene.person.post('/api/app/consents/withdraw', { clientId: scene.clientId });
    scene.office.now += 1000;
    expect((await choose(scene, 'yes', { clientId: scene.clientId })).status).toBe(200);
    const { body } = await scene.person.get<AppHome>('/api/app/home');
    expect(body.clients[0]?.consent.state).toBe('yes');
  });
});

describe('invitations', () => {
  const look = (token: string, person = scene.person) =>
    person.post<Record<string, unknown>>('/api/app/invitations/look', { token });

  it('looks alike when guessed, expired, revoked, used or meant for another account', async () => {
    const guessed = await look('guess'.repeat(8));
    const first = await invite(scene);
    const second = await invite(scene);
    const revoked = await look(first);
    const expiring = second;
    scene.office.now += 14 * 86_400_000;
    const expired = await look(expiring);
    const used = await invite(scene);
    expect((await choose(scene, 'later', { token: used })).status).toBe(200);
    const stranger = await new Visitor(scene.office, newLineUserId()).signIn('user');
    const usedAgain = await look(used, stranger);
    const foreign = await look(await invite(scene), stranger);
    for (const answer of [guessed, revoked, expired, usedAgain, foreign]) {
      expect(answer.problem).toEqual({
        type: 'invitation-unusable',
        title: 'この招待は使えません。',
        status: 404,
      });
    }
    expect((await choose(scene, 'yes', { token: used }, stranger)).problem.type).toBe('invitation-unusable');
  });

  it('keeps a choice once whose answer was lost on the way, and leads whoever chose past the rules', async () => {
    const token = await invite(scene);
    const first = await choose(scene, 'later', { token });
    scene.office.now += 60_000;
    const again = await choose(scene, 'later', { token });
    expect([again.status, again.body]).toEqual([200, first.body]);
    const kept = () => scene.office.db.read([scene.office.db.q.select().from(consents)]);
    expect((await kept())[0]).toHaveLength(1);
    expect((await look(token)).body).toMatchObject({ answered: true });
    // Another choice through the same link is one like any later one.
    expect((await choose(scene, 'no', { token })).status).toBe(200);
    expect((await kept())[0]).toHaveLength(2);
  });

  it('keeps every choice, and only はい lets anything be sent', async () => {
    const caseId = await openCase(scene);
    await threeFailedCalls(scene, caseId);
    const token = await invite(scene);
    for (const choice of ['later', 'question', 'no', 'yes'] as const) {
      const by = choice === 'later' ? { token } : { clientId: scene.clientId };
      expect((await choose(scene, choice, by)).status).toBe(200);
      const sent = await send(scene, caseId, 'callback-request');
      expect(sent.status).toBe(choice === 'yes' ? 200 : 422);
    }
    const kept = await scene.office.raw.execute('select choice from consents order by seq');
    expect(kept.rows.map((r) => r.choice)).toEqual(['later', 'question', 'no', 'yes']);
  });

  it('asks to read again when the text is not the one in force', async () => {
    const token = await invite(scene);
    const other = await scene.person.post('/api/app/consents', {
      token,
      version: 1,
      textHash: '0'.repeat(64),
      choice: 'yes',
      chooser: 'person',
    });
    expect(other.problem.type).toBe('rules-changed');
  });
});

describe('cancelling', () => {
  it('never writes by LINE, kills what waits and opens a task for everyone', async () => {
    const { caseId, slots } = await asked();
    await scene.person.put('/api/app/reminder', { time: '18:00' });
    await scene.manager.post(`/api/console/cases/${caseId}/confirm`, { slotId: slots[1] });
    await scene.office.settle();
    scene.office.pushes.length = 0;
    const { body } = await scene.manager.post<{ taskIds: string[] }>(`/api/console/cases/${caseId}/cancel`, {
      reason: '相談員の急な用事',
      tell: 'visit',
    });
    expect(body.taskIds).toHaveLength(1);
    scene.office.now = jst('2026-12-07T18:00');
    await scene.office.cron();
    expect(scene.office.pushes).toEqual([]);
  });
});

describe('opening a client', () => {
  it('is logged once a visit, however often the page refreshes itself', async () => {
    for (let i = 0; i < 3; i += 1) {
      await scene.manager.get(`/api/console/clients/${scene.clientId}`);
      scene.office.now += 30_000;
    }
    scene.office.now += 10 * 60_000;
    await scene.manager.get(`/api/console/clients/${scene.clientId}`);
    const { rows } = await scene.office.raw.execute('select staff_id, client_id from access_log');
    expect(rows).toHaveLength(2);
  });
});
