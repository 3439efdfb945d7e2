import { civilDate, clockTime, instantOf } from '../../worker/manual/jst.ts';
import type { ContactMethod } from '../../worker/manual/types.ts';
import type { RecordBody, RecordDraftView, RecordFilter, RecordPage } from '../../worker/views/records.ts';
import { readClock } from './clock.ts';
import { call } from './console-http.ts';
import { METHOD } from './console-labels.ts';
import { queryOf } from './console-office.ts';
import { askEarly, seg } from './http.ts';

/** What of a client's record is looked at. */
export interface RecordsAsked {
  from?: string | null;
  until?: string | null;
  kind?: RecordFilter | null;
  caseId?: string | null;
  entry?: string | null;
}

export function fetchRecords(
  clientId: string,
  asked: RecordsAsked & { after?: string | null; print?: boolean } = {},
  signal?: AbortSignal,
): Promise<RecordPage> {
  const { print, ...rest } = asked;
  return call(
    'GET',
    `${recordsPath(clientId)}${queryOf({ ...rest, print: print ? '1' : null })}`,
    undefined,
    signal,
  );
}

/** Asks for a client's newest entries while the client itself is still on the way. */
export function askRecordsEarly(clientId: string): void {
  askEarly(recordsPath(clientId));
}

/** Where a table of these entries is downloaded from. */
export function recordsCsv(clientId: string, asked: RecordsAsked): string {
  return `${recordsPath(clientId)}/csv${queryOf({ ...asked })}`;
}

/** Where the whole record is downloaded from as a file that anybody can verify. */
export function recordsJson(clientId: string): string {
  return `${recordsPath(clientId)}/json`;
}

const recordsPath = (clientId: string) => `/api/console/clients/${seg(clientId)}/records`;

export function fetchDrafts(signal?: AbortSignal): Promise<{ drafts: RecordDraftView[] }> {
  return call('GET', '/api/console/record-drafts', undefined, signal);
}

export function fetchDraft(id: string, signal?: AbortSignal): Promise<RecordDraftView> {
  return call('GET', `/api/console/record-drafts/${seg(id)}`, undefined, signal);
}

export interface DraftKept {
  id: string;
  revision: number;
}

/** Keeps a page that has no draft yet; `id` is the page's own, so that sending it twice keeps it once. */
export function startDraft(
  clientId: string,
  input: { id: string; caseId?: string; body: Partial<RecordBody> },
): Promise<DraftKept> {
  return call('POST', `/api/console/clients/${seg(clientId)}/record-drafts`, input);
}

export function saveDraft(draft: DraftKept, body: Partial<RecordBody>): Promise<DraftKept> {
  return call('PUT', `/api/console/record-drafts/${seg(draft.id)}`, { revision: draft.revision, body });
}

export function finaliseDraft(draft: DraftKept, body: RecordBody): Promise<{ seq: number }> {
  return call('POST', `/api/console/record-drafts/${seg(draft.id)}/finalise`, {
    revision: draft.revision,
    body,
  });
}

export function dropRecordDraft(draft: DraftKept): Promise<unknown> {
  return call('POST', `/api/console/record-drafts/${seg(draft.id)}/drop`, { revision: draft.revision });
}

export const RECORD_FILTERS: readonly [RecordFilter | null, string][] = [
  [null, 'すべて'],
  ['call', '電話'],
  ['line', 'LINE'],
  ['met', '訪問・来所'],
  ['written', '書いた記録'],
  ['consent', '承諾'],
  ['stop', '送れなかった'],
];

/** What the record form holds, as typed. */
export type RecordFields = Partial<
  Record<
    | 'date'
    | 'from'
    | 'until'
    | 'partner'
    | 'relation'
    | 'place'
    | 'method'
    | 'purpose'
    | 'condition'
    | 'content'
    | 'response'
    | 'nextAction'
    | 'nextDue'
    | 'reason',
    string
  >
>;

const SUMMARY = 60;

/** The fields of a 相談記録 entry, as typed. */
export function recordBodyOf(fields: RecordFields): RecordBody {
  const method = fields.method ? (fields.method as ContactMethod) : undefined;
  const at = (time: string | undefined) => {
    const read = time ? readClock(time) : null;
    return fields.date && read ? instantOf(fields.date, read) : undefined;
  };
  const startedAt = at(fields.from);
  const endedAt = at(fields.until);
  return {
    summary: summaryOf(fields, method),
    ...(method ? { method } : {}),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...kept(fields, [
      'place',
      'partner',
      'relation',
      'purpose',
      'condition',
      'content',
      'response',
      'reason',
      'nextAction',
      'nextDue',
    ]),
  };
}

function summaryOf(fields: RecordFields, method: ContactMethod | undefined): string {
  const head = method ? `${METHOD[method]}　` : '訂正　';
  const words =
    (fields.purpose || fields.content || fields.condition || fields.partner || '').split('\n')[0] ?? '';
  const letters = [...`${head}${words}`];
  return letters.length > SUMMARY ? `${letters.slice(0, SUMMARY - 1).join('')}…` : letters.join('');
}

function kept<K extends keyof RecordFields & keyof RecordBody>(
  fields: RecordFields,
  names: K[],
): Partial<Record<K, string>> {
  const out: Partial<Record<K, string>> = {};
  for (const name of names) {
    const value = fields[name];
    if (value) out[name] = value;
  }
  return out;
}

/** What a form shows of a body: the other way round from {@link recordBodyOf}. */
export function recordFieldsOf(body: Partial<RecordBody>): RecordFields {
  const { startedAt, endedAt, summary: _, rules: __, refs: ___, ...rest } = body;
  return {
    ...rest,
    ...(startedAt === undefined ? {} : { date: civilDate(startedAt), from: clockTime(startedAt) }),
    ...(endedAt === undefined ? {} : { until: clockTime(endedAt) }),
  };
}

/** What a finalised 相談記録 still lacks, beside each field; the server asks for the same. */
export function missingFields(fields: RecordFields): Record<string, string | false> {
  const from = readClock(fields.from ?? '');
  const until = readClock(fields.until ?? '');
  const away = fields.method === 'visit' || fields.method === 'office';
  return {
    date: !fields.date && '日を入れてください。',
    from: !from && (fields.from ? '時刻は 14:30 のように書いてください。' : 'はじめの時刻を入れてください。'),
    until: !until
      ? fields.until
        ? '時刻は 14:30 のように書いてください。'
        : 'おわりの時刻を入れてください。'
      : from !== null && until < from && 'おわりが、はじめより前です。',
    method: !fields.method && '手段を選んでください。',
    place: away && !fields.place && '場所を入れてください。',
    partner: !fields.partner && '相手を入れてください。',
    relation: !fields.relation && '間がらを入れてください。',
    purpose: !fields.purpose && '目的を入れてください。',
    content: !fields.content && '内容を書いてください。',
    response: !fields.response && '対応を書いてください。',
  };
}
