import type { AppCase } from '../../worker/views/mini-app.ts';
import { type AnswerDraft, asksPlace, checkinQuestions, weeksOf } from '../data/answer-draft.ts';
import { type CaseVisit, visitCase } from '../data/case-visit.ts';
import { elsewhere, to } from './routes.ts';

// The way through the questions of a case: how they are, when, where, a last look.

/** The visit of a page that asks something; where nothing can be answered, the case's own page says why. */
export async function visitOpen(caseId: string, fresh: boolean): Promise<CaseVisit> {
  const visit = await visitCase(caseId, fresh);
  const { status, mayAnswer } = visit.asked;
  return status === 'open' && mayAnswer ? visit : elsewhere(to('case', { case: caseId }));
}

export function firstStep(asked: AppCase): string {
  return asked.asksCheckin ? to('checkin', { case: asked.id }) : datesStep(asked);
}

/** The step that asks for dates. */
export function datesStep(asked: AppCase): string {
  const page = { rank: 'dates', marks: 'marks', parts: 'times' } as const;
  return to(page[asked.answersBy], { case: asked.id });
}

/** What comes before the dates: the check-in's last question, or the first page. */
export function beforeDates(asked: AppCase): string {
  const questions = checkinQuestions(asked).length;
  return questions > 0 ? to('checkin', { case: asked.id }, { q: String(questions) }) : to('home');
}

/** What comes after the dates: where, if that is asked, or the last look. */
export function afterDates(asked: AppCase, draft: AnswerDraft): string {
  return to(asksPlace(draft, asked) ? 'where' : 'confirm', { case: asked.id });
}

/** What stood before the last look. */
export function beforeConfirm(asked: AppCase, draft: AnswerDraft): string {
  if (asksPlace(draft, asked)) return to('where', { case: asked.id });
  return lastDates(asked, draft);
}

/** The last page that asked for dates. */
export function lastDates(asked: AppCase, draft: AnswerDraft): string {
  if (asked.answersBy !== 'parts' || draft.choice !== 'parts') return datesStep(asked);
  return to('times', { case: asked.id }, { week: String(weeksOf(asked).length) });
}

/** How the case is answered, in steps: the check-in is left out where it isn't asked. */
export function caseSteps(asked: AppCase, step: 'dates' | 'confirm' | 'done'): { now: number; of: number } {
  const place = { dates: 1, confirm: 2, done: 3 }[step];
  return asked.asksCheckin ? { now: place + 1, of: 4 } : { now: place, of: 3 };
}
