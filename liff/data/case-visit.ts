import type { AppCase } from '../../worker/views/mini-app.ts';
import type { SlotView } from '../../worker/views/shared.ts';
import { type AnswerDraft, change, startDraft } from './answer-draft.ts';
import { getCase } from './app.ts';
import { dropDraft, readDraft, writeDraft } from './draft.ts';

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
  const asked = !fresh && last?.id === caseId ? last : await getCase(caseId);
  last = asked;
  const { draft, lost } = startDraft(asked, readDraft<AnswerDraft>(nameOf(caseId)), crypto.randomUUID());
  return { asked, draft, lost };
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

/** The answer was taken: nothing is left to send, and the case must be read again. */
export function endVisit(caseId: string): void {
  dropDraft(nameOf(caseId));
  last = undefined;
}

/** Whether something was begun and not yet sent. */
export function hasDraft(caseId: string): boolean {
  return readDraft(nameOf(caseId)) !== null;
}

function nameOf(caseId: string): string {
  return `answer:${caseId}`;
}
