import { HOUR } from '../../worker/manual/jst.ts';
import type {
  CallOutcome,
  CaseKind,
  Instant,
  PartnerKind,
  SendPurpose,
  WeeklyHours,
} from '../../worker/manual/types.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import type { InvitationCreated } from '../../worker/views/clients.ts';
import type { UsageRules } from '../../worker/views/mini-app.ts';
import type { Machine } from '../machine.ts';
import { Visitor } from '../visitor.ts';

export interface NewClient {
  name: string;
  kana: string;
  birthDate: string;
  attendsProgram: boolean;
  monitoringMonths: number[];
}

export interface NewContact {
  kind: PartnerKind;
  name: string;
  kana: string;
  relation: string;
  phone?: string;
  hours?: WeeklyHours;
}

const TO_A_PROVIDER: Partial<Record<SendPurpose, string>> = {
  'callback-request':
    'お世話になっております。サンクスシェアの中村です。担当者会議の日程のことで、お電話をいたしました。ご都合のよいときに、折り返しのお電話をお願いいたします。',
  'date-request':
    'お世話になっております。サンクスシェアの中村です。担当者会議の候補の日をお送りします。下のボタンから、ご都合をお知らせください。',
};

/** A client's contact with the LINE account that they use. */
export interface Linked {
  clientId: string;
  contactId: string;
  userId: string;
  kind: PartnerKind;
}

/** The office at work, through the product's own API. */
export class Office {
  readonly #machine: Machine;
  readonly #sessions = new Map<string, { visitor: Visitor; since: Instant }>();
  #key = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Somebody with a LINE account, on whose phone nothing has happened yet. */
  person(displayName: string): string {
    return this.#machine.line.control.createUser({ displayName }).userId;
  }

  async firstManager(userId: string, name: string, kana: string): Promise<void> {
    await this.#visitor(userId).joinStaff(this.#machine.secrets.bootstrapCode, name, kana);
  }

  async colleague(managerId: string, userId: string, name: string, kana: string): Promise<void> {
    const manager = await this.#staff(managerId);
    const invitation = { name, role: 'counselor' };
    const { url } = await manager.call<{ url: string }>('POST', '/api/console/staff/invitations', invitation);
    await this.#visitor(userId).joinStaff(tokenIn(url), name, kana);
  }

  /** Adds the office's LINE account as a friend, as staff do to ask it for what waits. */
  async addAccount(userId: string): Promise<void> {
    await this.#machine.line.control.addFriend(userId);
  }

  async newClient(staffId: string, client: NewClient): Promise<string> {
    const staff = await this.#staff(staffId);
    return (await staff.call<{ id: string }>('POST', '/api/console/clients', client)).id;
  }

  async newContact(staffId: string, clientId: string, contact: NewContact): Promise<string> {
    const staff = await this.#staff(staffId);
    const path = `/api/console/clients/${clientId}/contacts`;
    return (await staff.call<{ id: string }>('POST', path, contact)).id;
  }

  /** Explained face to face, invited, read, agreed, and added as a friend (R1). */
  async exchangeLine(staffId: string, who: Linked): Promise<void> {
    const staff = await this.#staff(staffId);
    const path = `/api/console/clients/${who.clientId}/invitations`;
    const how = { contactId: who.contactId, how: who.kind === 'provider' ? 'office' : 'visit', agreed: true };
    const { url } = await staff.call<InvitationCreated>('POST', path, how);
    const user = await this.#user(who.userId);
    const { version, textHash } = await user.call<UsageRules>('GET', '/api/app/rules');
    await user.call('POST', '/api/app/consents', {
      token: tokenIn(url),
      version,
      textHash,
      choice: 'yes',
      chooser: who.kind,
      ...(who.kind === 'person' ? {} : { explainedToPerson: true }),
    });
    await this.addAccount(who.userId);
  }

  async openCase(
    staffId: string,
    clientId: string,
    kind: CaseKind,
    purpose: string,
    people: string[],
    places: ('home' | 'office')[] = [],
  ): Promise<string> {
    const staff = await this.#staff(staffId);
    const opened = {
      kind,
      purpose,
      plannedMethod: kind === 'meeting' ? 'office' : 'visit',
      participants: people,
      places,
    };
    return (await staff.call<{ id: string }>('POST', `/api/console/clients/${clientId}/cases`, opened)).id;
  }

  async call(staffId: string, caseId: string, contactId: string, outcome: CallOutcome): Promise<void> {
    const staff = await this.#staff(staffId);
    await staff.call('POST', `/api/console/cases/${caseId}/calls`, { contactId, outcome });
  }

  async offer(staffId: string, caseId: string, starts: Instant[], place: string): Promise<string[]> {
    const staff = await this.#staff(staffId);
    const slots = starts.map((startsAt) => ({ startsAt, endsAt: startsAt + HOUR, place }));
    return (await staff.call<{ ids: string[] }>('POST', `/api/console/cases/${caseId}/slots`, { slots })).ids;
  }

  /** Sends the draft of a stage as the console offers it. */
  async ask(staffId: string, caseId: string, who: Linked, purpose: SendPurpose): Promise<void> {
    const staff = await this.#staff(staffId);
    const view = await staff.call<CaseView>('GET', `/api/console/cases/${caseId}`);
    const gate = purpose === 'callback-request' ? view.callbackRequest : view.dateRequest;
    const draft = who.kind === 'provider' ? { greeting: '', body: TO_A_PROVIDER[purpose] ?? '' } : gate.draft;
    await staff.call('POST', '/api/console/messages', {
      contactId: who.contactId,
      clientId: who.clientId,
      caseId,
      purpose,
      ...draft,
      override: '電話がつながらないため',
    });
  }

  /** Ends what waits for somebody in this case, as one does after having done it. */
  async finishTasks(staffId: string, caseId: string): Promise<void> {
    const staff = await this.#staff(staffId);
    const { tasks } = await staff.call<CaseView>('GET', `/api/console/cases/${caseId}`);
    for (const task of tasks) await staff.call('POST', `/api/console/tasks/${task.id}/done`, {});
  }

  async answer(who: Linked, caseId: string, answer: object): Promise<void> {
    const user = await this.#user(who.userId);
    this.#key += 1;
    const submissionKey = `00000000-0000-4000-8000-${String(this.#key).padStart(12, '0')}`;
    await user.call('POST', `/api/app/cases/${caseId}/answer`, { submissionKey, ...answer });
  }

  async remindAt(who: Linked, time: string): Promise<void> {
    await (await this.#user(who.userId)).call('PUT', '/api/app/reminder', { time });
  }

  async confirm(staffId: string, caseId: string, slotId: string): Promise<void> {
    await (await this.#staff(staffId)).call('POST', `/api/console/cases/${caseId}/confirm`, { slotId });
  }

  async write(userId: string, text: string): Promise<void> {
    await this.#machine.line.control.sendText(userId, text);
  }

  #staff(userId: string): Promise<Visitor> {
    return this.#signedIn(userId, 'staff');
  }

  #user(userId: string): Promise<Visitor> {
    return this.#signedIn(userId, 'user');
  }

  /** A session lasts at least eight hours; one that may be older is opened anew. */
  async #signedIn(userId: string, kind: 'staff' | 'user'): Promise<Visitor> {
    const key = `${kind} ${userId}`;
    const now = this.#machine.clock.now();
    const known = this.#sessions.get(key);
    if (known && now - known.since < 6 * HOUR) return known.visitor;
    const visitor = this.#visitor(userId);
    await visitor.signIn(kind);
    this.#sessions.set(key, { visitor, since: now });
    return visitor;
  }

  #visitor(userId: string): Visitor {
    return new Visitor(this.#machine.productUrl, this.#machine.line.control, userId);
  }
}

/** The one-time token of an invitation's address. */
function tokenIn(url: string): string {
  const query = new URL(url, 'http://inner').searchParams;
  const inner = new URL(query.get('liff.state') ?? '', 'http://inner').searchParams;
  const token = query.get('t') ?? query.get('code') ?? inner.get('t') ?? '';
  if (token === '') throw new Error('an invitation without a token');
  return token;
}
