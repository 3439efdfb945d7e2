import { civilDate, clockTime, instantOf, MINUTE } from '../../worker/manual/jst.ts';
import type {
  CallOutcome,
  CaseKind,
  CivilDate,
  ClockTime,
  ContactMethod,
  Instant,
} from '../../worker/manual/types.ts';
import type { CaseView, SlotClash, Suggestions, Verdict } from '../../worker/views/cases.ts';
import type { PlaceChoice, SlotView } from '../../worker/views/shared.ts';
import { call } from './console-http.ts';
import { seg } from './http.ts';

export interface LineWish {
  reason: string;
  wishBy: string;
  wishHow: string;
  wishAt: Instant;
}

export interface NewCase {
  kind: CaseKind;
  purpose: string;
  plannedMethod: ContactMethod;
  participants: string[];
  /** Where it may be, when the person is asked. */
  places?: PlaceChoice[];
  /** R7: only when LINE is the method. */
  line?: LineWish;
}

export function openCase(clientId: string, input: NewCase): Promise<{ id: string }> {
  return call('POST', `/api/console/clients/${seg(clientId)}/cases`, input);
}

export function fetchCase(id: string, signal?: AbortSignal): Promise<CaseView> {
  return call('GET', `/api/console/cases/${seg(id)}`, undefined, signal);
}

/** Asks the person where, or (none) no longer does. */
export function setPlaces(caseId: string, places: PlaceChoice[]): Promise<unknown> {
  return call('PUT', `/api/console/cases/${seg(caseId)}/places`, { places });
}

export function addParticipant(caseId: string, contactId: string): Promise<unknown> {
  return call('POST', `/api/console/cases/${seg(caseId)}/participants`, { contactId });
}

export interface NewCall {
  contactId: string;
  outcome: CallOutcome;
  reached?: boolean;
  direction?: 'out' | 'in';
  note?: string;
}

/** In a case, where tries count towards LINE (R3), or outside of any, where a talk answers what somebody wrote (R12). */
export function logCall(
  about: { caseId: string } | { clientId: string },
  input: NewCall,
): Promise<{ id: string }> {
  const where = 'caseId' in about ? `cases/${seg(about.caseId)}` : `clients/${seg(about.clientId)}`;
  return call('POST', `/api/console/${where}/calls`, input);
}

export function undoCall(id: string): Promise<unknown> {
  return call('POST', `/api/console/calls/${seg(id)}/undo`);
}

export interface NewSlot {
  startsAt: Instant;
  endsAt: Instant;
  place: string;
}

/** `knowing`: whoever offers them has read that they overlap something. */
export function offerSlots(caseId: string, slots: NewSlot[], knowing: boolean): Promise<{ ids: string[] }> {
  return call('POST', `/api/console/cases/${seg(caseId)}/slots`, { slots, ...(knowing ? { knowing } : {}) });
}

/** What each time would collide with, in words. */
export function checkSlots(
  caseId: string,
  slots: NewSlot[],
  signal?: AbortSignal,
): Promise<{ clashes: SlotClash[][] }> {
  return call('POST', `/api/console/cases/${seg(caseId)}/slots/check`, { slots }, signal);
}

/** Free times, each with why it fits. */
export function fetchSuggestions(caseId: string, minutes: number): Promise<Suggestions> {
  return call('GET', `/api/console/cases/${seg(caseId)}/suggestions?minutes=${minutes}`);
}

/** How far the record has grown: whether the page is out of date. */
export function fetchHead(caseId: string, signal?: AbortSignal): Promise<{ head: number }> {
  return call('GET', `/api/console/cases/${seg(caseId)}/head`, undefined, signal);
}

/** R10: gives the confirmed date up; people are told by phone or visit. */
export function changeDate(
  caseId: string,
  input: { reason: string; tell: 'phone' | 'visit' },
): Promise<{ taskIds: string[] }> {
  return call('POST', `/api/console/cases/${seg(caseId)}/change`, input);
}

export function changeMethod(
  caseId: string,
  input: { method: ContactMethod; line?: LineWish },
): Promise<unknown> {
  return call('PUT', `/api/console/cases/${seg(caseId)}/method`, input);
}

export interface MeetingDraft {
  do: 'plan' | 'mark-held';
  kind: CaseKind;
  method: ContactMethod;
  at: Instant | null;
  caseId?: string;
  line?: LineWish;
}

/** R7, R8: the manual's answer while a form is filled in. */
export function checkMeeting(clientId: string, draft: MeetingDraft, signal?: AbortSignal): Promise<Verdict> {
  return call('POST', `/api/console/clients/${seg(clientId)}/meetings/check`, draft, signal);
}

export interface NewVisit {
  contactId: string;
  caseId?: string;
  at: Instant;
  place: string;
  about: string;
}

/** A visit instead of a message. */
export function planVisit(clientId: string, visit: NewVisit): Promise<{ taskId: string }> {
  return call('POST', `/api/console/clients/${seg(clientId)}/visits`, visit);
}

export function withdrawSlot(id: string): Promise<unknown> {
  return call('DELETE', `/api/console/slots/${seg(id)}`);
}

export function confirmSlot(
  caseId: string,
  slotId: string,
  where: { where?: PlaceChoice; place?: string } = {},
): Promise<{ startsAt: Instant }> {
  return call('POST', `/api/console/cases/${seg(caseId)}/confirm`, { slotId, ...where });
}

/** R10: never a LINE message; a task to tell people by phone or visit. */
export function cancelCase(
  caseId: string,
  input: { reason: string; tell: 'phone' | 'visit' },
): Promise<{ taskIds: string[] }> {
  return call('POST', `/api/console/cases/${seg(caseId)}/cancel`, input);
}

export interface Held {
  method: ContactMethod;
  place: string;
  startedAt: Instant;
  endedAt: Instant;
  content?: string;
  line?: LineWish;
}

export function markHeld(caseId: string, input: Held): Promise<{ id: string }> {
  return call('POST', `/api/console/cases/${seg(caseId)}/held`, input);
}

/** A row of the offered-times editor, as typed: JST whatever zone the computer is in. */
export interface SlotDraft {
  date: CivilDate;
  from: ClockTime;
  minutes: number;
  place: string;
  /** Why it was suggested; gone once it is changed. */
  why?: string;
}

/** A time as a row of the editor. */
export function slotDraftOf(slot: NewSlot, why: string): SlotDraft {
  return {
    date: civilDate(slot.startsAt),
    from: clockTime(slot.startsAt),
    minutes: Math.round((slot.endsAt - slot.startsAt) / MINUTE),
    place: slot.place,
    why,
  };
}

/** The instants of a typed row; null while date or time are missing. */
export function slotOf(draft: SlotDraft): NewSlot | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(draft.date) || !/^\d{2}:\d{2}$/.test(draft.from)) return null;
  const startsAt = instantOf(draft.date, draft.from);
  return { startsAt, endsAt: startsAt + draft.minutes * MINUTE, place: draft.place.trim() };
}

/** Which typed rows overlap another typed row or a time already offered. */
export function overlaps(rows: readonly (NewSlot | null)[], offered: readonly SlotView[]): boolean[] {
  const open = offered.filter((slot) => slot.open);
  return rows.map((row, index) => {
    if (!row) return false;
    const others = [...open, ...rows.filter((other, at): other is NewSlot => other !== null && at !== index)];
    return others.some((other) => row.startsAt < other.endsAt && other.startsAt < row.endsAt);
  });
}
