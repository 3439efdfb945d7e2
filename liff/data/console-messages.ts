import type { CivilDate, Finding, Instant, RuleId, SendPurpose } from '../../worker/manual/types.ts';
import type { ApprovalRow } from '../../worker/views/approvals.ts';
import type { MessageView, Verdict } from '../../worker/views/cases.ts';
import type { InboundTag, ThreadMessage } from '../../worker/views/desk.ts';
import type { DraftText, DraftVerdict } from '../../worker/views/messages.ts';
import type { TemplateView } from '../../worker/views/office.ts';
import type { ThreadCall, ThreadList, ThreadView } from '../../worker/views/threads.ts';
import { call } from './console-http.ts';
import { seg } from './http.ts';

export interface MessageDraft {
  contactId: string;
  clientId: string;
  caseId?: string;
  purpose: SendPurpose;
  /** 一言 (R6). */
  greeting: string;
  /** 本題. */
  body: string;
}

/** What the manual says to a draft. Nothing is written. */
export function checkMessage(draft: MessageDraft, signal?: AbortSignal): Promise<DraftVerdict> {
  return call('POST', '/api/console/messages/check', draft, signal);
}

export function sendMessage(
  draft: MessageDraft & { override?: string; urgent?: string; later?: boolean; seenAt?: Instant },
): Promise<{ id: string; verdict: Verdict }> {
  return call('POST', '/api/console/messages', draft);
}

/** Takes back what still waits. */
export function withdrawMessage(id: string): Promise<unknown> {
  return call('POST', `/api/console/messages/${seg(id)}/withdraw`);
}

/** R11: asks a manager to let it go outside the hours. */
export function askApproval(
  draft: MessageDraft & { reason: string; override?: string },
): Promise<{ id: string }> {
  return call('POST', '/api/console/approvals', draft);
}

export function fetchApprovals(
  contactId: string,
  signal?: AbortSignal,
): Promise<{ approvals: ApprovalRow[] }> {
  return call('GET', `/api/console/approvals?contactId=${seg(contactId)}`, undefined, signal);
}

/** Managers only. */
export function decideApproval(
  id: string,
  input: { decision: 'approve' | 'decline'; note?: string },
): Promise<{ outcome: ApprovalRow['outcome'] }> {
  return call('POST', `/api/console/approvals/${seg(id)}/decide`, input);
}

export function withdrawApproval(id: string): Promise<unknown> {
  return call('POST', `/api/console/approvals/${seg(id)}/withdraw`);
}

/** Texts to start from: the office's own first, then the product's. */
export async function fetchDrafts(
  about: Pick<MessageDraft, 'clientId' | 'contactId' | 'caseId' | 'purpose'>,
  signal?: AbortSignal,
): Promise<{ own: DraftText[]; given: DraftText[] }> {
  const { caseId, ...rest } = about;
  const [own, given] = await Promise.all([
    call<{ templates: TemplateView[] }>(
      'GET',
      `/api/console/templates?purpose=${seg(about.purpose)}`,
      undefined,
      signal,
    ),
    call<{ drafts: DraftText[] }>(
      'GET',
      `/api/console/drafts?${new URLSearchParams({ ...rest, ...(caseId ? { caseId } : {}) })}`,
      undefined,
      signal,
    ),
  ]);
  return { own: own.templates, given: given.drafts };
}

export type Thread = Pick<ThreadView, 'messages' | 'sent'>;

/** The newest part of a thread, or the part before an instant. */
export function fetchThread(
  contactId: string,
  signal?: AbortSignal,
  before: number | null = null,
): Promise<ThreadView> {
  const part = before === null ? '' : `?before=${before}`;
  return call('GET', `/api/console/contacts/${seg(contactId)}/thread${part}`, undefined, signal);
}

/** Who wrote, those who wait for an answer first. */
export function fetchThreads(
  asked: { q: string; mine: boolean; after: string | null },
  signal?: AbortSignal,
): Promise<ThreadList> {
  const params = new URLSearchParams();
  if (asked.q) params.set('q', asked.q);
  if (asked.mine) params.set('mine', '1');
  if (asked.after) params.set('after', asked.after);
  return call('GET', `/api/console/threads?${params}`, undefined, signal);
}

export interface NewTask {
  contactId: string;
  kind: 'phone' | 'visit' | 'decide' | 'check';
  title: string;
  dueOn: CivilDate;
  aboutId: string;
}

/** Something to do that a message asks for; the message itself still waits for its answer. */
export function makeTask(clientId: string, task: NewTask): Promise<unknown> {
  return call('POST', `/api/console/clients/${seg(clientId)}/tasks`, task);
}

/** What was said on both sides as one list, the newest first. */
export type ThreadLine =
  | { of: 'theirs'; at: number; id: string; message: ThreadMessage }
  | { of: 'ours'; at: number; id: string; message: MessageView }
  | { of: 'call'; at: number; id: string; call: ThreadCall };

/** Parts that were loaded one after another; of what is in several, the newest loaded counts. */
export function linesOf(parts: readonly Pick<ThreadView, 'messages' | 'sent' | 'calls'>[]): ThreadLine[] {
  const lines = new Map<string, ThreadLine>();
  for (const part of parts) {
    for (const message of part.messages)
      lines.set(message.id, { of: 'theirs', at: message.at, id: message.id, message });
    for (const message of part.sent) {
      if (message.status !== 'dropped')
        lines.set(message.id, {
          of: 'ours',
          at: message.sentAt ?? message.notBefore,
          id: message.id,
          message,
        });
    }
    for (const each of part.calls) lines.set(each.id, { of: 'call', at: each.at, id: each.id, call: each });
  }
  return [...lines.values()].sort((a, b) => b.at - a.at);
}

/** R2: 緊急 and 基本相談 are always welcome and never counted. */
export function tagMessage(id: string, tag: InboundTag): Promise<unknown> {
  return call('POST', `/api/console/messages/${seg(id)}/tag`, { tag });
}

export interface Check {
  words: string;
  row: number;
  state: 'pass' | 'warn' | 'hold' | 'refuse';
}

const CHECKS: readonly { rules: readonly RuleId[]; row: number; words: string; gated?: true }[] = [
  { rules: ['R1', 'RX'], row: 1, words: '承諾がある' },
  { rules: ['R0', 'R3', 'R4'], row: 2, words: '先に電話をかけた', gated: true },
  { rules: ['R6'], row: 2, words: '様子をたずねる一言が先にある', gated: true },
  { rules: ['R9'], row: 4, words: '個人情報・書類がない' },
  { rules: ['R10'], row: 5, words: 'おわび・キャンセルがない' },
  { rules: ['R11'], row: 6, words: '送れる時間の中' },
  { rules: ['R13'], row: 8, words: '絵文字・スタンプがない' },
  { rules: ['R14'], row: 9, words: 'ことばづかい・用件が適切' },
];

/** The list beside a draft: every check with how it came out. */
export function checksOf(purpose: SendPurpose, findings: readonly Finding[]): Check[] {
  const gated = purpose === 'callback-request' || purpose === 'date-request';
  return CHECKS.filter((check) => gated || !check.gated || concerned(check.rules, findings)).map((check) => ({
    row: check.row,
    ...outcomeOf(check, worst(findings.filter((finding) => check.rules.includes(finding.rule)))),
  }));
}

/** What is held says that it is, not what would be well. */
function outcomeOf(check: (typeof CHECKS)[number], state: Check['state']): Pick<Check, 'words' | 'state'> {
  return { words: state === 'hold' ? '送れる時間の外です' : check.words, state };
}

function concerned(rules: readonly RuleId[], findings: readonly Finding[]): boolean {
  return findings.some((finding) => rules.includes(finding.rule));
}

function worst(findings: readonly Finding[]): Check['state'] {
  const severities = new Set(findings.map((finding) => finding.severity));
  if (severities.has('refuse')) return 'refuse';
  if (severities.has('hold')) return 'hold';
  return severities.has('warn') ? 'warn' : 'pass';
}

export interface Piece {
  text: string;
  marked: boolean;
}

/** The text as it will be read, cut where findings point (spans may overlap). */
export function piecesOf(text: string, findings: readonly Finding[]): Piece[] {
  const marked = new Array<boolean>(text.length).fill(false);
  for (const finding of findings) {
    if (finding.severity !== 'refuse' && finding.severity !== 'warn') continue;
    for (const span of finding.spans)
      marked.fill(true, Math.max(0, span.start), Math.min(text.length, span.end));
  }
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const last = pieces.at(-1);
    if (last && last.marked === marked[at]) last.text += text[at];
    else pieces.push({ text: text[at] ?? '', marked: marked[at] ?? false });
  }
  return pieces;
}

/** 一言 and 本題 as one text: what spans count in. */
export function wholeText(greeting: string, body: string): string {
  return greeting === '' ? body : `${greeting}\n${body}`;
}
