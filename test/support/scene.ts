import type { CaseView } from '../../worker/views/cases.ts';
import type { UsageRules } from '../../worker/views/mini-app.ts';
import { Office } from './office.ts';
import { newLineUserId, Visitor } from './visitor.ts';

/** An office with a manager, one client and that client's own contact: what most tests begin with. */
export interface Scene {
  office: Office;
  manager: Visitor;
  clientId: string;
  contactId: string;
  person: Visitor;
}

export async function openScene(at?: number): Promise<Scene> {
  const office = await Office.open(at);
  const manager = await new Visitor(office, newLineUserId()).join('first-manager', '中村 さおり');
  const { body: client } = await manager.post<{ id: string }>('/api/console/clients', {
    name: '大野 みのり',
    kana: 'おおの みのり',
    attendsProgram: true,
    monitoringMonths: [3, 9],
  });
  const { body: contact } = await manager.post<{ id: string }>(`/api/console/clients/${client.id}/contacts`, {
    kind: 'person',
    name: '大野 みのり',
    kana: 'おおの みのり',
    relation: '本人',
    phone: '000-0000-0001',
  });
  const person = await new Visitor(office, newLineUserId()).signIn('user');
  return { office, manager, clientId: client.id, contactId: contact.id, person };
}

/** A second member of staff, invited by the manager. */
export async function colleague({ office, manager }: Scene, name = '佐藤 健'): Promise<Visitor> {
  const { body } = await manager.post<{ code: string }>('/api/console/staff/invitations', {
    name,
    role: 'counselor',
  });
  return new Visitor(office, newLineUserId()).join(body.code, name);
}

/** Explained and invited; the token as the person's QR would carry it. */
export async function invite({ manager, clientId, contactId }: Scene): Promise<string> {
  const { body } = await manager.post<{ url: string }>(`/api/console/clients/${clientId}/invitations`, {
    contactId,
    how: 'visit',
    agreed: true,
  });
  return new URL(body.url).searchParams.get('t') ?? '';
}

/** What the person chose, after an invitation. */
export async function choose(
  scene: Scene,
  choice: 'yes' | 'no' | 'later' | 'question',
  by: { token: string } | { clientId: string },
  person = scene.person,
) {
  const { body: rules } = await person.get<UsageRules>('/api/app/rules');
  return person.post<{ chosenAt: number }>('/api/app/consents', {
    ...by,
    version: rules.version,
    textHash: rules.textHash,
    choice,
    chooser: 'person',
  });
}

/** Explained, invited, and agreed: the contact may be written to. */
export async function consent(scene: Scene): Promise<void> {
  const token = await invite(scene);
  const { status } = await choose(scene, 'yes', { token });
  if (status !== 200) throw new Error(`consent was answered ${status}`);
}

export async function openCase({ manager, clientId, contactId }: Scene, more: object = {}): Promise<string> {
  const { body } = await manager.post<{ id: string }>(`/api/console/clients/${clientId}/cases`, {
    kind: 'monitoring',
    purpose: '12月のモニタリング',
    plannedMethod: 'visit',
    participants: [contactId],
    ...more,
  });
  return body.id;
}

/** Three tries over the day that nobody answered. */
export async function threeFailedCalls(scene: Scene, caseId: string): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    await scene.manager.post(`/api/console/cases/${caseId}/calls`, {
      contactId: scene.contactId,
      outcome: 'no-answer',
    });
    scene.office.now += 3_600_000;
  }
}

export const GREETING = 'こんにちは。サンクスシェアの中村です。\n体調はいかがですか。';

/** A counselor's message of a stage, as the composer drafts it. */
export async function send(
  scene: Scene,
  caseId: string,
  purpose: 'callback-request' | 'date-request',
  override?: string,
) {
  const { body: view } = await scene.manager.get<CaseView>(`/api/console/cases/${caseId}`);
  const gate = purpose === 'callback-request' ? view.callbackRequest : view.dateRequest;
  return scene.manager.post<{ id: string }>('/api/console/messages', {
    contactId: scene.contactId,
    clientId: scene.clientId,
    caseId,
    purpose,
    ...gate.draft,
    ...(override ? { override } : {}),
  });
}

/** Offered times, an hour each, at these instants, whatever they overlap. */
export async function offer({ manager }: Scene, caseId: string, starts: number[]): Promise<string[]> {
  const slots = starts.map((startsAt) => ({ startsAt, endsAt: startsAt + 3_600_000, place: '自宅' }));
  const { body } = await manager.post<{ ids: string[] }>(`/api/console/cases/${caseId}/slots`, {
    slots,
    knowing: true,
  });
  return body.ids;
}

export const jst = (text: string): number => Date.parse(`${text}:00+09:00`);
