import { addDays, weekday } from '../../worker/manual/jst.ts';
import type { CivilDate } from '../../worker/manual/types.ts';
import type { AppCase } from '../../worker/views/mini-app.ts';
import type {
  AnswerChoice,
  Attendance,
  DayPart,
  Health,
  PartView,
  PlaceChoice,
  SlotMark,
  SlotView,
} from '../../worker/views/shared.ts';
import type { AnswerInput } from './app.ts';

/** An answer in the making. Its key changes with every change: the same key means the very same answer. */
export interface AnswerDraft {
  submissionKey: string;
  health: Health | null;
  attendance: Attendance | null;
  note: string;
  choice: AnswerChoice | null;
  /** Slot ids that suit, best first; the first three have a rank. */
  ranked: string[];
  marks: Record<string, SlotMark>;
  /** Where no times were offered. */
  parts: PartView[];
  place: PlaceChoice | 'any' | null;
}

/** At most this many times have a rank; others may suit besides. */
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
  const ranked = begun.ranked.filter((id) => open.has(id));
  const marks = Object.fromEntries(Object.entries(begun.marks).filter(([id]) => open.has(id)));
  const parts = begun.parts.filter((each) => appCase.days.includes(each.date));
  const left = ranked.length > 0 || Object.keys(marks).length > 0;
  const stale =
    (begun.choice === 'ranked' && (!left || appCase.answersBy === 'parts')) ||
    (begun.choice === 'parts' && (parts.length === 0 || appCase.answersBy !== 'parts'));
  if (gone.length === 0 && !stale) return { draft: begun, lost };
  const choice = stale ? null : begun.choice;
  return { draft: { ...begun, ranked, marks, parts, choice, submissionKey: newKey }, lost };
}

function wanted(draft: AnswerDraft): string[] {
  if (draft.choice !== 'ranked') return [];
  const marked = Object.entries(draft.marks).filter(([, mark]) => mark !== 'no');
  return [...new Set([...draft.ranked, ...marked.map(([id]) => id)])];
}

function emptyDraft(submissionKey: string): AnswerDraft {
  return {
    submissionKey,
    health: null,
    attendance: null,
    note: '',
    choice: null,
    ranked: [],
    marks: {},
    parts: [],
    place: null,
  };
}

function fromAnswer(appCase: AppCase): Partial<AnswerDraft> {
  const { answer } = appCase;
  if (!answer) return {};
  return {
    health: answer.health,
    attendance: answer.attendance,
    note: answer.note ?? '',
    choice: answer.choice,
    ranked: appCase.answersBy === 'marks' ? [] : suiting(answer.marks),
    parts: answer.parts,
    place: answer.place,
    marks: Object.fromEntries(answer.marks.map((mark) => [mark.slotId, mark.mark])),
  };
}

/** The answer given before, as a draft; empty where there is none. */
export function answerGiven(appCase: AppCase): AnswerDraft {
  return { ...emptyDraft(''), ...fromAnswer(appCase) };
}

/** Slot ids of an answer, best first, then those without a rank. */
export function suiting(marks: readonly { slotId: string; mark: SlotMark; rank: number | null }[]): string[] {
  return marks
    .filter((mark) => mark.mark === 'yes')
    .sort((a, b) => (a.rank ?? MOST_RANKED + 1) - (b.rank ?? MOST_RANKED + 1))
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

/** Puts a time last in the order, or takes it out. */
export function toggleSlot(draft: AnswerDraft, id: string): Partial<AnswerDraft> {
  const ranked = draft.choice === 'ranked' ? draft.ranked : [];
  const rest = ranked.filter((other) => other !== id);
  if (rest.length === ranked.length) rest.push(id);
  return { ranked: rest, choice: rest.length > 0 ? 'ranked' : null };
}

/** Adds a part of a day, or takes it out. */
export function togglePart(draft: AnswerDraft, date: CivilDate, part: DayPart): Partial<AnswerDraft> {
  const parts = draft.choice === 'parts' ? draft.parts : [];
  const rest = parts.filter((each) => each.date !== date || each.part !== part);
  if (rest.length === parts.length) rest.push({ date, part });
  return { parts: rest, choice: rest.length > 0 ? 'parts' : null };
}

const MOST_WEEKS = 3;

/** The days to choose parts of, a list for each week from Monday on. */
export function weeksOf(appCase: AppCase): CivilDate[][] {
  const weeks = new Map<CivilDate, CivilDate[]>();
  for (const date of appCase.days) {
    const monday = mondayOf(date);
    weeks.set(monday, [...(weeks.get(monday) ?? []), date]);
  }
  return [...weeks.values()].slice(0, MOST_WEEKS);
}

/** The Monday on or before a date. */
export function mondayOf(date: CivilDate): CivilDate {
  return addDays(date, -((weekday(date) + 6) % 7));
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
  if (draft.choice === 'parts') return draft.parts.length > 0;
  if (draft.choice !== null && draft.choice !== 'ranked') return true;
  if (appCase.answersBy === 'parts') return false;
  if (appCase.answersBy === 'rank') return draft.choice === 'ranked' && draft.ranked.length > 0;
  return openSlots(appCase).length > 0 && unmarked(draft, appCase).length === 0;
}

/** Whether it is left to the person where, and not said yet: only a time needs a place. */
export function lacksPlace(draft: AnswerDraft, appCase: AppCase): boolean {
  return asksPlace(draft, appCase) && draft.place === null;
}

export function asksPlace(draft: AnswerDraft, appCase: AppCase): boolean {
  return appCase.places.length > 0 && (draft.choice === 'ranked' || draft.choice === 'parts');
}

/** What goes to the server. The check-in only where it is asked (R6). */
export function toInput(draft: AnswerDraft, appCase: AppCase): AnswerInput {
  const choice = draft.choice ?? 'ranked';
  const note = draft.note.trim();
  return {
    submissionKey: draft.submissionKey,
    choice,
    ...(choice === 'ranked' && appCase.answersBy === 'rank' ? rankedInput(draft.ranked) : {}),
    ...(choice === 'parts' ? { parts: draft.parts } : {}),
    ...(draft.place !== null && asksPlace(draft, appCase) ? { place: draft.place } : {}),
    ...(choice === 'ranked' && appCase.answersBy === 'marks' ? { marks: marksOf(draft, appCase) } : {}),
    ...(appCase.asksCheckin && draft.health ? { health: draft.health } : {}),
    ...(appCase.asksAttendance && draft.attendance ? { attendance: draft.attendance } : {}),
    ...(note === '' ? {} : { note }),
  };
}

function rankedInput(ids: readonly string[]): Pick<AnswerInput, 'ranked' | 'also'> {
  const also = ids.slice(MOST_RANKED);
  return { ranked: ids.slice(0, MOST_RANKED), ...(also.length > 0 ? { also } : {}) };
}

function marksOf(draft: AnswerDraft, appCase: AppCase): Record<string, SlotMark> {
  return Object.fromEntries(openSlots(appCase).map((slot) => [slot.id, draft.marks[slot.id] ?? 'no']));
}

/** Questions of the check-in, in order; none for a provider (R6). */
export function checkinQuestions(appCase: AppCase): ('health' | 'attendance' | 'note')[] {
  if (!appCase.asksCheckin) return [];
  return appCase.asksAttendance ? ['health', 'attendance', 'note'] : ['health', 'note'];
}
