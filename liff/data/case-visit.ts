import type { Instant } from '../../worker/manual/types.ts';
import type { AppCase } from '../../worker/views/mini-app.ts';
import type { SlotView } from '../../worker/views/shared.ts';
import { type AnswerDraft, change, startDraft } from './answer-draft.ts';
import { getCase } from './app.ts';
import { dropDraft, readDraft, writeDraft } from './draft.ts';
import { failureOf } from './http.ts';

/** One visit to a case: what is asked and what has been answered so far, shared by its pages. */
export interface CaseVisit {
  asked: AppCase;
  draft: AnswerDraft;
  /** Times the person had chosen and that were taken meanwhile. */
  lost: { slots: SlotView[]; count: number };
}

let last: AppCase | undefined;

/** Fetches the case, or takes it as the page before left it (`fresh: false`), and finds the draft again. */
export async function visitCase(caseId: string, fresh: boolean): Promise<CaseVisit> {
  const asked = await readCase(caseId, fresh);
  const { draft, lost } = startDraft(asked, readDraft<AnswerDraft>(nameOf(caseId)), crypto.randomUUID());
  return { asked, draft, lost };
}

/** Without a network, what was read before is good enough to go on answering. */
async function readCase(caseId: string, fresh: boolean): Promise<AppCase> {
  const known = last?.id === caseId ? last : undefined;
  if (known && !fresh) return known;
  try {
    last = await getCase(caseId);
    return last;
  } catch (error) {
    if (known && failureOf(error) === 'offline') return known;
    throw error;
  }
}

/** Changes the draft; it is kept at once, under a new key. */
export function redraft(visit: CaseVisit, to: Partial<AnswerDraft>): CaseVisit {
  const draft = change(visit.draft, to, crypto.randomUUID());
  writeDraft(nameOf(visit.asked.id), draft);
  return { ...visit, draft };
}

/** Keeps the draft as it stands, key included. */
export function keepDraft(visit: CaseVisit): void {
  writeDraft(nameOf(visit.asked.id), visit.draft);
}

/** Nothing is left to send, and the case must be read again. */
export function endVisit(caseId: string): void {
  dropDraft(nameOf(caseId));
  last = undefined;
}

let sent: AppCase | undefined;

/** The answer was taken; that it was is known also while the case can't be read again. */
export function noteSent(visit: CaseVisit, answeredAt: Instant): void {
  endVisit(visit.asked.id);
  const { health, attendance, note, parts, place, choice } = visit.draft;
  const answer = {
    health,
    attendance,
    note,
    parts,
    place,
    choice: choice ?? 'ranked',
    marks: [],
    answeredAt,
  };
  sent = { ...visit.asked, answer };
}

/** The case with the answer just given. */
export async function visitSent(caseId: string): Promise<AppCase> {
  try {
    return await getCase(caseId);
  } catch (error) {
    if (sent?.id === caseId && failureOf(error) === 'offline') return sent;
    throw error;
  }
}

/** Whether something was begun and not yet sent. */
export function hasDraft(caseId: string): boolean {
  return readDraft(nameOf(caseId)) !== null;
}

function nameOf(caseId: string): string {
  return `answer:${caseId}`;
}
