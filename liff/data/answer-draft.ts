import type { AppCase } from '../../worker/views/mini-app.ts';
import type { AnswerChoice, Attendance, Health, SlotMark, SlotView } from '../../worker/views/shared.ts';
import type { AnswerInput } from './app.ts';

/** An answer in the making. Its key changes with every change: the same key means the very same answer. */
export interface AnswerDraft {
  submissionKey: string;
  health: Health | null;
  attendance: Attendance | null;
  note: string;
  choice: AnswerChoice | null;
  /** Slot ids, best first. */
  ranked: string[];
  marks: Record<string, SlotMark>;
}

/** At most this many times are ranked. */
export const MOST_RANKED = 3;

/**
 * The draft to go on with: what was begun on this device, else the answer given before, else an empty one.
 * Times that were taken or taken back meanwhile fall out, the rest is kept; `lost` says which, where that is known.
 */
export function startDraft(
  appCase: AppCase,
  saved: Partial<AnswerDraft> | null,
  newKey: string,
): { draft: AnswerDraft; lost: { slots: SlotView[]; count: number } } {
  const begun = { ...emptyDraft(newKey), ...(saved ?? fromAnswer(appCase)) };
  const open = new Set(openSlots(appCase).map((slot) => slot.id));
  const gone = wanted(begun).filter((id) => !open.has(id));
  const lost = { slots: appCase.slots.filter((slot) => gone.includes(slot.id)), count: gone.length };
  if (gone.length === 0) return { draft: begun, lost };
  const ranked = begun.ranked.filter((id) => open.has(id));
  const marks = Object.fromEntries(Object.entries(begun.marks).filter(([id]) => open.has(id)));
  const choice = ranked.length > 0 || Object.keys(marks).length > 0 ? begun.choice : null;
  return { draft: { ...begun, ranked, marks, choice, submissionKey: newKey }, lost };
}

function wanted(draft: AnswerDraft): string[] {
  if (draft.choice !== 'ranked') return [];
  const marked = Object.entries(draft.marks).filter(([, mark]) => mark !== 'no');
  return [...new Set([...draft.ranked, ...marked.map(([id]) => id)])];
}

function emptyDraft(submissionKey: string): AnswerDraft {
  return { submissionKey, health: null, attendance: null, note: '', choice: null, ranked: [], marks: {} };
}

function fromAnswer(appCase: AppCase): Partial<AnswerDraft> {
  const { answer } = appCase;
  if (!answer) return {};
  return {
    health: answer.health,
    attendance: answer.attendance,
    note: answer.note ?? '',
    choice: answer.choice,
    ranked: rankedOf(answer.marks),
    marks: Object.fromEntries(answer.marks.map((mark) => [mark.slotId, mark.mark])),
  };
}

/** The answer given before, as a draft; empty where there is none. */
export function answerGiven(appCase: AppCase): AnswerDraft {
  return { ...emptyDraft(''), ...fromAnswer(appCase) };
}

/** Slot ids of an answer, best first. */
export function rankedOf(marks: readonly { slotId: string; rank: number | null }[]): string[] {
  return marks
    .filter((mark) => mark.rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map((mark) => mark.slotId);
}

/** Times that can still be chosen, soonest first. */
export function openSlots(appCase: AppCase): SlotView[] {
  return appCase.slots.filter((slot) => slot.open).sort((a, b) => a.startsAt - b.startsAt);
}

/** A change; the key changes with it. */
export function change(draft: AnswerDraft, to: Partial<AnswerDraft>, newKey: string): AnswerDraft {
  return { ...draft, ...to, submissionKey: newKey };
}

/** Puts a time last in the order, or takes it out. `full`: three are chosen already. */
export function toggleSlot(draft: AnswerDraft, id: string): Partial<AnswerDraft> | 'full' {
  const ranked = draft.choice === 'ranked' ? draft.ranked : [];
  if (ranked.includes(id)) {
    const rest = ranked.filter((other) => other !== id);
    return { ranked: rest, choice: rest.length > 0 ? 'ranked' : null };
  }
  if (ranked.length >= MOST_RANKED) return 'full';
  return { ranked: [...ranked, id], choice: 'ranked' };
}

/** Moves a ranked time one place up (-1) or down (+1). */
export function moveSlot(draft: AnswerDraft, index: number, by: -1 | 1): Partial<AnswerDraft> {
  const ranked = [...draft.ranked];
  const [from, to] = [ranked[index], ranked[index + by]];
  if (from === undefined || to === undefined) return {};
  ranked[index] = to;
  ranked[index + by] = from;
  return { ranked };
}

/** Slots a provider has not yet marked. */
export function unmarked(draft: AnswerDraft, appCase: AppCase): SlotView[] {
  return openSlots(appCase).filter((slot) => draft.marks[slot.id] === undefined);
}

/** Whether the dates are answered, so that the answer can be looked over and sent. */
export function isAnswered(draft: AnswerDraft, appCase: AppCase): boolean {
  if (draft.choice !== null && draft.choice !== 'ranked') return true;
  if (appCase.answersBy === 'rank') return draft.choice === 'ranked' && draft.ranked.length > 0;
  return openSlots(appCase).length > 0 && unmarked(draft, appCase).length === 0;
}

/** What goes to the server. The check-in only where it is asked (R6). */
export function toInput(draft: AnswerDraft, appCase: AppCase): AnswerInput {
  const choice = draft.choice ?? 'ranked';
  const note = draft.note.trim();
  return {
    submissionKey: draft.submissionKey,
    choice,
    ...(choice === 'ranked' && appCase.answersBy === 'rank' ? { ranked: draft.ranked } : {}),
    ...(choice === 'ranked' && appCase.answersBy === 'marks' ? { marks: marksOf(draft, appCase) } : {}),
    ...(appCase.asksCheckin && draft.health ? { health: draft.health } : {}),
    ...(appCase.asksAttendance && draft.attendance ? { attendance: draft.attendance } : {}),
    ...(note === '' ? {} : { note }),
  };
}

function marksOf(draft: AnswerDraft, appCase: AppCase): Record<string, SlotMark> {
  return Object.fromEntries(openSlots(appCase).map((slot) => [slot.id, draft.marks[slot.id] ?? 'no']));
}

/** Questions of the check-in, in order; none for a provider (R6). */
export function checkinQuestions(appCase: AppCase): ('health' | 'attendance' | 'note')[] {
  if (!appCase.asksCheckin) return [];
  return appCase.asksAttendance ? ['health', 'attendance', 'note'] : ['health', 'note'];
}

/** The path of the first step of answering a case. */
export function firstStep(appCase: AppCase): string {
  return appCase.asksCheckin ? `/app/dates/${appCase.id}/checkin` : datesStep(appCase);
}

/** The path of the step that asks for dates. */
export function datesStep(appCase: AppCase): string {
  return `/app/dates/${appCase.id}/${appCase.answersBy === 'marks' ? 'marks' : 'choose'}`;
}
