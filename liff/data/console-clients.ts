import type { ClockTime, PartnerKind, WeeklyHours } from '../../worker/manual/types.ts';
import type {
  ClientRow,
  ClientView,
  ContactRow,
  ContactView,
  ImportPreview,
  InvitationCreated,
} from '../../worker/views/clients.ts';
import type { RecordBody, RecordView } from '../../worker/views/records.ts';
import { call } from './console-http.ts';
import { seg } from './http.ts';

export interface ClientPage {
  rows: ClientRow[];
  next: string | null;
}

export function searchClients(q: string, after: string | null, signal?: AbortSignal): Promise<ClientPage> {
  const params = new URLSearchParams();
  if (q) params.set('q', q);
  if (after) params.set('after', after);
  const query = params.toString();
  return call('GET', `/api/console/clients${query ? `?${query}` : ''}`, undefined, signal);
}

export interface NewClient {
  name: string;
  kana: string;
  shownName?: string;
  birthDate?: string;
  attendsProgram: boolean;
  monitoringMonths: number[];
}

export function createClient(input: NewClient): Promise<{ id: string }> {
  return call('POST', '/api/console/clients', input);
}

export function fetchClient(id: string, signal?: AbortSignal): Promise<ClientView> {
  return call('GET', `/api/console/clients/${seg(id)}`, undefined, signal);
}

export interface NewContact {
  kind: PartnerKind;
  name: string;
  kana?: string;
  relation: string;
  phone?: string;
  hours?: WeeklyHours;
}

export function addContact(clientId: string, input: NewContact): Promise<{ id: string }> {
  return call('POST', `/api/console/clients/${seg(clientId)}/contacts`, input);
}

/** Contacts the office knows already, by a part of the name or the reading. */
export function searchContacts(q: string, signal?: AbortSignal): Promise<{ rows: ContactRow[] }> {
  return call('GET', `/api/console/contacts?${new URLSearchParams({ q })}`, undefined, signal);
}

/** Links somebody the office knows to one more client: a sibling's parent, a provider. */
export function linkContact(
  clientId: string,
  input: { contactId: string; relation: string },
): Promise<{ id: string }> {
  return call('POST', `/api/console/clients/${seg(clientId)}/contacts`, input);
}

export type ExplainedHow = 'visit' | 'office' | 'phone' | 'video';

/** R1: the explanation and the agreement are stated before the one-time link exists. */
export function createInvitation(
  clientId: string,
  input: { contactId: string; how: ExplainedHow; agreed: true },
): Promise<InvitationCreated> {
  return call('POST', `/api/console/clients/${seg(clientId)}/invitations`, input);
}

export function revokeInvitation(id: string): Promise<unknown> {
  return call('POST', `/api/console/invitations/${seg(id)}/revoke`);
}

/** R0, R3: a reason why the phone can't be used; a manager approves it. */
export function askCircumstance(
  clientId: string,
  input: { contactId: string; reason: string; reviewOn: string },
): Promise<{ id: string }> {
  return call('POST', `/api/console/clients/${seg(clientId)}/circumstances`, input);
}

export function approveCircumstance(id: string): Promise<unknown> {
  return call('POST', `/api/console/circumstances/${seg(id)}/approve`);
}

/** R1: a contact who blocked and came back is written to again only once staff confirm. */
export function resumeContact(id: string): Promise<unknown> {
  return call('POST', `/api/console/contacts/${seg(id)}/resume`);
}

/** The contact's LINE account is no longer theirs: somebody else read the QR, or they have a new one. */
export function unlinkLine(id: string, reason: string): Promise<unknown> {
  return call('POST', `/api/console/contacts/${seg(id)}/unlink`, { reason });
}

export interface ClientDetails {
  revision: number;
  name: string;
  kana: string;
  shownName: string;
  birthDate: string | null;
  attendsProgram: boolean;
  monitoringMonths: number[];
  counselorId: string;
  /** With a new counselor: whether the cases under way go along. */
  takeCases: boolean;
}

/** Answers with the fixed meetings that overlap at the new counselor's. */
export function editClient(
  id: string,
  input: ClientDetails,
): Promise<{ revision: number; overlaps: string[] }> {
  return call('PUT', `/api/console/clients/${seg(id)}`, input);
}

export interface ContactDetails {
  revision: number;
  name: string;
  kana: string | null;
  relation: string;
  phone: string | null;
  hours: WeeklyHours | null;
}

export function editContact(
  clientId: string,
  contactId: string,
  input: ContactDetails,
): Promise<{ revision: number }> {
  return call('PUT', `/api/console/clients/${seg(clientId)}/contacts/${seg(contactId)}`, input);
}

export function checkImport(text: string): Promise<ImportPreview> {
  return call('POST', '/api/console/client-import/check', { text });
}

export function importClients(text: string, despiteWarnings: boolean): Promise<{ imported: number }> {
  return call('POST', '/api/console/client-import', { text, despiteWarnings });
}

export const IMPORT_TEMPLATE = '/api/console/client-import/template';

export interface NewRecord {
  kind: 'note' | 'correction' | 'completed';
  caseId?: string;
  correctsId?: string;
  body: RecordBody;
}

/** R5: entries are only ever added. */
export function addRecord(clientId: string, input: NewRecord): Promise<{ seq: number }> {
  return call('POST', `/api/console/clients/${seg(clientId)}/records`, input);
}

/** The same hours from Monday to Friday. */
export function weekdayHours(from: ClockTime, to: ClockTime): WeeklyHours {
  return { 1: { from, to }, 2: { from, to }, 3: { from, to }, 4: { from, to }, 5: { from, to } };
}

/** Whether a new explanation may be made into a one-time link for this contact now. */
export function canInvite(contact: ContactView): boolean {
  return contact.consent.state !== 'yes' || !contact.linked;
}

/** Agreed and not suspended, but not added as a friend, as far as LINE has said: nothing arrives. */
export function isUnfriended(contact: ContactView): boolean {
  return contact.linked && contact.consent.state === 'yes' && !contact.suspended && contact.friend !== true;
}

/** Newest first; corrections stand under what they correct. */
export function recordThreads(
  records: readonly RecordView[],
): { entry: RecordView; corrections: RecordView[] }[] {
  const known = new Set(records.map((record) => record.id));
  const corrections = new Map<string, RecordView[]>();
  const roots: RecordView[] = [];
  for (const record of [...records].sort((a, b) => a.seq - b.seq)) {
    if (record.correctsId && known.has(record.correctsId)) {
      corrections.set(record.correctsId, [...(corrections.get(record.correctsId) ?? []), record]);
    } else roots.push(record);
  }
  roots.sort((a, b) => b.at - a.at || b.seq - a.seq);
  return roots.map((entry) => ({ entry, corrections: withNested(entry.id, corrections) }));
}

function withNested(id: string, corrections: ReadonlyMap<string, RecordView[]>): RecordView[] {
  return (corrections.get(id) ?? []).flatMap((each) => [each, ...withNested(each.id, corrections)]);
}

/** Why a client's data may be erased (R5). */
export type ErasureGround = 'mistaken-client' | 'retention-over' | 'law';

/** A manager erases a client: what is personal goes, the chain stays. Can't be taken back. */
export function eraseClient(
  id: string,
  input: { ground: ErasureGround; reason: string; name: string },
): Promise<unknown> {
  return call('POST', `/api/console/clients/${seg(id)}/erasure`, input);
}
