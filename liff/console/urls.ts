import type { CaseKind } from '../../worker/manual/types.ts';

/** Every address of the console, built and read in this one module. */
export type Place =
  | { page: 'today' }
  | { page: 'sign-in'; to: string; code: string }
  | { page: 'clients' }
  | { page: 'client-new' }
  | { page: 'client'; clientId: string }
  | { page: 'invite'; clientId: string; contactId: string }
  | { page: 'case-open'; clientId: string; kind: string | null }
  | { page: 'erase'; clientId: string }
  | { page: 'case'; caseId: string }
  | { page: 'write'; clientId: string; contactId: string; caseId: string | null; purpose: string }
  | {
      page: 'record';
      clientId: string;
      caseId: string | null;
      correctsId: string | null;
      draftId: string | null;
    }
  | { page: 'print'; clientId: string; asked: PrintAsked }
  | { page: 'drafts' }
  | { page: 'client-import' }
  | { page: 'rules-text'; version: number }
  | { page: 'closures' }
  | { page: 'templates' }
  | { page: 'rules' }
  | { page: 'changes' }
  | { page: 'access' }
  | { page: 'sessions' }
  | { page: 'calendar'; at: { scale: string | null; date: string | null; who: string | null } }
  | { page: 'notices' }
  | { page: 'jobs' }
  | { page: 'threads' }
  | { page: 'thread'; contactId: string }
  | { page: 'reviews' }
  | { page: 'review'; reviewId: string }
  | { page: 'settings' }
  | { page: 'staff' }
  | { page: 'exports' }
  | { page: 'hand-over'; staffId: string }
  | { page: 'figures' }
  | { page: 'unknown' };

/** Which entries are printed. */
export interface PrintAsked {
  from?: string | null;
  until?: string | null;
  kind?: string | null;
  caseId?: string | null;
}

export const urls = {
  today: () => '/console',
  signIn: (to: string) => `/console/sign-in?to=${encodeURIComponent(to)}`,
  clients: () => '/console/clients',
  clientNew: () => '/console/clients/new',
  client: (id: string) => `/console/clients/${encodeURIComponent(id)}`,
  invite: (clientId: string, contactId: string) =>
    `${urls.client(clientId)}/invite/${encodeURIComponent(contactId)}`,
  caseOpen: (clientId: string, kind: CaseKind | null = null) =>
    `${urls.client(clientId)}/open${kind ? `?${query({ kind })}` : ''}`,
  erase: (clientId: string) => `${urls.client(clientId)}/erase`,
  case: (id: string) => `/console/cases/${encodeURIComponent(id)}`,
  write: (clientId: string, contactId: string, purpose: string, caseId: string | null = null) =>
    `${urls.client(clientId)}/write/${encodeURIComponent(contactId)}?${query({ purpose, case: caseId })}`,
  record: (
    clientId: string,
    about: { caseId?: string | null; correctsId?: string | null; draftId?: string | null } = {},
  ) =>
    `${urls.client(clientId)}/record?${query({ case: about.caseId ?? null, corrects: about.correctsId ?? null, draft: about.draftId ?? null })}`,
  print: (clientId: string, { from, until, kind, caseId }: PrintAsked) =>
    `${urls.client(clientId)}/print?${query({ from: from ?? null, until: until ?? null, kind: kind ?? null, case: caseId ?? null })}`,
  drafts: () => '/console/records',
  clientImport: () => '/console/clients/import',
  rulesText: (version: number) => `/console/rules/${version}`,
  closures: () => '/console/settings/closures',
  templates: () => '/console/settings/templates',
  rules: () => '/console/settings/rules',
  changes: () => '/console/settings/changes',
  access: () => '/console/settings/access',
  sessions: () => '/console/sessions',
  calendar: (at: { scale?: string; date?: string | null; who?: string } = {}) =>
    withQuery('/console/calendar', {
      view: at.scale === 'month' ? 'month' : null,
      date: at.date ?? null,
      who: at.who === 'me' ? null : (at.who ?? null),
    }),
  notices: () => '/console/notices',
  jobs: () => '/console/jobs',
  threads: () => '/console/threads',
  thread: (contactId: string) => `/console/threads/${encodeURIComponent(contactId)}`,
  reviews: () => '/console/reviews',
  review: (id: string) => `/console/reviews/${encodeURIComponent(id)}`,
  figures: () => '/console/figures',
  settings: () => '/console/settings',
  staff: () => '/console/staff',
  handOver: (staffId: string) => `/console/staff/${encodeURIComponent(staffId)}`,
  exports: () => '/console/settings/exports',
} as const;

/** Which page an address means. The hash may carry a one-time code (it never reaches a server log). */
export function placeOf(path: string, search: string, hash = ''): Place {
  const params = new URLSearchParams(search);
  const [root, first, id, second, third] = path.split('/').filter(Boolean).map(decode);
  if (root !== 'console') return { page: 'unknown' };
  if (!first) return { page: 'today' };
  if (first === 'sign-in') return { page: 'sign-in', to: ownPath(params.get('to')), code: '' };
  if (first === 'join')
    return {
      page: 'sign-in',
      to: urls.today(),
      code: id ?? params.get('code') ?? decode(hash.replace(/^#/, '')),
    };
  if (first === 'calendar' && !id) {
    const [scale, date, who] = ['view', 'date', 'who'].map((name) => params.get(name));
    return { page: 'calendar', at: { scale: scale ?? null, date: date ?? null, who: who ?? null } };
  }
  if (first === 'threads' && !second) return id ? { page: 'thread', contactId: id } : { page: 'threads' };
  if (first === 'figures' && !id) return { page: 'figures' };
  if (first === 'staff' && !second) return id ? { page: 'hand-over', staffId: id } : { page: 'staff' };
  if (first === 'settings' && !id) return { page: 'settings' };
  if (first === 'settings' && !second) return SETTINGS[id ?? ''] ?? { page: 'unknown' };
  if (first === 'records' && !id) return { page: 'drafts' };
  if (first === 'sessions' && !id) return { page: 'sessions' };
  if (first === 'rules' && id && /^\d{1,6}$/.test(id) && !second)
    return { page: 'rules-text', version: Number(id) };
  if (first === 'notices' && !id) return { page: 'notices' };
  if (first === 'jobs' && !id) return { page: 'jobs' };
  if (first === 'reviews' && !second) return id ? { page: 'review', reviewId: id } : { page: 'reviews' };
  if (first === 'cases' && id && !second) return { page: 'case', caseId: id };
  if (first !== 'clients') return { page: 'unknown' };
  if (!id) return { page: 'clients' };
  if (id === 'import' && !second) return { page: 'client-import' };
  if (id === 'new' && !second) return { page: 'client-new' };
  if (!second) return { page: 'client', clientId: id };
  if (second === 'open' && !third) return { page: 'case-open', clientId: id, kind: params.get('kind') };
  if (second === 'erase' && !third) return { page: 'erase', clientId: id };
  if (second === 'invite' && third) return { page: 'invite', clientId: id, contactId: third };
  if (second === 'write' && third) {
    const purpose = params.get('purpose') ?? 'info';
    return { page: 'write', clientId: id, contactId: third, caseId: params.get('case'), purpose };
  }
  if (second === 'record' && !third) {
    const draftId = params.get('draft');
    return {
      page: 'record',
      clientId: id,
      caseId: params.get('case'),
      correctsId: params.get('corrects'),
      draftId,
    };
  }
  if (second === 'print' && !third) {
    const asked = { from: params.get('from'), until: params.get('until'), kind: params.get('kind') };
    return { page: 'print', clientId: id, asked: { ...asked, caseId: params.get('case') } };
  }
  return { page: 'unknown' };
}

const SETTINGS: Readonly<Record<string, Place>> = {
  closures: { page: 'closures' },
  templates: { page: 'templates' },
  rules: { page: 'rules' },
  changes: { page: 'changes' },
  access: { page: 'access' },
  exports: { page: 'exports' },
};

/** A way back that stays inside the console, whatever the address bar says. */
export function ownPath(to: string | null): string {
  if (!to || !/^\/console(?:[/?#]|$)/.test(to) || to.startsWith('/console/sign-in')) return urls.today();
  return to;
}

function withQuery(path: string, values: Record<string, string | null>): string {
  const asked = query(values);
  return asked ? `${path}?${asked}` : path;
}

function query(values: Record<string, string | null>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) params.set(name, value);
  return params.toString();
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
